import { isStatus, methodNotSupported, notAcceptable, unauthorized, unknownPath, badRequest } from '../../api/index.ts'
import type { ActorId } from '../../kernel/index.ts'
import type { ApiRequest } from '../messages.ts'
import { authenticate, isImpersonating, type UserInfo } from './authn/authentication.ts'
import { impersonated } from './authn/impersonation.ts'
import { authorize, forbiddenRequest } from './authz/authorization.ts'
import type { Context } from './context.ts'
import type { Exchange } from './exchange.ts'
import { takeSeat } from './fairness.ts'
import { outputForm, type OutputForm } from './negotiation.ts'
import { handleOutside } from './outside.ts'
import { handleCreate } from './registry/create.ts'
import { handleDelete, handleDeleteCollection } from './registry/delete.ts'
import { handleGet } from './registry/get.ts'
import { handleList } from './registry/list.ts'
import { handlePatch } from './registry/patch.ts'
import { handleReplace } from './registry/update.ts'
import { fail } from './respond.ts'
import { requestInfo, type RequestInfo } from './routing.ts'
import type { ApiServerState } from './state.ts'
import { handleBinding } from './subresources/binding.ts'
import { handleEviction } from './subresources/eviction.ts'
import { handleLog } from './subresources/log.ts'
import { handleReview } from './subresources/reviews.ts'
import { handleTokenRequest } from './subresources/token.ts'
import { AUTHENTICATION_US, READ_US, REQUEST_TIMEOUT_US, SWEEP_US } from './timing.ts'

const NOBODY: UserInfo = { name: '', groups: [] }
const AS_IS: OutputForm = { as: 'object' }
const MEDIA_TYPES: readonly string[] = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

/** A request comes in: who is it, may they, and what is it about. Everything up to storage is decided here, in upstream's order. */
export function handleRequest(state: ApiServerState, cx: Context, from: ActorId, request: ApiRequest): void {
  const info = requestInfo(request)
  const asked = authenticate(state, request.credentials, from, cx.clock)
  const user = asked && isImpersonating(request) ? impersonated(state, asked, request) : asked
  const form = outputForm(request, info.info)
  const exchange = openExchange(state, cx, from, request, info, user && !isStatus(user) ? user : asked ?? NOBODY, form ?? AS_IS)
  cx.fact({ fact: 'stage', stage: 'authn', request: cx.event, user: exchange.user.name || undefined, decision: user ? 'allow' : 'deny' })
  if (!user) return fail(state, cx, exchange, unauthorized(), AUTHENTICATION_US)
  if (isStatus(user)) return fail(state, cx, exchange, user, READ_US)
  if (exchange.counts === 'nothing' && info.verb !== 'watch') return proceed(state, cx, exchange)
  const seating = takeSeat(state, cx, exchange, (next) => { proceed(state, cx, next) })
  if (seating === 'seated') proceed(state, cx, exchange)
  else if (seating !== 'waits') fail(state, cx, exchange, seating.failure, AUTHENTICATION_US)
}

/** From the moment that a request has its seats: may they, and what is it about. */
export function proceed(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const { info, user, request } = exchange
  const decision = authorize(state, user, info, request.query?.fieldSelector)
  cx.fact({
    fact: 'stage', stage: 'authz', request: exchange.event, user: user.name, verb: info.verb, resource: info.resource, subresource: info.subresource,
    namespace: info.namespace, name: info.name, decision: decision.allowed ? 'allow' : 'deny', reason: decision.reason,
  })
  if (!decision.allowed) return fail(state, cx, exchange, forbiddenRequest(user, info, decision.reason), READ_US)
  if (!info.isResource) return handleOutside(state, cx, exchange)
  if (!served(info)) return fail(state, cx, exchange, unknownPath(), READ_US)
  if (!outputForm(request, info.info)) return fail(state, cx, exchange, notAcceptable(MEDIA_TYPES), READ_US)
  dispatch(state, cx, exchange)
}

/** What stays open as long as its client wants is not counted. */
const isLongRunning = ({ verb, subresource }: RequestInfo): boolean => verb === 'watch' || LONG_RUNNING.has(subresource)
const NEVER = Number.MAX_SAFE_INTEGER
const LONG_RUNNING: ReadonlySet<string> = new Set(['attach', 'exec', 'log', 'portforward', 'proxy'])

function openExchange(state: ApiServerState, cx: Context, from: ActorId, request: ApiRequest, info: RequestInfo, user: UserInfo, output: OutputForm): Exchange {
  const counts = isLongRunning(info) ? 'nothing' : request.method === 'GET' ? 'reading' : 'writing'
  const asked = /^(\d+)s$/.exec(request.query?.timeout ?? '')
  const timeoutUs = asked ? Math.min(REQUEST_TIMEOUT_US, Number(asked[1]) * 1_000_000) : REQUEST_TIMEOUT_US
  const exchange: Exchange = {
    key: `${from} ${request.id}`, from, request, info, user, output, arrivedAt: cx.now, event: cx.event, deadline: LONG_RUNNING.has(info.subresource) ? NEVER : cx.now + timeoutUs, counts,
    warnings: undefined, place: undefined, ticket: undefined, work: { do: 'nothing' },
  }
  state.exchanges.set(exchange.key, exchange)
  if (counts !== 'nothing') state[counts]++
  const open = state.byPeer.get(from)
  if (open) open.add(exchange.key)
  else state.byPeer.set(from, new Set([exchange.key]))
  if (state.sweepAt === 0) {
    state.sweepAt = cx.now + SWEEP_US
    cx.after(SWEEP_US, { type: 'sweep' }, { noise: true })
  }
  return exchange
}

/** Whether the path names something: a served resource, in a place where it lives, with a subresource that it has. */
function served({ info, sub, subresource, namespace, name, resource, verb }: RequestInfo): boolean {
  if (!info || (subresource !== '' && !sub)) return false
  if (!info.namespaced) return namespace === '' || resource === 'namespaces'
  return namespace !== '' || (name === '' && subresource === '') || verb === 'list' || verb === 'watch'
}

function dispatch(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const { verb, info, sub, subresource, namespace } = exchange.info
  const verbs = sub ? sub.verbs : info!.verbs
  // Nothing is posted to a name, or changed without one.
  const misplaced = subresource === '' && (verb === 'create') === (exchange.info.name !== '') && (verb === 'create' || verb === 'update' || verb === 'patch')
  if (!verbs.includes(verb) || misplaced || (info!.namespaced && namespace === '' && (verb === 'create' || verb === 'deletecollection'))) return fail(state, cx, exchange, methodNotSupported(exchange.info, verb), READ_US)
  switch (subresource) {
    case 'binding': return handleBinding(state, cx, exchange)
    case 'eviction': return handleEviction(state, cx, exchange)
    case 'log': return handleLog(state, cx, exchange)
    case 'token': return handleTokenRequest(state, cx, exchange)
    case 'exec': case 'attach': case 'portforward': return fail(state, cx, exchange, badRequest('Upgrade request required'), READ_US)
    case 'proxy': return fail(state, cx, exchange, badRequest('proxying is not simulated'), READ_US)
    default:
  }
  if (!info!.verbs.includes('get')) {
    if (info!.resource !== 'bindings') return handleReview(state, cx, exchange)
    return handleBinding(state, cx, namedByBody(exchange))
  }
  switch (verb) {
    case 'get': return handleGet(state, cx, exchange)
    case 'list': case 'watch': return handleList(state, cx, exchange)
    case 'create': return handleCreate(state, cx, exchange)
    case 'update': return handleReplace(state, cx, exchange)
    case 'patch': return handlePatch(state, cx, exchange)
    case 'delete': return handleDelete(state, cx, exchange)
    default: return handleDeleteCollection(state, cx, exchange)
  }
}

/** POST bindings: the old form of pods/<name>/binding, with the name in the body. */
function namedByBody(exchange: Exchange): Exchange {
  const name = (exchange.request.body as { metadata?: { name?: string } } | undefined)?.metadata?.name ?? ''
  return Object.assign(exchange, { info: requestInfo({ ...exchange.request, path: `/api/v1/namespaces/${exchange.info.namespace}/pods/${name}/binding` }) })
}
