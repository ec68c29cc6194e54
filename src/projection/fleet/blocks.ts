import type { ClusterPlan } from '../../cluster/index.ts'
import type { ActorId } from '../../kernel/index.ts'

const ABOVE = ['apiserver', 'etcd', 'controller-manager', 'scheduler', 'kubectl', 'registry', 'control-plane'] as const

/** Where messages begin and end when thousands of machines are drawn: a zone is one place. */
export interface Blocks {
  /** Zones first. */
  readonly names: readonly string[]
  readonly zones: number
  readonly of: ReadonlyMap<ActorId, number>
  /** The worker that an actor stands on. */
  readonly worker: ReadonlyMap<ActorId, number>
}

export function blocksOf(plan: ClusterPlan): Blocks {
  const workers = plan.nodes.filter(({ controlPlane }) => !controlPlane)
  const zones = [...new Set(workers.map(({ zone }) => zone))]
  const names = [...zones.map((zone) => zone || 'nodes'), ...ABOVE]
  const of = new Map<ActorId, number>()
  const worker = new Map<ActorId, number>()
  const place = (name: typeof ABOVE[number]): number => zones.length + ABOVE.indexOf(name)
  for (const [actor, name] of [['apiserver', 'apiserver'], ['kube-controller-manager', 'controller-manager'], ['kube-scheduler', 'scheduler'], ['kubectl', 'kubectl'], ['registry', 'registry']] as const) of.set(actor, place(name))
  for (const member of plan.etcd) {
    of.set(member, place('etcd'))
    of.set(`${member}/disk`, place('etcd'))
  }
  for (const { name, zone, controlPlane } of plan.nodes) {
    for (const kind of ['kubelet', 'runtime', 'cni', 'kube-proxy']) of.set(`${kind}/${name}`, controlPlane ? place('control-plane') : zones.indexOf(zone))
  }
  workers.forEach(({ name }, index) => { for (const kind of ['kubelet', 'runtime', 'cni', 'kube-proxy']) worker.set(`${kind}/${name}`, index) })
  return { names, zones: zones.length, of, worker }
}
