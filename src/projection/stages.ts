import type { Stage, StageMark } from '../protocol/index.ts'
import { causeOf, eventAt, factsOf, placeOfEvent, rowOf, type Trace } from './trace.ts'

const CELL: Readonly<Record<string, Stage>> = { authn: 'authn', authz: 'authz', 'mutating-admission': 'admit', validation: 'validate', 'validating-admission': 'validate', storage: 'store' }

/** Which cells of the API server's pipeline the request in focus has passed. Looks at the request's own event and those it caused soon after. */
export function stagesOf(trace: Trace, event: number): StageMark[] {
  const request = requestOf(trace, event)
  if (request === 0) return []
  const marks: StageMark[] = []
  const look = (id: number): void => {
    for (const fact of factsOf(trace, id)) {
      if (fact.fact !== 'stage') continue
      const stage = CELL[String(fact.stage)]
      if (!stage || marks.some((mark) => mark.stage === stage)) continue
      marks.push({ stage, outcome: fact.decision === 'denied' || fact.decision === 'rejected' ? 'refused' : 'passed' })
    }
  }
  look(request)
  // A request goes through its stages in a few events of the server's own; they lie close behind it.
  const place = placeOfEvent(trace, request)
  for (let next = place + 1; place > 0 && next < Math.min(place + 400, trace.orderEnd); next++) {
    const id = eventAt(trace, next)
    if (id > 0 && rowOf(trace, id)?.to === 'apiserver' && descends(trace, id, request)) look(id)
  }
  const last = marks.at(-1)
  return last && last.outcome === 'passed' ? [...marks.slice(0, -1), { ...last, outcome: 'now' }] : marks
}

function requestOf(trace: Trace, event: number): number {
  for (let id = event, steps = 0; id > 0 && steps < 8; steps++) {
    const row = rowOf(trace, id)
    if (!row) return 0
    if (row.msg?.type === 'api-request') return id
    if (row.about > 0 && rowOf(trace, row.about)?.msg?.type === 'api-request') return row.about
    if (row.msg?.type === 'watch-event') return 0
    id = row.cause
  }
  return 0
}

function descends(trace: Trace, id: number, ancestor: number): boolean {
  for (let one = id, steps = 0; one > ancestor && steps < 12; steps++) {
    one = causeOf(trace, one)
    if (one === ancestor) return true
  }
  return false
}
