import { createMergePatch, sameValue, schemaOfKind, threeWayPatch, type ApiObject, type ResourceInfo } from '../../../api/index.ts'
import { complain, print, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import type { Args } from '../flags.ts'
import { manifestsOf, type Manifest } from '../manifests.ts'
import { failed, fetched, namespaceOf, pathOfTarget, refused, shortName, type errorText } from '../targets.ts'
import type { Command } from './command.ts'
import { durationUs } from './flagship.ts'
import { dryQuery, suffix } from './dry-run.ts'
import { FILES, namedBy, STRATEGIC, type Named } from './named.ts'
import { printAs, withoutManagedFields } from './get.ts'

const MERGE = { 'content-type': 'application/merge-patch+json' }
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

const createFile: Command = {
  path: 'create', usage: 'create -f FILENAME', flags: { ...FILES, validate: { kind: 'string', alone: 'strict' } },
  * run(args, cx) {
    if (args.list('filename').length === 0) return yield* failed('must specify one of -f and -k')
    const manifests = manifestsOf(args.list('filename'), cx.files)
    if ('problem' in manifests) return yield* failed(manifests.problem)
    let exit = 0
    for (const { info, object, file } of manifests) {
      const namespace = object.metadata.namespace ?? namespaceOf(args)
      const response = yield* send({ method: 'POST', path: pathOfTarget(info, namespace), query: { fieldManager: 'kubectl-create', fieldValidation: 'Strict', ...dryQuery(args) }, headers: { 'content-type': 'application/json' }, body: inNamespace(info, object, namespace) })
      if (response.code !== 201) exit = yield* refusedFile(response, `error when creating "${file}"`)
      else yield* print(`${shortName(info, (response.body as ApiObject).metadata.name!)} created${suffix(args)}\n`)
    }
    return exit
  },
}

const inNamespace = (info: ResourceInfo, object: ApiObject, namespace: string): ApiObject => (info.namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object)

function* refusedFile(response: Parameters<typeof errorText>[0], doing: string): Generator<Ask, number, Answer> {
  const { reason } = (response.body ?? {}) as { reason?: string }
  return yield* refused(response, response.code === 0 || reason === 'Invalid' ? undefined : doing)
}

const apply: Command = {
  path: 'apply', usage: 'apply (-f FILENAME) [--server-side]', flags: { ...FILES, 'server-side': { kind: 'bool' }, 'force-conflicts': { kind: 'bool' }, validate: { kind: 'string', alone: 'strict' }, prune: { kind: 'bool' } },
  * run(args, cx) {
    if (args.list('filename').length === 0) return yield* failed('must specify one of -f and -k')
    const manifests = manifestsOf(args.list('filename'), cx.files)
    if ('problem' in manifests) return yield* failed(manifests.problem)
    if (manifests.length === 0) return yield* failed('no objects passed to apply')
    let exit = 0
    for (const manifest of manifests) exit = Math.max(exit, yield* args.is('server-side') ? applyOnServer(args, manifest) : applyOne(args, manifest))
    return exit
  },
}

/** What is applied has to have a name: the server makes none up for it. */
function namelessText({ info, object, file }: Manifest, namespace: string): string | undefined {
  if (typeof object.metadata.name === 'string' && object.metadata.name !== '') return undefined
  if (object.metadata.generateName) return `from ${object.metadata.generateName}: cannot use generate name with apply`
  const groupVersion = `${info.group ? `${info.group}/` : '/'}${info.version}`
  return `error when retrieving current configuration of:\nResource: "${groupVersion}, Resource=${info.resource}", GroupVersionKind: "${groupVersion}, Kind=${info.kind}"\nName: "", Namespace: "${info.namespaced ? namespace : ''}"\nfrom server for: "${file}": resource name may not be empty`
}

function* applyOnServer(args: Args, manifest: Manifest): Conversation {
  const { info, object } = manifest
  const namespace = object.metadata.namespace ?? namespaceOf(args)
  const nameless = namelessText(manifest, namespace)
  if (nameless !== undefined) return yield* failed(nameless)
  const response = yield* send({
    method: 'PATCH', path: pathOfTarget(info, namespace, object.metadata.name), headers: { 'content-type': 'application/apply-patch+yaml' }, body: inNamespace(info, object, namespace),
    query: { fieldManager: args.text('field-manager') ?? 'kubectl', fieldValidation: 'Strict', force: String(args.is('force-conflicts')), ...dryQuery(args) },
  })
  if (response.code === 200 || response.code === 201) {
    yield* print(`${shortName(info, object.metadata.name!)} serverside-applied${suffix(args)}\n`)
    return 0
  }
  if ((response.body as { reason?: string } | undefined)?.reason === 'Conflict') {
    yield* complain(`error: ${(response.body as { message: string }).message}\nPlease review the fields above--they currently have other managers. Here\nare the ways you can resolve this warning:\n* If you intend to manage all of these fields, please re-run the apply\n  command with the \`--force-conflicts\` flag.\n* If you do not intend to manage all of the fields, please edit your\n  manifest to remove references to the fields that should keep their\n  current managers.\n* You may co-own fields by updating your manifest to match the existing\n  value; in this case, you'll become the manager if the other manager(s)\n  stop managing the field (remove it from their configuration).\nSee https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts\n`)
    return 1
  }
  return yield* refused(response)
}

function* applyOne(args: Args, manifest: Manifest): Conversation {
  const { info, object, file } = manifest
  const namespace = object.metadata.namespace ?? namespaceOf(args)
  const nameless = namelessText(manifest, namespace)
  if (nameless !== undefined) return yield* failed(nameless)
  const modified = inNamespace(info, object, namespace)
  const name = modified.metadata.name ?? ''
  const said = `${JSON.stringify(ordered(withAnnotations(modified, undefined)))}\n`
  const wanted = withAnnotations(modified, said)
  const found = yield* send({ method: 'GET', path: pathOfTarget(info, namespace, name) })
  if (found.code !== 200 && found.code !== 404) return yield* refusedFile(found, `error when retrieving current configuration of:\nResource: "${info.group ? `${info.group}/` : ''}${info.version}, Resource=${info.resource}", GroupVersionKind: "${info.group ? `${info.group}/` : ''}${info.version}, Kind=${info.kind}"\nName: "${name}", Namespace: "${namespace}"\nfrom server for: "${file}"`)
  const query = { fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict', ...dryQuery(args) }
  if (found.code === 404) {
    const made = yield* send({ method: 'POST', path: pathOfTarget(info, namespace), query, headers: { 'content-type': 'application/json' }, body: wanted })
    if (made.code !== 201) return yield* refusedFile(made, `error when creating "${file}"`)
    return yield* applied(args, info, made.body as ApiObject, 'created')
  }
  const current = found.body as ApiObject
  if (args.text('dry-run') === 'client') return yield* applied(args, info, current, 'configured')
  const last = current.metadata.annotations?.[LAST_APPLIED]
  if (last === undefined) yield* complain(`Warning: resource ${info.resource}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`)
  const original = last === undefined ? { apiVersion: current.apiVersion, kind: current.kind, metadata: {} } : JSON.parse(last) as ApiObject
  const patch = threeWayPatch(original as never, wanted as never, current as never, schemaOfKind(current.apiVersion, current.kind)!)
  if (Object.keys(patch as object).length === 0) return yield* applied(args, info, current, 'unchanged')
  const answer = yield* send({ method: 'PATCH', path: pathOfTarget(info, namespace, name), query, headers: STRATEGIC, body: patch })
  if (answer.code !== 200) return yield* refusedFile(answer, `error when applying patch:\n${JSON.stringify(patch)}\nto:\nResource: "${info.resource}"\nName: "${name}", Namespace: "${namespace}"\nfor: "${file}": error when patching "${file}"`)
  return yield* applied(args, info, answer.body as ApiObject, sameValue(withoutManagedFields(answer.body as ApiObject), withoutManagedFields(current)) ? 'unchanged' : 'configured')
}

function* applied(args: Args, info: ResourceInfo, object: ApiObject, what: string): Conversation {
  const output = args.text('output')
  if (output !== undefined && output !== '') yield* printAs(output, withoutManagedFields(object), [object])
  else yield* print(`${shortName(info, object.metadata.name!)} ${what}${suffix(args)}\n`)
  return 0
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
  flags: { ...FILES, force: { kind: 'bool' }, now: { kind: 'bool' }, 'grace-period': { kind: 'int', default: '-1' }, cascade: { kind: 'string', alone: 'background', default: 'background' }, wait: { kind: 'bool', default: 'true' }, 'ignore-not-found': { kind: 'bool' }, timeout: { kind: 'string' } },
  * run(args, cx) {
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    if (named.length === 0) {
      yield* print('No resources found\n')
      return 0
    }
    const cascade = { true: 'Background', background: 'Background', foreground: 'Foreground', orphan: 'Orphan', false: 'Orphan' }[args.text('cascade') ?? '']
    if (!cascade) return yield* failed(`invalid cascade value (${args.text('cascade')}). Must be "background", "foreground", or "orphan"`)
    const seconds = args.is('now') ? 1 : args.is('force') && Number(args.text('grace-period')) < 0 ? 0 : Number(args.text('grace-period'))
    if (seconds === 0 && !args.is('force')) yield* complain('')
    if (args.is('force')) yield* complain('Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n')
    const body = { propagationPolicy: cascade, ...(seconds >= 0 ? { gracePeriodSeconds: seconds } : {}), ...(dryQuery(args)['dryRun'] ? { dryRun: ['All'] } : {}) }
    let exit = 0
    const waiting: (Named & { readonly uid: string | undefined })[] = []
    if (args.text('namespace') !== undefined && named.some(({ info }) => !info.namespaced)) yield* complain('Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n')
    for (const one of named) {
      const path = pathOfTarget(one.info, one.namespace, one.name)
      const answer = yield* send({ method: 'DELETE', path, headers: { 'content-type': 'application/json' }, body })
      if (answer.code === 404 && (args.is('ignore-not-found') || args.is('all') || args.text('selector') !== undefined)) continue
      if (answer.code !== 200 && answer.code !== 202) {
        exit = yield* refused(answer)
        continue
      }
      yield* print(`${one.info.singular}${one.info.group ? `.${one.info.group}` : ''} "${one.name}" ${args.is('force') && seconds === 0 ? 'force deleted' : 'deleted'}${one.info.namespaced ? ` from ${one.namespace} namespace` : ''}${suffix(args)}\n`)
      const { details, metadata } = answer.body as { details?: { uid?: string }; metadata?: { uid?: string } }
      waiting.push({ ...one, uid: details?.uid ?? metadata?.uid })
    }
    if (args.is('wait') && !suffix(args) && !args.is('force')) for (const one of waiting) yield* gone(one, durationUs(args.text('timeout') ?? '0s'))
    return exit
  },
}

/** Waits until an object is away, or another one has taken its name. */
function* gone({ info, name, namespace, uid }: Named & { readonly uid?: string | undefined }, timeoutUs: number): Generator<Ask, boolean, Answer> {
  const found = yield* send({ method: 'GET', path: pathOfTarget(info, namespace, name) })
  if (found.code !== 200 || (uid !== undefined && (found.body as ApiObject).metadata.uid !== uid)) return true
  const list = yield* send({ method: 'GET', path: pathOfTarget(info, namespace), query: { fieldSelector: `metadata.name=${name}`, limit: '500', resourceVersion: '0' } })
  const opened = yield { ask: 'watch', request: { method: 'GET', path: pathOfTarget(info, namespace), query: { watch: 'true', allowWatchBookmarks: 'true', fieldSelector: `metadata.name=${name}`, resourceVersion: (list.body as { metadata?: { resourceVersion?: string } } | undefined)?.metadata?.resourceVersion ?? '0' } } }
  if (opened.answer !== 'watching') return false
  for (;;) {
    const next = yield { ask: 'next', watch: opened.watch, ...(timeoutUs > 0 ? { timeoutUs } : {}) }
    if (next.answer === 'time-out') return false
    if (next.answer !== 'event') return true
    if (next.event === 'DELETED') {
      yield { ask: 'stop', watch: opened.watch }
      return true
    }
  }
}

const wait: Command = {
  path: 'wait', usage: 'wait ([-f FILENAME] | resource.group/resource.name) --for=delete|--for=condition=available|--for=jsonpath=\'{}\'=value', flags: { ...FILES, for: { kind: 'string' }, timeout: { kind: 'string', default: '30s' } },
  * run(args, cx) {
    const condition = args.text('for')
    if (condition === undefined) return yield* failed('unrecognized condition: ""')
    const holds = condition === 'delete' ? () => false : conditionOf(condition)
    if (!holds) return yield* failed(`unrecognized condition: ${JSON.stringify(condition)}`)
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    if (named.length === 0) return condition === 'delete' ? 0 : yield* failed('no matching resources found')
    const timeoutUs = durationUs(args.text('timeout') ?? '30s')
    let exit = 0
    for (const one of named) {
      const label = shortName(one.info, one.name)
      const found = yield* fetched(one.info, one.namespace, one.name)
      if (condition === 'delete') {
        // What was away from the beginning is not worth a word.
        if (found.code === 404) continue
        if (yield* gone(one, timeoutUs)) yield* print(`${label} condition met\n`)
        else exit = yield* failed(`timed out waiting for the condition on ${one.info.resource}/${one.name}`)
        continue
      }
      if (found.code !== 200 && condition !== 'create') {
        exit = yield* refused(found)
        continue
      }
      let met = found.code === 200 && holds(found.body as ApiObject)
      if (!met) {
        const opened = yield { ask: 'watch', request: { method: 'GET', path: pathOfTarget(one.info, one.namespace), query: { watch: 'true', allowWatchBookmarks: 'true', fieldSelector: `metadata.name=${one.name}`, resourceVersion: (found.body as ApiObject).metadata.resourceVersion ?? '0' } } }
        while (!met && opened.answer === 'watching') {
          const next = yield { ask: 'next', watch: opened.watch, timeoutUs }
          if (next.answer !== 'event') break
          if (next.event === 'ADDED' || next.event === 'MODIFIED') met = holds(next.object as ApiObject)
        }
        if (opened.answer === 'watching') yield { ask: 'stop', watch: opened.watch }
      }
      if (met) yield* print(`${label} condition met\n`)
      else exit = yield* failed(`timed out waiting for the condition${condition === 'create' ? '' : ` on ${one.info.resource}/${one.name}`}`)
    }
    return exit
  },
}

function conditionOf(text: string): ((object: ApiObject) => boolean) | undefined {
  if (text === 'create') return () => true
  const condition = /^condition=([^=]+)(?:=(.*))?$/.exec(text)
  if (condition) {
    return ({ status, metadata }) => {
      const { conditions = [], observedGeneration } = (status ?? {}) as { conditions?: readonly { type: string; status: string }[]; observedGeneration?: number }
      if (observedGeneration !== undefined && observedGeneration < (metadata.generation ?? 0)) return false
      return conditions.some(({ type, status: is }) => type.toLowerCase() === condition[1]!.toLowerCase() && is.toLowerCase() === (condition[2] ?? 'true').toLowerCase())
    }
  }
  const path = /^jsonpath=\{?\.?([\w.[\]-]+)\}?(?:=(.*))?$/.exec(text)
  if (!path) return undefined
  return (object) => {
    let value: unknown = object
    for (const part of path[1]!.split(/[.[\]]+/).filter(Boolean)) value = (value as Record<string, unknown> | undefined)?.[part]
    return path[2] === undefined ? value !== undefined : String(value) === path[2]
  }
}

/** label and annotate: `key=value`, `key-`. */
const marking = (path: 'label' | 'annotate', field: 'labels' | 'annotations', done: string): Command => ({
  path, usage: `${path} [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N`, flags: { ...FILES, overwrite: { kind: 'bool' }, list: { kind: 'bool' } },
  * run(args, cx): Conversation {
    const isMark = (word: string): boolean => word.includes('=') || word.endsWith('-')
    const marks = args.positional.filter(isMark)
    if (args.positional.length === marks.length && args.list('filename').length === 0) return yield* failed('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    if (marks.length === 0 && !args.is('list')) return yield* failed(`at least one ${path === 'label' ? 'label' : 'annotation'} update is required`)
    const named = yield* namedBy(args, cx, args.positional.filter((word) => !isMark(word)))
    if (typeof named === 'number') return named
    const changes: Record<string, string | null> = {}
    for (const mark of marks) {
      if (mark.endsWith('-') && !mark.includes('=')) changes[mark.slice(0, -1)] = null
      else changes[mark.slice(0, mark.indexOf('='))] = mark.slice(mark.indexOf('=') + 1)
    }
    let exit = 0
    for (const { info, name, namespace } of named) {
      const objectPath = pathOfTarget(info, namespace, name)
      const found = yield* fetched(info, namespace, name)
      if (found.code !== 200) {
        exit = yield* refused(found)
        continue
      }
      const has = (found.body as ApiObject).metadata[field] ?? {}
      if (args.is('list')) {
        const one = named.length === 1
        yield* print(`${one ? '' : `Listing ${field} for ${info.kind}.${info.group}/${name}:\n`}${Object.keys(has).sort().map((key) => `${one ? '' : ' '}${key}=${has[key]}\n`).join('')}`)
        continue
      }
      const taken = Object.entries(changes).filter(([key, value]) => value !== null && has[key] !== undefined && has[key] !== value)
      if (taken.length > 0 && !args.is('overwrite')) {
        exit = yield* failed(path === 'label' ? `'${taken[0]![0]}' already has a value (${has[taken[0]![0]]}), and --overwrite is false` : `--overwrite is false but found the following declared annotation(s): '${taken[0]![0]}' already has a value (${has[taken[0]![0]]})`)
        continue
      }
      for (const [key, value] of Object.entries(changes)) if (value === null && has[key] === undefined) yield* print(`${path === 'label' ? 'label' : 'annotation'} "${key}" not found.\n`)
      const same = Object.entries(changes).every(([key, value]) => (value === null ? has[key] === undefined : has[key] === value))
      if (!same || path === 'annotate') {
        const answer = yield* send({ method: 'PATCH', path: objectPath, query: { fieldManager: `kubectl-${path}`, ...dryQuery(args) }, headers: MERGE, body: { metadata: { [field]: changes } } })
        if (answer.code !== 200) {
          exit = yield* refused(answer)
          continue
        }
      }
      const onlyRemoved = Object.values(changes).every((value) => value === null)
      yield* print(`${shortName(info, name)} ${path === 'label' ? (same ? 'not labeled' : onlyRemoved ? 'unlabeled' : done) : done}${suffix(args)}\n`)
    }
    return exit
  },
})

const patch: Command = {
  path: 'patch', usage: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]', flags: { ...FILES, patch: { kind: 'string', short: 'p' }, type: { kind: 'string', default: 'strategic' }, subresource: { kind: 'string' } },
  * run(args, cx) {
    const text = args.text('patch')
    if (text === undefined) return yield* failed('must specify --patch or --patch-file containing the contents of the patch')
    const type = { json: 'application/json-patch+json', merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json' }[args.text('type')!]
    if (!type) return yield* failed(`--type must be one of [json merge strategic], not "${args.text('type')}"`)
    const parsed = manifestlike(text)
    if ('problem' in parsed) return yield* failed(`unable to parse ${JSON.stringify(text)}: ${parsed.problem}`)
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    let exit = 0
    for (const { info, name, namespace } of named) {
      const before = yield* fetched(info, namespace, name)
      if (before.code !== 200) {
        exit = yield* refused(before)
        continue
      }
      const answer = yield* send({ method: 'PATCH', path: pathOfTarget(info, namespace, name, args.text('subresource')), query: { fieldManager: 'kubectl-patch', ...dryQuery(args) }, headers: { 'content-type': type }, body: parsed.value })
      if (answer.code !== 200) exit = yield* refused(answer)
      else yield* print(`${shortName(info, name)} patched${Object.keys(createMergePatch(withoutManagedFields(before.body as ApiObject) as never, withoutManagedFields(answer.body as ApiObject) as never) as object).length === 0 ? ' (no change)' : ''}${suffix(args)}\n`)
    }
    return exit
  },
}

function manifestlike(text: string): { readonly value: unknown } | { readonly problem: string } {
  const manifests = manifestsOf(['p'], { files: { p: `apiVersion: v1\nkind: ConfigMap\ndata: ${/^\s*[[{]/.test(text) ? text.replaceAll('\n', ' ') : `\n${text.replace(/^/gm, '  ')}`}\n` }, stdin: undefined })
  return 'problem' in manifests ? manifests : { value: manifests[0]!.object['data'] }
}

export const CHANGING: readonly Command[] = [createFile, apply, remove, wait, marking('label', 'labels', 'labeled'), marking('annotate', 'annotations', 'annotated'), patch]
