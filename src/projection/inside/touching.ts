import type { Kernel } from '../../kernel/index.ts'
import type { PlaceId, Touching } from '../../protocol/index.ts'
import { summaryOf, type Summary } from '../describe.ts'
import { eventAt, rowOf, type Row, type Trace } from '../trace.ts'

const SCANNED = 1_200
const TOLD = 14

/** Whether a message is about what is looked at, for places that no message ends at; undefined for all others. */
export type Concerns = ((trace: Trace, row: Row, summary: Summary) => 'in' | 'out' | undefined) | undefined

/** Messages on their way to or from a place, then the last ones that arrived, newest first. Heartbeats and timers are left out. */
export function touching(kernel: Kernel, trace: Trace, place: PlaceId, beganAt: number, concerns?: Concerns): readonly Touching[] {
  const found: Touching[] = []
  const flying = [...kernel.pending()].filter(({ noise, from, to }) => !noise && from !== to).sort((a, b) => b.id - a.id)
  for (const { id, held } of flying) {
    const row = rowOf(trace, id)
    if (row && found.length < TOLD) add(found, trace, row, place, beganAt, held ? 'held' : 'flying', concerns)
  }
  const last = kernel.handled
  for (let at = last; at > Math.max(0, last - SCANNED) && found.length < TOLD; at--) {
    const row = rowOf(trace, eventAt(trace, at))
    if (row && !row.noise && row.from !== row.to && row.msg) add(found, trace, row, place, beganAt, row.lost ? 'lost' : 'done', concerns)
  }
  return found
}

function add(found: Touching[], trace: Trace, row: Row, place: PlaceId, beganAt: number, state: Touching['state'], concerns: Concerns): void {
  const summary = summaryOf(trace, row)
  const { from, to, verb, label } = summary
  if (from === to) return
  const way = concerns ? concerns(trace, row, summary) : wayOf(from, to, place)
  if (way === undefined) return
  const into = way === 'in'
  const other = into ? from : to
  const here = into ? to : from
  const self = here === place || concerns ? undefined : here
  const last = found.at(-1)
  if (last && last.self === self && last.label === label && last.other === other && last.state === state && last.at === row.at - beganAt) {
    found[found.length - 1] = { ...last, count: last.count + 1 }
    return
  }
  found.push({ event: row.id, way, other, ...(self === undefined ? {} : { self }), verb, label, sentAt: row.sentAt - beganAt, at: row.at - beganAt, state, count: 1 })
}

/** The members of etcd and the agents of a node also speak with one another inside. */
function wayOf(from: PlaceId, to: PlaceId, place: PlaceId): 'in' | 'out' | undefined {
  const [out, into] = [isAt(from, place), isAt(to, place)]
  if (out && into && !/^(etcd|node\/)/.test(place)) return undefined
  return into ? 'in' : out ? 'out' : undefined
}

const isAt = (here: PlaceId, place: PlaceId): boolean => here === place || here.startsWith(`${place}/`)
