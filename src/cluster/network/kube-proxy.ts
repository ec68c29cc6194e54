import { SECOND, unreachable, type Component, type Cx, type EventId, type Micros } from '../../kernel/index.ts'
import { objectKey, type EndpointSlice, type Service } from '../../api/index.ts'
import { cached, createClient, hear, indexed, isSynced, lost, startInformer, type Client, type ClientMessage, type News } from '../client/client.ts'
import { serviceAccount } from '../identity.ts'
import type { ApiServerAddress, Credentials } from '../messages.ts'
import { assembleTable, rulesOf, type RuleTable, type ServiceRules } from './rules.ts'

export interface KubeProxyConfig {
  readonly node: string
  readonly apiserver: ApiServerAddress
  readonly clusterCidr?: string
  readonly credentials?: Credentials
}

export interface ProxyTimer { readonly type: 'proxy-timer' }
export type KubeProxyMessage = ClientMessage | ProxyTimer

/** It writes rules and carries no packets: what it has written stays when it dies. Rules are kept per Service, so that a change costs what it touches. */
export interface KubeProxyState {
  client: Client
  /** The kernel's tables. Sorted by Service when they are shown. */
  readonly rules: Map<string, ServiceRules>
  readonly dirty: Set<string>
  pending: EventId
  syncedAtUs: Micros
  syncs: number
  /** A restarted proxy rewrites everything once it knows everything. */
  complete: boolean
}

const MIN_SYNC_US = SECOND

export const kubeProxy = (config: KubeProxyConfig): Component<KubeProxyState, KubeProxyMessage> => ({
  kind: 'kube-proxy',
  // The rules live in the kernel of the node and outlive the process.
  durable: true,

  init: () => ({ client: clientOf(config), rules: new Map(), dirty: new Set(), pending: 0, syncedAtUs: -MIN_SYNC_US, syncs: 0, complete: false }),

  start(state, cx) {
    state.client = clientOf(config)
    state.dirty.clear()
    state.pending = 0
    state.complete = false
    state.syncedAtUs = cx.now - MIN_SYNC_US
    const client = cx as Cx<ClientMessage>
    startInformer(state.client, client, { name: 'services', group: '', version: 'v1', resource: 'services', labelSelector: '!service.kubernetes.io/service-proxy-name' })
    startInformer(state.client, client, { name: 'slices', group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices', indexes: ['service'], labelSelector: '!service.kubernetes.io/service-proxy-name,!service.kubernetes.io/headless' })
  },

  step(state, { id, msg }, cx) {
    switch (msg.type) {
      case 'proxy-timer': return state.pending === id ? sync(state, config, cx) : undefined
      case 'api-response': case 'watch-event': case 'watch-end': case 'api-chunk': case 'client-timer': case 'cache-lag':
        return heard(state, config, hear(state.client, cx as Cx<ClientMessage>, msg), cx)
      default: unreachable(msg)
    }
  },

  disconnected(state, peer, cx) {
    heard(state, config, lost(state.client, cx as Cx<ClientMessage>, peer), cx)
  },
})

const clientOf = ({ apiserver, credentials }: KubeProxyConfig): Client =>
  createClient({ apiserver, credentials: credentials ?? serviceAccount('kube-system', 'kube-proxy'), userAgent: 'kube-proxy/v1.36.3 (linux/amd64) kubernetes' })

function heard(state: KubeProxyState, config: KubeProxyConfig, news: readonly News[], cx: Cx<KubeProxyMessage>): void {
  for (const item of news) {
    if (item.news !== 'added' && item.news !== 'updated' && item.news !== 'deleted') continue
    const { object } = item
    const key = item.informer === 'services' ? objectKey(object) : `${object.metadata.namespace}/${object.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`
    state.dirty.add(key)
  }
  if (!isSynced(state.client, 'services', 'slices')) return
  if (!state.complete) {
    state.complete = true
    for (const key of state.rules.keys()) state.dirty.add(key)
  }
  if (state.dirty.size === 0 || state.pending !== 0) return
  const waitUs = Math.max(0, state.syncedAtUs + MIN_SYNC_US - cx.now)
  if (waitUs === 0) return sync(state, config, cx)
  state.pending = cx.after(waitUs, { type: 'proxy-timer' })
}

/** Models syncProxyRules with partial sync: Services that nothing happened to keep their rules. */
function sync(state: KubeProxyState, config: KubeProxyConfig, cx: Cx<KubeProxyMessage>): void {
  state.pending = 0
  state.syncedAtUs = cx.now
  state.syncs++
  const place = { node: config.node, clusterCidr: config.clusterCidr ?? '10.244.0.0/16' }
  let rules = 0
  for (const key of state.dirty) {
    const service = cached<Service>(state.client, 'services', key)
    if (!service) {
      state.rules.delete(key)
      continue
    }
    const written = rulesOf(service, indexed<EndpointSlice>(state.client, 'slices', 'service', key), place)
    state.rules.set(key, written)
    rules += written.services.length + written.nodePorts.length + written.filter.length
    for (const chain of written.chains.values()) rules += chain.length
  }
  cx.fact({ fact: 'rules-written', node: config.node, services: [...state.dirty], rules })
  state.dirty.clear()
}

export interface ProxyView { readonly table: RuleTable; readonly syncedAtUs: Micros; readonly syncs: number; readonly pending: boolean }

/** The node's tables as they are now. */
export const proxyView = ({ rules, syncedAtUs, syncs, pending }: KubeProxyState): ProxyView =>
  ({ table: proxyTable(rules), syncedAtUs, syncs, pending: pending !== 0 })

const proxyTable = (rules: ReadonlyMap<string, ServiceRules>): RuleTable =>
  assembleTable([...rules.values()].sort((a, b) => (a.service < b.service ? -1 : 1)))
