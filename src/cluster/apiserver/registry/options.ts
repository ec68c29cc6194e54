import { invalid, type DeleteOptions, type FieldError, type Status } from '../../../api/index.ts'

// Models metav1's ValidateCreateOptions and its sisters.

const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan']
const FIELD_VALIDATIONS: readonly string[] = ['', 'Ignore', 'Strict', 'Warn']
const MANAGER_MAX_BYTES = 128
const GROUP = 'meta.k8s.io'

/** What is wrong with the query of a write: 422. `apply` tells whether a patch is an apply. */
export function optionsFailure(kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions', query: Readonly<Record<string, string>> | undefined, apply = false): Status | undefined {
  if (query === undefined && !apply) return undefined
  const { fieldManager = '', dryRun, fieldValidation = '', force } = query ?? {}
  const errors: FieldError[] = []
  if (apply && fieldManager === '') errors.push({ type: 'required', field: 'fieldManager', detail: 'is required for apply patch' })
  if (!apply && kind === 'PatchOptions' && force !== undefined) errors.push({ type: 'forbidden', field: 'force', detail: 'may not be specified for non-apply patch' })
  if (fieldManager !== '') managerErrors(fieldManager, errors)
  if (dryRun !== undefined && dryRun !== 'All') errors.push(unsupported('dryRun', [dryRun], ['All']))
  if (!FIELD_VALIDATIONS.includes(fieldValidation)) errors.push(unsupported('fieldValidation', fieldValidation, FIELD_VALIDATIONS))
  return errors.length === 0 ? undefined : invalid({ group: GROUP, kind }, '', errors)
}

export function deleteOptionsFailure({ propagationPolicy, orphanDependents, dryRun }: DeleteOptions): Status | undefined {
  const errors: FieldError[] = []
  if (propagationPolicy !== undefined && orphanDependents !== undefined) errors.push({ type: 'invalid', field: 'propagationPolicy', value: propagationPolicy, detail: 'orphanDependents and deletionPropagation cannot be both set' })
  if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy)) errors.push(unsupported('propagationPolicy', propagationPolicy, [...POLICIES, 'nil']))
  if (dryRun?.some((one) => one !== 'All')) errors.push(unsupported('dryRun', dryRun, ['All']))
  return errors.length === 0 ? undefined : invalid({ group: GROUP, kind: 'DeleteOptions' }, '', errors)
}

function managerErrors(manager: string, errors: FieldError[]): void {
  if (new TextEncoder().encode(manager).length > MANAGER_MAX_BYTES) errors.push({ type: 'tooLong', field: 'fieldManager', detail: `may not be more than ${MANAGER_MAX_BYTES} bytes` })
  for (const { 0: letter, index } of manager.matchAll(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu)) {
    const code = letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
    errors.push({ type: 'invalid', field: 'fieldManager', value: manager, detail: `invalid character U+${code} (at position ${new TextEncoder().encode(manager.slice(0, index)).length})` })
  }
}

const unsupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({ type: 'notSupported', field, value, detail: `supported values: ${supported.map((one) => JSON.stringify(one)).join(', ')}` })
