import { badRequest, failure, internalError, invalid, notFound, type FieldError, type Node, type Pod, type Status } from '../../../api/index.ts'
import type { ApiAnswer } from '../../messages.ts'
import type { KubeletAddress, KubeletAnswer } from '../../kubelet/api.ts'
import type { ActorId } from '../../../kernel/index.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import { close, fail, respond, unexplained } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'
import { READ_US } from '../timing.ts'

/** GET pods/<name>/log: asked of the kubelet, answered as text; with follow=true as a stream. */
export function handleLog(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const { namespace, name } = exchange.info
  const query = exchange.request.query ?? {}
  const wrong = logOptionErrors(query)
  if (wrong.length > 0) return fail(state, cx, exchange, invalid({ group: '', kind: 'PodLogOptions' }, name, wrong))
  const pod = known(state, '', 'pods', `${namespace}/${name}`) as unknown as Pod | undefined
  if (!pod) return fail(state, cx, exchange, notFound(exchange.info, name))
  const container = containerFor(pod, query.container)
  if (typeof container !== 'string') return fail(state, cx, exchange, container.failure)
  // A pod that has no node yet has said nothing.
  if (!pod.spec.nodeName) return respond(state, cx, exchange, 200, '', READ_US)
  const kubelet = kubeletOf(state, pod.spec.nodeName)
  if ('failure' in kubelet) return fail(state, cx, exchange, kubelet.failure)
  const id = state.nextKubeletCall++
  const path = `/containerLogs/${namespace}/${name}/${container}`
  const { container: _, ...rest } = query
  state.kubeletCalls.set(id, { exchange: exchange.key, peer: exchange.from, id: exchange.request.id, kubelet: kubelet.id, host: kubelet.host, path: `${path}${queryText(rest)}`, streaming: false })
  exchange.work = { do: 'kubelet', call: id }
  cx.send(kubelet.id as KubeletAddress, { type: 'kubelet-request', id, path, query: rest }, { delayUs: READ_US })
}

/** Models ValidatePodLogOptions. */
function logOptionErrors({ tailLines, limitBytes, sinceSeconds, sinceTime }: Readonly<Record<string, string>>): readonly FieldError[] {
  const errors: FieldError[] = []
  const least = (field: string, text: string | undefined, min: number, detail: string): void => {
    if (text !== undefined && Number(text) < min) errors.push({ type: 'invalid', field, value: Number(text), detail })
  }
  least('tailLines', tailLines, 0, 'must be greater than or equal to 0')
  least('limitBytes', limitBytes, 1, 'must be greater than 0')
  if (sinceSeconds !== undefined && sinceTime !== undefined) errors.push({ type: 'forbidden', field: '[]', detail: 'at most one of `sinceTime` or `sinceSeconds` may be specified' })
  else least('sinceSeconds', sinceSeconds, 1, 'must be greater than 0')
  return errors
}

function queryText(query: Readonly<Record<string, string>>): string {
  const text = Object.keys(query).sort().map((name) => `${name}=${encodeURIComponent(query[name]!)}`).join('&')
  return text === '' ? '' : `?${text}`
}

function containerFor({ metadata, spec }: Pod, asked: string | undefined): string | { readonly failure: Status } {
  // Upstream visits them in this order.
  const names = [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map((container) => container.name)
  if (asked) return names.includes(asked) ? asked : { failure: badRequest(`container ${asked} is not valid for pod ${metadata.name}`) }
  if (spec.containers.length === 1) return spec.containers[0]!.name
  return { failure: badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${names.join(' ')}]`) }
}

/** The kubelet of a node, and the address at which it is called. */
function kubeletOf(state: ApiServerState, name: string): { readonly id: ActorId; readonly host: string } | { readonly failure: Status } {
  const node = known(state, '', 'nodes', name) as unknown as Node | undefined
  if (!node) return { failure: notFound({ group: '', resource: 'nodes' }, name) }
  const addresses = node.status?.addresses ?? []
  const host = addresses.find(({ type }) => type === 'InternalIP')?.address ?? addresses[0]?.address
  if (host === undefined) return { failure: unexplained('no preferred addresses found; known addresses: []') }
  const { nodes } = state.config
  if (nodes && !nodes.includes(name)) return { failure: unexplained(`Get "https://${host}:10250/containerLogs": dial tcp ${host}:10250: connect: no route to host`) }
  return { id: `kubelet/${name}`, host }
}

export function kubeletAnswered(state: ApiServerState, cx: Context, answer: KubeletAnswer): void {
  const call = state.kubeletCalls.get(answer.id)
  if (!call) return
  const exchange = state.exchanges.get(call.exchange)
  if (answer.type === 'kubelet-chunk') {
    cx.send<ApiAnswer>(call.peer, { type: 'api-chunk', id: call.id, text: answer.text, last: answer.last })
    if (answer.last) forgetCall(state, answer.id)
    return
  }
  if (answer.streaming && answer.code === 200) {
    call.streaming = true
    if (exchange) close(state, exchange, cx.now)
    state.byPeer.get(call.peer)?.add(call.exchange)
    cx.send<ApiAnswer>(call.peer, { type: 'api-response', id: call.id, code: 200, body: answer.body, streaming: true })
    return
  }
  state.kubeletCalls.delete(answer.id)
  if (!exchange) return
  if (answer.code >= 400) return fail(state, cx, exchange, kubeletFailure(answer.code, answer.body, exchange.info.name))
  respond(state, cx, exchange, answer.code, answer.body)
}

/** What a refusal of the kubelet becomes. Its words are lost where it knows nothing of the pod. Models GenericHttpResponseChecker. */
function kubeletFailure(code: number, body: string, name: string): Status {
  switch (code) {
    case 400: return badRequest(body)
    case 404: return failure(404, 'NotFound', `the server could not find the requested resource ( pods/log ${name})`, { name, kind: 'pods/log' })
    default: return internalError(body)
  }
}

export function forgetCall(state: ApiServerState, id: number): void {
  const call = state.kubeletCalls.get(id)
  if (!call) return
  state.kubeletCalls.delete(id)
  state.byPeer.get(call.peer)?.delete(call.exchange)
}

/** The client has hung up: the kubelet need not go on reading. */
export function cancelStream(state: ApiServerState, cx: Context, key: string): void {
  for (const [id, call] of state.kubeletCalls) {
    if (call.exchange !== key) continue
    forgetCall(state, id)
    cx.send(call.kubelet as KubeletAddress, { type: 'kubelet-cancel', id })
  }
}

/** The kubelet has gone: what was asked of it fails, streams end. */
export function kubeletLost(state: ApiServerState, cx: Context, kubelet: ActorId): void {
  for (const [id, call] of state.kubeletCalls) {
    if (call.kubelet !== kubelet) continue
    const exchange = state.exchanges.get(call.exchange)
    forgetCall(state, id)
    if (call.streaming) cx.send<ApiAnswer>(call.peer, { type: 'api-chunk', id: call.id, text: '', last: true })
    else if (exchange) fail(state, cx, exchange, unexplained(`Get "https://${call.host}:10250${call.path}": dial tcp ${call.host}:10250: connect: connection refused`))
  }
}
