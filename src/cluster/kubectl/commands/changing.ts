import { createMergePatch, matchesLabels, parseLabelSelector, schemaOfKind, threeWayPatch, type ApiObject, type ResourceInfo } from '../../../api/index.ts'
import { complain, print, send, type Answer, type Ask, type Response } from '../conversation.ts'
import type { Args } from '../flags.ts'
import { manifestsOf, type Manifest } from '../manifests.ts'
import { ended, errorText, failed, fetched, namespaceOf, pathOfTarget, shortName, usage } from '../targets.ts'
import type { Command } from './command.ts'
import { durationUs } from './flagship.ts'
import { dryQuery, suffix } from './dry-run.ts'
import { FILES, namedBy, STRATEGIC, type Named } from './named.ts'
import { told, withoutManagedFields } from './get.ts'
import { MARKING } from './marking.ts'
import { gone, WAIT } from './wait.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

const createFile: Command = {
  path: 'create', usage: 'create -f FILENAME', flags: { ...FILES, validate: { kind: 'string', alone: 'strict' } },
  * run(args, cx) {
    if (args.positional.length > 0) return yield* usage('create', `Unexpected args: [${args.positional.join(' ')}]`)
    if (args.list('filename').length === 0) return yield* failed('must specify one of -f and -k')
    const fieldValidation = validationOf(args)
    if (fieldValidation === undefined) return yield* failed(wrongValidation(args))
    const { manifests, problems } = manifestsOf(args.list('filename'), cx.files, args.text('namespace'))
    if (manifests.length + problems.length === 0) return yield* failed('no objects passed to create')
    const failures = [...problems]
    for (const { info, object, file } of manifests) {
      const namespace = object.metadata.namespace ?? namespaceOf(args)
      if (args.text('dry-run') === 'client') {
        yield* told(args, inNamespace(info, object, namespace), 'created')
        continue
      }
      const response = yield* send({ method: 'POST', path: pathOfTarget(info, namespace), query: { fieldManager: 'kubectl-create', fieldValidation, ...dryQuery(args) }, headers: { 'content-type': 'application/json' }, body: inNamespace(info, object, namespace) })
      yield* warned(response)
      if (response.code !== 201) failures.push(fileErrorText(response, `error when creating "${file}"`))
      else yield* told(args, response.body as ApiObject, 'created')
    }
    return yield* ended(failures)
  },
}

const inNamespace = (info: ResourceInfo, object: ApiObject, namespace: string): ApiObject => (info.namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object)

/** `--validate`. Models GetValidationDirective. */
function validationOf(args: Args): string | undefined {
  const asked = args.text('validate') ?? 'strict'
  return /^(strict|1|t|true|yes)$/i.test(asked) ? 'Strict' : asked === 'warn' ? 'Warn' : /^(ignore|0|f|false|no)$/i.test(asked) ? 'Ignore' : undefined
}
const wrongValidation = (args: Args): string => `invalid - validate option "${args.text('validate')}"; must be one of: strict (or true), warn, ignore (or false)`

function* warned({ warnings }: Response): Generator<Ask, void, Answer> {
  for (const warning of warnings) yield* complain(`Warning: ${warning}\n`)
}

function fileErrorText(response: Response, doing: string): string {
  const { reason } = (response.body ?? {}) as { reason?: string }
  return errorText(response, response.code === 0 || reason === 'Invalid' ? undefined : doing)
}

const apply: Command = {
  path: 'apply', usage: 'apply (-f FILENAME) [--server-side]', flags: { ...FILES, 'server-side': { kind: 'bool' }, 'force-conflicts': { kind: 'bool' }, validate: { kind: 'string', alone: 'strict' }, prune: { kind: 'bool' } },
  * run(args, cx) {
    if (args.positional.length > 0) return yield* usage('apply', `Unexpected args: [${args.positional.join(' ')}]`)
    if (args.list('filename').length === 0) return yield* failed('must specify one of -f and -k')
    if (args.is('prune')) return yield* failed('--prune is not supported in this terminal. Use delete -f with what is to go.')
    const selector = parseLabelSelector(args.text('selector') ?? '')
    if ('error' in selector) return yield* failed(selector.error)
    if (args.is('force-conflicts') && !args.is('server-side')) return yield* failed('--force-conflicts only works with --server-side')
    if (args.is('server-side') && args.text('dry-run') === 'client') return yield* failed('--dry-run=client doesn\'t work with --server-side (did you mean --dry-run=server instead?)')
    const fieldValidation = validationOf(args)
    if (fieldValidation === undefined) return yield* failed(wrongValidation(args))
    const { manifests: all, problems } = manifestsOf(args.list('filename'), cx.files, args.text('namespace'))
    const manifests = all.filter(({ object }) => matchesLabels(selector, object.metadata.labels))
    if (manifests.length + problems.length === 0) return yield* failed('no objects passed to apply')
    const failures = [...problems]
    for (const manifest of manifests) {
      const problem = yield* args.is('server-side') ? applyOnServer(args, manifest, fieldValidation) : applyOne(args, manifest, fieldValidation)
      if (problem !== undefined) failures.push(problem)
    }
    return yield* ended(failures)
  },
}

function kindText({ group, version, resource, kind }: ResourceInfo): string {
  const groupVersion = `${group || ''}/${version}`
  return `Resource: "${groupVersion}, Resource=${resource}", GroupVersionKind: "${groupVersion}, Kind=${kind}"`
}

/** What is applied has to have a name: the server makes none up for it. */
function namelessText({ info, object, file }: Manifest, namespace: string): string | undefined {
  if (typeof object.metadata.name === 'string' && object.metadata.name !== '') return undefined
  if (object.metadata.generateName) return `from ${object.metadata.generateName}: cannot use generate name with apply`
  return `error when retrieving current configuration of:\n${kindText(info)}\nName: "", Namespace: "${info.namespaced ? namespace : ''}"\nfrom server for: "${file}": resource name may not be empty`
}

/** Undefined, or what went wrong. */
function* applyOnServer(args: Args, manifest: Manifest, fieldValidation: string): Generator<Ask, string | undefined, Answer> {
  const { info, object } = manifest
  const namespace = object.metadata.namespace ?? namespaceOf(args)
  const nameless = namelessText(manifest, namespace)
  if (nameless !== undefined) return nameless
  const response = yield* send({
    method: 'PATCH', path: pathOfTarget(info, namespace, object.metadata.name), headers: { 'content-type': 'application/apply-patch+yaml' }, body: inNamespace(info, object, namespace),
    query: { fieldManager: args.text('field-manager') ?? 'kubectl', fieldValidation, force: String(args.is('force-conflicts')), ...dryQuery(args) },
  })
  if (response.code === 200 || response.code === 201) {
    yield* warned(response)
    yield* told(args, response.body as ApiObject, 'serverside-applied')
    return undefined
  }
  if ((response.body as { reason?: string } | undefined)?.reason === 'Conflict') {
    return `error: ${(response.body as { message: string }).message}\nPlease review the fields above--they currently have other managers. Here\nare the ways you can resolve this warning:\n* If you intend to manage all of these fields, please re-run the apply\n  command with the \`--force-conflicts\` flag.\n* If you do not intend to manage all of the fields, please edit your\n  manifest to remove references to the fields that should keep their\n  current managers.\n* You may co-own fields by updating your manifest to match the existing\n  value; in this case, you'll become the manager if the other manager(s)\n  stop managing the field (remove it from their configuration).\nSee https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`
  }
  return errorText(response)
}

function* applyOne(args: Args, manifest: Manifest, fieldValidation: string): Generator<Ask, string | undefined, Answer> {
  const { info, object, file } = manifest
  const namespace = object.metadata.namespace ?? namespaceOf(args)
  const nameless = namelessText(manifest, namespace)
  if (nameless !== undefined) return nameless
  const modified = inNamespace(info, object, namespace)
  const name = modified.metadata.name ?? ''
  const said = `${JSON.stringify(ordered(withAnnotations(modified, undefined)))}\n`
  const wanted = withAnnotations(modified, said)
  const found = yield* send({ method: 'GET', path: pathOfTarget(info, namespace, name) })
  if (found.code !== 200 && found.code !== 404) return fileErrorText(found, `error when retrieving current configuration of:\n${kindText(info)}\nName: "${name}", Namespace: "${namespace}"\nfrom server for: "${file}"`)
  const query = { fieldManager: args.text('field-manager') ?? 'kubectl-client-side-apply', fieldValidation, ...dryQuery(args) }
  if (found.code === 404) {
    const made = yield* send({ method: 'POST', path: pathOfTarget(info, namespace), query, headers: { 'content-type': 'application/json' }, body: wanted })
    yield* warned(made)
    if (made.code !== 201) return fileErrorText(made, `error when creating "${file}"`)
    yield* told(args, made.body as ApiObject, 'created')
    return undefined
  }
  const current = found.body as ApiObject
  if (args.text('dry-run') === 'client') {
    yield* told(args, current, 'configured')
    return undefined
  }
  const last = current.metadata.annotations?.[LAST_APPLIED]
  if (last === undefined) yield* complain(`Warning: resource ${info.resource}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`)
  const original = last === undefined ? { apiVersion: current.apiVersion, kind: current.kind, metadata: {} } : JSON.parse(last) as ApiObject
  const patch = threeWayPatch(original as never, wanted as never, current as never, schemaOfKind(current.apiVersion, current.kind)!)
  if (Object.keys(patch as object).length === 0) {
    yield* told(args, current, 'unchanged')
    return undefined
  }
  const answer = yield* send({ method: 'PATCH', path: pathOfTarget(info, namespace, name), query, headers: STRATEGIC, body: patch })
  yield* warned(answer)
  if (answer.code !== 200) return fileErrorText(answer, `error when applying patch:\n${JSON.stringify(ordered(patch))}\nto:\n${kindText(info)}\nName: "${name}", Namespace: "${namespace}"\nfor: "${file}": error when patching "${file}"`)
  yield* told(args, answer.body as ApiObject, 'configured')
  return undefined
}

function withAnnotations(object: ApiObject, said: string | undefined): ApiObject {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {}
  return { ...object, metadata: { ...object.metadata, annotations: said === undefined ? annotations : { ...annotations, [LAST_APPLIED]: said } } }
}

/** encoding/json writes maps by key. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, ordered(child)]))
}

const remove: Command = {
  path: 'delete', usage: 'delete ([-f FILENAME] | TYPE [(NAME | -l label | --all)])',
  flags: {
    ...FILES, output: { kind: 'string', short: 'o' }, force: { kind: 'bool' }, now: { kind: 'bool' }, 'grace-period': { kind: 'int', default: '-1' }, cascade: { kind: 'string', alone: 'background', default: 'background' }, wait: { kind: 'bool', default: 'true' },
    'ignore-not-found': { kind: 'bool' }, timeout: { kind: 'duration' },
  },
  * run(args, cx) {
    const cascade = { true: 'Background', background: 'Background', foreground: 'Foreground', orphan: 'Orphan', false: 'Orphan' }[args.text('cascade') ?? '']
    if (!cascade) return yield* failed(`invalid cascade value (${args.text('cascade')}). Must be "background", "foreground", or "orphan"`)
    const asked = Number(args.text('grace-period'))
    const force = args.is('force')
    if (args.is('now') && asked !== -1) return yield* failed('--now and --grace-period cannot be specified together')
    // Without --force, 0 seconds are one: what runs is waited for.
    const seconds = args.is('now') || (asked === 0 && !force) ? 1 : force && asked < 0 ? 0 : asked
    const output = args.text('output') ?? ''
    if (output !== '' && output !== 'name') return yield* failed(`unexpected -o output mode: ${output}. We only support '-o name'`)
    for (const selector of ['selector', 'field-selector']) if (args.is('all') && args.text(selector)) return yield* failed(`cannot set --all and --${selector} at the same time`)
    if (force && seconds > 0) return yield* failed('--force and --grace-period greater than 0 cannot be specified together')
    if (force && seconds === 0) yield* complain('Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n')
    if (args.is('all') && args.positional.length !== 1) return yield* failed(args.positional.length === 0 ? 'at least one resource must be specified to use a selector' : 'name cannot be provided when a selector is specified')
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    if (named.length === 0) {
      yield* print('No resources found\n')
      return 0
    }
    const body = { propagationPolicy: cascade, ...(seconds >= 0 ? { gracePeriodSeconds: seconds } : {}), ...(args.text('dry-run') === 'server' ? { dryRun: ['All'] } : {}) }
    const problems: string[] = []
    const waiting: (Named & { readonly uid: string | undefined })[] = []
    if (args.text('namespace') && named.some(({ info }) => !info.namespaced)) yield* complain('Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n')
    for (const one of named) {
      const path = pathOfTarget(one.info, one.namespace, one.name)
      // Upstream's client does not even look whether it is there.
      const answer = args.text('dry-run') === 'client' ? { code: 200, body: {} } as Response : yield* send({ method: 'DELETE', path, headers: { 'content-type': 'application/json' }, body })
      if (answer.code === 404 && (args.is('ignore-not-found') || args.is('all') || args.text('selector') !== undefined)) continue
      if (answer.code !== 200 && answer.code !== 202) {
        problems.push(errorText(answer, one.file === undefined ? undefined : `error when deleting "${one.file}"`))
        continue
      }
      yield* print(output === 'name' ? `${shortName(one.info, one.name)}\n` : `${one.info.singular}${one.info.group ? `.${one.info.group}` : ''} "${one.name}" ${force && seconds === 0 ? 'force deleted' : 'deleted'}${one.info.namespaced ? ` from ${one.namespace} namespace` : ''}${suffix(args)}\n`)
      const { details, metadata } = answer.body as { details?: { uid?: string }; metadata?: { uid?: string } }
      waiting.push({ ...one, uid: details?.uid ?? metadata?.uid })
    }
    if (args.is('wait') && !suffix(args) && !force) for (const one of waiting) yield* gone(one, durationUs(args.text('timeout') ?? '0s') || undefined)
    return yield* ended(problems)
  },
}

const patch: Command = {
  path: 'patch', usage: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]', flags: { ...FILES, patch: { kind: 'string', short: 'p' }, 'patch-file': { kind: 'string' }, type: { kind: 'string', default: 'strategic' }, subresource: { kind: 'string' } },
  * run(args, cx) {
    const file = args.text('patch-file') ?? ''
    if (args.text('patch') && file) return yield* failed('cannot specify --patch and --patch-file together')
    const text = file ? cx.files.files[file] : args.text('patch') || undefined
    if (text === undefined) return yield* failed(file ? `unable to read patch file: open ${file}: no such file or directory` : 'must specify --patch or --patch-file containing the contents of the patch')
    const type = { json: 'application/json-patch+json', merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json' }[args.text('type')!]
    if (!type) return yield* failed(`--type must be one of [json merge strategic], not "${args.text('type')}"`)
    const parsed = manifestlike(text)
    if ('problem' in parsed) return yield* failed(`unable to parse ${JSON.stringify(text)}: ${parsed.problem}`)
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    const problems: string[] = []
    for (const { info, name, namespace } of named) {
      const before = yield* fetched(info, namespace, name, {}, args.text('subresource'))
      const answer = before.code === 200 ? yield* send({ method: 'PATCH', path: pathOfTarget(info, namespace, name, args.text('subresource') || undefined), query: { fieldManager: args.text('field-manager') ?? 'kubectl-patch', ...dryQuery(args) }, headers: { 'content-type': type }, body: parsed.value }) : before
      if (before.code === 200) yield* warned(answer)
      if (answer.code !== 200) problems.push(errorText(answer))
      // Upstream says nothing of the dry run here.
      else yield* told({ ...args, text: (flag) => (flag === 'dry-run' ? 'none' : args.text(flag)) }, answer.body as ApiObject, `patched${Object.keys(createMergePatch(withoutManagedFields(before.body as ApiObject) as never, withoutManagedFields(answer.body as ApiObject) as never) as object).length === 0 ? ' (no change)' : ''}`)
    }
    return yield* ended(problems)
  },
}

function manifestlike(text: string): { readonly value: unknown } | { readonly problem: string } {
  const { manifests, problems } = manifestsOf(['p'], { files: { p: `apiVersion: v1\nkind: ConfigMap\ndata: ${/^\s*[[{]/.test(text) ? text.replaceAll('\n', ' ') : `\n${text.replace(/^/gm, '  ')}`}\n` }, stdin: undefined })
  return problems.length > 0 ? { problem: problems[0]! } : { value: manifests[0]!.object['data'] }
}

export const CHANGING: readonly Command[] = [createFile, apply, remove, WAIT, ...MARKING, patch]
