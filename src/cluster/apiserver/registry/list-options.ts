import { badRequest, invalid, parseFieldSelector, parseLabelSelector, unsupportedField, type FieldError, type FieldSelector, type ResourceInfo, type Selector, type Status } from '../../../api/index.ts'
import { decodeContinue, type Continuation } from '../storage/continue-token.ts'

type Query = Readonly<Record<string, string>>

/** What a list or watch asks for, read off its query. */
export interface ListWish {
  readonly namespace: string
  readonly labels: Selector | undefined
  readonly fields: FieldSelector | undefined
  /** 0: no limit. */
  readonly limit: number
  readonly from: Continuation | undefined
  /** '' is the most recent, '0' any. */
  readonly revision: string
  readonly match: '' | 'NotOlderThan' | 'Exact'
  readonly watch: boolean
  readonly initialEvents: boolean
  readonly bookmarks: boolean
  readonly timeoutSeconds: number
}

const NONE: Query = {}

export function listWish(info: ResourceInfo, namespace: string, query: Query = NONE, watch: boolean): ListWish | { readonly failure: Status } {
  let labels: Selector | undefined
  if (query.labelSelector) {
    const parsed = parseLabelSelector(query.labelSelector)
    if ('error' in parsed) return refused(`unable to parse requirement: ${parsed.error}`.replace('unable to parse requirement: unable', 'unable'))
    if (parsed.requirements.length > 0) labels = parsed
  }
  let fields: FieldSelector | undefined
  if (query.fieldSelector) {
    const parsed = parseFieldSelector(query.fieldSelector)
    if ('error' in parsed) return refused(parsed.error)
    const unsupported = unsupportedField(info, parsed)
    if (unsupported) return refused(unsupported)
    if (parsed.terms.length > 0) fields = parsed
  }
  const revision = query.resourceVersion ?? ''
  if (revision !== '' && !/^\d+$/.test(revision)) return refused(`resourceVersion: Invalid value: ${JSON.stringify(revision)}: strconv.ParseUint: parsing ${JSON.stringify(revision)}: invalid syntax`)
  let from: Continuation | undefined
  if (query.continue && !watch) {
    from = decodeContinue(query.continue)
    if (!from) return refused(`continue key is not valid: encoded start key ${JSON.stringify(query.continue)}`)
    if (revision !== '' && revision !== '0') return refused('specifying resource version is not allowed when using continue')
  }
  const match = query.resourceVersionMatch ?? ''
  const initialEvents = query.sendInitialEvents === 'true' || query.sendInitialEvents === '1'
  const errors = watch ? watchErrors(match, query) : listErrors(match, revision, query)
  if (errors.length > 0) return { failure: invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors) }
  return {
    namespace, labels, fields, from, revision, match: match as ListWish['match'], watch, initialEvents,
    limit: Math.max(0, Number(query.limit ?? 0) || 0),
    bookmarks: query.allowWatchBookmarks === 'true' || query.allowWatchBookmarks === '1',
    timeoutSeconds: Number(query.timeoutSeconds ?? 0) || 0,
  }
}

const refused = (message: string): { readonly failure: Status } => ({ failure: badRequest(message) })
const MATCH = 'resourceVersionMatch'
const not = (field: string, detail: string): FieldError => ({ type: 'forbidden', field, detail })

function listErrors(match: string, revision: string, query: Query): FieldError[] {
  const errors: FieldError[] = []
  if (query.sendInitialEvents !== undefined) errors.push(not('sendInitialEvents', 'sendInitialEvents is forbidden for list'))
  return match === '' ? errors : matchErrors(errors, match, revision, query)
}

function matchErrors(errors: FieldError[], match: string, revision: string, query: Query): FieldError[] {
  if (query.continue) errors.push(not(MATCH, 'resourceVersionMatch is forbidden when continue is provided'))
  if (revision === '') errors.push(not(MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'))
  if (match !== 'Exact' && match !== 'NotOlderThan') errors.push({ type: 'notSupported', field: MATCH, value: match, detail: 'supported values: "Exact", "NotOlderThan"' })
  if (match === 'Exact' && revision === '0') errors.push(not(MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
  return errors
}

function watchErrors(match: string, query: Query): FieldError[] {
  if (query.sendInitialEvents === undefined) return match === '' ? [] : [not(MATCH, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')]
  const errors: FieldError[] = []
  if (match !== 'NotOlderThan') errors.push(match === ''
    ? not(MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')
    : { type: 'notSupported', field: MATCH, value: match, detail: 'supported values: "NotOlderThan"' })
  return errors
}

/** The one node whose pods are asked for. */
export const nodeAskedFor = ({ fields }: ListWish): string | undefined => termValue(fields, 'spec.nodeName')
export const nameAskedFor = ({ fields }: ListWish): string | undefined => termValue(fields, 'metadata.name')

function termValue(fields: FieldSelector | undefined, field: string): string | undefined {
  return fields?.terms.find((term) => term.field === field && term.operator === '=' && term.value !== '')?.value
}
