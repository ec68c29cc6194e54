import { sameValue } from '../objects.ts'
import { isSidecar, qosClass } from '../pods.ts'
import type { Container, Pod, PodSpec, ResourceRequirements } from '../schema/types.ts'
import { forbiddenField, invalid } from './field-error.ts'
import { checkMetaUpdate, type Errors } from './meta.ts'
import { checkMetaAndSpec } from './pods.ts'

type Amounts = ResourceRequirements['requests']
const ONLY_CPU_AND_MEMORY = 'only cpu and memory resources are mutable'

/** Models ValidatePodResize: of a running pod's spec only the CPU and memory of containers may change. */
export function checkPodResize(next: Pod, old: Pod, errors: Errors): void {
  if (old.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return void errors.push(forbiddenField('[]', 'static pods cannot be resized'))
  if (old.spec.os?.name === 'windows') return void errors.push(forbiddenField('[]', 'windows pods cannot be resized'))
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkMetaAndSpec(next, errors)
  if ((old.status?.qosClass ?? qosClass(old)) !== qosClass(next)) errors.push(invalid('spec', next.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing'))
  if (!isSupported(old)) errors.push(forbiddenField('spec', 'Pod running on node without support for resize'))
  checkPodLevel(next.spec, old.spec, errors)
  if (!sameOrder(next.spec, old.spec, errors)) return
  for (const list of ['initContainers', 'containers'] as const) next.spec[list]?.forEach((container, i) => { checkNothingRemoved(container.resources, old.spec[list]![i]!.resources, `spec.${list}[${i}].resources`, errors) })
  checkOnlyComputeChanged(next.spec, old.spec, errors)
}

/** A kubelet that knows of resizing reports the resources of what runs. */
function isSupported({ status }: Pod): boolean {
  const running = status?.containerStatuses?.find(({ state }) => state?.running)
  return !running || running.resources !== undefined
}

function checkPodLevel(next: PodSpec, old: PodSpec, errors: Errors): void {
  if (old.resources && !next.resources) return void errors.push(forbiddenField('spec.resources', 'pod-level resources cannot be removed'))
  for (const part of ['requests', 'limits'] as const) if (isRemoved(next.resources?.[part], old.resources?.[part])) errors.push(forbiddenField(`spec.resources.${part}`, `pod-level resource ${part} cannot be removed`))
  if (!sameValue(withoutCompute(next.resources), withoutCompute(old.resources))) errors.push(forbiddenField('spec', 'only cpu and memory resources are mutable at pod-level'))
}

function sameOrder(next: PodSpec, old: PodSpec, errors: Errors): boolean {
  const before = errors.length
  for (const list of ['containers', 'initContainers'] as const) {
    const [after = [], present = []] = [next[list], old[list]]
    if (after.length !== present.length) errors.push(forbiddenField(`spec.${list}`, `${list} may not be added or removed on resize`))
    else present.forEach(({ name }, i) => {
      if (after[i]!.name !== name) errors.push(forbiddenField(`spec.${list}[${i}].name`, `${list} may not be renamed or reordered on resize`))
    })
  }
  return errors.length === before
}

function checkNothingRemoved(next: ResourceRequirements | undefined, old: ResourceRequirements | undefined, field: string, errors: Errors): void {
  for (const part of ['requests', 'limits'] as const) if (isRemoved(next?.[part], old?.[part])) errors.push(forbiddenField(`${field}.${part}`, `resource ${part} cannot be removed`))
}

const isRemoved = (next: Amounts, old: Amounts): boolean => Object.keys(old ?? {}).some((name) => next?.[name] === undefined)

function checkOnlyComputeChanged(next: PodSpec, old: PodSpec, errors: Errors): void {
  next.containers.forEach((container, i) => {
    if (!sameBesideCompute(container, old.containers[i]!)) errors.push(forbiddenField('spec', ONLY_CPU_AND_MEMORY))
  })
  next.initContainers?.forEach((container, i) => {
    const before = old.initContainers![i]!
    if (sameValue(container, before)) return
    const field = `spec.initContainers[${i}]`
    if (!sameBesideCompute(container, before)) errors.push(forbiddenField(field, 'only cpu and memory resources for init or sidecar containers are mutable'))
    else if (!isSidecar(container) && container.resizePolicy?.some(({ restartPolicy }) => restartPolicy === 'RestartContainer')) errors.push(forbiddenField(field, 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized'))
  })
}

const sameBesideCompute = (next: Container, old: Container): boolean => sameValue({ ...next, resources: withoutCompute(next.resources) }, { ...old, resources: withoutCompute(old.resources) })

function withoutCompute(resources: ResourceRequirements | undefined): ResourceRequirements {
  const rest = (amounts: Amounts): Amounts => Object.fromEntries(Object.entries(amounts ?? {}).filter(([name]) => name !== 'cpu' && name !== 'memory'))
  return { ...resources, requests: rest(resources?.requests), limits: rest(resources?.limits) }
}
