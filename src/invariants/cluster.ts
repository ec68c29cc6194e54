import type { ApiObject, Pod } from '../api/index.ts'
import type { ClusterPlan, WatchEvent } from '../cluster/index.ts'
import { raftInvariants } from './raft.ts'
import type { Kernel, Observer } from '../kernel/index.ts'

export interface ClusterInvariants {
  readonly observer: Observer
  /** The world to look at; raft is watched from here on. */
  watch(kernel: Kernel, plan: ClusterPlan): void
  /** Looks at what is only true between events. */
  check(): void
}

const LOOK_EVERY_US = 500_000

interface RuntimeLike {
  readonly sandboxes: ReadonlyMap<string, { readonly config: { readonly uid: string; readonly hostNetwork?: boolean }; readonly state: string; readonly ip: string }>
}

/**
 * What must never happen in a cluster, whatever breaks: a Pod moves to another node, an object's version goes back, a deleted object
 * comes back under its uid, two Pods share an address, one Pod has live sandboxes on two nodes, or raft's promises fail.
 */
export function clusterInvariants(complain: (words: string) => void): ClusterInvariants {
  let kernel: Kernel | undefined
  let plan: ClusterPlan | undefined
  let raft: ReturnType<typeof raftInvariants> | undefined
  let looked = 0
  const nodeOf = new Map<string, string>()
  const versionOf = new Map<string, number>()
  const gone = new Set<string>()

  function heard({ event, object }: WatchEvent): void {
    const { metadata, kind } = object as ApiObject
    const uid = metadata?.uid
    if (!uid || event === 'BOOKMARK' || event === 'ERROR') return
    const version = Number(metadata.resourceVersion)
    // A relist may tell of an old state again, as ADDED; only changes must go forward.
    if (event === 'MODIFIED' && version < (versionOf.get(uid) ?? 0)) complain(`${kind} ${metadata.name} went back from version ${versionOf.get(uid)} to ${version}`)
    versionOf.set(uid, version)
    if (event === 'DELETED') gone.add(uid)
    else if (event === 'MODIFIED' && gone.has(uid)) complain(`${kind} ${metadata.name} was changed after it was deleted`)
    if (kind !== 'Pod') return
    const { nodeName } = (object as unknown as Pod).spec
    const before = nodeOf.get(uid)
    if (before !== undefined && nodeName !== before) complain(`Pod ${metadata.name} moved from ${before} to ${nodeName ?? 'nowhere'}`)
    if (nodeName) nodeOf.set(uid, nodeName)
  }

  function look(): void {
    if (!kernel || !plan) return
    const holders = new Map<string, string>()
    const homes = new Map<string, string>()
    for (const { name } of plan.nodes) {
      if (kernel.isOff(name)) continue
      for (const { config, state, ip } of (kernel.inspect(`runtime/${name}`) as RuntimeLike).sandboxes.values()) {
        if (state !== 'ready') continue
        const home = homes.get(config.uid)
        if (home !== undefined && home !== name && !config.hostNetwork) complain(`Pod ${config.uid} has live sandboxes on ${home} and ${name}`)
        homes.set(config.uid, name)
        if (config.hostNetwork || ip === '') continue
        const holder = holders.get(ip)
        if (holder !== undefined) complain(`${ip} belongs to ${holder} and ${config.uid}`)
        holders.set(ip, config.uid)
      }
    }
  }

  return {
    observer: {
      handled(delivery, state) {
        raft?.handled?.(delivery, state)
        if (delivery.msg.type === 'watch-event' && delivery.to === 'kube-controller-manager') heard(delivery.msg as WatchEvent)
        if (kernel && delivery.at - looked >= LOOK_EVERY_US) {
          looked = delivery.at
          look()
        }
      },
    },
    watch(world, planned) {
      kernel = world
      plan = planned
      raft = raftInvariants(planned.etcd)
    },
    check() {
      look()
      for (const words of raft?.violations ?? []) complain(words)
    },
  }
}
