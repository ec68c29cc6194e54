import { mandatoryLevel, mandatorySchema } from '../flowcontrol/bootstrap.ts'
import { sameValue } from '../objects.ts'
import type { ExemptPriorityLevelConfiguration, FlowSchema, LimitedPriorityLevelConfiguration, PolicyRulesWithSubjects, PriorityLevelConfiguration, QueuingConfiguration } from '../schema/types.ts'
import { forbiddenField, invalid, notSupported, required } from './field-error.ts'
import { checkMeta, complain, subdomainName, type Errors } from './meta.ts'

const VERBS: readonly string[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch']
const SUBJECTS: readonly string[] = ['Group', 'ServiceAccount', 'User']
const PRECEDENCE_MAX = 10_000
const QUEUES_MAX = 10_000_000
const HASH_BITS = 60
const NOT_NEGATIVE = 'must be a non-negative integer'
const PERCENT = 'must be between 0 and 100, inclusive'

export function checkFlowSchema(one: FlowSchema, errors: Errors): void {
  checkMeta(one.metadata, false, subdomainName, errors)
  const { matchingPrecedence = 0, distinguisherMethod, priorityLevelConfiguration, rules } = one.spec
  const name = one.metadata.name ?? ''
  const precedence = (detail: string): void => void errors.push(invalid('spec.matchingPrecedence', matchingPrecedence, detail))
  if (matchingPrecedence <= 0) precedence('must be a positive value')
  if (matchingPrecedence > PRECEDENCE_MAX) precedence(`must not be greater than ${PRECEDENCE_MAX}`)
  if (matchingPrecedence === 1 && name !== 'exempt') precedence("only the schema named 'exempt' may have matchingPrecedence 1")
  if (distinguisherMethod && distinguisherMethod.type !== 'ByUser' && distinguisherMethod.type !== 'ByNamespace') errors.push(notSupported('spec.distinguisherMethod.type', distinguisherMethod, ['ByNamespace', 'ByUser']))
  const level = priorityLevelConfiguration?.name ?? ''
  if (level === '') errors.push(required('spec.priorityLevelConfiguration.name', 'must reference a priority level'))
  else complain(subdomainName(level), 'spec.priorityLevelConfiguration.name', level, errors)
  rules?.forEach((rule, i) => { checkRule(rule, `spec.rules[${i}]`, errors) })
  const fixed = mandatorySchema(name)
  if (fixed && !sameValue(one.spec, fixed.spec)) errors.push(invalid('spec', one.spec, `spec of '${name}' must equal the fixed value`))
}

export function checkPriorityLevel({ metadata, spec }: PriorityLevelConfiguration, errors: Errors): void {
  checkMeta(metadata, false, subdomainName, errors)
  const name = metadata.name ?? ''
  if ((name === 'exempt') !== (spec.type === 'Exempt')) errors.push(invalid('spec.type', spec.type, "must be 'Exempt' if and only if `name` is 'exempt'"))
  if (spec.type === 'Exempt') {
    if (spec.limited) errors.push(forbiddenField('spec.limited', 'must be nil if the type is not Limited'))
    if (spec.exempt) checkShares(spec.exempt, 'spec.exempt', errors)
  } else if (spec.type === 'Limited') {
    if (spec.exempt) errors.push(forbiddenField('spec.exempt', 'must be nil if the type is Limited'))
    if (spec.limited) checkLimited(spec.limited, errors)
    else errors.push(required('spec.limited', 'must not be empty when type is Limited'))
  } else errors.push(notSupported('spec.type', spec.type, ['Exempt', 'Limited']))
  const fixed = mandatoryLevel(name)
  if (!fixed) return
  if (name === 'exempt' && !sameValue({ ...spec, exempt: fixed.spec.exempt }, fixed.spec)) errors.push(invalid('spec', spec, "spec of 'exempt' except the 'spec.exempt' field must equal the fixed value"))
  if (name !== 'exempt' && !sameValue(spec, fixed.spec)) errors.push(invalid('spec', spec, `spec of '${name}' must equal the fixed value`))
}

function checkLimited(limited: LimitedPriorityLevelConfiguration, errors: Errors): void {
  const field = 'spec.limited'
  checkShares(limited, field, errors)
  const { borrowingLimitPercent, limitResponse } = limited
  if (borrowingLimitPercent !== undefined && borrowingLimitPercent < 0) errors.push(invalid(`${field}.borrowingLimitPercent`, borrowingLimitPercent, `if specified, ${NOT_NEGATIVE}`))
  const response = `${field}.limitResponse`
  const { type = '', queuing } = limitResponse ?? {}
  if (type === 'Reject') {
    if (queuing) errors.push(forbiddenField(`${response}.queuing`, 'must be nil if limited.limitResponse.type is not Limited'))
  } else if (type === 'Queue') {
    if (queuing) checkQueuing(queuing, `${response}.queuing`, errors)
    else errors.push(required(`${response}.queuing`, 'must not be empty if limited.limitResponse.type is Limited'))
  } else errors.push(notSupported(`${response}.type`, type, ['Queue', 'Reject']))
}

function checkShares({ nominalConcurrencyShares = 0, lendablePercent = 0 }: ExemptPriorityLevelConfiguration, field: string, errors: Errors): void {
  if (nominalConcurrencyShares < 0) errors.push(invalid(`${field}.nominalConcurrencyShares`, nominalConcurrencyShares, NOT_NEGATIVE))
  if (lendablePercent < 0 || lendablePercent > 100) errors.push(invalid(`${field}.lendablePercent`, lendablePercent, PERCENT))
}

function checkQueuing({ queues = 0, handSize = 0, queueLengthLimit = 0 }: QueuingConfiguration, field: string, errors: Errors): void {
  if (queueLengthLimit <= 0) errors.push(invalid(`${field}.queueLengthLimit`, queueLengthLimit, 'must be positive'))
  if (queues <= 0) errors.push(invalid(`${field}.queues`, queues, 'must be positive'))
  else if (queues > QUEUES_MAX) errors.push(invalid(`${field}.queues`, queues, `must not be greater than ${QUEUES_MAX}`))
  const hand = (detail: string): void => void errors.push(invalid(`${field}.handSize`, handSize, detail))
  if (handSize <= 0) hand('must be positive')
  else if (handSize > queues) hand(`should not be greater than queues (${queues})`)
  else if (queues > 1 && (handSize > HASH_BITS || BigInt(queues) ** BigInt(handSize) > 1n << BigInt(HASH_BITS))) hand(`required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${HASH_BITS}`)
}

function checkRule({ subjects, resourceRules = [], nonResourceRules = [] }: PolicyRulesWithSubjects, field: string, errors: Errors): void {
  if (!subjects?.length) errors.push(required(`${field}.subjects`, 'subjects must contain at least one value'))
  subjects?.forEach(({ kind }, i) => { if (!SUBJECTS.includes(kind)) errors.push(notSupported(`${field}.subjects[${i}].kind`, kind, SUBJECTS)) })
  if (resourceRules.length === 0 && nonResourceRules.length === 0) errors.push(required(field, 'at least one of resourceRules and nonResourceRules has to be non-empty'))
  resourceRules.forEach(({ verbs, namespaces = [], clusterScope }, i) => {
    checkVerbs(verbs, `${field}.resourceRules[${i}]`, errors)
    if (namespaces.length === 0 && !clusterScope) errors.push(required(`${field}.resourceRules[${i}].namespaces`, 'resource rules that are not cluster scoped must supply at least one namespace'))
  })
  nonResourceRules.forEach(({ verbs }, i) => { checkVerbs(verbs, `${field}.nonResourceRules[${i}]`, errors) })
}

function checkVerbs(verbs: readonly string[] | undefined, field: string, errors: Errors): void {
  if (!verbs?.length) errors.push(required(`${field}.verbs`, 'verbs must contain at least one value'))
  else if (!verbs.includes('*') && verbs.some((verb) => !VERBS.includes(verb))) errors.push(notSupported(`${field}.verbs`, verbs, VERBS))
}
