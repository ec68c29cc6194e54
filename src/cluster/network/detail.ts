import type { FlannelState } from './flannel.ts'
import type { KubeProxyState } from './kube-proxy.ts'

/** The pod network of one node: its range, and which sandbox has which address. */
export interface CniDetail {
  readonly installed: boolean
  /** '' until the Node has a pod CIDR and flannel has read it. */
  readonly cidr: string
  /** Addresses that Pods can have: all but the network, the bridge and the broadcast. */
  readonly usable: number
  readonly leases: readonly { readonly ip: string; readonly sandbox: string }[]
}

export const cniDetail = ({ installed, subnet, leases }: FlannelState): CniDetail =>
  ({ installed, cidr: subnet?.cidr ?? '', usable: subnet ? subnet.size - 3 : 0, leases: [...leases].map(([ip, sandbox]) => ({ ip, sandbox })) })

/** kube-proxy in four numbers. */
export const proxySummary = ({ rules, syncs, syncedAtUs, pending }: KubeProxyState): { readonly services: number; readonly syncs: number; readonly syncedAtUs: number; readonly pending: boolean } =>
  ({ services: rules.size, syncs, syncedAtUs, pending: pending !== 0 })
