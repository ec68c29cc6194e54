import { controllersDetail } from '../../cluster/details.ts'
import { heardSince } from '../../cluster/index.ts'
import type { EventId } from '../../kernel/index.ts'
import type { ControllerLane, ControllersInside, SyncRow } from '../../protocol/index.ts'
import { factText, paramsOf } from '../told.ts'
import { rowOf, type Trace } from '../trace.ts'
import { isUp, state } from '../views.ts'
import type { Looking } from './inside.ts'
import { pastFacts } from './past.ts'

const SCANNED = 12_000
const TOLD = 6
const MANAGER = 'kube-controller-manager'

export function insideControllers({ kernel, trace, beganAt }: Looking): ControllersInside {
  const detail = controllersDetail(state(kernel, MANAGER))
  const { syncs, begun } = passesTold(trace, kernel.handled, beganAt)
  return {
    inside: 'controller-manager', up: isUp(kernel, MANAGER), leading: detail.leading, holder: detail.holder, ...(detail.renewedAt === undefined ? {} : { leaseRenewedAt: detail.renewedAt - beganAt }),
    informers: detail.informers.map(({ name, group, resource, namespace, objects, resourceVersion, phase, synced, watchSince, watchEvents, delayed }) => ({
      name, resource, objects, resourceVersion, behind: behind(kernel, group, resource, namespace, Number(resourceVersion || 0)), phase, synced, since: watchSince - beganAt, events: watchEvents, delayed,
    })),
    controllers: detail.controllers.map(({ processing, delayed, ...rest }): ControllerLane => {
      const last = syncs.get(rest.name) ?? []
      return {
        ...rest, last: last.slice(0, TOLD),
        processing: processing.map(({ key, span, waits }) => ({ key, waits, ...(begun.has(span) ? { since: begun.get(span)! } : {}) })),
        delayed: delayed.map(({ key, dueAt, failures }) => {
          const delayUs = last.find((one) => one.key === key)?.requeueAfterUs
          return { key, dueAt: dueAt - beganAt, failures, ...(delayUs === undefined ? {} : { delayUs }) }
        }),
      }
    }),
  }
}

/** Changes that the API server's watch cache has and this informer has not heard of. */
function behind(kernel: Looking['kernel'], group: string, resource: string, namespace: string, since: number): number {
  const { changes } = heardSince(state(kernel, 'apiserver'), group, resource, since)
  return changes?.filter(({ key }) => namespace === '' || key.startsWith(`${namespace}/`)).length ?? 0
}

interface End { readonly event: EventId; readonly row: Omit<SyncRow, 'us' | 'merged'>; readonly controller: string; readonly decisions: SyncRow['decisions'][number][] }

/** The passes of the last events, by controller, newest first; and when those began that are still under way. */
function passesTold(trace: Trace, head: number, beganAt: number): { readonly syncs: ReadonlyMap<string, readonly SyncRow[]>; readonly begun: ReadonlyMap<number, number> } {
  const syncs = new Map<string, SyncRow[]>()
  const begun = new Map<number, number>()
  const ends = new Map<number, End>()
  const deciding = new Map<string, End>()
  for (const { event, fact } of pastFacts(trace, head, SCANNED)) {
    const controller = String(fact.controller)
    const span = Number(fact.span)
    const at = (rowOf(trace, event)?.at ?? 0) - beganAt
    if (fact.fact === 'reconcile-end') {
      const requeue = fact.requeueAfterUs === undefined ? {} : { requeueAfterUs: Number(fact.requeueAfterUs) }
      const end: End = { event, controller, decisions: [], row: { event, key: String(fact.key), at, outcome: fact.outcome as SyncRow['outcome'], decisions: [], ...requeue, ...(fact.error ? { error: String(fact.error) } : {}) } }
      ends.set(span, end)
      deciding.set(`${controller} ${end.row.key}`, end)
    } else if (fact.fact === 'decision') deciding.get(`${controller} ${String(fact.key)}`)?.decisions.unshift({ text: factText(fact), params: paramsOf(fact) })
    else if (fact.fact === 'reconcile-begin') {
      const end = ends.get(span)
      if (!end) begun.set(span, at)
      else {
        deciding.delete(`${controller} ${end.row.key}`)
        const rows = syncs.get(controller) ?? []
        rows.push({ ...end.row, us: end.row.at - at, merged: Number(fact.merged ?? 1), decisions: end.decisions })
        syncs.set(controller, rows)
      }
    }
  }
  return { syncs, begun }
}
