import type { ApiObject, ConfigMap, Namespace, PolicyRule, PriorityClass, Role, RoleBinding, Secret, ServiceAccount } from '../../../api/index.ts'
import { annotationsBlock, dateText, heading, keysOf, labelsBlock, listed, pairsText } from './blocks.ts'

/** Models ConfigMapDescriber. */
export const configMapText = ({ metadata, data, binaryData }: ConfigMap): string => `${heading(metadata)}\nData\n====\n${keysOf(data).map((key) => `${key}:\n----\n${data![key]}\n\n`).join('')}\nBinaryData\n====\n${
  keysOf(binaryData).map((key) => `${key}: ${bytesIn(binaryData![key]!)} bytes\n`).join('')}\n`

/** Models describeSecret. */
export const secretText = ({ metadata, type = '', data }: Secret): string => `${heading(metadata)}\nType:\t${type}\n\nData\n====\n${keysOf(data).map((key) => `${key}:\t${bytesIn(data![key]!)} bytes\n`).join('')}`

const bytesIn = (base64: string): number => Math.floor((base64.replace(/=+$/, '').length * 3) / 4)

/** Models describeNamespace; there are no quotas and no ranges here. */
export function namespaceText({ metadata, status }: Namespace): string {
  const conditions = (status?.conditions ?? []).map((one) => `  ${one.type}\t${one.status}\t${dateText(one.lastTransitionTime)}\t${one.reason ?? ''}\t${one.message ?? ''}\n`)
  return `${heading({ ...metadata, namespace: undefined as never })}Status:\t${status?.phase ?? ''}\n${conditions.length > 0 ? `Conditions:\n  Type\tStatus\tLastTransitionTime\tReason\tMessage\n  ----\t------\t------------------\t------\t-------\n${conditions.join('')}` : ''}`
}

/** Models describeServiceAccount. */
export const serviceAccountText = ({ metadata, imagePullSecrets }: ServiceAccount): string => `${heading(metadata)}${listed('Image pull secrets', (imagePullSecrets ?? []).map(({ name = '' }) => name))}`

/** Models describePriorityClass. */
export const priorityClassText = ({ metadata, value, globalDefault, preemptionPolicy, description = '' }: PriorityClass): string => `Name:\t${metadata.name}\nValue:\t${value}\nGlobalDefault:\t${globalDefault ?? false}\nPreemptionPolicy:\t${preemptionPolicy ?? ''}\nDescription:\t${description}\nAnnotations:\t${pairsText(metadata.annotations)}\n`

const named = ({ name, labels, annotations }: ApiObject['metadata']): string => `Name:\t${name}\n${labelsBlock('Labels', labels)}${annotationsBlock('Annotations', annotations)}`

interface RoleLine { readonly group: string; readonly resource: string; readonly name: string; readonly url: string; readonly verbs: string[] }

/** Models RoleDescriber: a line for each resource, with all that may be done to it, in the order of the rules' Go text, which begins with the verbs. */
export function roleText({ metadata, rules }: Role): string {
  const lines = new Map<string, RoleLine>()
  for (const rule of rules ?? []) {
    for (const { verb, ...one } of brokenDown(rule)) {
      const key = `${one.group} ${one.resource} ${one.name} ${one.url} ${one.url === '' ? '' : verb}`
      const line = lines.get(key) ?? { ...one, verbs: [] }
      lines.set(key, line)
      if (!line.verbs.includes(verb)) line.verbs.push(verb)
    }
  }
  const goText = ({ verbs, group, resource, name, url }: RoleLine): string => `[${verbs.join(' ')}],[${group}],[${resource}],[${name}],[${url}],`
  const rows = [...lines.values()].sort((a, b) => (goText(a) < goText(b) ? -1 : 1)).map(({ group, resource, name, url, verbs }) => {
    const [first, ...rest] = resource.split('/')
    return `  ${first}${group ? `.${group}` : ''}${rest.length > 0 ? `/${rest.join('/')}` : ''}\t[${url}]\t[${name}]\t[${verbs.join(' ')}]\n`
  })
  return `${named(metadata)}PolicyRule:\n  Resources\tNon-Resource URLs\tResource Names\tVerbs\n  ---------\t-----------------\t--------------\t-----\n${rows.join('')}`
}

function brokenDown({ resources = [], apiGroups = [], nonResourceURLs = [], resourceNames = [], verbs }: PolicyRule): readonly (Omit<RoleLine, 'verbs'> & { readonly verb: string })[] {
  const names = resourceNames.length > 0 ? resourceNames : ['']
  return verbs.flatMap((verb) => [
    ...apiGroups.flatMap((group) => resources.flatMap((resource) => names.map((name) => ({ group, resource, name, url: '', verb })))),
    ...nonResourceURLs.map((url) => ({ group: '', resource: '', name: '', url, verb })),
  ])
}

/** Models RoleBindingDescriber. */
export const roleBindingText = ({ metadata, roleRef, subjects }: RoleBinding): string => `${named(metadata)}Role:\n  Kind:\t${roleRef.kind}\n  Name:\t${roleRef.name}\nSubjects:\n  Kind\tName\tNamespace\n  ----\t----\t---------\n${(subjects ?? []).map(({ kind, name, namespace = '' }) => `  ${kind}\t${name}\t${namespace}\n`).join('')}`

/** Any other kind, field by field. Models genericDescriber. */
export function genericText(object: ApiObject): string {
  const { name, namespace, labels, annotations, managedFields: _, ...metadata } = object.metadata
  return `${heading({ name: name!, namespace: namespace ?? '', labels: labels!, annotations: annotations! })}${fieldLines({ ...object, metadata }, '')}`
}

function fieldLines(fields: Readonly<Record<string, unknown>>, indent: string): string {
  return keysOf(fields).filter((field) => fields[field] !== undefined).map((field) => {
    const value = fields[field]
    const title = `${indent}${smartLabel(field)}:`
    if (Array.isArray(value)) return `${title}\n${value.map((one) => (isMap(one) ? fieldLines(one, `${indent}  `) : `${indent}  ${String(one)}\n`)).join('')}`
    return isMap(value) ? `${title}\n${fieldLines(value, `${indent}  `)}` : `${title}\t${value === null ? '<nil>' : String(value)}\n`
  }).join('')
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** 'creationTimestamp' is 'Creation Timestamp', 'apiVersion' is 'API Version'. */
function smartLabel(field: string): string {
  if (!/^[A-Za-z-]+$/.test(field)) return field
  return (field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-/g) ?? []).map((part) => (/^(api|url|uid|guid)$/i.test(part) ? part.toUpperCase() : part[0]!.toUpperCase() + part.slice(1))).join(' ')
}
