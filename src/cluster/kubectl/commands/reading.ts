import { API_GROUPS, apiVersionOf, RESOURCES, toYaml, VERSION_INFO, type ApiObject, type ResourceInfo, type Table } from '../../../api/index.ts'
import { columns } from '../columns.ts'
import { complain, print, send, type Answer, type Ask, type Conversation, type Response } from '../conversation.ts'
import type { Args } from '../flags.ts'
import { jsonPath, textOf } from '../jsonpath.ts'
import { manifestsOf } from '../manifests.ts'
import { errorText, failed, namespaceOf, pathOfTarget, resourceOf, shortName, targetsOf, usageError } from '../targets.ts'
import type { Command, CommandContext } from './command.ts'

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json'

const get: Command = {
  path: 'get', usage: 'get [(-o|--output=)json|yaml|name|wide|jsonpath=...|custom-columns=...] (TYPE[.GROUP] [NAME | -l label] | TYPE/NAME ...) [flags]',
  flags: {
    output: { kind: 'string', short: 'o' }, 'all-namespaces': { kind: 'bool', short: 'A' }, selector: { kind: 'string', short: 'l' }, 'field-selector': { kind: 'string' }, watch: { kind: 'bool', short: 'w' },
    'watch-only': { kind: 'bool' }, 'show-labels': { kind: 'bool' }, 'no-headers': { kind: 'bool' }, 'ignore-not-found': { kind: 'bool' }, 'sort-by': { kind: 'string' }, filename: { kind: 'list', short: 'f' },
    'chunk-size': { kind: 'int' }, 'label-columns': { kind: 'list', short: 'L' },
  },
  * run(args, cx) {
    const wanted = wantedOf(args, cx)
    if ('problem' in wanted) return yield* failed(wanted.problem)
    const output = args.text('output') ?? ''
    const human = output === '' || output === 'wide'
    if (!human && !/^(json|yaml|name|jsonpath|jsonpath-as-json|custom-columns)(=|$)/.test(output)) return yield* failed(`unable to match a printer suitable for the output format "${output}", allowed formats are: custom-columns,json,jsonpath,name,wide,yaml`)
    return human ? yield* getTables(args, wanted) : yield* getObjects(args, wanted, output)
  },
}

interface Wanted { readonly info: ResourceInfo; readonly name: string | undefined; readonly namespace: string }

function wantedOf(args: Args, cx: CommandContext): readonly Wanted[] | { readonly problem: string } {
  const files = args.list('filename')
  if (files.length > 0) {
    const manifests = manifestsOf(files, cx.files)
    if ('problem' in manifests) return manifests
    return manifests.map(({ info, object }) => ({ info, name: object.metadata.name, namespace: object.metadata.namespace ?? namespaceOf(args) }))
  }
  if (args.positional.length === 0) return { problem: 'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee \'kubectl get -h\' for help and examples' }
  const targets = targetsOf(args.positional)
  if ('problem' in targets) return targets
  if (args.is('all-namespaces') && targets.some(({ name }) => name !== undefined)) return { problem: 'a resource cannot be retrieved by name across all namespaces' }
  return targets.map(({ info, name }) => ({ info, name, namespace: namespaceOf(args) }))
}

const listPath = (args: Args, { info, name, namespace }: Wanted): string => (args.is('all-namespaces') ? pathOfTarget({ ...info, namespaced: false }, '', name) : pathOfTarget(info, namespace, name))

function queryOf(args: Args, named: boolean): Record<string, string> {
  if (named) return {}
  const query: Record<string, string> = { limit: '500' }
  const selector = args.text('selector')
  const fields = args.text('field-selector')
  if (selector) query['labelSelector'] = selector
  if (fields) query['fieldSelector'] = fields
  if (args.text('sort-by')) query['includeObject'] = 'Object'
  return query
}

function* getTables(args: Args, wanted: readonly Wanted[]): Conversation {
  let exit = 0
  const tables: { readonly wanted: Wanted; readonly table: Table }[] = []
  const problems: string[] = []
  for (const one of wanted) {
    const response = yield* send({ method: 'GET', path: listPath(args, one), query: queryOf(args, one.name !== undefined), headers: { accept: TABLE } })
    if (response.code !== 200) {
      if (args.is('ignore-not-found') && response.code === 404) continue
      problems.push(errorText(response))
      exit = 1
      continue
    }
    tables.push({ wanted: one, table: response.body as Table })
  }
  const several = new Set(wanted.map(({ info }) => info.resource)).size > 1
  let printed = 0
  let widths: readonly number[] = []
  const groups = several ? tables.map((one) => [one]) : tables.length > 0 ? [tables] : []
  for (const group of groups) {
    const rows = group.flatMap(({ table }) => rowsOf(args, table, group[0]!.wanted.info, several))
    if (rows.length === 0) continue
    if (printed++ > 0) yield* print('\n')
    const shown = columns(args.is('no-headers') ? rows : [headerOf(args, group[0]!.table, group[0]!.wanted.info), ...rows])
    widths = shown.widths
    yield* print(shown.text)
  }
  if (printed === 0 && problems.length === 0 && !args.is('watch') && !args.is('watch-only') && !args.is('ignore-not-found')) {
    const [first] = wanted
    yield* complain(!first!.info.namespaced || args.is('all-namespaces') ? 'No resources found\n' : `No resources found in ${first!.namespace} namespace.\n`)
  }
  for (const problem of problems) yield* complain(`${problem}\n`)
  if (!args.is('watch') && !args.is('watch-only')) return exit
  if (wanted.length !== 1 || exit !== 0) return exit
  return yield* watchTable(args, wanted[0]!, tables[0]!.table, widths)
}

function* watchTable(args: Args, wanted: Wanted, table: Table, known: readonly number[]): Conversation {
  const { name } = wanted
  const query: Record<string, string> = { ...queryOf(args, false), watch: 'true', resourceVersion: name === undefined ? table.metadata?.resourceVersion ?? '0' : '0' }
  delete query['limit']
  if (name !== undefined) query['fieldSelector'] = `metadata.name=${name}`
  const opened = yield { ask: 'watch', request: { method: 'GET', path: listPath(args, { ...wanted, name: undefined }), query, headers: { accept: TABLE } } }
  if (opened.answer !== 'watching') return 1
  let widths = known
  let headed = known.length > 0
  const seen = new Set((table.rows ?? []).map((row) => JSON.stringify(row.cells)))
  for (;;) {
    const next = yield { ask: 'next', watch: opened.watch }
    if (next.answer !== 'event') return 0
    if (next.event === 'BOOKMARK') continue
    if (next.event === 'ERROR') return 1
    const told = next.object as Table
    // The first events of a named watch repeat what the table has shown.
    if (name !== undefined && next.event === 'ADDED' && told.rows?.every((row) => seen.has(JSON.stringify(row.cells)))) continue
    const columnDefinitions = told.columnDefinitions?.length ? told.columnDefinitions : table.columnDefinitions
    const rows = rowsOf(args, { ...told, columnDefinitions }, wanted.info, false)
    const shown = columns(headed || args.is('no-headers') ? rows : [headerOf(args, { ...told, columnDefinitions }, wanted.info), ...rows], widths)
    headed = true
    widths = shown.widths
    yield* print(shown.text)
  }
}

type Row = NonNullable<Table['rows']>[number]
const metadataOf = (row: Row): ApiObject['metadata'] => (row.object as ApiObject | undefined)?.metadata ?? {}

function shownColumns(args: Args, table: Table): readonly number[] {
  const wide = args.text('output') === 'wide'
  return (table.columnDefinitions ?? []).flatMap(({ priority }, index) => (priority === 0 || priority === undefined || wide ? [index] : []))
}

function headerOf(args: Args, table: Table, info: ResourceInfo): string[] {
  return [
    ...(args.is('all-namespaces') && info.namespaced ? ['NAMESPACE'] : []), ...shownColumns(args, table).map((index) => table.columnDefinitions![index]!.name.toUpperCase()),
    ...args.list('label-columns').map((label) => label.split('/').at(-1)!.toUpperCase()), ...(args.is('show-labels') ? ['LABELS'] : []),
  ]
}

function rowsOf(args: Args, table: Table, info: ResourceInfo, prefixed: boolean): string[][] {
  const sort = args.text('sort-by')
  const rows = [...(table.rows ?? [])]
  if (sort) {
    const keyOf = (row: Row): string | number => {
      const found = jsonPath(sort, row.object)
      const text = 'text' in found ? found.text : ''
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
    }
    rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
  }
  return rows.map((row) => {
    const { namespace, labels = {} } = metadataOf(row)
    const cells = shownColumns(args, table).map((index) => textOf((row.cells as readonly unknown[])[index]))
    if (prefixed && cells[0] !== undefined) cells[0] = shortName(info, cells[0])
    const keys = Object.keys(labels).sort()
    return [
      ...(args.is('all-namespaces') && info.namespaced ? [namespace ?? ''] : []), ...cells, ...args.list('label-columns').map((label) => labels[label] ?? ''),
      ...(args.is('show-labels') ? [keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${labels[key]}`).join(',')] : []),
    ]
  })
}

function* getObjects(args: Args, wanted: readonly Wanted[], output: string): Conversation {
  const objects: ApiObject[] = []
  const problems: string[] = []
  let single = wanted.length === 1 && wanted[0]!.name !== undefined
  for (const one of wanted) {
    const response: Response = yield* send({ method: 'GET', path: listPath(args, one), query: queryOf(args, one.name !== undefined) })
    if (response.code !== 200) {
      if (args.is('ignore-not-found') && response.code === 404) continue
      problems.push(errorText(response))
      continue
    }
    if (one.name === undefined) {
      single = false
      for (const item of (response.body as { items: readonly ApiObject[] }).items) objects.push({ ...item, apiVersion: apiVersionOf(one.info), kind: one.info.kind })
    } else objects.push(response.body as ApiObject)
  }
  const plain = objects.map(withoutManagedFields)
  const value = single && plain.length === 1 ? plain[0] : { apiVersion: 'v1', items: plain, kind: 'List', metadata: { resourceVersion: '' } }
  if (!single || plain.length === 1) {
    const problem = yield* printAs(output, value, plain)
    if (problem) return yield* failed(problem)
  }
  for (const problem of problems) yield* complain(`${problem}\n`)
  return problems.length > 0 ? 1 : 0
}

/** kubectl hides who owns which field unless asked. */
export function withoutManagedFields(object: ApiObject): ApiObject {
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

export function* printAs(output: string, value: unknown, objects: readonly ApiObject[]): Generator<Ask, string | undefined, Answer> {
  const [format, template = ''] = [output.split('=')[0]!, output.includes('=') ? output.slice(output.indexOf('=') + 1) : '']
  switch (format) {
    case 'yaml': return yield* nothing(print(toYaml(value)))
    case 'json': return yield* nothing(print(`${JSON.stringify(sorted(value), null, 4)}\n`))
    case 'name': return yield* nothing(print(objects.map((object) => `${shortName(resourceOf(object.kind)!, object.metadata.name!)}\n`).join('')))
    case 'jsonpath': case 'jsonpath-as-json': {
      const found = jsonPath(template, value)
      if ('problem' in found) return found.problem
      return yield* nothing(print(found.text))
    }
    default: {
      const specs = template.split(',').map((spec) => [spec.slice(0, spec.indexOf(':')), spec.slice(spec.indexOf(':') + 1)] as const)
      if (template === '' || specs.some(([name, path]) => !name || !path)) return 'custom-columns format specified but no custom columns given'
      const rows = objects.map((object) => specs.map(([, path]) => { const found = jsonPath(path.startsWith('{') ? path : `{${path.startsWith('.') ? '' : '.'}${path}}`, object); return 'text' in found && found.text !== '' ? found.text.replaceAll(' ', ',') : '<none>' }))
      return yield* nothing(print(columns([specs.map(([name]) => name), ...rows]).text))
    }
  }
}

function* nothing(does: Generator<Ask, void, Answer>): Generator<Ask, undefined, Answer> {
  yield* does
  return undefined
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)]))
}

const apiResources: Command = {
  path: 'api-resources', usage: 'api-resources [flags]', flags: { namespaced: { kind: 'bool' }, 'api-group': { kind: 'string' }, 'no-headers': { kind: 'bool' }, output: { kind: 'string', short: 'o' } },
  * run(args) {
    yield* send({ method: 'GET', path: '/api' })
    yield* send({ method: 'GET', path: '/apis' })
    const group = args.text('api-group')
    const shown = RESOURCES.filter((info) => (group === undefined || info.group === group) && (args.text('namespaced') === undefined || info.namespaced === args.is('namespaced')))
    const ordered = [...shown].sort((a, b) => (a.group === b.group ? (a.resource < b.resource ? -1 : 1) : a.group < b.group ? -1 : 1))
    if (args.text('output') === 'name') yield* print(ordered.map((info) => `${info.resource}${info.group ? `.${info.group}` : ''}\n`).join(''))
    else yield* print(columns([...(args.is('no-headers') ? [] : [['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND']]), ...ordered.map((info) => [info.resource, info.shortNames.join(','), apiVersionOf(info), String(info.namespaced), info.kind])]).text)
    return 0
  },
}

const apiVersions: Command = {
  path: 'api-versions', usage: 'api-versions', flags: {},
  * run() {
    yield* print([...new Set(RESOURCES.map(apiVersionOf))].sort().map((version) => `${version}\n`).join(''))
    return API_GROUPS.length > 0 ? 0 : 1
  },
}

const version: Command = {
  path: 'version', usage: 'version [--client]', flags: { client: { kind: 'bool' }, output: { kind: 'string', short: 'o' } },
  * run(args) {
    yield* print(`Client Version: ${VERSION_INFO.gitVersion}\nKustomize Version: v5.7.1\n`)
    if (args.is('client')) return 0
    const response = yield* send({ method: 'GET', path: '/version' })
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    yield* print(`Server Version: ${(response.body as { gitVersion: string }).gitVersion}\n`)
    return 0
  },
}

const clusterInfo: Command = {
  path: 'cluster-info', usage: 'cluster-info', flags: {},
  * run(_args, { server }) {
    const response = yield* send({ method: 'GET', path: '/api/v1/namespaces/kube-system/services', query: { labelSelector: 'kubernetes.io/cluster-service=true' } })
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    yield* print(`Kubernetes control plane is running at ${server}\n`)
    for (const { metadata, spec } of (response.body as { items: readonly (ApiObject & { spec: { ports: readonly { name?: string }[] } })[] }).items) {
      yield* print(`${metadata.labels?.['kubernetes.io/name'] ?? metadata.name} is running at ${server}/api/v1/namespaces/kube-system/services/${metadata.name}:${spec.ports[0]?.name ?? ''}/proxy\n`)
    }
    yield* print('\nTo further debug and diagnose cluster problems, use \'kubectl cluster-info dump\'.\n')
    return 0
  },
}

const logs: Command = {
  path: 'logs', aliases: ['log'], usage: 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  flags: { follow: { kind: 'bool', short: 'f' }, previous: { kind: 'bool', short: 'p' }, container: { kind: 'string', short: 'c' }, tail: { kind: 'int' }, since: { kind: 'string' }, timestamps: { kind: 'bool' }, selector: { kind: 'string', short: 'l' } },
  * run(args) {
    const [first] = args.positional
    const selector = args.text('selector')
    if (first === undefined && selector === undefined) return yield* failed(`expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples`)
    const names: string[] = []
    if (first !== undefined) {
      const targets = targetsOf(first.includes('/') ? [first] : ['pods', first])
      if ('problem' in targets) return yield* failed(targets.problem)
      const [{ info, name }] = targets as [(typeof targets)[number]]
      const found = yield* send({ method: 'GET', path: pathOfTarget(info, namespaceOf(args), name) })
      if (found.code !== 200) {
        yield* complain(`${errorText(found).replace('Error from server', 'error: error from server').replace(/^error: error from server \((\w+)\): /, 'error: error from server ($1): ')}\n`)
        return 1
      }
      if (info.resource === 'pods') names.push(name!)
      else {
        const labels = (found.body as { spec: { selector: { matchLabels?: Record<string, string> } & Record<string, unknown> } }).spec.selector
        const match = labels.matchLabels ?? (labels as Record<string, string>)
        const pods = yield* send({ method: 'GET', path: pathOfTarget(resourceOf('pods')!, namespaceOf(args)), query: { labelSelector: Object.entries(match).map(([key, value]) => `${key}=${value}`).join(',') } })
        const items = (pods.body as { items?: readonly ApiObject[] }).items ?? []
        if (items.length === 0) return yield* failed('timed out waiting for the condition')
        if (items.length > 1) yield* complain(`Found ${items.length} pods, using pod/${items[0]!.metadata.name}\n`)
        names.push(items[0]!.metadata.name!)
      }
    } else {
      const pods = yield* send({ method: 'GET', path: pathOfTarget(resourceOf('pods')!, namespaceOf(args)), query: { labelSelector: selector! } })
      for (const item of (pods.body as { items?: readonly ApiObject[] }).items ?? []) names.push(item.metadata.name!)
      if (names.length === 0) yield* complain(`No resources found in ${namespaceOf(args)} namespace.\n`)
    }
    const query: Record<string, string> = {}
    for (const [flag, key] of [['container', 'container'], ['tail', 'tailLines']] as const) if (args.text(flag) !== undefined) query[key] = args.text(flag)!
    for (const flag of ['follow', 'previous', 'timestamps'] as const) if (args.is(flag)) query[flag] = 'true'
    const since = /^(\d+)(s|m|h)$/.exec(args.text('since') ?? '')
    if (since) query['sinceSeconds'] = String(Number(since[1]) * { s: 1, m: 60, h: 3600 }[since[2] as 's']!)
    for (const name of names) {
      const path = pathOfTarget(resourceOf('pods')!, namespaceOf(args), name, 'log')
      if (args.is('follow')) {
        const opened = yield { ask: 'stream', request: { method: 'GET', path, query } }
        if (opened.answer !== 'watching') return 1
        for (;;) {
          const next = yield { ask: 'next', watch: opened.watch }
          if (next.answer === 'response') {
            if (next.code !== 200) {
              yield* complain(`${errorText(next)}\n`)
              return 1
            }
            yield* print(String(next.body ?? ''))
            break
          }
          if (next.answer !== 'chunk') break
          yield* print(next.text)
          if (next.last) break
        }
        continue
      }
      const response = yield* send({ method: 'GET', path, query })
      if (response.code !== 200) {
        yield* complain(`${errorText(response)}\n`)
        return 1
      }
      yield* print(String(response.body ?? ''))
    }
    return 0
  },
}

const events: Command = {
  path: 'events', usage: 'events [--for TYPE/NAME] [--types=Normal,Warning]', flags: { for: { kind: 'string' }, types: { kind: 'list' }, 'all-namespaces': { kind: 'bool', short: 'A' }, 'no-headers': { kind: 'bool' } },
  * run(args) {
    const info = resourceOf('events')!
    const query: Record<string, string> = { limit: '500' }
    const target = args.text('for')
    if (target !== undefined) {
      const targets = targetsOf([target])
      if ('problem' in targets) return yield* failed(targets.problem)
      const [{ info: of, name }] = targets as [(typeof targets)[number]]
      query['fieldSelector'] = `involvedObject.kind=${of.kind},involvedObject.apiVersion=${apiVersionOf(of)},involvedObject.name=${name}`
    }
    const response = yield* send({ method: 'GET', path: args.is('all-namespaces') ? '/api/v1/events' : pathOfTarget(info, namespaceOf(args)), query, headers: { accept: TABLE } })
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    const table = response.body as Table
    const types = args.list('types')
    const rows = rowsOf(args, table, info, false).filter((row) => types.length === 0 || types.some((type) => row.includes(type)))
    if (rows.length === 0) yield* complain(args.is('all-namespaces') ? 'No events found.\n' : `No events found in ${namespaceOf(args)} namespace.\n`)
    else yield* print(columns([...(args.is('no-headers') ? [] : [headerOf(args, table, info)]), ...rows]).text)
    return 0
  },
}

const explain: Command = {
  path: 'explain', usage: 'explain TYPE [--recursive=FALSE|TRUE]', flags: { recursive: { kind: 'bool' }, 'api-version': { kind: 'string' } },
  * run(args) {
    const [path] = args.positional
    if (path === undefined) return yield* usageError('explain', 'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.')
    const [type = '', ...fields] = path.split('.')
    const info = resourceOf(type)
    if (!info) return yield* failed(`the server doesn't have a resource type "${type}"`)
    yield* send({ method: 'GET', path: '/openapi/v3' })
    const version = apiVersionOf(info)
    const response = yield* send({ method: 'GET', path: `/openapi/v3/${info.group ? 'apis' : 'api'}/${version}` })
    if (response.code !== 200) {
      yield* complain(`${errorText(response)}\n`)
      return 1
    }
    const { schemas } = (response.body as { components: { schemas: Readonly<Record<string, Schema>> } }).components
    const rootName = Object.keys(schemas).find((name) => schemas[name]!['x-kubernetes-group-version-kind']?.some((gvk) => gvk.kind === info.kind && gvk.version === info.version))
    let schema = rootName ? schemas[rootName] : undefined
    let field: Schema | undefined
    for (const name of fields) {
      field = schema?.properties?.[name]
      if (!field) return yield* failed(`field "${name}" does not exist`)
      schema = resolved(field.items ?? field, schemas)
    }
    const heading = `${info.group ? `GROUP:      ${info.group}\n` : ''}KIND:       ${info.kind}\nVERSION:    ${info.version}\n\n${field ? `FIELD: ${fields.at(-1)} <${typeName(field, schemas)}>\n\n` : ''}`
    const list = schema?.properties ? `FIELDS:\n${fieldLines(schema, schemas, 2, args.is('recursive'))}` : ''
    yield* print(`${heading}DESCRIPTION:\n    ${schema?.description ?? field?.description ?? '<empty>'}\n\n${list}\n`)
    return 0
  },
}

interface Schema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema
  readonly allOf?: readonly Schema[]
  readonly $ref?: string
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly kind: string; readonly version: string; readonly group: string }[]
}

function resolved(schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref
  return ref ? schemas[ref.split('/').at(-1)!] ?? schema : schema
}

function typeName(schema: Schema, schemas: Readonly<Record<string, Schema>>): string {
  if (schema.items) return `[]${typeName(schema.items, schemas)}`
  if (schema.additionalProperties) return `map[string]${typeName(schema.additionalProperties, schemas)}`
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref
  return ref ? ref.split('.').at(-1)! : schema.type ?? 'Object'
}

function fieldLines(schema: Schema, schemas: Readonly<Record<string, Schema>>, indent: number, deep: boolean, depth = 0): string {
  return Object.entries(schema.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => {
    const inner = deep && depth < 6 ? resolved(field.items ?? field.additionalProperties ?? field, schemas) : undefined
    const line = `${' '.repeat(indent)}${name}\t<${typeName(field, schemas)}>${schema.required?.includes(name) ? ' -required-' : ''}\n`
    if (deep) return line + (inner?.properties ? fieldLines(inner, schemas, indent + 2, deep, depth + 1) : '')
    return `${line}    ${field.description ?? '<no description>'}\n\n`
  }).join('')
}

export const READING: readonly Command[] = [get, apiResources, apiVersions, version, clusterInfo, logs, events, explain]
