import type { Deployment, DeploymentStrategy, IntOrString, LabelSelector, PodTemplateSpec, ReplicaSet } from '../schema/types.ts'
import { matchesLabels, selectorOf } from '../selectors.ts'
import { forbiddenField, invalid, notSupported, required } from './field-error.ts'
import { percent } from './formats.ts'
import type { Errors } from './meta.ts'
import { checkImmutable, checkLabelSelector, checkMeta, checkMetaUpdate, checkNotNegative, complain, subdomainName } from './meta.ts'
import { checkTemplate } from './pod-spec.ts'

type Counts = { readonly [count: string]: number | undefined }

const MORE_THAN_REPLICAS = 'cannot be greater than status.replicas'

export function checkDeployment(deployment: Deployment, errors: Errors): void {
  checkMeta(deployment.metadata, true, subdomainName, errors)
  checkDeploymentSpec(deployment, errors)
}

export function checkDeploymentUpdate(next: Deployment, old: Deployment, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkDeploymentSpec(next, errors)
  checkImmutable('spec.selector', next.spec.selector, old.spec.selector, errors)
}

export function checkDeploymentStatusUpdate(next: Deployment, old: Deployment, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  const { status = {} } = next
  const {
    observedGeneration,
    replicas = 0,
    updatedReplicas = 0,
    readyReplicas = 0,
    availableReplicas = 0,
    unavailableReplicas,
    terminatingReplicas,
    collisionCount,
  } = status
  checkCounts(
    {
      observedGeneration,
      replicas,
      updatedReplicas,
      readyReplicas,
      availableReplicas,
      unavailableReplicas,
      terminatingReplicas,
      collisionCount,
    },
    errors,
  )
  if (updatedReplicas > replicas) errors.push(invalid('status.updatedReplicas', updatedReplicas, MORE_THAN_REPLICAS))
  checkReadiness(replicas, readyReplicas, availableReplicas, errors)
  if ((collisionCount ?? 0) < (old.status?.collisionCount ?? 0))
    errors.push(invalid('status.collisionCount', collisionCount ?? 0, 'cannot be decremented'))
}

export function checkReplicaSet(replicaSet: ReplicaSet, errors: Errors): void {
  checkMeta(replicaSet.metadata, true, subdomainName, errors)
  checkReplicaSetSpec(replicaSet, errors)
}

export function checkReplicaSetUpdate(next: ReplicaSet, old: ReplicaSet, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkReplicaSetSpec(next, errors)
  checkImmutable('spec.selector', next.spec.selector, old.spec.selector, errors)
}

export function checkReplicaSetStatusUpdate(next: ReplicaSet, old: ReplicaSet, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  const {
    replicas = 0,
    fullyLabeledReplicas = 0,
    readyReplicas = 0,
    availableReplicas = 0,
    observedGeneration,
    terminatingReplicas,
  } = next.status ?? { replicas: 0 }
  checkCounts({ replicas, fullyLabeledReplicas, readyReplicas, availableReplicas, observedGeneration, terminatingReplicas }, errors)
  if (fullyLabeledReplicas > replicas) errors.push(invalid('status.fullyLabeledReplicas', fullyLabeledReplicas, MORE_THAN_REPLICAS))
  checkReadiness(replicas, readyReplicas, availableReplicas, errors)
}

function checkDeploymentSpec({ spec }: Deployment, errors: Errors): void {
  checkNotNegative('spec.replicas', spec.replicas, errors)
  checkSelectorAndTemplate(spec.selector, spec.template, errors)
  checkStrategy(spec.strategy ?? {}, 'spec.strategy', errors)
  checkNotNegative('spec.minReadySeconds', spec.minReadySeconds, errors)
  checkNotNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit, errors)
  const deadline = spec.progressDeadlineSeconds
  checkNotNegative('spec.progressDeadlineSeconds', deadline, errors)
  if (deadline !== undefined && deadline <= (spec.minReadySeconds ?? 0))
    errors.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'))
}

function checkReplicaSetSpec({ spec }: ReplicaSet, errors: Errors): void {
  checkNotNegative('spec.replicas', spec.replicas, errors)
  checkNotNegative('spec.minReadySeconds', spec.minReadySeconds, errors)
  checkSelectorAndTemplate(spec.selector, spec.template, errors)
}

/** Upstream says "for deployment" of an empty selector of a ReplicaSet, too. */
function checkSelectorAndTemplate(selector: LabelSelector | undefined, template: PodTemplateSpec | undefined, errors: Errors): void {
  const before = errors.length
  if (selector === undefined) errors.push(required('spec.selector'))
  else {
    checkLabelSelector(selector, 'spec.selector', errors)
    if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0)
      errors.push(invalid('spec.selector', selector, 'empty selector is invalid for deployment'))
  }
  const unreadable = selector !== undefined && errors.length > before && selectorOf(selector).nothing
  if (unreadable) return void errors.push(invalid('spec.selector', selector, 'invalid label selector'))
  checkReplicaTemplate(selector, template ?? {}, errors)
}

/** Models ValidatePodTemplateSpecForReplicaSet. */
function checkReplicaTemplate(selector: LabelSelector | undefined, template: PodTemplateSpec, errors: Errors): void {
  const labels = template.metadata?.labels
  const parsed = selectorOf(selector)
  if (parsed.requirements.length > 0 && !matchesLabels(parsed, labels))
    errors.push(invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`'))
  checkTemplate(template, 'spec.template', errors)
  const policy = template.spec?.restartPolicy
  if (policy !== 'Always') errors.push(notSupported('spec.template.spec.restartPolicy', policy ?? '', ['Always']))
  if (template.spec?.activeDeadlineSeconds !== undefined)
    errors.push(forbiddenField('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in ReplicaSet is not Supported'))
}

function checkStrategy(strategy: DeploymentStrategy, field: string, errors: Errors): void {
  const { type, rollingUpdate } = strategy
  if (type === 'Recreate') {
    if (rollingUpdate) errors.push(forbiddenField(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'"))
  } else if (type === 'RollingUpdate') {
    if (!rollingUpdate) return void errors.push(required(`${field}.rollingUpdate`, 'this should be defaulted and never be nil'))
    const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate
    checkIntOrPercent(maxUnavailable, `${field}.rollingUpdate.maxUnavailable`, errors)
    checkIntOrPercent(maxSurge, `${field}.rollingUpdate.maxSurge`, errors)
    if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0)
      errors.push(invalid(`${field}.rollingUpdate.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'))
    if (typeof maxUnavailable === 'string' && amountOf(maxUnavailable) > 100)
      errors.push(invalid(`${field}.rollingUpdate.maxUnavailable`, maxUnavailable, 'must not be greater than 100%'))
  } else errors.push(notSupported(field, strategy, ['Recreate', 'RollingUpdate']))
}

function checkIntOrPercent(value: IntOrString, field: string, errors: Errors): void {
  if (typeof value === 'string') complain(percent(value), field, value, errors)
  else checkNotNegative(field, value, errors)
}

function amountOf(value: IntOrString): number {
  return typeof value === 'number' ? value : /^\d+%?$/.test(value) ? Number.parseInt(value, 10) : 0
}

function checkCounts(counts: Counts, errors: Errors): void {
  for (const name in counts) checkNotNegative(`status.${name}`, counts[name], errors)
}

function checkReadiness(replicas: number, ready: number, available: number, errors: Errors): void {
  if (ready > replicas) errors.push(invalid('status.readyReplicas', ready, MORE_THAN_REPLICAS))
  if (available > replicas) errors.push(invalid('status.availableReplicas', available, MORE_THAN_REPLICAS))
  if (available > ready) errors.push(invalid('status.availableReplicas', available, 'cannot be greater than readyReplicas'))
}
