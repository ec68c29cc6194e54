import { apiServerDetail, type LevelDetail } from '../../cluster/details.ts'
import { apiServerView, type ApiRequest } from '../../cluster/index.ts'
import type { EventId } from '../../kernel/index.ts'
import type { ApiServerInside, PipelineStage, PriorityLevelRow, RequestRow, WatchCacheRow, WatcherRow } from '../../protocol/index.ts'
import { summaryOf } from '../describe.ts'
import { placeOf } from '../places.ts'
import { causeOf, eventAt, messageOf, rowOf, type Trace } from '../trace.ts'
import { isUp, state } from '../views.ts'
import type { Looking } from './inside.ts'
import { pastFacts } from './past.ts'

const SCANNED = 4_000
/** Of the past, and of each stage now: a flood is told by its counts. */
const TOLD = 16
const STAGES: Readonly<Record<string, PipelineStage>> = {
  authn: 'authn', priority: 'priority', authz: 'authz', 'mutating-admission': 'mutating-admission', validation: 'validation', 'validating-admission': 'validation', respond: 'respond',
}
const ORDER: readonly PipelineStage[] = ['authn', 'priority', 'authz', 'mutating-admission', 'validation', 'storage', 'respond']

export function insideApiServer(looking: Looking): ApiServerInside {
  const { kernel, beganAt, trace } = looking
  const view = apiServerView(state(kernel, 'apiserver'))
  const detail = apiServerDetail(state(kernel, 'apiserver'), kernel.now)
  const told = requestsTold(trace, kernel.handled)
  const crowd: Partial<Record<PipelineStage, number>> = {}
  const current = detail.exchanges.filter(({ event, waits }) => {
    if (rowOf(trace, event)?.noise) return false
    const stage = stageNow(waits)
    crowd[stage] = (crowd[stage] ?? 0) + 1
    return crowd[stage] <= TOLD
  })
  const open = new Set(detail.exchanges.map(({ event }) => event))
  const past = [...told.values()].filter(({ request }) => !open.has(request))
  return {
    inside: 'apiserver', up: isUp(kernel, 'apiserver'), ready: view.ready, revision: view.revision, etcd: placeOf(view.etcd), etcdDown: view.etcdDown, levels: detail.levels.map(levelRow).sort((a, b) => b.executing + b.waiting - a.executing - a.waiting || b.nominal - a.nominal || (a.name < b.name ? -1 : 1)),
    cores: detail.cores, crowd,
    current: current.map(({ event, from, user, request, arrivedAt, waits, schema, level, seats }) => ({
      ...requestRow(trace, event, told.get(event), beganAt), event, at: arrivedAt - beganAt, from: placeOf(from), user, method: methodOf(request), waits, schema, level, seats, stages: withNow(told.get(event)?.stages ?? [], waits),
    })),
    recent: past.filter(({ request }) => !rowOf(trace, request)?.noise).slice(0, TOLD).map((one) => requestRow(trace, one.request, one, beganAt)),
    quiet: past.filter(({ request }) => rowOf(trace, request)?.noise).length,
    caches: detail.caches.filter(({ objects, watchers }) => objects > 0 || watchers > 0).sort((a, b) => b.watchers - a.watchers || b.objects - a.objects).map((cache): WatchCacheRow => ({ ...cache })),
    watchers: detail.watchers.map(({ group, resource, peer, namespace, selector, opened, sent, bookmarks }): WatcherRow =>
      ({ group, resource, place: placeOf(peer), scope: [namespace && `-n ${namespace}`, selector].filter(Boolean).join(' '), openedAt: opened - beganAt, sent, bookmarks })),
  }
}

function levelRow({ queues, refused, ...level }: LevelDetail): PriorityLevelRow {
  const flows = new Map<string, { schema: string; flow: string; waiting: number; queues: number[] }>()
  for (const { index, flows: inside } of queues) {
    for (const { schema, flow, waiting } of inside) {
      const known = flows.get(`${schema} ${flow}`) ?? { schema, flow, waiting: 0, queues: [] }
      flows.set(`${schema} ${flow}`, known)
      known.waiting += waiting
      known.queues.push(index)
    }
  }
  return {
    ...level, refused: { full: refused['queue-full'], noSeat: refused['concurrency-limit'], timeOut: refused['time-out'] }, queues: queues.map(({ index, length }) => ({ index, length })),
    flows: [...flows.values()].sort((a, b) => b.waiting - a.waiting).slice(0, FLOWS_TOLD),
  }
}

const FLOWS_TOLD = 12

interface Told { readonly request: EventId; stored: boolean; readonly stages: RequestRow['stages'][number][]; code?: number; until?: number; user: string; revision?: number; schema?: string; level?: string; seats?: number }

/** What the stages said about each request of the last events, the request that spoke last first. */
function requestsTold(trace: Trace, head: number): ReadonlyMap<EventId, Told> {
  const told = new Map<EventId, Told>()
  const asked = etcdAskedBy(trace, head)
  const answeredIn = new Map<EventId, Told>()
  for (const { event, fact } of pastFacts(trace, head, SCANNED)) {
    const done = fact.fact === 'stored' ? answeredIn.get(event) : undefined
    if (done) done.revision = Number(fact.revision)
    if (fact.fact !== 'stage') continue
    const stage = STAGES[String(fact.stage)]
    const request = Number(fact.request)
    if (!stage) continue
    let one = told.get(request)
    if (!one) told.set(request, one = { request, stored: asked.has(request), stages: [], user: '' })
    if (fact.user) one.user = String(fact.user)
    if (stage === 'priority') {
      one.schema = String(fact.schema)
      one.level = String(fact.level)
      if (fact.seats !== undefined) one.seats = Number(fact.seats)
    }
    if (stage === 'respond') {
      one.code = Number(fact.decision)
      one.until = rowOf(trace, event)?.at
      answeredIn.set(event, one)
    } else one.stages.unshift({ stage, verdict: fact.decision === 'deny' ? 'refused' : 'passed', ...(fact.reason && fact.decision === 'deny' ? { reason: String(fact.reason) } : {}) })
  }
  return told
}

/** The requests for which etcd was asked: all others were answered from the watch cache, or refused before. */
function etcdAskedBy(trace: Trace, head: number): ReadonlySet<EventId> {
  const asked = new Set<EventId>()
  for (let place = head; place > Math.max(0, head - SCANNED); place--) {
    const id = eventAt(trace, place)
    if (messageOf(trace, id)?.type === 'etcd-request') asked.add(causeOf(trace, id))
  }
  return asked
}

function requestRow(trace: Trace, request: EventId, told: Told | undefined, beganAt: number): RequestRow {
  const row = rowOf(trace, request)
  const summary = row && summaryOf(trace, row)
  const code = told?.code
  return {
    event: request, at: (row?.at ?? 0) - beganAt, from: summary?.from ?? 'apiserver', user: told?.user ?? '', method: row?.msg ? methodOf(row.msg as ApiRequest) : '',
    label: summary?.label ?? '', verb: summary?.verb ?? 'read', stages: stagesThrough(told),
    ...(code === undefined ? {} : { code }), ...(told?.until === undefined || !row ? {} : { us: told.until - row.at }), ...(told?.revision === undefined ? {} : { revision: told.revision }), ...placeOfRequest(told),
  }
}

const placeOfRequest = (told: Told | undefined): Pick<RequestRow, 'schema' | 'level' | 'seats'> =>
  (told?.schema === undefined || told.level === undefined ? {} : { schema: told.schema, level: told.level, ...(told.seats === undefined ? {} : { seats: told.seats }) })

const methodOf = ({ method, query }: ApiRequest): string => (query?.watch === 'true' ? 'WATCH' : method)

/** The stages that spoke, with storage where something was asked of it, and the answer at the end. */
function stagesThrough(told: Told | undefined): RequestRow['stages'] {
  if (!told) return []
  const { stages, code, revision, stored } = told
  const passed = stages.filter((one, i) => stages.findLastIndex(({ stage }) => stage === one.stage) === i)
  const refused = passed.some(({ verdict }) => verdict === 'refused')
  const storage = refused || code === undefined || !stored ? [] : [{ stage: 'storage' as const, verdict: code >= 400 ? 'refused' as const : 'passed' as const, ...(revision === undefined ? {} : { reason: `rev ${revision}` }) }]
  const end = code === undefined ? [] : [{ stage: 'respond' as const, verdict: code >= 400 ? 'refused' as const : 'passed' as const }]
  return [...passed, ...storage, ...end].sort((a, b) => ORDER.indexOf(a.stage) - ORDER.indexOf(b.stage))
}

const stageNow = (waits: NonNullable<RequestRow['waits']>): PipelineStage => (waits === 'answer' ? 'respond' : waits === 'seat' ? 'priority' : 'storage')

/** Where a request under way stands. */
function withNow(stages: RequestRow['stages'], waits: NonNullable<RequestRow['waits']>): RequestRow['stages'] {
  const now = stageNow(waits)
  return [...stages.filter(({ stage }) => stage !== now && stage !== 'storage' && stage !== 'respond'), { stage: now, verdict: 'now' }]
}
