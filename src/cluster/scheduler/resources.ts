import type { Container, Pod } from '../../api/index.ts'
import { quantityMilli, quantityValue } from '../../api/index.ts'

/** CPU in milli-cores, everything else in whole units. `others` are extended resources and huge pages, sorted by name. */
export interface Resources {
  readonly cpu: number
  readonly memory: number
  readonly ephemeral: number
  readonly others: readonly (readonly [name: string, amount: number])[]
}

type Amounts = { [resource: string]: number }
type QuantityMap = { readonly [resource: string]: string }

/** What a container that asks for nothing counts as, for scoring only. */
export const DEFAULT_CPU_MILLI = 100
export const DEFAULT_MEMORY_BYTES = 200 * 1024 * 1024

/** What the pod asks of a node. Models component-helpers' PodRequests: init containers overlap, sidecars add, pod-level requests override. */
export const podRequest = (pod: Pod): Resources => resourcesOf(totalOf(pod, undefined))

/** The same with a floor under every container, so that pods without requests weigh something when nodes are scored. */
export function scoredRequest(pod: Pod): { readonly cpu: number; readonly memory: number } {
  const total = totalOf(pod, { cpu: DEFAULT_CPU_MILLI, memory: DEFAULT_MEMORY_BYTES })
  return { cpu: total.cpu ?? 0, memory: total.memory ?? 0 }
}

export function resourcesOf(amounts: Amounts): Resources {
  const others: (readonly [string, number])[] = []
  for (const name of Object.keys(amounts).sort()) if (!NATIVE.has(name)) others.push([name, amounts[name]!])
  return { cpu: amounts.cpu ?? 0, memory: amounts.memory ?? 0, ephemeral: amounts['ephemeral-storage'] ?? 0, others }
}

/** A map of quantities as numbers: CPU in milli, the rest rounded up to whole units. */
export function amountsOf(quantities: QuantityMap | undefined): Amounts {
  const amounts: Amounts = {}
  if (quantities) for (const name of Object.keys(quantities)) amounts[name] = name === 'cpu' ? quantityMilli(quantities[name]!) : quantityValue(quantities[name]!)
  return amounts
}

const NATIVE = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods'])
/** What pod-level requests may set. */
const podLevel = (name: string): boolean => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')

function totalOf(pod: Pod, floor: Amounts | undefined): Amounts {
  const total: Amounts = {}
  for (const container of pod.spec.containers) add(total, containerAmounts(container, floor))

  const sidecars: Amounts = {}
  const start: Amounts = {}
  for (const container of pod.spec.initContainers ?? []) {
    const amounts = containerAmounts(container, floor)
    if (container.restartPolicy === 'Always') {
      add(total, amounts)
      add(sidecars, amounts)
      raise(start, sidecars)
    } else {
      add(amounts, sidecars)
      raise(start, amounts)
    }
  }
  raise(total, start)

  const whole = amountsOf(pod.spec.resources?.requests)
  for (const name of Object.keys(whole)) if (podLevel(name)) total[name] = whole[name]!
  add(total, amountsOf(pod.spec.overhead))
  return total
}

function containerAmounts(container: Container, floor: Amounts | undefined): Amounts {
  const amounts = amountsOf(container.resources?.requests)
  if (floor) for (const name of Object.keys(floor)) if (amounts[name] === undefined) amounts[name] = floor[name]!
  return amounts
}

function add(into: Amounts, more: Amounts): void {
  for (const name of Object.keys(more)) into[name] = (into[name] ?? 0) + more[name]!
}

function raise(into: Amounts, to: Amounts): void {
  for (const name of Object.keys(to)) if (to[name]! > (into[name] ?? 0)) into[name] = to[name]!
}
