import { diskView } from '../../cluster/details.ts'
import { memberView } from '../../cluster/index.ts'
import type { EtcdInside, EtcdMemberInside } from '../../protocol/index.ts'
import { eventAt, factsOf, rowOf, type Trace } from '../trace.ts'
import { isUp, state } from '../views.ts'
import type { Looking } from './inside.ts'

const ENTRIES = 18
const SCANNED = 6_000
const SAMPLES = 12

export function insideEtcd({ kernel, plan, trace }: Looking): EtcdInside {
  const past = pastOf(trace, kernel.handled, new Set(plan.etcd))
  const members = plan.etcd.map((name): EtcdMemberInside => {
    const { role, electionDeadlineUs: _, dbKeys, dbBytes, logTail, timer, writing: __, ...rest } = memberView(state(kernel, name), ENTRIES + 24)
    const { syncedSinceUs, ...disk } = diskView(state(kernel, `${name}/disk`))
    const up = isUp(kernel, name)
    return {
      ...rest, name, up, role: role as EtcdMemberInside['role'], keys: dbKeys, bytes: dbBytes, log: logTail,
      ...(timer && up && rest.stage === 'running' ? { timer: { leftUs: Math.max(0, timer.dueUs - kernel.now), ofUs: timer.ofUs } } : {}),
      disk: { ...disk, sinceUs: disk.syncing > 0 ? kernel.now - syncedSinceUs : 0, fsyncs: past.fsyncs.get(`${name}/disk`) ?? [] },
    }
  })
  const last = Math.max(...members.map(({ lastIndex }) => lastIndex))
  return { inside: 'etcd', members, window: { first: Math.max(1, last - ENTRIES + 1), last }, latency: latencyOf(plan.etcd, past.travels) }
}

interface Travels { sum: number; samples: number; lost: number }

/** How long the last messages between members travelled, and how long the last writes of each disk took; newest first. */
function pastOf(trace: Trace, head: number, members: ReadonlySet<string>): { readonly travels: ReadonlyMap<string, Travels>; readonly fsyncs: ReadonlyMap<string, readonly number[]> } {
  const travels = new Map<string, Travels>()
  const fsyncs = new Map<string, number[]>()
  for (let place = head; place > Math.max(0, head - SCANNED); place--) {
    const id = eventAt(trace, place)
    const row = rowOf(trace, id)
    if (!row) continue
    if (members.has(row.from) && members.has(row.to) && row.from !== row.to) addTravel(travels, `${row.from} ${row.to}`, row.at - row.sentAt, row.lost)
    for (const fact of factsOf(trace, id)) if (fact.fact === 'fsync') addTo(fsyncs, row.to, Number(fact.us))
  }
  return { travels, fsyncs }
}

function addTravel(travels: Map<string, Travels>, key: string, us: number, lost: boolean): void {
  const one = travels.get(key) ?? { sum: 0, samples: 0, lost: 0 }
  travels.set(key, one)
  if (one.samples + one.lost >= SAMPLES) return
  if (lost) one.lost++
  else {
    one.sum += us
    one.samples++
  }
}

function addTo(fsyncs: Map<string, number[]>, disk: string, us: number): void {
  const known = fsyncs.get(disk)
  if (!known) fsyncs.set(disk, [us])
  else if (known.length < SAMPLES * 2) known.push(us)
}

const latencyOf = (members: readonly string[], travels: ReadonlyMap<string, Travels>): EtcdInside['latency'] =>
  members.flatMap((from) => members.filter((to) => to !== from).map((to) => {
    const { sum, samples, lost } = travels.get(`${from} ${to}`) ?? { sum: 0, samples: 0, lost: 0 }
    return { from, to, us: samples === 0 ? 0 : Math.round(sum / samples), samples, lost }
  }))
