import { microTimeText, sameValue, type Lease, type Node, type NodeCondition, type NodeStatus } from '../../api/index.ts'
import { MINUTE, SECOND } from '../../kernel/index.ts'
import { call, type News } from '../client/client.ts'
import { recordEvent } from '../client/event-recorder.ts'
import { initialNode, nodeStatus } from './node-status.ts'
import { createMirror } from './static-pods.ts'
import type { KubeletConfig, KubeletCx, KubeletState } from './state.ts'

type Answer = News & { news: 'answer' }

const STATUS_PERIOD_US = 10 * SECOND
const STATUS_REPORT_US = 5 * MINUTE
const LEASE_RENEW_US = 10 * SECOND
const LEASE_SECONDS = 40

/** Models registerWithAPIServer: again and again until it works, soon at first. */
export function register(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  if (state.node.registered) return
  call(state.client, cx, { method: 'POST', path: '/api/v1/nodes', body: initialNode(state, config, cx.clock) }, { for: 'register' })
}

export function registerAnswered(state: KubeletState, config: KubeletConfig, { code, body }: Answer, cx: KubeletCx): void {
  if (code === 201) return registered(state, config, body as Node, cx)
  if (code === 409) return void call(state.client, cx, { method: 'GET', path: `/api/v1/nodes/${config.nodeName}` }, { for: 'register-known' })
  cx.after(SECOND + cx.below(SECOND), { type: 'kubelet-timer', timer: 'register' })
}

/** The node is known from before: it keeps its spec and gets the labels that are the kubelet's. */
export function knownNodeAnswered(state: KubeletState, config: KubeletConfig, { code, body }: Answer, cx: KubeletCx): void {
  if (code !== 200) return void cx.after(SECOND, { type: 'kubelet-timer', timer: 'register' })
  const known = body as Node
  const wanted = initialNode(state, config, cx.clock).metadata.labels!
  const missing = Object.entries(wanted).filter(([name, value]) => known.metadata.labels?.[name] !== value)
  if (missing.length > 0) {
    call(state.client, cx, {
      method: 'PATCH', path: `/api/v1/nodes/${config.nodeName}`, headers: { 'content-type': 'application/strategic-merge-patch+json' }, body: { metadata: { labels: Object.fromEntries(missing) } },
    }, { for: 'nothing' })
  }
  state.node.conditions = known.status?.conditions ?? []
  registered(state, config, known, cx)
}

function registered(state: KubeletState, config: KubeletConfig, node: Node, cx: KubeletCx): void {
  state.node.registered = true
  state.node.object = node
  cx.fact({ fact: 'node-registered', node: config.nodeName })
  nodeEvent(state, config, 'Normal', 'Starting', 'Starting kubelet.', cx)
  postStatus(state, config, cx)
  for (const worker of state.pods.values()) if (worker.isStatic) createMirror(state, worker, cx)
}

/** Every ten seconds, and at once when readiness came for the first time. */
export function statusTimer(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  cx.after(STATUS_PERIOD_US, { type: 'kubelet-timer', timer: 'node-status' }, { noise: true })
  postStatus(state, config, cx)
}

/** Compares, and posts only what changed or what has not been said for five minutes. */
export function postStatus(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  const { node } = state
  if (!node.registered || node.statusUnderWay) return
  const status = nodeStatus(state, config, cx.clock)
  const known = node.object?.status
  const changes: Record<string, unknown> = {}
  for (const field of ['addresses', 'capacity', 'allocatable', 'images', 'nodeInfo', 'daemonEndpoints'] as const) {
    if (!sameValue(known?.[field], status[field])) changes[field] = status[field]
  }
  const conditions = changedConditions(known?.conditions ?? [], status)
  const isDue = cx.now - node.postedAtUs >= STATUS_REPORT_US
  if (Object.keys(changes).length === 0 && conditions.length === 0 && !isDue) return
  changes['conditions'] = status.conditions
  node.statusUnderWay = true
  call(state.client, cx, {
    method: 'PATCH', path: `/api/v1/nodes/${config.nodeName}/status`, headers: { 'content-type': 'application/strategic-merge-patch+json' }, body: { status: changes },
    noise: conditions.length === 0,
  }, { for: 'node-status', status })
}

/** Heartbeat times do not count as a change. */
function changedConditions(known: readonly NodeCondition[], { conditions = [] }: NodeStatus): readonly NodeCondition[] {
  return conditions.filter((condition) => {
    const before = known.find(({ type }) => type === condition.type)
    return !before || before.status !== condition.status || before.reason !== condition.reason || before.message !== condition.message
  })
}

export function statusAnsweredForNode(state: KubeletState, config: KubeletConfig, { code, tag, body }: Answer, cx: KubeletCx): void {
  const { node } = state
  node.statusUnderWay = false
  if (code === 404) {
    // Somebody deleted the node: a running kubelet does not register again, it only keeps trying to report.
    return
  }
  if (code < 200 || code >= 300) return
  const status = tag['status'] as NodeStatus
  node.postedAtUs = cx.now
  node.object = body as Node
  node.conditions = status.conditions ?? []
  const isReady = node.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True')
  if (isReady !== node.wasReady) nodeEvent(state, config, 'Normal', isReady ? 'NodeReady' : 'NodeNotReady', `Node ${config.nodeName} status is now: ${isReady ? 'NodeReady' : 'NodeNotReady'}`, cx)
  node.wasReady = isReady
}

/** The heartbeat: a small object, so that the large one need not be written. */
export function leaseTimer(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  cx.after(LEASE_RENEW_US + cx.below(LEASE_RENEW_US / 25), { type: 'kubelet-timer', timer: 'lease' }, { noise: true })
  const { node } = state
  if (node.leaseUnderWay || !node.registered) return
  node.leaseUnderWay = true
  const path = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'
  const lease = node.lease?.body as Lease | undefined
  if (!lease) return void call(state.client, cx, { method: 'GET', path: `${path}/${config.nodeName}`, noise: true }, { for: 'lease-get' })
  const body = { ...lease, spec: { ...lease.spec, holderIdentity: config.nodeName, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTimeText(cx.clock) } }
  call(state.client, cx, { method: 'PUT', path: `${path}/${config.nodeName}`, body, noise: true }, { for: 'lease-put' })
}

export function leaseAnswered(state: KubeletState, config: KubeletConfig, { code, tag, body }: Answer, cx: KubeletCx): void {
  const { node } = state
  node.leaseUnderWay = false
  if (code === 200 || code === 201) {
    node.lease = { body }
    // A lease that was only read is renewed at once.
    if (tag.for === 'lease-get') leaseNow(state, config, cx)
    return
  }
  if (code === 404 && tag.for === 'lease-get') {
    node.leaseUnderWay = true
    const path = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: config.nodeName, uid: node.object?.metadata.uid ?? '' }]
    const lease = {
      apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: config.nodeName, namespace: 'kube-node-lease', ownerReferences },
      spec: { holderIdentity: config.nodeName, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTimeText(cx.clock) },
    }
    return void call(state.client, cx, { method: 'POST', path, body: lease, noise: true }, { for: 'lease-post' })
  }
  // Another version, or no answer: read it again at the next beat.
  node.lease = undefined
}

function leaseNow(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  state.node.leaseUnderWay = true
  const lease = state.node.lease!.body as Lease
  const body = { ...lease, spec: { ...lease.spec, holderIdentity: config.nodeName, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTimeText(cx.clock) } }
  call(state.client, cx, { method: 'PUT', path: `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${config.nodeName}`, body, noise: true }, { for: 'lease-put' })
}

export function nodeEvent(state: KubeletState, config: KubeletConfig, type: 'Normal' | 'Warning', reason: string, message: string, cx: KubeletCx): void {
  if (config.events === false) return
  // The kubelet names its node by name where other references carry a uid.
  recordEvent(state.recorder, state.client, cx, { regarding: { apiVersion: 'v1', kind: 'Node', name: config.nodeName, uid: config.nodeName }, type, reason, message })
}
