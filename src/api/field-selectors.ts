import type { ApiObject } from './objects.ts'
import type { ResourceInfo } from './resources.ts'

export interface FieldTerm {
  readonly field: string
  readonly operator: '=' | '!='
  readonly value: string
}

/** All terms must hold; none matches everything. */
export interface FieldSelector {
  readonly terms: readonly FieldTerm[]
}

type Fields = Readonly<Record<string, string>>
type Path = readonly string[]

// What each kind can be selected by beyond its name and namespace. Models the AddFieldLabelConversionFunc calls of core/v1.
const PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  Node: ['spec.unschedulable'],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Namespace: ['status.phase'],
  Secret: ['type'],
  Service: ['spec.clusterIP', 'spec.type'],
}
const BOOLEAN_FIELDS: ReadonlySet<string> = new Set(['spec.hostNetwork', 'spec.unschedulable'])
const SPLIT: ReadonlyMap<string, Path> = new Map(
  Object.values(PATHS)
    .flat()
    .map((path) => [path, path.split('.')]),
)

/** Terms joined by ',', each with =, == or !=; a backslash escapes ',', '=' and itself. */
export function parseFieldSelector(text: string): FieldSelector | { readonly error: string } {
  const terms: FieldTerm[] = []
  for (const part of splitTerms(text).sort()) {
    if (part === '') continue
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part)
    if (!match) return { error: `invalid selector: '${text}'; can't understand '${part}'` }
    const value = unescaped(match[3]!)
    if (typeof value !== 'string') return value
    terms.push({ field: match[1]!, operator: match[2] === '!=' ? '!=' : '=', value })
  }
  return { terms }
}

/** Upstream's complaint about the first field that this kind cannot be selected by. */
export function unsupportedField(info: ResourceInfo, selector: FieldSelector): string | undefined {
  const paths = PATHS[info.kind]
  for (const { field } of selector.terms) {
    if (field === 'metadata.name' || (field === 'metadata.namespace' && (info.namespaced || !paths))) continue
    if (paths?.includes(field)) continue
    return paths
      ? `field label not supported: ${field}`
      : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`
  }
  return undefined
}

/** The values that this object is selected by; an absent one is ''. */
export function fieldsOf(info: { readonly kind: string; readonly namespaced: boolean }, object: ApiObject): Fields {
  const fields: Record<string, string> = { 'metadata.name': object.metadata.name ?? '' }
  if (info.namespaced) fields['metadata.namespace'] = object.metadata.namespace ?? ''
  for (const path of PATHS[info.kind] ?? []) fields[path] = fieldOf(path, object)
  return fields
}

/** A field that the kind does not have counts as ''. */
export function matchesFields(selector: FieldSelector, fields: Fields): boolean {
  for (const { field, operator, value } of selector.terms) if (((fields[field] ?? '') === value) !== (operator === '=')) return false
  return true
}

export function fieldSelectorText({ terms }: FieldSelector): string {
  return terms.map(({ field, operator, value }) => `${field}${operator}${value.replace(/[\\,=]/g, '\\$&')}`).join(',')
}

/** One of the values that this object is selected by, without the table of all. */
export function fieldValue({ kind, namespaced }: { readonly kind: string; readonly namespaced: boolean }, field: string, object: ApiObject): string {
  if (field === 'metadata.name') return object.metadata.name ?? ''
  if (field === 'metadata.namespace') return namespaced ? object.metadata.namespace ?? '' : ''
  return PATHS[kind]?.includes(field) ? fieldOf(field, object) : ''
}

function fieldOf(path: string, object: ApiObject): string {
  if (path === 'source') return text(at(object, ['source', 'component'])) || text(object.reportingComponent)
  if (path === 'status.podIPs')
    return (at(object, ['status', 'podIPs']) as readonly { readonly ip: string }[] | undefined)?.map(({ ip }) => ip).join(',') ?? ''
  const value = at(object, SPLIT.get(path)!)
  return BOOLEAN_FIELDS.has(path) ? String(value === true) : text(value)
}

function at(object: unknown, path: Path): unknown {
  let value = object
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as { readonly [key: string]: unknown })[name]
  }
  return value
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function splitTerms(selector: string): string[] {
  const terms: string[] = []
  let start = 0
  for (let i = 0; i < selector.length; i++) {
    if (selector[i] === '\\') i++
    else if (selector[i] === ',') {
      terms.push(selector.slice(start, i))
      start = i + 1
    }
  }
  terms.push(selector.slice(start))
  return terms
}

function unescaped(value: string): string | { readonly error: string } {
  let out = ''
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!
    if (char === '\\') {
      const next = value[++i]
      if (next === undefined || !'\\,='.includes(next))
        return { error: `invalid field selector: invalid escape sequence: ${next === undefined ? '\\' : `\\${next}`}` }
      out += next
    } else if (char === ',' || char === '=') return { error: `invalid field selector: unescaped character in value: ${char.charCodeAt(0)}` }
    else out += char
  }
  return out
}
