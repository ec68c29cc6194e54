import { extended } from './objects.ts'
import { quantityMilli, quantityValue } from './quantity.ts'
import type { Container, Pod, PodCondition, PodSpec, ResourceRequirements } from './schema/types.ts'
import { parseTimeUs } from './time.ts'

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'

/** A condition of any kind's status: a type, a status and what goes with them. */
interface AnyCondition {
  readonly type: string
  readonly status: string
  readonly lastTransitionTime?: string
  readonly reason?: string
  readonly message?: string
}

/** Amounts in thousandths by resource name: 500 is half a core, or half a byte. */
export type Requests = { readonly [resource: string]: number }

export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type)
}

/** The list with this condition set; the transition time moves only when the status does. The same list when nothing changes. */
export function withCondition<T extends AnyCondition>(
  conditions: readonly T[] | undefined,
  condition: NoInfer<T>,
  nowText: string,
): readonly T[] {
  const list = conditions ?? []
  const at = list.findIndex(({ type }) => type === condition.type)
  const old = list[at]
  // Not spread: a list that grows from nothing keeps room for 17 items, and this one is stored.
  if (!old) return list.concat(extended(condition, { lastTransitionTime: condition.lastTransitionTime ?? nowText }))
  const unchanged = old.status === condition.status
  if (unchanged && sameFields(old, condition)) return list
  const lastTransitionTime = unchanged ? old.lastTransitionTime : (condition.lastTransitionTime ?? nowText)
  return list.with(at, extended(condition, { lastTransitionTime }))
}

export function podReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True'
}

/** Ready for at least this long. */
export function podAvailable(pod: Pod, minReadySeconds: number, nowUs: number): boolean {
  const ready = podCondition(pod, 'Ready')
  if (ready?.status !== 'True') return false
  return minReadySeconds === 0 || parseTimeUs(ready.lastTransitionTime) + minReadySeconds * 1_000_000 <= nowUs
}

/** Its work is over: it will never run again. */
export function podTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

/** Counts as a replica: neither over nor being deleted. */
export function podActive(pod: Pod): boolean {
  return !podTerminal(pod) && pod.metadata.deletionTimestamp === undefined
}

/** Models v1qos.ComputePodQOS: pod-level resources decide where they are given, otherwise all containers together. */
export function qosClass(pod: { readonly spec: PodSpec }): QosClass {
  const { spec } = pod
  const sources =
    spec.resources && hasComputeResources(spec.resources)
      ? [spec.resources]
      : [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }) => resources)
  const requests = { cpu: 0, memory: 0 }
  const limits = { cpu: 0, memory: 0 }
  let any = false
  let guaranteed = true
  for (const resources of sources) {
    for (const name of ['cpu', 'memory'] as const) {
      const request = amountOf(name, resources?.requests?.[name])
      const limit = amountOf(name, resources?.limits?.[name])
      if (request > 0 || limit > 0) any = true
      if (limit === 0) guaranteed = false
      requests[name] += request
      limits[name] += limit
    }
  }
  if (!any) return 'BestEffort'
  return guaranteed && requests.cpu === limits.cpu && requests.memory === limits.memory ? 'Guaranteed' : 'Burstable'
}

/**
 * What the scheduler and the kubelet reserve, in thousandths: the containers and sidecars together, or the largest step of the
 * init sequence if that is more, plus overhead; pod-level requests win. Models resourcehelper.PodRequests.
 */
export function podRequests(pod: { readonly spec: PodSpec }): Requests {
  return podAmounts(pod.spec, (resources) => resources?.requests)
}

export function podLimits(pod: { readonly spec: PodSpec }): Requests {
  return podAmounts(pod.spec, (resources) => resources?.limits)
}

function podAmounts(
  spec: PodSpec,
  pick: (resources: ResourceRequirements | undefined) => { readonly [name: string]: string } | undefined,
): Requests {
  const total: Record<string, number> = {}
  for (const container of spec.containers) add(total, pick(container.resources))
  const sidecars: Record<string, number> = {}
  const largest: Record<string, number> = {}
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) {
      add(total, pick(container.resources))
      add(sidecars, pick(container.resources))
      raise(largest, sidecars)
    } else {
      const step = { ...sidecars }
      add(step, pick(container.resources))
      raise(largest, step)
    }
  }
  raise(total, largest)
  const podLevel = pick(spec.resources)
  for (const name in podLevel) total[name] = quantityMilli(podLevel[name])
  add(total, spec.overhead)
  return total
}

/** An init container that keeps running beside the others. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always'
}

function hasComputeResources({ requests, limits }: ResourceRequirements): boolean {
  return ['cpu', 'memory'].some((name) => requests?.[name] !== undefined || limits?.[name] !== undefined)
}

function amountOf(name: 'cpu' | 'memory', text: string | undefined): number {
  return name === 'cpu' ? quantityMilli(text) : quantityValue(text)
}

function add(total: Record<string, number>, amounts: { readonly [name: string]: string } | undefined): void {
  for (const name in amounts) total[name] = (total[name] ?? 0) + quantityMilli(amounts[name])
}

function raise(total: Record<string, number>, other: Requests): void {
  for (const name in other) if (other[name]! > (total[name] ?? 0)) total[name] = other[name]!
}

function sameFields(old: object, next: object): boolean {
  const a = old as { readonly [key: string]: unknown }
  const b = next as { readonly [key: string]: unknown }
  for (const key in b) if (key !== 'lastTransitionTime' && a[key] !== b[key]) return false
  for (const key in a) if (key !== 'lastTransitionTime' && a[key] !== undefined && !(key in b)) return false
  return true
}
