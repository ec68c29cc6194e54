import { podCondition, type Pod } from '../api/index.ts'
import type { Kernel } from '../kernel/index.ts'
import type { ObjectRef, WaitsFor } from '../protocol/index.ts'
import { memberView, type ClusterPlan } from '../cluster/index.ts'
import { objectsNow } from './objects.ts'

/** Why something is not (yet) as wished: what the loops that could change it are waiting for. */
export function waitsOf(kernel: Kernel, plan: ClusterPlan, ref: ObjectRef): WaitsFor[] {
  const waits: WaitsFor[] = []
  const alive = plan.etcd.filter((name) => kernel.isUp(name))
  if (alive.length * 2 <= plan.etcd.length || !alive.some((name) => memberView(kernel.inspect(name) as never).role === 'leader')) {
    waits.push({ waiter: 'etcd', text: 'waits.quorum', params: { alive: String(alive.length), members: String(plan.etcd.length) } })
  }
  for (const actor of ['apiserver', 'kube-controller-manager', 'kube-scheduler']) if (!kernel.isUp(actor)) waits.push({ waiter: actor, text: 'waits.process', params: { process: actor } })
  const object = objectsNow(kernel).get(ref)
  if (!object) return waits
  const { finalizers, deletionTimestamp } = object.metadata
  if (deletionTimestamp && finalizers?.length) waits.push({ waiter: ref.name, text: 'waits.finalizer', params: { finalizer: finalizers.join(', ') } })
  if (object.kind === 'Pod') waits.push(...waitsOfPod(kernel, object as unknown as Pod))
  if (object.kind === 'ReplicaSet' || object.kind === 'Deployment') {
    const pods = objectsNow(kernel).list<Pod>('', 'pods').filter((pod) => ownedBy(kernel, pod, object.metadata.uid!))
    for (const pod of pods) waits.push(...waitsOfPod(kernel, pod))
  }
  return waits
}

function ownedBy(kernel: Kernel, pod: Pod, uid: string): boolean {
  const owner = pod.metadata.ownerReferences?.[0]
  if (!owner) return false
  if (owner.uid === uid) return true
  const replicaSet = objectsNow(kernel).get({ group: 'apps', resource: 'replicasets', namespace: pod.metadata.namespace!, name: owner.name })
  return replicaSet?.metadata.ownerReferences?.some((one) => one.uid === uid) ?? false
}

function waitsOfPod(kernel: Kernel, pod: Pod): WaitsFor[] {
  const name = pod.metadata.name!
  const waits: WaitsFor[] = []
  const scheduled = podCondition(pod, 'PodScheduled')
  if (!pod.spec.nodeName) {
    waits.push(scheduled?.status === 'False' ? { waiter: name, text: 'waits.scheduling', params: { reason: scheduled.message ?? scheduled.reason ?? '' } } : { waiter: name, text: 'waits.scheduler', params: {} })
    return waits
  }
  const { nodeName } = pod.spec
  if (kernel.has(`kubelet/${nodeName}`) && !kernel.isUp(`kubelet/${nodeName}`)) waits.push({ waiter: name, text: 'waits.kubelet', params: { node: nodeName } })
  for (const { name: container, state } of pod.status?.containerStatuses ?? []) {
    if (state?.waiting && state.waiting.reason !== 'ContainerCreating') waits.push({ waiter: name, text: 'waits.container', params: { container, reason: state.waiting.reason ?? '', message: state.waiting.message ?? '' } })
  }
  const ready = podCondition(pod, 'Ready')
  if (ready?.status === 'False' && pod.status?.phase === 'Running') waits.push({ waiter: name, text: 'waits.ready', params: { reason: ready.reason ?? '', message: ready.message ?? '' } })
  if (pod.metadata.deletionTimestamp) waits.push({ waiter: name, text: 'waits.grace', params: { seconds: String(pod.metadata.deletionGracePeriodSeconds ?? 0) } })
  return waits
}
