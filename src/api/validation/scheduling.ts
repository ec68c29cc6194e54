import type {
  Affinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinityTerm,
  PodSpec,
  Taint,
  Toleration,
  TopologySpreadConstraint,
  WeightedPodAffinityTerm,
} from '../schema/types.ts'
import { duplicate, forbiddenField, invalid, notSupported, required } from './field-error.ts'
import { dns1123Label, labelValue, qualifiedName } from './formats.ts'
import type { Errors } from './meta.ts'
import { checkLabelSelector, complain } from './meta.ts'

const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** What a pod asks of the scheduler. */
export function checkScheduling(spec: PodSpec, field: string, errors: Errors): void {
  if (spec.affinity) checkAffinity(spec.affinity, `${field}.affinity`, errors)
  checkGates(spec, `${field}.schedulingGates`, errors)
  checkSpread(spec.topologySpreadConstraints ?? [], `${field}.topologySpreadConstraints`, errors)
  checkTolerations(spec.tolerations ?? [], `${field}.tolerations`, errors)
}

export function checkTolerations(tolerations: readonly Toleration[], field: string, errors: Errors): void {
  tolerations.forEach(({ key, operator, value = '', effect, tolerationSeconds }, i) => {
    const path = `${field}[${i}]`
    if (key) complain(qualifiedName(key), `${path}.key`, key, errors)
    if (!key && operator !== 'Exists')
      errors.push(
        invalid(
          `${path}.operator`,
          operator ?? '',
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      )
    if (tolerationSeconds !== undefined && effect !== 'NoExecute')
      errors.push(invalid(`${path}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"))
    if (!operator || operator === 'Equal') {
      const complaints = labelValue(value)
      if (complaints.length > 0) errors.push(invalid(`${path}.operator`, value, complaints.join(';')))
    } else if (operator === 'Exists') {
      if (value !== '') errors.push(invalid(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"))
    } else errors.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']))
    if (effect && !TAINT_EFFECTS.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, TAINT_EFFECTS))
  })
}

/** Upstream looks for taints below metadata, and so do its messages. */
export function checkTaints(taints: readonly Taint[], errors: Errors): void {
  const seen = new Set<string>()
  taints.forEach((taint, i) => {
    const path = `metadata.taints[${i}]`
    complain(qualifiedName(taint.key ?? ''), `${path}.key`, taint.key ?? '', errors)
    const complaints = labelValue(taint.value ?? '')
    if (complaints.length > 0) errors.push(invalid(`${path}.value`, taint.value, complaints.join(';')))
    if (!taint.effect) errors.push(required(`${path}.effect`))
    else if (!TAINT_EFFECTS.includes(taint.effect)) errors.push(notSupported(`${path}.effect`, taint.effect, TAINT_EFFECTS))
    const key = `${taint.effect}/${taint.key}`
    if (seen.has(key)) errors.push({ ...duplicate(path, taint), detail: 'taints must be unique by key and effect pair' })
    seen.add(key)
  })
}

function checkAffinity({ nodeAffinity, podAffinity, podAntiAffinity }: Affinity, field: string, errors: Errors): void {
  if (nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution) {
    checkNodeSelector(
      nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution,
      `${field}.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution`,
      errors,
    )
  }
  nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.forEach(({ weight, preference }, i) => {
    const path = `${field}.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
    checkWeight(weight, path, errors)
    checkTerm(preference ?? {}, false, `${path}.preference`, errors)
  })
  for (const [name, affinity] of [
    ['podAffinity', podAffinity],
    ['podAntiAffinity', podAntiAffinity],
  ] as const) {
    affinity?.requiredDuringSchedulingIgnoredDuringExecution?.forEach((term, i) => {
      checkPodTerm(term, `${field}.${name}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`, errors)
    })
    affinity?.preferredDuringSchedulingIgnoredDuringExecution?.forEach((term: WeightedPodAffinityTerm, i) => {
      const path = `${field}.${name}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
      checkWeight(term.weight, path, errors)
      checkPodTerm(term.podAffinityTerm ?? {}, `${path}.podAffinityTerm`, errors)
    })
  }
}

function checkNodeSelector({ nodeSelectorTerms = [] }: NodeSelector, field: string, errors: Errors): void {
  if (nodeSelectorTerms.length === 0) errors.push(required(`${field}.nodeSelectorTerms`, 'must have at least one node selector term'))
  nodeSelectorTerms.forEach((term, i) => { checkTerm(term, true, `${field}.nodeSelectorTerms[${i}]`, errors) })
}

function checkTerm({ matchExpressions, matchFields }: NodeSelectorTerm, strictValues: boolean, field: string, errors: Errors): void {
  matchExpressions?.forEach((requirement, i) => { checkRequirement(requirement, strictValues, `${field}.matchExpressions[${i}]`, errors) })
  matchFields?.forEach(({ key, operator, values = [] }, i) => {
    const path = `${field}.matchFields[${i}]`
    if (operator !== 'In' && operator !== 'NotIn') errors.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'))
    else if (values.length !== 1)
      errors.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"))
    if (key !== 'metadata.name') errors.push(invalid(`${path}.key`, key, 'not a valid field selector key'))
  })
}

function checkRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  strictValues: boolean,
  field: string,
  errors: Errors,
): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        errors.push(forbiddenField(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
      break
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) errors.push(required(`${field}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"))
      break
    default:
      errors.push(invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator'))
  }
  complain(qualifiedName(key ?? ''), `${field}.key`, key ?? '', errors)
  if (strictValues) values.forEach((value, i) => { complain(labelValue(value), `${field}.values[${i}]`, value, errors) })
}

function checkPodTerm(term: Partial<PodAffinityTerm>, field: string, errors: Errors): void {
  checkLabelSelector(term.labelSelector, `${field}.labelSelector`, errors)
  checkLabelSelector(term.namespaceSelector, `${field}.namespaceSelector`, errors)
  for (const namespace of term.namespaces ?? []) complain(dns1123Label(namespace), `${field}.namespace`, namespace, errors)
  if (!term.topologyKey) errors.push(required(`${field}.topologyKey`, 'can not be empty'))
  complain(qualifiedName(term.topologyKey ?? ''), `${field}.topologyKey`, term.topologyKey ?? '', errors)
}

function checkWeight(weight: number | undefined, field: string, errors: Errors): void {
  if (weight === undefined || weight <= 0 || weight > 100)
    errors.push(invalid(`${field}.weight`, weight ?? 0, 'must be in the range 1-100'))
}

function checkGates({ schedulingGates = [] }: PodSpec, field: string, errors: Errors): void {
  const seen = new Set<string>()
  schedulingGates.forEach(({ name }, i) => {
    complain(qualifiedName(name ?? ''), `${field}[${i}]`, name ?? '', errors)
    if (seen.has(name)) errors.push(duplicate(`${field}[${i}]`, name))
    seen.add(name)
  })
}

function checkSpread(constraints: readonly TopologySpreadConstraint[], field: string, errors: Errors): void {
  const seen = new Set<string>()
  constraints.forEach((constraint, i) => { checkConstraint(constraint, seen, `${field}[${i}]`, errors) })
}

function checkConstraint(constraint: TopologySpreadConstraint, seen: Set<string>, path: string, errors: Errors): void {
  const { maxSkew = 0, topologyKey, whenUnsatisfiable, minDomains, labelSelector } = constraint
  if (maxSkew <= 0) errors.push(invalid(`${path}.maxSkew`, maxSkew, 'must be greater than zero'))
  if (!topologyKey) errors.push(required(`${path}.topologyKey`, 'can not be empty'))
  if (whenUnsatisfiable !== 'DoNotSchedule' && whenUnsatisfiable !== 'ScheduleAnyway')
    errors.push(notSupported(`${path}.whenUnsatisfiable`, whenUnsatisfiable ?? '', ['DoNotSchedule', 'ScheduleAnyway']))
  const pair = `{${topologyKey}, ${whenUnsatisfiable}}`
  if (seen.has(pair)) errors.push(duplicate(`${path}.{topologyKey, whenUnsatisfiable}`, pair))
  seen.add(pair)
  if (minDomains !== undefined && minDomains <= 0) errors.push(invalid(`${path}.minDomains`, minDomains, 'must be greater than zero'))
  if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule')
    errors.push(
      invalid(`${path}.minDomains`, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`),
    )
  checkLabelSelector(labelSelector, `${path}.labelSelector`, errors)
}
