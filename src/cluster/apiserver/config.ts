import type { Address } from '../../kernel/index.ts'
import type { ApiObject } from '../../api/index.ts'
import type { EtcdClientMessage } from '../messages.ts'

/** What the flags of kube-apiserver say. */
export interface ApiServerConfig {
  /** Members in the order in which they are tried. */
  readonly etcd: readonly Address<EtcdClientMessage>[]
  readonly hostName: string
  /** The address behind default/kubernetes. */
  readonly advertiseAddress: string
  /** '10.96.0.0/12': its first address is default/kubernetes. */
  readonly serviceCidr: string
  /** '30000-32767' unless told. */
  readonly nodePortRange?: readonly [number, number]
  /** The nodes whose kubelets can be called, as `kubelet/<node>`; without it every node that has reported an address. */
  readonly nodes?: readonly string[]
  /** The secret that signs service account tokens. */
  readonly tokenKey: string
  readonly issuer?: string
  /** Objects that an installer creates right after the bootstrap: kubeadm's bindings, for example. */
  readonly installed?: readonly ApiObject[]
  /** Fleets switch the account of field owners off for writes that are not applies: it costs more than the write itself. */
  readonly managedFields?: 'tracked' | 'applies-only'
  /** --max-requests-inflight and --max-mutating-requests-inflight: 400 and 200 unless told. Together they are the seats that priority levels share. */
  readonly maxInFlight?: { readonly reading: number; readonly writing: number }
  /** Processors of its machine: 4 unless told. */
  readonly cores?: number
  /** Ids (or their beginnings) of actors whose `internal:` tokens are believed. */
  readonly trusts?: readonly string[]
  /** The history kept in etcd is between one and two of these: 5 minutes unless told. */
  readonly compactionIntervalUs?: number
}
