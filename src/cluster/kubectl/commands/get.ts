import { apiVersionOf, toYaml, type ApiObject, type ResourceInfo, type Table } from '../../../api/index.ts'
import { columns } from '../columns.ts'
import { complain, print, send, type Answer, type Ask, type Conversation, type Response } from '../conversation.ts'
import type { Args } from '../flags.ts'
import { goText, jsonPath, jsonPathAsJson, relaxed, textOf, valuesAt } from '../jsonpath.ts'
import { manifestsOf } from '../manifests.ts'
import { errorText, failed, fetched, listErrorText, namespaceOf, noneFound, pathOfTarget, refused, selectingTwice, shortName, targetsOf } from '../targets.ts'
import type { Command, CommandContext } from './command.ts'
import { suffix } from './dry-run.ts'
import { unsupportedFormat } from './wrong-value.ts'

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json'

export const GET: Command = {
  path: 'get', usage: 'get [(-o|--output=)json|yaml|name|wide|jsonpath=...|custom-columns=...] (TYPE[.GROUP] [NAME | -l label] | TYPE/NAME ...) [flags]',
  flags: {
    output: { kind: 'string', short: 'o' }, 'all-namespaces': { kind: 'bool', short: 'A' }, selector: { kind: 'string', short: 'l' }, 'field-selector': { kind: 'string' }, watch: { kind: 'bool', short: 'w' },
    'watch-only': { kind: 'bool' }, 'show-labels': { kind: 'bool' }, 'show-managed-fields': { kind: 'bool' }, 'no-headers': { kind: 'bool' }, 'ignore-not-found': { kind: 'bool' }, 'sort-by': { kind: 'string' }, filename: { kind: 'list', short: 'f' },
    'chunk-size': { kind: 'int' }, 'label-columns': { kind: 'list', short: 'L' }, 'show-kind': { kind: 'bool' }, subresource: { kind: 'string' }, raw: { kind: 'string' },
  },
  * run(args, cx) {
    if (args.text('raw') !== undefined) return yield* getRaw(args, args.text('raw')!)
    if (args.positional.length === 0 && args.list('filename').length === 0) {
      yield* complain(NOTHING_WANTED)
      return 1
    }
    const wanted = wantedOf(args, cx)
    if ('problem' in wanted) return yield* failed(wanted.problem)
    const output = args.text('output') ?? ''
    const human = output === '' || output === 'wide'
    const format = output.split('=')[0]!.toLowerCase()
    if (args.text('subresource') && wanted.some(({ name }) => name === undefined)) return yield* failed('subresource cannot be used when bulk resources are specified')
    if (!human && !FORMATS.split(',').includes(format)) return yield* failed(`unable to match a printer suitable for the output format "${output}", allowed formats are: ${FORMATS}`)
    const unsupported = unsupportedFormat(format)
    if (unsupported !== undefined) return yield* failed(unsupported)
    return human ? yield* getTables(args, wanted) : yield* getObjects(args, wanted, output)
  },
}

function* getRaw(args: Args, path: string): Conversation {
  if (args.positional.length > 0) return yield* failed('arguments may not be passed when --raw is specified')
  if (!path.startsWith('/')) return yield* failed(`--raw must be a valid URL path: parse ${JSON.stringify(path)}: invalid URI for request`)
  const [plain = '', query = ''] = path.split('?')
  const answer = yield* send({ method: 'GET', path: plain, query: Object.fromEntries(query.split('&').filter(Boolean).map((pair) => pair.split('=').map(decodeURIComponent))) })
  if (answer.code !== 200) return yield* refused(answer)
  yield* print(typeof answer.body === 'string' ? answer.body : `${JSON.stringify(answer.body)}\n`)
  return 0
}

const NOTHING_WANTED = 'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee \'kubectl get -h\' for help and examples\n'
const FORMATS = 'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml'

interface Wanted { readonly info: ResourceInfo; readonly name: string | undefined; readonly namespace: string }

function wantedOf(args: Args, cx: CommandContext): readonly Wanted[] | { readonly problem: string } {
  const files = args.list('filename')
  if (files.length > 0) {
    const { manifests, problems } = manifestsOf(files, cx.files, args.text('namespace'))
    if (problems.length > 0) return { problem: problems.join('\n') }
    return manifests.map(({ info, object }) => ({ info, name: object.metadata.name, namespace: object.metadata.namespace ?? namespaceOf(args) }))
  }
  const targets = targetsOf(args.positional)
  if ('problem' in targets) return targets
  const twice = selectingTwice(args, args.positional)
  if (twice !== undefined) return { problem: twice }
  if (args.is('all-namespaces') && targets.some(({ name }) => name !== undefined)) return { problem: 'a resource cannot be retrieved by name across all namespaces' }
  return targets.map(({ info, name }) => ({ info, name, namespace: namespaceOf(args) }))
}

const listPath = (args: Args, { info, name, namespace }: Wanted): string => (args.is('all-namespaces') ? pathOfTarget({ ...info, namespaced: false }, '', name) : pathOfTarget(info, namespace, name))

function queryOf(args: Args): Record<string, string> {
  const query: Record<string, string> = { limit: '500' }
  const selector = args.text('selector')
  const fields = args.text('field-selector')
  if (selector) query['labelSelector'] = selector
  if (fields) query['fieldSelector'] = fields
  if (args.text('sort-by')) query['includeObject'] = 'Object'
  return query
}

const problemOf = (args: Args, { info, name }: Wanted, response: Response): string => (name === undefined ? listErrorText(response, info, args.text('selector'), args.text('field-selector')) : errorText(response))

function* getTables(args: Args, wanted: readonly Wanted[]): Conversation {
  let exit = 0
  const tables: { readonly wanted: Wanted; readonly table: Table }[] = []
  const problems: string[] = []
  for (const one of wanted) {
    const response = yield* one.name === undefined ? send({ method: 'GET', path: listPath(args, one), query: queryOf(args), headers: { accept: TABLE } }) : fetched(one.info, one.namespace, one.name, { accept: TABLE }, args.text('subresource'))
    if (response.code !== 200) {
      if (args.is('ignore-not-found') && response.code === 404) continue
      problems.push(problemOf(args, one, response))
      exit = 1
      continue
    }
    tables.push({ wanted: one, table: yield* wholeTable(args, one, response.body as Table) })
  }
  const several = args.is('show-kind') || new Set(tables.map(({ wanted: { info } }) => info.resource)).size > 1
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
    yield* complain(noneFound(args, wanted[0]?.info))
  }
  for (const problem of problems) yield* complain(`${problem}\n`)
  if (!args.is('watch') && !args.is('watch-only')) return exit
  if (wanted.length !== 1 || exit !== 0) return exit
  return yield* watchTable(args, wanted[0]!, tables[0]!.table, widths)
}

/** Long lists come in chunks of 500. */
function* wholeTable(args: Args, wanted: Wanted, first: Table): Generator<Ask, Table, Answer> {
  let table = first
  for (let next = first.metadata?.continue; next;) {
    const more = yield* send({ method: 'GET', path: listPath(args, wanted), query: { ...queryOf(args), continue: next }, headers: { accept: TABLE } })
    if (more.code !== 200) return table
    const { rows = [], metadata } = more.body as Table
    table = { ...table, rows: [...(table.rows ?? []), ...rows] }
    next = metadata?.continue
  }
  return table
}

function* watchTable(args: Args, wanted: Wanted, table: Table, known: readonly number[]): Conversation {
  const { name } = wanted
  const query: Record<string, string> = { ...queryOf(args), watch: 'true', resourceVersion: name === undefined ? table.metadata?.resourceVersion ?? '0' : '0' }
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

/** `--sort-by`; where no object has the field, nothing is left. */
function sortedBy<T>(path: string, list: readonly T[], objectOf: (one: T) => unknown): readonly T[] {
  const keyed = list.map((one) => ({ one, key: valuesAt(relaxed(path) ?? path, objectOf(one))[0] }))
  if (keyed.every(({ key }) => key === undefined)) return []
  const keyOf = (key: unknown): string | number => (typeof key === 'number' ? key : textOf(key))
  return keyed.sort((a, b) => (keyOf(a.key) < keyOf(b.key) ? -1 : keyOf(a.key) > keyOf(b.key) ? 1 : 0)).map(({ one }) => one)
}

function rowsOf(args: Args, table: Table, info: ResourceInfo, prefixed: boolean): string[][] {
  const sort = args.text('sort-by')
  const rows = sort ? sortedBy(sort, table.rows ?? [], ({ object }) => object) : table.rows ?? []
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
    const response: Response = yield* one.name === undefined ? send({ method: 'GET', path: listPath(args, one), query: queryOf(args) }) : fetched(one.info, one.namespace, one.name, {}, args.text('subresource'))
    if (response.code !== 200) {
      if (args.is('ignore-not-found') && response.code === 404) continue
      problems.push(problemOf(args, one, response))
      continue
    }
    if (one.name === undefined) {
      single = false
      for (const item of (response.body as { items: readonly ApiObject[] }).items) objects.push({ ...item, apiVersion: apiVersionOf(one.info), kind: one.info.kind })
    } else objects.push(response.body as ApiObject)
  }
  const sort = args.text('sort-by')
  if (sort) objects.splice(0, Infinity, ...sortedBy(sort, objects, (object) => object))
  // Only the two that show whole objects hide who owns which field.
  const shown = /^(yaml|json)$/.test(output) && !args.is('show-managed-fields') ? objects.map(withoutManagedFields) : objects
  const value = single && shown.length === 1 ? shown[0] : { apiVersion: 'v1', items: shown, kind: 'List', metadata: { resourceVersion: '' } }
  if (!single || shown.length === 1) {
    const problem = yield* printAs(output, value, shown, args.is('no-headers'))
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

export function* printAs(output: string, value: unknown, objects: readonly ApiObject[], noHeaders = false): Generator<Ask, string | undefined, Answer> {
  const [format, template = ''] = [output.split('=')[0]!.toLowerCase(), output.includes('=') ? output.slice(output.indexOf('=') + 1) : '']
  switch (format) {
    case 'yaml': return yield* nothing(print(toYaml(value)))
    case 'json': return yield* nothing(print(`${JSON.stringify(sorted(value), null, 4)}\n`))
    case 'name': return yield* nothing(print(objects.map((object) => `${ownName(object)}\n`).join('')))
    case 'jsonpath': case 'jsonpath-as-json': {
      if (template === '') return `template format specified but no template given`
      const found = (format === 'jsonpath' ? jsonPath : jsonPathAsJson)(template, value)
      if ('problem' in found) return found.problem
      return yield* nothing(print(found.text))
    }
    default: {
      if (template === '') return 'custom-columns format specified but no custom columns given'
      const specs = template.split(',').map((spec) => [spec.split(':')[0]!, spec.slice(spec.indexOf(':') + 1), spec] as const)
      const wrong = specs.find(([, , spec]) => !spec.includes(':'))
      if (wrong) return `unexpected custom-columns spec: ${wrong[2]}, expected <header>:<json-path-expr>`
      const rows = objects.map((object) => specs.map(([, path]) => valuesAt(relaxed(path) ?? path, object).map(goText).join(',') || '<none>'))
      return yield* nothing(print(columns([...(noHeaders ? [] : [specs.map(([name]) => name)]), ...rows]).text))
    }
  }
}

/** 'deployment.apps/web', by what the object says of itself. */
const ownName = ({ apiVersion, kind, metadata }: ApiObject): string => `${kind.toLowerCase()}${apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : ''}/${metadata.name}`

/** What a command says of an object that it changed: the object in the form of `-o`, or what was done. */
export function* told(args: Args, object: ApiObject, done: string): Conversation {
  const output = args.text('output') ?? ''
  const problem = output === '' ? yield* nothing(print(`${ownName(object)} ${done}${suffix(args)}\n`)) : yield* printAs(output, withoutManagedFields(object), [object])
  return problem === undefined ? 0 : yield* failed(problem)
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
