import { apiServerDetail } from '../../cluster/details.ts'
import { apiServerView } from '../../cluster/index.ts'
import type { WaitsFor } from '../../protocol/index.ts'
import { summaryOf } from '../describe.ts'
import { placeOf } from '../places.ts'
import { rowOf, type Row } from '../trace.ts'
import { state } from '../views.ts'
import { processWaiter, wait, type Asking } from './asking.ts'
import { cutWaits, stoppedWaits, storageWaits } from './control-plane.ts'

const TOLD = 6

/** What a message waits for: one that is on its way, a request without its answer, or all of these that a command or a fault set off. */
export function messageWaits(asking: Asking, event: number): WaitsFor[] {
  const { kernel, trace } = asking
  const row = rowOf(trace, event)
  if (!row) return []
  const isRoot = trace.inputs.has(event)
  const belongs = (id: number, one: Row | undefined): boolean => id === event || (isRoot && one?.root === event)
  const waits: WaitsFor[] = []
  for (const pending of [...kernel.pending()].sort((a, b) => a.id - b.id)) {
    const one = rowOf(trace, pending.id)
    if (!one || one.from === one.to || one.noise || waits.length >= TOLD || !belongs(pending.id, one)) continue
    const { label, from, to } = summaryOf(trace, one)
    const waiter = processWaiter(label, 0)
    waits.push(wait(asking, waiter, pending.held ? 'held' : 'flying', { from, to }, { since: pending.sentAt, until: pending.held ? undefined : pending.at }), ...(pending.held ? cutWaits(asking, pending.to, '', 1) : stoppedWaits(asking, pending.to, 1).slice(0, kernel.has(pending.to) ? 1 : 0)))
  }
  for (const { event: id, from, request, arrivedAt, waits: what } of apiServerDetail(state(kernel, 'apiserver'), kernel.now).exchanges) {
    const one = rowOf(trace, id)
    if (!one || one.noise || waits.length >= TOLD || request.query?.watch === 'true' || !belongs(id, one)) continue
    const waiter = processWaiter(summaryOf(trace, one).label, 0)
    waits.push(wait(asking, waiter, `request-${what === 'seat' ? 'queue' : what}`, { from: placeOf(from), member: apiServerView(state(kernel, 'apiserver')).etcd, resource: summaryOf(trace, one).object?.resource ?? '' }, { since: arrivedAt }))
    if (what === 'etcd') waits.push(...storageWaits(asking, 1))
  }
  if (row.lost) waits.push(wait(asking, processWaiter(summaryOf(trace, row).label, 0), 'lost'))
  return waits
}
