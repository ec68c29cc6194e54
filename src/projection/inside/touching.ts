import type { Kernel } from '../../kernel/index.ts'
import type { PlaceId, Touching } from '../../protocol/index.ts'
import { summaryOf } from '../describe.ts'
import { eventAt, rowOf, type Row, type Trace } from '../trace.ts'

const SCANNED = 1_200
const TOLD = 14

/** Messages on their way to or from a place, then the last ones that arrived, newest first. Heartbeats and timers are left out. */
export function touching(kernel: Kernel, trace: Trace, place: PlaceId, beganAt: number): readonly Touching[] {
  const found: Touching[] = []
  const flying = [...kernel.pending()].filter(({ noise, from, to }) => !noise && from !== to).sort((a, b) => b.id - a.id)
  for (const { id, held } of flying) {
    const row = rowOf(trace, id)
    if (row && found.length < TOLD) add(found, trace, row, place, beganAt, held ? 'held' : 'flying')
  }
  const last = kernel.handled
  for (let at = last; at > Math.max(0, last - SCANNED) && found.length < TOLD; at--) {
    const row = rowOf(trace, eventAt(trace, at))
    if (row && !row.noise && row.from !== row.to && row.msg) add(found, trace, row, place, beganAt, row.lost ? 'lost' : 'done')
  }
  return found
}

function add(found: Touching[], trace: Trace, row: Row, place: PlaceId, beganAt: number, state: Touching['state']): void {
  const { from, to, verb, label } = summaryOf(trace, row)
  if (from === to) return
  const [out, into] = [isAt(from, place), isAt(to, place)]
  if (out === into && !place.startsWith('etcd')) return
  if (!out && !into) return
  const other = into ? from : to
  const here = into ? to : from
  const self = here === place ? undefined : here
  const last = found.at(-1)
  if (last && last.self === self && last.label === label && last.other === other && last.state === state && last.at === row.at - beganAt) {
    found[found.length - 1] = { ...last, count: last.count + 1 }
    return
  }
  found.push({ event: row.id, way: into ? 'in' : 'out', other, ...(self === undefined ? {} : { self }), verb, label, sentAt: row.sentAt - beganAt, at: row.at - beganAt, state, count: 1 })
}

const isAt = (here: PlaceId, place: PlaceId): boolean => here === place || here.startsWith(`${place}/`)
