import { badRequest, failure, notFound, type Node, type Pod } from '../../../api/index.ts'
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
  const pod = known(state, '', 'pods', `${namespace}/${name}`) as unknown as Pod | undefined
  if (!pod) return fail(state, cx, exchange, notFound(exchange.info, name))
  const query = exchange.request.query ?? {}
  const container = containerFor(pod, query.container)
  if (typeof container !== 'string') return fail(state, cx, exchange, container.failure)
  // A pod that has no node yet has said nothing.
  if (!pod.spec.nodeName) return respond(state, cx, exchange, 200, '', READ_US)
  const kubelet = kubeletOf(state, pod.spec.nodeName)
  if (typeof kubelet !== 'string') return fail(state, cx, exchange, kubelet.failure)
  const id = state.nextKubeletCall++
  state.kubeletCalls.set(id, { exchange: exchange.key, peer: exchange.from, id: exchange.request.id, kubelet, streaming: false })
  exchange.work = { do: 'kubelet', call: id }
  const { container: _, ...rest } = query
  cx.send(kubelet as KubeletAddress, { type: 'kubelet-request', id, path: `/containerLogs/${namespace}/${name}/${container}`, query: rest }, { delayUs: READ_US })
}

function containerFor({ metadata, spec }: Pod, asked: string | undefined): string | { readonly failure: ReturnType<typeof badRequest> } {
  const names = [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])].map((container) => container.name)
  if (asked) return names.includes(asked) ? asked : { failure: badRequest(`container ${asked} is not valid for pod ${metadata.name}`) }
  if (names.length === 1) return names[0]!
  const chosen = metadata.annotations?.['kubectl.kubernetes.io/default-container']
  if (chosen && names.includes(chosen)) return chosen
  const init = spec.initContainers?.length ? ` or one of the init containers: [${spec.initContainers.map((one) => one.name).join(' ')}]` : ''
  return { failure: badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${spec.containers.map((one) => one.name).join(' ')}]${init}`) }
}

function kubeletOf(state: ApiServerState, name: string): ActorId | { readonly failure: ReturnType<typeof badRequest> } {
  const node = known(state, '', 'nodes', name) as unknown as Node | undefined
  if (!node) return { failure: notFound({ group: '', resource: 'nodes' }, name) }
  if (!node.status?.addresses?.length) return { failure: unreachableNode('no preferred addresses found; known addresses: []') }
  const { nodes } = state.config
  if (nodes && !nodes.includes(name)) return { failure: unreachableNode(`Get "https://${node.status.addresses[0]!.address}:10250/containerLogs": dial tcp ${node.status.addresses[0]!.address}:10250: connect: no route to host`) }
  return `kubelet/${name}`
}

const unreachableNode = (message: string): ReturnType<typeof badRequest> => failure(500, 'InternalError', message)

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
    if (exchange) close(state, exchange)
    state.byPeer.get(call.peer)?.add(call.exchange)
    cx.send<ApiAnswer>(call.peer, { type: 'api-response', id: call.id, code: 200, body: answer.body, streaming: true })
    return
  }
  state.kubeletCalls.delete(answer.id)
  if (!exchange) return
  if (answer.code >= 400) return fail(state, cx, exchange, answer.code === 404 ? failure(404, 'NotFound', answer.body) : answer.code === 400 ? badRequest(answer.body) : failure(answer.code, 'InternalError', answer.body))
  respond(state, cx, exchange, answer.code, answer.body)
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
    else if (exchange) fail(state, cx, exchange, unexplained(`Get "https://${kubelet.slice(8)}:10250/containerLogs": dial tcp: connect: connection refused`))
  }
}
