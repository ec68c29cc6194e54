import type { LabelSelector, LabelSelectorRequirement, ObjectMeta, OwnerReference } from '../schema/types.ts'
import { sameValue } from '../objects.ts'
import { forbiddenField, goQuote, invalid, required, tooLong } from './field-error.ts'
import type { FieldError } from './field-error.ts'
import { dns1035Label, dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from './formats.ts'

/** Everything below appends what it finds. */
export type Errors = FieldError[]
export type NameRule = (name: string) => readonly string[]

export const FIELD_IMMUTABLE = 'field is immutable'
const NOT_NEGATIVE = 'must be greater than or equal to 0'
const ANNOTATIONS_BYTES_MAX = 256 * 1024

export const subdomainName: NameRule = dns1123Subdomain
export const labelName: NameRule = dns1123Label
export const dns1035Name: NameRule = dns1035Label

/** For names that only have to be one segment of a path. Models content.IsPathSegmentName. */
export const pathSegmentName: NameRule = (name) => {
  if (name === '.' || name === '..') return [`may not be '${name}'`]
  return ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`)
}

/** Models ValidateObjectMeta. */
export function checkMeta(meta: ObjectMeta, namespaced: boolean, nameRule: NameRule, errors: Errors): void {
  if (meta.generateName) complain(nameRule(withoutTrailingDash(meta.generateName)), 'metadata.generateName', meta.generateName, errors)
  if (!meta.name) errors.push(required('metadata.name', 'name or generateName is required'))
  else complain(nameRule(meta.name), 'metadata.name', meta.name, errors)
  if (!namespaced && meta.namespace) errors.push(forbiddenField('metadata.namespace', 'not allowed on this type'))
  if (namespaced && !meta.namespace) errors.push(required('metadata.namespace'))
  else if (namespaced) complain(labelName(meta.namespace!), 'metadata.namespace', meta.namespace, errors)
  checkMetaCommon(meta, errors)
}

/** Models ValidateObjectMetaUpdate. Whether a resourceVersion must be given is the API server's rule. */
export function checkMetaUpdate(next: ObjectMeta, old: ObjectMeta, errors: Errors): void {
  if (old.deletionTimestamp !== undefined) checkNoNewFinalizers(next, old, errors)
  if ((next.generation ?? 0) < (old.generation ?? 0))
    errors.push(invalid('metadata.generation', next.generation ?? 0, 'must not be decremented'))
  for (const field of ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const) {
    if (next[field] !== old[field])
      errors.push(
        invalid(
          `metadata.${field}`,
          next[field] ?? (field.endsWith('Timestamp') || field.endsWith('Seconds') ? null : ''),
          FIELD_IMMUTABLE,
        ),
      )
  }
  checkMetaCommon(next, errors)
}

function checkNoNewFinalizers(next: ObjectMeta, old: ObjectMeta, errors: Errors): void {
  const added = (next.finalizers ?? []).filter((finalizer) => !old.finalizers?.includes(finalizer)).sort()
  if (added.length > 0)
    errors.push(
      forbiddenField(
        'metadata.finalizers',
        `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(goQuote).join(', ')}}`,
      ),
    )
}

export function checkImmutable(field: string, next: unknown, old: unknown, errors: Errors): void {
  if (!sameValue(next, old)) errors.push(invalid(field, next ?? null, FIELD_IMMUTABLE))
}

export function checkNotNegative(field: string, value: number | undefined, errors: Errors): void {
  if (value !== undefined && value < 0) errors.push(invalid(field, value, NOT_NEGATIVE))
}

/** One error per complaint. */
export function complain(complaints: readonly string[], field: string, value: unknown, errors: Errors): void {
  for (const complaint of complaints) errors.push(invalid(field, value, complaint))
}

export function checkLabels(labels: { readonly [key: string]: string } | undefined, field: string, errors: Errors): void {
  for (const key in labels) {
    complain(qualifiedName(key), field, key, errors)
    complain(labelValue(labels[key]!), field, labels[key], errors)
  }
}

export function checkAnnotations(annotations: { readonly [key: string]: string } | undefined, field: string, errors: Errors): void {
  let bytes = 0
  for (const key in annotations) {
    complain(qualifiedName(key.toLowerCase()), field, key, errors)
    bytes += key.length + annotations[key]!.length
  }
  if (bytes > ANNOTATIONS_BYTES_MAX) errors.push(tooLong(field, ANNOTATIONS_BYTES_MAX))
}

/** Models ValidateLabelSelector. */
export function checkLabelSelector(selector: LabelSelector | undefined, field: string, errors: Errors): void {
  checkLabels(selector?.matchLabels, `${field}.matchLabels`, errors)
  selector?.matchExpressions?.forEach((expression, i) => { checkExpression(expression, `${field}.matchExpressions[${i}]`, errors) })
}

function checkExpression({ key, operator, values = [] }: LabelSelectorRequirement, path: string, errors: Errors): void {
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      errors.push(forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
  } else errors.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'))
  complain(qualifiedName(key ?? ''), `${path}.key`, key ?? '', errors)
  values.forEach((value, j) => { complain(labelValue(value), `${path}.values[${j}]`, value, errors) })
}

function checkMetaCommon(meta: ObjectMeta, errors: Errors): void {
  checkNotNegative('metadata.generation', meta.generation, errors)
  checkLabels(meta.labels, 'metadata.labels', errors)
  checkAnnotations(meta.annotations, 'metadata.annotations', errors)
  checkOwners(meta.ownerReferences ?? [], errors)
  checkFinalizers(meta.finalizers ?? [], errors)
}

function checkOwners(owners: readonly OwnerReference[], errors: Errors): void {
  const field = 'metadata.ownerReferences'
  let controller: string | undefined
  for (const owner of owners) {
    if (!owner.apiVersion) errors.push(invalid(`${field}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'))
    for (const part of ['kind', 'name', 'uid'] as const)
      if (!owner[part]) errors.push(invalid(`${field}.${part}`, owner[part] ?? '', 'must not be empty'))
    if (owner.apiVersion === 'v1' && owner.kind === 'Event')
      errors.push(invalid(field, owner, '/v1, Kind=Event is disallowed from being an owner'))
    if (!owner.controller) continue
    const name = `${owner.kind}/${owner.name}`
    if (controller === undefined) controller = name
    else
      errors.push(
        invalid(
          field,
          owners,
          `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`,
        ),
      )
  }
}

function checkFinalizers(finalizers: readonly string[], errors: Errors): void {
  for (const finalizer of finalizers) complain(qualifiedName(finalizer), 'metadata.finalizers', finalizer, errors)
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid('metadata.finalizers', finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'))
  }
}

/** A prefix may end in a dash, which the random part will follow. */
function withoutTrailingDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix
}
