import type { Node } from '../../api/index.ts'
import { unreachable, type Address, type Component, type Cx } from '../../kernel/index.ts'
import { createClient, hear, lost, startInformer, type Client, type ClientMessage, type News } from '../client/client.ts'
import { serviceAccount } from '../identity.ts'
import type { ApiServerAddress, Credentials } from '../messages.ts'
import { lasts, RUNTIME_TIMING, type Duration } from '../runtime/timing.ts'
import type { CniConfigured, CniRequest, CniResponse } from './cni.ts'

export interface FlannelConfig {
  readonly node: string
  readonly apiserver: ApiServerAddress
  readonly runtime: Address<CniResponse | CniConfigured>
  readonly credentials?: Credentials
  readonly took?: Duration
}

/** The hand of the learner: takes the plugin's configuration away from this node, or puts it back. */
export interface CniControl { readonly type: 'cni-control'; readonly installed: boolean }
export type FlannelMessage = CniRequest | CniControl | ClientMessage

/** flanneld and the plugins that it configures on one node: the pod network's memory, kept on the node's disk. */
export interface FlannelState {
  client: Client
  installed: boolean
  /** /run/flannel/subnet.env: written once the Node has a pod CIDR. It is in memory and gone after a restart. */
  subnet: Subnet | undefined
  /** Models host-local's files: address → sandbox. */
  readonly leases: Map<string, string>
  readonly bySandbox: Map<string, string>
  /** host-local goes on from the last address that it gave. */
  last: number
}

export interface Subnet { readonly cidr: string; readonly network: number; readonly first: number; readonly size: number }

export const flannel = (config: FlannelConfig): Component<FlannelState, FlannelMessage> => ({
  kind: 'cni',
  durable: true,

  init: () => ({ client: clientOf(config), installed: true, subnet: undefined, leases: new Map(), bySandbox: new Map(), last: 1 }),

  start(state, cx) {
    state.subnet = undefined
    state.client = clientOf(config)
    // flanneld reads only its own Node.
    startInformer(state.client, cx as Cx<ClientMessage>, { name: 'node', group: '', version: 'v1', resource: 'nodes', fieldSelector: `metadata.name=${config.node}`, noise: true })
  },

  step(state, { msg }, cx) {
    switch (msg.type) {
      case 'cni-request': return requested(state, config, msg, cx)
      case 'cni-control':
        state.installed = msg.installed
        return configured(state, config, cx)
      case 'api-response': case 'watch-event': case 'watch-end': case 'api-chunk': case 'client-timer': case 'cache-lag':
        return heard(state, config, hear(state.client, cx as Cx<ClientMessage>, msg), cx)
      default: unreachable(msg)
    }
  },

  disconnected(state, peer, cx) {
    heard(state, config, lost(state.client, cx as Cx<ClientMessage>, peer), cx)
    // A restarted runtime reads the configuration's folder anew.
    if (peer === config.runtime && state.subnet) configured(state, config, cx)
  },
})

const clientOf = ({ apiserver, credentials }: FlannelConfig): Client =>
  createClient({ apiserver, credentials: credentials ?? serviceAccount('kube-flannel', 'flannel'), userAgent: 'flanneld/v0.28 (linux/amd64)' })

function heard(state: FlannelState, config: FlannelConfig, news: readonly News[], cx: Cx<FlannelMessage>): void {
  for (const item of news) {
    if (item.news !== 'added' && item.news !== 'updated') continue
    const cidr = (item.object as unknown as Node).spec?.podCIDR
    if (!cidr || state.subnet?.cidr === cidr) continue
    state.subnet = subnetOf(cidr)
    cx.fact({ fact: 'pod-network', node: config.node, cidr })
    configured(state, config, cx)
  }
}

function configured(state: FlannelState, { runtime }: FlannelConfig, cx: Cx<FlannelMessage>): void {
  cx.send(runtime, { type: 'cni-configured', ready: state.installed && state.subnet !== undefined })
}

function requested(state: FlannelState, config: FlannelConfig, msg: CniRequest, cx: Cx<FlannelMessage>): void {
  const { id, command, sandbox } = msg
  const delayUs = lasts(config.took ?? RUNTIME_TIMING.cni, cx)
  const failed = (error: string): void => void cx.send(config.runtime, { type: 'cni-response', id, command, sandbox, ok: false, error }, { delayUs })
  if (command === 'DEL') {
    const ip = state.bySandbox.get(sandbox)
    if (ip !== undefined) {
      state.bySandbox.delete(sandbox)
      state.leases.delete(ip)
      cx.fact({ fact: 'address-returned', ip, pod: `${msg.namespace}/${msg.pod}` })
    }
    return void cx.send(config.runtime, { type: 'cni-response', id, command, sandbox, ok: true, ip: ip ?? '' }, { delayUs })
  }
  if (!state.subnet) return failed('failed to load flannel \'subnet.env\' file: open /run/flannel/subnet.env: no such file or directory. Check the flannel pod log for this node.')
  const ip = nextAddress(state, state.subnet)
  if (ip === undefined) return failed(`failed to delegate add: failed to allocate for range 0: no IP addresses available in range set: ${rangeText(state.subnet)}`)
  state.leases.set(ip, sandbox)
  state.bySandbox.set(sandbox, ip)
  cx.fact({ fact: 'address-given', ip, pod: `${msg.namespace}/${msg.pod}` })
  cx.send(config.runtime, { type: 'cni-response', id, command, sandbox, ok: true, ip }, { delayUs })
}

/** Models host-local: round and round, not the lowest free one. The first address is the bridge's own. */
export function nextAddress(state: Pick<FlannelState, 'leases' | 'last'>, { network, first, size }: Subnet): string | undefined {
  const usable = size - 3
  for (let tried = 0; tried < usable; tried++) {
    state.last = state.last >= size - 2 || state.last < first ? first : state.last + 1
    const ip = ipText(network + state.last)
    if (!state.leases.has(ip)) return ip
  }
  return undefined
}

export function subnetOf(cidr: string): Subnet {
  const [address = '', prefix = '24'] = cidr.split('/')
  return { cidr, network: ipNumber(address), first: 2, size: 2 ** (32 - Number(prefix)) }
}

export const ipNumber = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
export const ipText = (n: number): string => `${Math.floor(n / 16_777_216)}.${Math.floor(n / 65_536) % 256}.${Math.floor(n / 256) % 256}.${n % 256}`
const rangeText = ({ network, size }: Subnet): string => `${ipText(network + 1)}-${ipText(network + size - 2)}`
