import { extended, type ApiObject, type Pod, type PriorityClass, type Status } from '../../../api/index.ts'
import type { Exchange } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'
import { refuse, type Admitted } from './chain.ts'

const CLASSES = 'scheduling.k8s.io/priorityclasses'

/** A class name becomes a number; nobody chooses the number. */
export function withPriority(state: ApiServerState, exchange: Exchange, object: ApiObject): Admitted {
  const { spec, metadata } = object as unknown as Pod
  let name = spec.priorityClassName ?? ''
  let priority = 0
  let preemptionPolicy = 'PreemptLowerPriority'
  if (name === '' && metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined && spec.priority !== undefined) return { object }
  const found = name === '' ? globalDefault(state) : (known(state, 'scheduling.k8s.io', 'priorityclasses', name) as unknown as PriorityClass | undefined)
  if (name !== '' && !found) return { failure: refuse(exchange, object, `no PriorityClass with name ${name} was found`) }
  if (found) {
    name = found.metadata.name!
    priority = found.value ?? 0
    preemptionPolicy = found.preemptionPolicy ?? preemptionPolicy
  }
  if (spec.priority !== undefined && spec.priority !== priority) return { failure: refuse(exchange, object, `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`) }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) return { failure: refuse(exchange, object, `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`) }
  return { object: { ...object, spec: extended(spec, { priority, preemptionPolicy, ...(name !== '' && { priorityClassName: name }) }) } }
}

/** Of several defaults the lowest counts. The classes of a cluster are few. */
function globalDefault(state: ApiServerState): PriorityClass | undefined {
  let lowest: PriorityClass | undefined
  for (const object of state.caches.get(CLASSES)!.objects.values()) {
    const one = object as unknown as PriorityClass
    if (one.globalDefault && (!lowest || (one.value ?? 0) < (lowest.value ?? 0))) lowest = one
  }
  return lowest
}

export function defaultPriorityClassUnique(state: ApiServerState, exchange: Exchange, object: ApiObject): Status | undefined {
  if (!(object as unknown as PriorityClass).globalDefault) return undefined
  const present = globalDefault(state)
  if (!present || present.metadata.name === object.metadata.name) return undefined
  return refuse(exchange, object, `PriorityClass ${present.metadata.name} is already marked as default. Only one default can exist`)
}
