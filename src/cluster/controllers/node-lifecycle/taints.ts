import type { Node, NodeCondition, Taint } from '../../../api/index.ts'

export const NOT_READY = 'node.kubernetes.io/not-ready'
export const UNREACHABLE = 'node.kubernetes.io/unreachable'
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'

const TAINT_OF: { readonly [condition: string]: { readonly [status: string]: string } } = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
}
const OURS = new Set([...Object.values(TAINT_OF).flatMap((each) => Object.values(each)), UNSCHEDULABLE])

export const conditionOf = (node: Node, type: string): NodeCondition | undefined => node.status?.conditions?.find((condition) => condition.type === type)
export const readyStatus = (node: Node): string | undefined => conditionOf(node, 'Ready')?.status

export const hasTaint = ({ spec }: Node, key: string, effect: string): boolean =>
  (spec.taints ?? []).some((taint) => taint.key === key && taint.effect === effect)

/** The node's taints with NoSchedule as its conditions ask for; undefined if they are right already. */
export function noScheduleTaints(node: Node, now: string): readonly Taint[] | undefined {
  const wanted = (node.status?.conditions ?? []).flatMap(({ type, status }) => TAINT_OF[type]?.[status] ?? [])
  if (node.spec.unschedulable) wanted.push(UNSCHEDULABLE)
  const own = node.spec.taints ?? []
  const kept = own.filter(({ key, effect }) => effect !== 'NoSchedule' || !OURS.has(key) || wanted.includes(key))
  const missing = wanted.filter((key) => !hasTaint(node, key, 'NoSchedule'))
  if (missing.length === 0 && kept.length === own.length) return undefined
  return [...kept, ...missing.map((key) => ({ key, effect: 'NoSchedule', timeAdded: now }))]
}

/** The node's taints with the one NoExecute taint that its readiness asks for; undefined if they are right already. */
export function noExecuteTaints(node: Node, ready: string, now: string): readonly Taint[] | undefined {
  const wanted = ready === 'False' ? NOT_READY : ready === 'Unknown' ? UNREACHABLE : undefined
  const own = node.spec.taints ?? []
  const kept = own.filter(({ key, effect }) => effect !== 'NoExecute' || (key !== NOT_READY && key !== UNREACHABLE) || key === wanted)
  const missing = wanted !== undefined && !hasTaint(node, wanted, 'NoExecute')
  if (!missing && kept.length === own.length) return undefined
  return missing ? [...kept, { key: wanted, effect: 'NoExecute', timeAdded: now }] : kept
}
