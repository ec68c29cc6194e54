import { timeText, tooManyRequests, type ApiObject, type FlowSchema, type PriorityLevelConfiguration, type Status } from '../../api/index.ts'
import type { Micros } from '../../kernel/index.ts'
import type { ApiRequest } from '../messages.ts'
import { certificate } from '../identity.ts'
import type { Context } from './context.ts'
import type { Exchange } from './exchange.ts'
import { listWidth, ONE_SEAT, writeWidth, type Width } from './flowcontrol/estimate.ts'
import { abandon, answered, arrive, classify, configure, nextPass, pass, rebalance } from './flowcontrol/flow-control.ts'
import type { Level } from './flowcontrol/level.ts'
import type { Ticket } from './flowcontrol/ticket.ts'
import type { ApiServerState } from './state.ts'
import { EVERYTHING, nameBucket, namespaceBucket } from './storage/watchers.ts'
import { REBALANCE_US } from './timing.ts'

/** What happens to a request at its priority level: it goes on, it waits for a seat, or it is refused. */
export type Seating = 'seated' | 'waits' | { readonly failure: Status }

/** Hands on an exchange whose turn has come. */
export type GoOn = (exchange: Exchange) => void

/** Asks for a seat. Models WithPriorityAndFairness, which stands between authentication and authorization. */
export function takeSeat(state: ApiServerState, cx: Context, exchange: Exchange, goOn: GoOn): Seating {
  const { flow } = state
  const place = classify(flow, exchange.user, exchange.info)
  const { schema, level } = place
  exchange.place = { schema: schema as unknown as ApiObject, level: level.config as unknown as ApiObject }
  const { ticket, started } = arrive(flow, exchange.key, place, widthOf(state, exchange, level), cx.now)
  begin(state, cx, started, goOn)
  const refused = typeof ticket === 'string'
  if (!refused) exchange.ticket = ticket
  const waits = !refused && ticket.stage === 'waiting'
  told(cx, exchange, level, refused ? 'deny' : waits ? 'queue' : 'allow', refused ? { reason: ticket } : { seats: Math.max(ticket.initialSeats, ticket.finalSeats) })
  if (refused) return { failure: tooMany(level) }
  return waits ? 'waits' : 'seated'
}

/** The exchange is over: its seats come back when its answer has left, or it leaves the queue. */
export function leaveSeat(state: ApiServerState, exchange: Exchange, at: Micros): void {
  const { ticket } = exchange
  if (ticket?.stage === 'executing') answered(state.flow, ticket, at)
}

/** Waited for a quarter of its time: refused after all, or nobody waits any more. */
export function leaveQueue(state: ApiServerState, cx: Context, exchange: Exchange, timeOut: boolean, goOn: GoOn): Status | undefined {
  const { ticket } = exchange
  if (ticket?.stage !== 'waiting') return undefined
  const level = state.flow.levels.get(ticket.level)!
  begin(state, cx, abandon(state.flow, ticket, timeOut, cx.now), goOn)
  if (!timeOut) return undefined
  told(cx, exchange, level, 'deny', { reason: 'time-out' })
  return tooMany(level)
}

export const isWaiting = ({ ticket }: Exchange): boolean => ticket?.stage === 'waiting'

/** Seats came free: whoever waited for them begins. */
export function seatsFree(state: ApiServerState, cx: Context, goOn: GoOn): void {
  if (state.flowWake !== cx.event) return
  state.flowWake = 0
  begin(state, cx, pass(state.flow, cx.now), goOn)
}

/** Every ten seconds levels lend and borrow anew. */
export function rebalanced(state: ApiServerState, cx: Context, goOn: GoOn): void {
  cx.after(REBALANCE_US, { type: 'rebalance' }, { noise: true })
  begin(state, cx, rebalance(state.flow, cx.now), goOn)
}

/** While requests wait, the moment at which something comes free is not to be missed. */
export function wake(state: ApiServerState, cx: Context): void {
  if (state.flow.waiting === 0) return
  const at = nextPass(state.flow)
  if (at === Infinity || (state.flowWake !== 0 && state.flowWakeAt <= at)) return
  state.flowWakeAt = at
  state.flowWake = cx.after(Math.max(0, at - cx.now), { type: 'seats-free' }, { noise: true })
}

function begin(state: ApiServerState, cx: Context, started: readonly Ticket[], goOn: GoOn): void {
  for (const { key, level, startedAt, arrivedAt } of started) {
    const exchange = state.exchanges.get(key)
    if (!exchange) continue
    cx.because(exchange.event, [cx.event])
    told(cx, exchange, state.flow.levels.get(level)!, 'allow', { waitedUs: startedAt - arrivedAt })
    goOn(exchange)
  }
  if (started.length > 0) cx.because(cx.event)
}

function told(cx: Context, { event, ticket, place }: Exchange, level: Level, decision: 'allow' | 'queue' | 'deny', more: { readonly reason?: string; readonly seats?: number; readonly waitedUs?: number }): void {
  cx.fact({ fact: 'stage', stage: 'priority', request: event, schema: place!.schema.metadata.name, level: level.name, flow: ticket?.flow, queue: ticket?.queue, decision, ...more })
}

const tooMany = ({ retryAfter }: Level): Status => tooManyRequests('Too many requests, please try again later.', retryAfter.seconds)

function widthOf(state: ApiServerState, { info, request: { query } }: Exchange, { widest }: Level): Width {
  const cache = info.info && state.caches.get(`${info.group}/${info.resource}`)
  if (!cache) return ONE_SEAT
  switch (info.verb) {
    case 'watch': {
      const fresh = query?.sendInitialEvents === 'true' || !query?.resourceVersion || query.resourceVersion === '0'
      if (!fresh) return ONE_SEAT
      break
    }
    case 'list': break
    case 'create': case 'update': case 'patch': case 'delete': {
      if (info.subresource === 'token') return ONE_SEAT
      // Those who watch the Pods of one node only are not counted, as upstream counts.
      const { buckets } = cache.watchers
      const watchers = sizeOf(buckets, EVERYTHING) + (info.namespace === '' ? 0 : sizeOf(buckets, namespaceBucket(info.namespace))) + (info.name === '' ? 0 : sizeOf(buckets, nameBucket(info.name)))
      return writeWidth(watchers, widest)
    }
    default: return ONE_SEAT
  }
  const limit = Number(query?.limit ?? 0) || 0
  const exact = query?.resourceVersionMatch === 'Exact' || query?.continue !== undefined || (limit > 0 && !query?.resourceVersionMatch && !!query?.resourceVersion && query.resourceVersion !== '0')
  return listWidth({
    objects: cache.objects.size, meanBytes: cache.meanBytes, limit, single: info.name !== '', fromCache: info.verb === 'watch' || !exact, selected: query?.labelSelector !== undefined || query?.fieldSelector !== undefined,
  }, widest)
}

const sizeOf = (buckets: ReadonlyMap<string, ReadonlyMap<string, unknown>>, bucket: string): number => buckets.get(bucket)?.size ?? 0

const GROUP = 'flowcontrol.apiserver.k8s.io'
const LOOPBACK = certificate('system:apiserver', 'system:masters')

/** Takes over flow schemas and priority levels that changed, and says in their status which schemas point nowhere. */
export function configured(state: ApiServerState, cx: Context, goOn: GoOn, submit: (request: ApiRequest) => void): void {
  const schemas = state.caches.get(`${GROUP}/flowschemas`)!
  const levels = state.caches.get(`${GROUP}/prioritylevelconfigurations`)!
  if (!state.flowStale || !schemas.ready || !levels.ready) return
  state.flowStale = false
  const all = [...schemas.objects.values()] as unknown as FlowSchema[]
  begin(state, cx, configure(state.flow, all, [...levels.objects.values()] as unknown as PriorityLevelConfiguration[], cx.now), goOn)
  for (const schema of all) {
    const { name } = schema.spec.priorityLevelConfiguration
    const condition = danglingCondition(schema, levels.objects.has(name), cx.clock)
    if (condition) submit({
      type: 'api-request', id: state.boot.nextId++, method: 'PUT', path: `/apis/${GROUP}/v1/flowschemas/${schema.metadata.name}/status`, query: { fieldManager: 'api-priority-and-fairness-config-consumer-v1' },
      headers: { 'user-agent': 'kube-apiserver/v1.36.3 (linux/amd64) kubernetes' }, credentials: LOOPBACK, body: { ...schema, status: { conditions: [condition] } },
    })
  }
}

/** What the status should say and does not. */
function danglingCondition({ spec, status }: FlowSchema, found: boolean, clock: Micros) {
  const { name } = spec.priorityLevelConfiguration
  const wanted = found ? { status: 'False', reason: 'Found', message: `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(name)} and it exists` }
    : { status: 'True', reason: 'NotFound', message: `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(name)} but there is no such object` }
  const present = status?.conditions?.find(({ type }) => type === 'Dangling')
  if (present?.status === wanted.status && present.reason === wanted.reason && present.message === wanted.message) return undefined
  return { type: 'Dangling', lastTransitionTime: timeText(clock), ...wanted }
}

/** The level and the schema that a request was sent to, by their ids: names would tell strangers how they are rated. */
export function placeHeaders({ place }: Exchange): Readonly<Record<string, string>> | undefined {
  return place && { 'x-kubernetes-pf-flowschema-uid': place.schema.metadata.uid ?? '', 'x-kubernetes-pf-prioritylevel-uid': place.level.metadata.uid ?? '' }
}

