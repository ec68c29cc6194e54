import { podRequests, qosClass, quantityMilli, type Node, type Pod, type Taint } from '../../api/index.ts'
import { matchesAnyTerm } from '../scheduler/node-selector.ts'
import { tolerated } from '../scheduler/taints.ts'

export type Admission = { readonly admit: true } | { readonly admit: false; readonly reason: string; readonly message: string }

/** What the admitted pods of a node use, kept pod by pod. */
export interface Usage { readonly requests: Readonly<Record<string, number>>; readonly pods: number; readonly ports: ReadonlySet<string> }

/** The kubelet has the last word: the same checks as the scheduler's, against what it knows itself. Models lifecycle/predicate.go; the first failure counts. */
export function admit(pod: Pod, node: Node, others: Usage, isStatic: boolean, underMemoryPressure: boolean): Admission {
  if (underMemoryPressure && !isCritical(pod, isStatic) && refusedUnderPressure(pod)) return { admit: false, reason: 'Evicted', message: 'The node had condition: [MemoryPressure]. ' }
  const allocatable = node.status?.allocatable ?? {}
  const maxPods = Math.floor(quantityMilli(allocatable['pods']) / 1000)
  if (others.pods + 1 > maxPods) return outOf('pods', 1, others.pods, maxPods)
  const requests = podRequests(pod)
  for (const resource of orderedResources(requests)) {
    const requested = requests[resource]!
    const text = allocatable[resource]
    // A resource that the node does not know is the cluster's affair and not the node's.
    if (requested === 0 || text === undefined) continue
    const used = others.requests[resource] ?? 0
    const capacity = quantityMilli(text)
    if (used + requested > capacity) return outOf(resource, shown(resource, requested), shown(resource, used), shown(resource, capacity))
  }
  if (!affine(pod, node)) return refused('NodeAffinity', 'node(s) didn\'t match Pod\'s node affinity/selector')
  if (pod.spec.nodeName !== node.metadata.name) return refused('NodeName', 'node(s) didn\'t match the requested node name')
  for (const port of hostPorts(pod)) if (others.ports.has(port)) return refused('NodePorts', 'node(s) didn\'t have free ports for the requested pod ports')
  if (!isStatic) {
    for (const taint of node.spec.taints ?? []) {
      if (taint.effect === 'NoExecute' && !tolerated(taint, pod.spec.tolerations ?? [])) return refused('TaintToleration', 'node(s) had taints that the pod didn\'t tolerate')
    }
  }
  return { admit: true }
}

/** While memory is short, only those who asked for some come in. Models the Admit of the eviction manager. */
const refusedUnderPressure = (pod: Pod): boolean => qosClass(pod) === 'BestEffort' && !tolerated(MEMORY_PRESSURE, pod.spec.tolerations ?? [])
const MEMORY_PRESSURE: Taint = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' }
/** Pods of the system, which no shortage keeps out or takes away. Models IsCriticalPod. */
export const isCritical = ({ spec }: Pod, isStatic: boolean): boolean => isStatic || (spec.priority ?? 0) >= SYSTEM_CRITICAL
const SYSTEM_CRITICAL = 2_000_000_000

export function hostPorts({ spec }: Pod): readonly string[] {
  const ports: string[] = []
  for (const container of spec.containers) {
    for (const { hostPort, protocol } of container.ports ?? []) if (hostPort) ports.push(`${protocol ?? 'TCP'}/${hostPort}`)
  }
  return ports
}

function affine({ spec }: Pod, node: Node): boolean {
  const labels = node.metadata.labels ?? {}
  for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) if (labels[key] !== value) return false
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return !required || matchesAnyTerm(required.nodeSelectorTerms, node)
}

/** cpu and memory come first, as the scheduler's Fits lists them. */
function orderedResources(requests: Readonly<Record<string, number>>): readonly string[] {
  const others = Object.keys(requests).filter((name) => name !== 'cpu' && name !== 'memory').sort()
  return ['cpu', 'memory', ...others].filter((name) => requests[name] !== undefined)
}

const shown = (resource: string, milli: number): number => (resource === 'cpu' ? milli : Math.ceil(milli / 1000))

function outOf(resource: string, requested: number, used: number, capacity: number): Admission {
  return { admit: false, reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}` }
}

const refused = (name: string, why: string): Admission => ({ admit: false, reason: name, message: `Predicate ${name} failed: ${why}` })
