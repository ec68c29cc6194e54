import { humanDuration, memo, parseTimeUs, podReady, podRequests, podStatusText, quantityMilli, quantityValue, resourceOfKind, type ApiObject, type Deployment, type Node, type ObjectMeta, type Pod, type ReplicaSet, type Service } from '../api/index.ts'
import { apiServerView, controllersView, kubectlView, kubeletView, memberView, registryView, runtimeView, schedulerView, type ClusterPlan, type PlannedNode } from '../cluster/index.ts'
import type { Kernel } from '../kernel/index.ts'
import { refKey, type ObjectRef, type PodFill, type PodView, type StageMark, type View, type WorkloadView } from '../protocol/index.ts'
import { isStatic, objectsNow, ownerRefOf, type Objects } from './objects.ts'
import { standingOf, type Slots } from './slots.ts'

/** Everything that the stage shows of a small cluster, from the state of its components at the head of time. */
export function viewsOf(kernel: Kernel, plan: ClusterPlan, slots: Slots, stages: readonly StageMark[]): View[] {
  const objects = objectsNow(kernel)
  const views: View[] = []
  pushControlPlane(kernel, plan, stages, views)
  pushScheduler(kernel, views)
  pushNodes(kernel, plan, objects, slots, views)
  pushWorkloads(objects, views)
  return views
}

export const isUp = (kernel: Kernel, actor: string): boolean => kernel.has(actor) && kernel.isUp(actor)

/** All above the nodes but the scheduler. */
export function pushControlPlane(kernel: Kernel, plan: ClusterPlan, stages: readonly StageMark[], views: View[]): void {
  const server = apiServerView(state(kernel, 'apiserver'))
  views.push({ kind: 'apiserver', id: 'apiserver', up: isUp(kernel, 'apiserver'), watchers: server.watchers, revision: server.revision, inFlight: server.inFlight.reading + server.inFlight.writing, stages })
  for (const name of plan.etcd) {
    const member = memberView(state(kernel, name))
    const role = member.role as 'leader' | 'follower' | 'candidate' | 'pre-candidate'
    views.push({ kind: 'etcd', id: `etcd/${name}`, name, up: isUp(kernel, name), role, term: member.term, lastIndex: member.lastIndex, commit: member.commit, applied: member.applied, revision: member.revision })
  }
  for (const { name, queueLength, inFlight, retries, paused } of controllersView(state(kernel, 'kube-controller-manager'))) {
    views.push({ kind: 'controller', id: `controller/${name}`, name, queued: queueLength, busy: inFlight, retries, paused: paused || !isUp(kernel, 'kube-controller-manager') })
  }
  if (kernel.has('kubectl')) views.push({ kind: 'kubectl', id: 'kubectl', ...kubectlView(state(kernel, 'kubectl')) })
  views.push({ kind: 'registry', id: 'registry', pulls: registryView(state(kernel, 'registry')).pulls })
}

function pushScheduler(kernel: Kernel, views: View[]): void {
  const scheduler = schedulerView(state(kernel, 'kube-scheduler'))
  const report = scheduler.last
  views.push({
    kind: 'scheduler', id: 'scheduler', up: isUp(kernel, 'kube-scheduler'), leader: scheduler.leading, paused: scheduler.paused, active: scheduler.active.length, backoff: scheduler.backoff.length,
    unschedulable: scheduler.unschedulable.length, pod: report?.pod,
    scores: report ? report.nodes.filter(({ feasible }) => feasible).map(({ node, total }) => ({ node, score: total ?? 0, chosen: node === report.node })).sort((a, b) => b.score - a.score || (a.node < b.node ? -1 : 1)) : [],
  })
}

/** The kernel is type-erased: the actor's name tells which state it holds. */
export const state = (kernel: Kernel, actor: string): never => kernel.inspect(actor) as never

function pushNodes(kernel: Kernel, plan: ClusterPlan, objects: Objects, slots: Slots, views: View[]): void {
  const nodes = new Map(objects.list<Node>('', 'nodes').map((node) => [node.metadata.name!, node]))
  const podsOn = new Map<string, Pod[]>()
  for (const pod of objects.list<Pod>('', 'pods')) {
    const name = pod.spec.nodeName ?? ''
    const list = podsOn.get(name)
    if (list) list.push(pod)
    else podsOn.set(name, [pod])
  }
  plan.nodes.forEach((planned, slot) => { pushNode(kernel, planned, slot, nodes.get(planned.name), podsOn.get(planned.name) ?? [], slots, views) })
  for (const pod of podsOn.get('') ?? []) views.push(podView(kernel, pod, slots, undefined, true))
}

/** One node with its agents and its Pods. */
export function pushNode(kernel: Kernel, { name, controlPlane }: PlannedNode, slot: number, node: Node | undefined, pods: readonly Pod[], slots: Slots, views: View[]): void {
  let cpu = 0
  let memory = 0
  for (const pod of pods) {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue
    const requests = requestsOf(pod)
    cpu += requests.cpu ?? 0
    memory += (requests.memory ?? 0) / 1000
  }
  const powered = !kernel.isOff(name)
  views.push({
    kind: 'node', id: `node/${name}`, name, slot, registered: node !== undefined, controlPlane, powered,
    ready: (node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status as 'True' | undefined) ?? 'none',
    unschedulable: node?.spec.unschedulable ?? false,
    taints: node?.spec.taints?.map(({ key, effect }) => `${key}:${effect}`) ?? [],
    podCidr: node?.spec.podCIDR ?? '',
    cpuMilli: { allocatable: quantityMilli(node?.status?.allocatable?.cpu ?? '0'), requested: cpu },
    memoryBytes: { allocatable: quantityValue(node?.status?.allocatable?.memory ?? '0'), requested: memory },
  })
  const kubelet = kubeletView(state(kernel, `kubelet/${name}`))
  const runtime = runtimeView(state(kernel, `runtime/${name}`))
  const kubeletUp = kernel.isUp(`kubelet/${name}`)
  views.push({ kind: 'agent', id: `agent/${name}/kubelet`, node: name, agent: 'kubelet', up: kubeletUp, doing: kubelet.pods.find(({ stage }) => stage !== 'running' && stage !== 'ready')?.stage ?? '' })
  views.push({ kind: 'agent', id: `agent/${name}/runtime`, node: name, agent: 'runtime', up: kernel.isUp(`runtime/${name}`), doing: runtime.pulls.length > 0 ? 'pulling' : '' })
  views.push({ kind: 'agent', id: `agent/${name}/cni`, node: name, agent: 'cni', up: kernel.isUp(`cni/${name}`), doing: '' })
  views.push({ kind: 'agent', id: `agent/${name}/proxy`, node: name, agent: 'proxy', up: kernel.isUp(`kube-proxy/${name}`), doing: '' })
  const stages = new Map(kubelet.pods.map(({ uid, stage }) => [uid, stage as string]))
  for (const pod of pods) views.push(podView(kernel, pod, slots, stages.get(pod.metadata.uid!), kubeletUp))
}

/** A ring shows no more than this, and each change is told again: of sixty Pods that leave, at each frame. */
const GRACE_STEPS = 30

/** Seconds that are left of a grace period, in steps of a thirtieth of it. */
function graceLeft(leftUs: number, grace: number): number {
  const step = Math.max(100_000, (grace * 1_000_000) / GRACE_STEPS)
  return Math.max(0, (Math.ceil(leftUs / step) * step) / 1_000_000)
}

const PROGRESS: Readonly<Record<string, number>> = { sandbox: 1, network: 1, pulling: 2, creating: 3, starting: 3, running: 4, ready: 4, terminating: 4 }

// NB: caches at module level, because API values are never edited: what is seen of one changes only with what stands beside it, so no run can tell.
const REQUESTS = memo<Pod, ReturnType<typeof podRequests>>()
const SEEN = memo<Pod, { readonly stage: string | undefined; readonly view: PodView }>()

function requestsOf(pod: Pod): ReturnType<typeof podRequests> {
  const known = REQUESTS.get(pod)
  if (known) return known
  const requests = podRequests(pod)
  REQUESTS.set(pod, requests)
  return requests
}

/** A frame looks at every Pod, and few of them are others than at the frame before. */
function podView(kernel: Kernel, pod: Pod, slots: Slots, stage: string | undefined, heard: boolean): PodView {
  const known = SEEN.get(pod)
  const ghost = isGhost(pod, stage, heard)
  if (known && known.stage === stage && known.view.ghost === ghost && !known.view.terminating && isStanding(known.view, slots)) return known.view
  const view = podSeen(kernel, pod, slots, stage, ghost)
  SEEN.set(pod, { stage, view })
  return view
}

function isStanding({ uid, order, slot }: PodView, slots: Slots): boolean {
  const now = standingOf(slots, uid)
  return order === now.order && slot === now.slot
}

/** Bound, but its kubelet has not heard of it. */
const isGhost = (pod: Pod, stage: string | undefined, heard: boolean): boolean => (pod.spec.nodeName ?? '') !== '' && stage === undefined && heard && pod.status?.startTime === undefined && !isStatic(pod)

function podSeen(kernel: Kernel, pod: Pod, slots: Slots, stage: string | undefined, ghost: boolean): PodView {
  const { metadata, spec, status } = pod
  const name = metadata.name!
  const node = spec.nodeName ?? ''
  const { order, slot } = standingOf(slots, metadata.uid!)
  const owner = ownerRefOf(metadata)
  const statuses = new Map(status?.containerStatuses?.map((one) => [one.name, one]))
  const grace = metadata.deletionGracePeriodSeconds ?? 0
  const ready = status?.containerStatuses?.filter((one) => one.ready).length ?? 0
  const restarts = status?.containerStatuses?.reduce((sum, one) => sum + one.restartCount, 0) ?? 0
  return {
    kind: 'pod', id: `pod/${metadata.uid!}`, ref: { group: '', resource: 'pods', namespace: metadata.namespace!, name }, uid: metadata.uid!, name, shortName: shortName(name, owner?.name), namespace: metadata.namespace!,
    node, ghost, order, slot,
    fill: fillOf(pod, stage), terminating: metadata.deletionTimestamp !== undefined,
    graceLeft: metadata.deletionTimestamp === undefined ? 0 : graceLeft(parseTimeUs(metadata.deletionTimestamp) - kernel.now, grace), grace,
    progress: PROGRESS[stage ?? ''] ?? 0, status: podStatusText(pod, kernel.now), ready: `${ready}/${spec.containers.length}`, restarts, ip: status?.podIP ?? '', images: spec.containers.map(({ image }) => image ?? ''),
    containers: spec.containers.map(({ name: container, image }) => {
      const one = statuses.get(container)
      const current = one?.state
      return {
        name: container, image: image ?? '', ready: one?.ready ?? false,
        state: current?.running ? 'running' : current?.terminated ? 'terminated' : 'waiting',
        reason: current?.waiting?.reason ?? current?.terminated?.reason ?? '',
      }
    }),
    owner: owner ? ownerRef(owner, metadata) : undefined, static: isStatic(pod),
  }
}

export function fillOf(pod: Pod, stage: string | undefined): PodFill {
  const { status, spec } = pod
  if (status?.reason === 'NodeLost' || status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'Unknown')) return 'unknown'
  if (status?.phase === 'Succeeded') return 'succeeded'
  if (status?.phase === 'Failed') return 'failed'
  if (status?.containerStatuses?.some(({ state: now }) => now?.waiting?.reason === 'CrashLoopBackOff' || now?.waiting?.reason === 'ImagePullBackOff' || now?.waiting?.reason === 'ErrImagePull')) return 'failed'
  if (status?.phase === 'Running') return podReady(pod) ? 'ready' : 'running'
  if (!spec.nodeName || stage === undefined) return 'pending'
  return 'creating'
}

function shortName(name: string, owner: string | undefined): string {
  if (owner && name.startsWith(`${owner}-`)) return name.slice(owner.length + 1)
  return name
}

function ownerRef(owner: { readonly kind: string; readonly apiVersion: string; readonly name: string }, metadata: ObjectMeta): ObjectRef {
  const info = resourceOfKind(owner.apiVersion, owner.kind)
  return { group: info?.group ?? '', resource: info?.resource ?? owner.kind.toLowerCase(), namespace: info?.namespaced ? metadata.namespace! : '', name: owner.name }
}

export function pushWorkloads(objects: Objects, views: View[]): void {
  for (const one of objects.list<Deployment>('apps', 'deployments')) {
    const ref = refTo('apps', 'deployments', one.metadata)
    views.push(workload(ref, 'Deployment', one, {
      desired: one.spec.replicas ?? 0, current: one.status?.replicas ?? 0, ready: one.status?.readyReplicas ?? 0, updated: one.status?.updatedReplicas ?? 0, available: one.status?.availableReplicas ?? 0,
      images: one.spec.template.spec?.containers.map(({ image }) => image ?? '') ?? [], observedGeneration: one.status?.observedGeneration ?? 0, paused: one.spec.paused ?? false,
    }))
  }
  for (const one of objects.list<ReplicaSet>('apps', 'replicasets')) {
    const ref = refTo('apps', 'replicasets', one.metadata)
    const owner = ownerRefOf(one.metadata)
    views.push(workload(ref, 'ReplicaSet', one, {
      desired: one.spec.replicas ?? 0, current: one.status?.replicas ?? 0, ready: one.status?.readyReplicas ?? 0, updated: one.status?.fullyLabeledReplicas ?? 0, available: one.status?.availableReplicas ?? 0,
      images: one.spec.template?.spec?.containers.map(({ image }) => image ?? '') ?? [], observedGeneration: one.status?.observedGeneration ?? 0, paused: false,
      owner: owner ? ownerRef(owner, one.metadata) : undefined,
    }))
  }
  for (const one of objects.list<Service>('', 'services')) {
    const ref = refTo('', 'services', one.metadata)
    views.push(workload(ref, 'Service', one, { desired: 0, current: 0, ready: 0, updated: 0, available: 0, images: [], observedGeneration: 0, paused: false }))
  }
}

const refTo = (group: string, resource: string, { namespace, name }: ObjectMeta): ObjectRef => ({ group, resource, namespace: namespace ?? '', name: name ?? '' })

function workload(ref: ObjectRef, type: WorkloadView['type'], object: { readonly metadata: ObjectMeta }, rest: Omit<WorkloadView, 'kind' | 'id' | 'ref' | 'type' | 'revision' | 'generation'>): WorkloadView {
  return { kind: 'workload', id: `workload/${refKey(ref)}`, ref, type, revision: object.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? '', generation: object.metadata.generation ?? 0, ...rest }
}

export const ageText = (object: ApiObject, nowUs: number): string => humanDuration((nowUs - parseTimeUs(object.metadata.creationTimestamp ?? '')) / 1_000_000)
