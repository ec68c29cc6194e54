import { podReady, timeText, type Lease, type Node, type NodeCondition, type ObjectReference, type Pod, type Taint } from '../../../api/index.ts'
import { MILLISECOND, SECOND, type Micros } from '../../../kernel/index.ts'
import { referenceTo } from '../../client/event-recorder.ts'
import { tryTake } from '../../client/throttle.ts'
import { NODES, patchCall, PODS, updateCall } from '../calls.ts'
import { ask, decision, DONE, keyOf, reconciler, type Answer, type Enqueue, type Note, type Step, type Sync, type View } from '../reconciler.ts'
import { conditionOf, hasTaint, noExecuteTaints, noScheduleTaints, NOT_READY, readyStatus, UNREACHABLE } from './taints.ts'
import { createZone, updateZones, zoneKey, type Health, type Zone } from './zones.ts'

/** What was last heard of a node, and when by this process's own clock. */
interface NodeHealth {
  heartbeat: string | undefined
  renewTime: string | undefined
  probeAt: Micros
  readonly uid: string
}

interface Memory { readonly nodes: Map<string, NodeHealth>; readonly zones: Map<string, Zone> }

/** Keys: 'health/<node>', 'no-schedule/<node>', 'evict/<zone>', 'pod/<namespace>/<name>', 'registered/<node>', 'removed/<node>'. */
type Snapshot =
  | { readonly about: 'health'; readonly node: Node; readonly pods: readonly Pod[]; readonly expired: boolean; readonly silentUs: Micros; readonly now: string }
  | { readonly about: 'taints'; readonly node: Node; readonly taints: readonly Taint[]; readonly effect: string; readonly zone?: string; readonly requeueAfterUs?: Micros }
  | { readonly about: 'wait'; readonly requeueAfterUs: Micros | undefined; readonly waiting: number; readonly state: string }
  | { readonly about: 'pods'; readonly pods: readonly Pod[]; readonly now: string }
  | { readonly about: 'event'; readonly regarding: ObjectReference; readonly reason: string; readonly message: string }

const MONITOR_PERIOD_US = 5 * SECOND
export const GRACE_US = 50 * SECOND
const STARTUP_GRACE_US = 60 * SECOND
const EVICTION_PERIOD_US = 100 * MILLISECOND
const KUBELET_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']

/** Notices silent nodes, says so in their status, and taints them. Models pkg/controller/nodelifecycle. */
export const nodeLifecycleReconciler = reconciler<Memory, Snapshot>({
  name: 'node-lifecycle',
  account: 'node-controller',
  workers: 8,
  informers: ['nodes', 'pods', 'leases'],
  createMemory: () => ({ nodes: new Map(), zones: new Map() }),
  periodUs: MONITOR_PERIOD_US,

  heard(memory, { news, object, previous }, view, enqueue) {
    if (object.kind === 'Node') {
      if (news !== 'deleted') enqueue(`no-schedule/${object.metadata.name}`)
      return
    }
    if (object.kind !== 'Pod' || news === 'deleted') return
    const { nodeName } = (object as unknown as Pod).spec
    if (!nodeName || (previous as unknown as Pod | undefined)?.spec.nodeName === nodeName || !memory.nodes.has(nodeName)) return
    const node = view.get<Node>('nodes', nodeName)
    const ready = node && readyStatus(node)
    if (ready !== undefined && ready !== 'True') enqueue(`pod/${keyOf(object.metadata.namespace, object.metadata.name!)}`)
  },

  tick(memory, view, enqueue) {
    const health = new Map<string, { ready: number; notReady: number }>()
    const present = new Set<string>()
    for (const node of view.all<Node>('nodes')) {
      const name = node.metadata.name!
      present.add(name)
      if (!memory.nodes.has(name)) enqueue(`registered/${name}`)
      const known = probe(memory, node, view)
      const status = isExpired(node, known, view.clock) ? 'Unknown' : (readyStatus(node) ?? 'Unknown')
      const zone = zoneKey(node)
      if (!memory.zones.has(zone)) memory.zones.set(zone, createZone())
      const counts = health.get(zone) ?? { ready: 0, notReady: 0 }
      health.set(zone, counts)
      if (node.metadata.labels?.['node.kubernetes.io/exclude-disruption'] === undefined) counts[status === 'True' ? 'ready' : 'notReady']++
      decide(memory, node, status, zone, enqueue)
    }
    for (const [name, { uid }] of memory.nodes) {
      if (present.has(name)) continue
      memory.nodes.delete(name)
      enqueue(`removed/${name}/${uid}`)
    }
    disruption(memory, health, view, enqueue)
    for (const [key, { pending }] of memory.zones) if (pending.size > 0) enqueue(`evict/${key}`)
  },

  look(key, view, memory) {
    const [about, rest] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
    const now = timeText(view.clock)
    switch (about) {
      case 'evict': return lookAtZone(rest, memory, view, now)
      case 'pod': {
        const pod = view.get<Pod>('pods', rest)
        return pod && podReady(pod) ? { about: 'pods', pods: [pod], now } : undefined
      }
      case 'removed': {
        const [name, uid] = rest.split('/') as [string, string]
        return { about: 'event', regarding: nodeReference(name, uid), reason: 'RemovingNode', message: `Removing Node ${name} from Controller` }
      }
    }
    const node = view.get<Node>('nodes', rest)
    if (!node) return undefined
    switch (about) {
      case 'registered':
        return { about: 'event', regarding: nodeReference(rest, node.metadata.uid!), reason: 'RegisteredNode', message: `Registered Node ${rest} in Controller` }
      case 'no-schedule': {
        const taints = noScheduleTaints(node, now)
        return taints && { about: 'taints', node, taints, effect: 'NoSchedule' }
      }
      default: {
        const known = memory.nodes.get(rest)
        const expired = known !== undefined && isExpired(node, known, view.clock)
        return { about: 'health', node, pods: expired ? view.list<Pod>('pods', 'node', rest) : [], expired, silentUs: known ? view.clock - known.probeAt : 0, now }
      }
    }
  },

  *sync(snapshot): Sync {
    switch (snapshot.about) {
      case 'event': {
        const { regarding, reason, message } = snapshot
        return { notes: [{ note: 'event', event: { regarding, type: 'Normal', reason, message } }] }
      }
      case 'wait': return { requeueAfterUs: snapshot.requeueAfterUs, notes: [decision('wait-to-taint', { waiting: snapshot.waiting, zoneState: snapshot.state })] }
      case 'pods': return yield* markPods(snapshot.pods, snapshot.now)
      case 'taints': {
        const { node, taints, effect, zone, requeueAfterUs } = snapshot
        const answer = yield* writeTaints(node, taints, effect)
        if (answer.ok || answer.code === 404) return { requeueAfterUs }
        return { error: answer.message, notes: zone === undefined ? [] : [{ note: 'remember', value: { zone, node: node.metadata.name! } }] }
      }
      case 'health': return yield* syncHealth(snapshot)
    }
  },

  remember({ zones }, value) {
    const { zone, node } = value as { zone: string; node: string }
    zones.get(zone)?.pending.add(node)
  },
})

function* syncHealth({ node, pods, expired, silentUs, now }: Extract<Snapshot, { about: 'health' }>): Sync {
  const name = node.metadata.name!
  const ready = readyStatus(node)
  if (!expired) {
    const taints = ready === undefined ? undefined : noExecuteTaints(node, ready, now)
    if (!taints) return DONE
    const answer = yield* writeTaints(node, taints, 'NoExecute')
    return answer.ok || answer.code === 404 ? DONE : { error: answer.message }
  }
  const conditions = silentConditions(node, now)
  if (ready !== 'Unknown') {
    const body: Node = { ...node, status: { ...node.status, conditions } }
    const answer = yield* ask(updateCall(NODES, body, 'status'), decision('node-unknown', { node: name, silentSeconds: Math.floor(silentUs / SECOND), graceSeconds: GRACE_US / SECOND, pods: pods.length }))
    if (!answer.ok) return answer.code === 404 ? DONE : { error: answer.message }
  }
  const zone = zoneKey(node)
  const queued: Note[] = [{ note: 'remember', value: { zone, node: name } }, { note: 'enqueue', key: `evict/${zone}`, afterUs: EVICTION_PERIOD_US }]
  if (ready !== 'True') return { notes: queued }
  const message = `Node ${name} status is now: NodeNotReady`
  const event: Note = { note: 'event', event: { regarding: nodeReference(name, node.metadata.uid!), type: 'Normal', reason: 'NodeNotReady', message } }
  yield { calls: [], notes: [event, ...queued] }
  return yield* markPods(pods.filter(podReady), now)
}

/** Nobody knows whether these pods still serve, so Services must not send them anything. */
function* markPods(pods: readonly Pod[], now: string): Sync {
  if (pods.length === 0) return DONE
  const answers = yield {
    calls: pods.map((pod) => updateCall(PODS, notReady(pod, now), 'status')),
    notes: [decision('mark-pods-not-ready', { pods: pods.length, node: pods[0]!.spec.nodeName })],
  }
  const notes: Note[] = []
  const failures: string[] = []
  answers.forEach((answer, index) => {
    if (answer.code === 404) return
    if (!answer.ok) failures.push(answer.message)
    const pod = pods[index]!
    notes.push({ note: 'event', event: { regarding: referenceTo(pod), type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' } })
    if (!answer.ok) notes.push({ note: 'enqueue', key: `pod/${keyOf(pod.metadata.namespace, pod.metadata.name!)}`, afterUs: SECOND })
  })
  return { notes }
}

const notReady = (pod: Pod, now: string): Pod => ({
  ...pod, status: { ...pod.status, conditions: pod.status?.conditions?.map((each) => (each.type === 'Ready' ? { ...each, status: 'False', lastTransitionTime: now } : each)) },
})

const writeTaints = (node: Node, taints: readonly Taint[], effect: string): Generator<Step, Answer, readonly Answer[]> =>
  ask(
    patchCall(NODES, node, { metadata: { resourceVersion: node.metadata.resourceVersion }, spec: { taints } }),
    decision('taint-node', { node: node.metadata.name, effect, taints: taints.filter((each) => each.effect === effect).map(({ key }) => key) }),
  )

/** A newer heartbeat or a newer lease resets the clock. */
function probe({ nodes }: Memory, node: Node, view: View): NodeHealth {
  const name = node.metadata.name!
  const heartbeat = conditionOf(node, 'Ready')?.lastHeartbeatTime
  const renewTime = view.get<Lease>('leases', `kube-node-lease/${name}`)?.spec.renewTime
  const known = nodes.get(name)
  if (!known || known.uid !== node.metadata.uid) {
    const made: NodeHealth = { heartbeat, renewTime, probeAt: view.clock, uid: node.metadata.uid! }
    nodes.set(name, made)
    return made
  }
  if (known.heartbeat !== heartbeat || (renewTime !== undefined && (known.renewTime === undefined || known.renewTime < renewTime))) {
    known.heartbeat = heartbeat
    known.renewTime = renewTime
    known.probeAt = view.clock
  }
  return known
}

const isExpired = (node: Node, { probeAt }: NodeHealth, clock: Micros): boolean =>
  clock > probeAt + (conditionOf(node, 'Ready') === undefined ? STARTUP_GRACE_US : GRACE_US)

function decide({ zones }: Memory, node: Node, status: string, zone: string, enqueue: Enqueue): void {
  const name = node.metadata.name!
  const { pending } = zones.get(zone)!
  const tainted = hasTaint(node, NOT_READY, 'NoExecute') || hasTaint(node, UNREACHABLE, 'NoExecute')
  if (status === 'True') {
    pending.delete(name)
    if (tainted) enqueue(`health/${name}`)
    return
  }
  if (status !== (readyStatus(node) ?? 'none')) return enqueue(`health/${name}`)
  const right = hasTaint(node, status === 'False' ? NOT_READY : UNREACHABLE, 'NoExecute')
  // The wrong one of the two is exchanged at once; the first one has to wait for the zone's rate.
  if (!right && tainted) enqueue(`health/${name}`)
  else if (!right) pending.add(name)
}

function disruption(memory: Memory, health: ReadonlyMap<string, Health>, view: View, enqueue: Enqueue): void {
  const change = updateZones(memory.zones, health, view.now)
  if (change === 'none') return
  // Alone against all nodes, it is more likely this process that has lost the network: take everything back.
  if (change === 'entered') for (const zone of memory.zones.values()) zone.pending.clear()
  for (const node of view.all<Node>('nodes')) {
    if (change === 'entered') {
      if (noExecuteTaints(node, 'True', '') !== undefined) enqueue(`health/${node.metadata.name}`)
    } else memory.nodes.get(node.metadata.name!)!.probeAt = view.clock
  }
}

function lookAtZone(key: string, { zones }: Memory, view: View, now: string): Snapshot | undefined {
  const zone = zones.get(key)
  if (!zone || zone.pending.size === 0) return undefined
  const waiting = zone.pending.size
  // Without a rate the zone waits for a change of state, which the monitor will notice.
  if (!zone.limit) return { about: 'wait', requeueAfterUs: undefined, waiting, state: zone.state }
  const waitUs = Math.max(EVICTION_PERIOD_US, zone.limit.fullAt - view.now)
  for (const name of zone.pending) {
    const node = view.get<Node>('nodes', name)
    const taints = node && noExecuteTaints(node, readyStatus(node) ?? 'True', now)
    if (!taints) {
      zone.pending.delete(name)
      continue
    }
    if (!tryTake(zone.limit, view.now)) return { about: 'wait', requeueAfterUs: waitUs, waiting, state: zone.state }
    zone.pending.delete(name)
    return { about: 'taints', node, taints, effect: 'NoExecute', zone: key, requeueAfterUs: zone.pending.size > 0 ? EVICTION_PERIOD_US : undefined }
  }
  return undefined
}

/** Events about nodes name them by what the controller knows: no version, no namespace. */
const nodeReference = (name: string, uid: string): ObjectReference => ({ apiVersion: 'v1', kind: 'Node', name, uid })

function silentConditions(node: Node, now: string): readonly NodeCondition[] {
  const conditions = (node.status?.conditions ?? []).map((condition) => (KUBELET_CONDITIONS.includes(condition.type) && condition.status !== 'Unknown'
    ? { ...condition, status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.', lastTransitionTime: now }
    : condition))
  for (const type of KUBELET_CONDITIONS) {
    if (conditionOf(node, type)) continue
    const { creationTimestamp } = node.metadata
    conditions.push({ type, status: 'Unknown', reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.', lastHeartbeatTime: creationTimestamp, lastTransitionTime: now })
  }
  return conditions
}
