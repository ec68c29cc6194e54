import type { Container, ContainerStatus, Pod, PodSpec, Toleration } from '../schema/types.ts'
import { sameValue } from '../objects.ts'
import { forbiddenField, invalid, required } from './field-error.ts'
import { dns1123Subdomain } from './formats.ts'
import { changesAsText } from './unified-diff.ts'
import type { Errors } from './meta.ts'
import { checkImmutable, checkMeta, checkMetaUpdate, complain, subdomainName } from './meta.ts'
import { checkPodSpec } from './pod-spec.ts'

const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',')

/** Models ValidatePodCreate. */
export function checkPodCreate(pod: Pod, errors: Errors): void {
  checkMetaAndSpec(pod, errors)
  if (pod.spec.ephemeralContainers?.length) errors.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'))
  if (pod.spec.nodeName && pod.spec.schedulingGates?.length)
    errors.push(forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'))
}

/** Models ValidatePodUpdate: hardly anything of a pod's spec may change. */
export function checkPodUpdate(next: Pod, old: Pod, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkMetaAndSpec(next, errors)
  for (const list of ['containers', 'initContainers'] as const)
    if (!sameContainers(next.spec[list] ?? [], old.spec[list] ?? [], `spec.${list}`, errors)) return
  if (!checkDeadline(next.spec, old.spec, errors)) return
  checkTolerationsKept(next.spec.tolerations ?? [], old.spec.tolerations ?? [], errors)
  checkGatesOnlyRemoved(next.spec, old.spec, errors)
  if (sameValue(next.spec, old.spec)) return
  const munged = withAllowedChangesUndone(next.spec, old.spec)
  if (!sameValue(munged, old.spec))
    errors.push(forbiddenField('spec', `pod updates may not change fields other than ${UPDATABLE}\n${changesAsText(old.spec, munged)}`))
}

/** Models ValidatePodStatusUpdate. */
export function checkPodStatusUpdate(next: Pod, old: Pod, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  if (next.spec.nodeName !== old.spec.nodeName) errors.push(forbiddenField('status.nodeName', 'may not be changed directly'))
  const nominated = next.status?.nominatedNodeName
  if (nominated && nominated !== old.status?.nominatedNodeName)
    complain(dns1123Subdomain(nominated), 'status.nominatedNodeName', nominated, errors)
  checkImmutable('status.qosClass', next.status?.qosClass, old.status?.qosClass, errors)
  checkStateTransitions(next.status?.containerStatuses ?? [], old.status?.containerStatuses ?? [], old.spec, errors)
}

/** Only ephemeral containers may be added, none changed or removed. */
export function checkEphemeralContainersUpdate(next: Pod, old: Pod, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkMetaAndSpec(next, errors)
  for (const before of old.spec.ephemeralContainers ?? []) {
    const after = next.spec.ephemeralContainers?.find(({ name }) => name === before.name)
    if (!after)
      errors.push(
        forbiddenField('spec.ephemeralContainers', `existing ephemeral containers ${JSON.stringify(before.name)} may not be removed\n`),
      )
    else if (!sameValue(after, before))
      errors.push(
        forbiddenField(
          'spec.ephemeralContainers',
          `existing ephemeral containers ${JSON.stringify(before.name)} may not be changed\n${changesAsText(before, after)}`,
        ),
      )
  }
}

export function checkMetaAndSpec(pod: Pod, errors: Errors): void {
  checkMeta(pod.metadata, true, subdomainName, errors)
  const cost = pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost']
  if (cost !== undefined && !/^(-?[1-9]\d*|0)$/.test(cost))
    errors.push(invalid('metadata.annotations[controller.kubernetes.io/pod-deletion-cost]', cost, 'must be a 32bit integer'))
  checkPodSpec(pod.spec, 'spec', errors)
  for (const list of ['containers', 'initContainers'] as const)
    pod.spec[list]?.forEach(({ image = '' }, i) => {
      if (image.trim() !== image) errors.push(invalid(`spec.${list}[${i}].image`, image, 'must not have leading or trailing whitespace'))
    })
}

function sameContainers(next: readonly Container[], old: readonly Container[], field: string, errors: Errors): boolean {
  if (next.length !== old.length) {
    errors.push(forbiddenField(field, 'pod updates may not add or remove containers'))
    return false
  }
  next.forEach(({ image }, i) => {
    if (!image) errors.push(required(`${field}[${i}].image`))
  })
  return true
}

function checkDeadline(next: PodSpec, old: PodSpec, errors: Errors): boolean {
  const deadline = next.activeDeadlineSeconds
  const before = old.activeDeadlineSeconds
  if (deadline === undefined) {
    if (before !== undefined)
      errors.push(invalid('spec.activeDeadlineSeconds', null, 'must not update from a positive integer to nil value'))
    return true
  }
  if (before === undefined || before >= deadline) return true
  errors.push(invalid('spec.activeDeadlineSeconds', deadline, 'must be less than or equal to previous value'))
  return false
}

function checkTolerationsKept(next: readonly Toleration[], old: readonly Toleration[], errors: Errors): void {
  for (const before of old) {
    const kept = next.some((after) => sameValue({ ...before, tolerationSeconds: after.tolerationSeconds }, after))
    if (!kept)
      return void errors.push(forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'))
  }
}

function checkGatesOnlyRemoved(next: PodSpec, old: PodSpec, errors: Errors): void {
  const before = new Set(old.schedulingGates?.map(({ name }) => name))
  next.schedulingGates?.forEach(({ name }, i) => {
    if (!before.has(name))
      errors.push(
        forbiddenField(`spec.schedulingGates[${i}].name`, "only deletion is allowed, but found new scheduling gate '" + name + "'"),
      )
  })
}

function withAllowedChangesUndone(next: PodSpec, old: PodSpec): PodSpec {
  const imagesOf = (list: readonly Container[] | undefined, from: readonly Container[] | undefined): readonly Container[] | undefined =>
    list?.map((container, i) => ({ ...container, image: from?.[i]?.image }))
  const gracePardoned = (old.terminationGracePeriodSeconds ?? 0) < 0 && next.terminationGracePeriodSeconds === 1
  const gated = (old.schedulingGates?.length ?? 0) > 0
  return {
    ...next,
    containers: imagesOf(next.containers, old.containers) ?? [],
    initContainers: imagesOf(next.initContainers, old.initContainers),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    schedulingGates: old.schedulingGates,
    tolerations: old.tolerations,
    ...(gracePardoned && { terminationGracePeriodSeconds: old.terminationGracePeriodSeconds }),
    // NB: any change of a gated pod's node selector and node affinity passes, where upstream only lets them become narrower.
    ...(gated && { nodeSelector: old.nodeSelector, affinity: withNodeAffinityOf(next.affinity, old.affinity) }),
  }
}

function withNodeAffinityOf(next: PodSpec['affinity'], old: PodSpec['affinity']): PodSpec['affinity'] {
  const merged = { ...next, nodeAffinity: old?.nodeAffinity }
  return Object.values(merged).every((part) => part === undefined) && old === undefined ? undefined : merged
}

/** A container that ended for good stays ended. */
function checkStateTransitions(next: readonly ContainerStatus[], old: readonly ContainerStatus[], spec: PodSpec, errors: Errors): void {
  old.forEach((before, i) => {
    const ended = before.state?.terminated
    if (!ended) return
    const after = next.find(({ name }) => name === before.name)
    if (!after || after.state?.terminated) return
    const own = spec.containers.find(({ name }) => name === before.name)?.restartPolicy ?? spec.restartPolicy
    const restarts = own === 'Always' || (own === 'OnFailure' && ended.exitCode !== 0)
    if (!restarts) errors.push(forbiddenField(`status.containerStatuses[${i}].state`, 'may not be transitioned to non-terminated state'))
  })
}
