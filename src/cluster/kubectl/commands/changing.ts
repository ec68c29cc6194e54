import { createMergePatch, qosClass, resourceNamed, sameValue, schemaOfKind, threeWayPatch, twoWayPatch, typeSchema, type ApiObject, type Deployment, type Node, type Pod, type ResourceInfo, type Taint } from '../../../api/index.ts'
import { complain, print, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import type { Args, FlagTable } from '../flags.ts'
import { manifestsOf, type Manifest } from '../manifests.ts'
import { errorText, failed, namespaceOf, pathOfTarget, refused, resourceOf, shortName, targetsOf, type Target } from '../targets.ts'
import type { Command, CommandContext } from './command.ts'
import { create, durationUs } from './flagship.ts'
import { printAs, withoutManagedFields } from './reading.ts'

const DRY_RUN = { kind: 'string', alone: 'unchanged', default: 'none' } as const
const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' }
const MERGE = { 'content-type': 'application/merge-patch+json' }
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const suffix = (args: Args): string => ({ server: ' (server dry run)', client: ' (dry run)' })[args.text('dry-run') ?? ''] ?? ''
const dryQuery = (args: Args): Record<string, string> => (args.text('dry-run') === 'server' ? { dryRun: 'All' } : {})

interface Named { readonly info: ResourceInfo; readonly name: string; readonly namespace: string }

/** What a command is about: the objects of its files, or those that its words name, or those that its selector finds. */
function* namedBy(args: Args, cx: CommandContext, words = args.positional): Generator<Ask, readonly Named[] | number, Answer> {
  if (args.list('filename').length > 0) {
    const manifests = manifestsOf(args.list('filename'), cx.files)
    if ('problem' in manifests) return yield* failed(manifests.problem)
    return manifests.map(({ info, object }) => ({ info, name: object.metadata.name ?? '', namespace: object.metadata.namespace ?? namespaceOf(args) }))
  }
  const targets = targetsOf(words)
  if ('problem' in targets) return yield* failed(words.length === 0 ? 'You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   \'-f rsrc.yaml\'\n   \'--filename=rsrc.json\'\n   \'<resource> <name>\'\n   \'<resource>\'' : targets.problem)
  const named: Named[] = []
  for (const { info, name } of targets as readonly Target[]) {
    if (name !== undefined) {
      named.push({ info, name, namespace: namespaceOf(args) })
      continue
    }
    const selector = args.text('selector')
    if (selector === undefined && !args.is('all')) return yield* failed('resource(s) were provided, but no name was specified')
    const listed = yield* send({ method: 'GET', path: pathOfTarget(info, namespaceOf(args)), query: selector === undefined ? {} : { labelSelector: selector } })
    if (listed.code !== 200) return yield* refused(listed)
    for (const { metadata } of (listed.body as { items: readonly ApiObject[] }).items) named.push({ info, name: metadata.name!, namespace: metadata.namespace ?? '' })
  }
  return named
}

const FILES: FlagTable = { filename: { kind: 'list', short: 'f' }, selector: { kind: 'string', short: 'l' }, all: { kind: 'bool' }, 'dry-run': DRY_RUN, output: { kind: 'string', short: 'o' }, 'field-manager': { kind: 'string' } }

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

function* applyOnServer(args: Args, { info, object }: Manifest): Conversation {
  const namespace = object.metadata.namespace ?? namespaceOf(args)
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

function* applyOne(args: Args, { info, object, file }: Manifest): Conversation {
  const namespace = object.metadata.namespace ?? namespaceOf(args)
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
    const body = { propagationPolicy: cascade, ...(seconds >= 0 ? { gracePeriodSeconds: seconds } : {}), ...(args.text('dry-run') === 'server' ? { dryRun: ['All'] } : {}) }
    let exit = 0
    const waiting: (Named & { readonly uid: string | undefined })[] = []
    for (const one of named) {
      const path = pathOfTarget(one.info, one.namespace, one.name)
      const answer = yield* send({ method: 'DELETE', path, headers: { 'content-type': 'application/json' }, body })
      if (answer.code === 404 && args.is('ignore-not-found')) continue
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
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    if (named.length === 0) return yield* failed('no matching resources found')
    const timeoutUs = durationUs(args.text('timeout') ?? '30s')
    let exit = 0
    for (const one of named) {
      const label = shortName(one.info, one.name)
      const path = pathOfTarget(one.info, one.namespace, one.name)
      const found = yield* send({ method: 'GET', path })
      if (condition === 'delete') {
        const met = found.code === 404 || (yield* gone(one, timeoutUs))
        if (met) yield* print(`${label} condition met\n`)
        else exit = yield* failed(`timed out waiting for the condition on ${one.info.resource}/${one.name}`)
        continue
      }
      if (found.code !== 200 && condition !== 'create') {
        exit = yield* refused(found)
        continue
      }
      const holds = conditionOf(condition)
      if (!holds) return yield* failed(`unrecognized condition: ${JSON.stringify(condition)}`)
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
      else exit = yield* failed(`timed out waiting for the condition on ${one.info.resource}/${one.name}`)
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
  path, usage: `${path} [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N`, flags: { ...FILES, overwrite: { kind: 'bool' } },
  * run(args, cx): Conversation {
    const isMark = (word: string): boolean => word.includes('=') || word.endsWith('-')
    const marks = args.positional.filter(isMark)
    if (marks.length === 0) return yield* failed(`at least one ${path === 'label' ? 'label' : 'annotation'} update is required`)
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
      const found = yield* send({ method: 'GET', path: objectPath })
      if (found.code !== 200) {
        exit = yield* refused(found)
        continue
      }
      const has = (found.body as ApiObject).metadata[field] ?? {}
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

const NODES = resourceNamed('', 'nodes')!
const PODS = resourceNamed('', 'pods')!

const cordoning = (path: 'cordon' | 'uncordon'): Command => ({
  path, usage: `${path} NODE`, flags: { selector: { kind: 'string', short: 'l' }, 'dry-run': DRY_RUN },
  * run(args): Conversation {
    const [name] = args.positional
    if (name === undefined) return yield* failed(`error: USAGE: ${path} NODE [flags]`)
    const done = yield* setUnschedulable(name, path === 'cordon')
    return done
  },
})

function* setUnschedulable(name: string, wanted: boolean): Conversation {
  const found = yield* send({ method: 'GET', path: pathOfTarget(NODES, '', name) })
  if (found.code !== 200) return yield* refused(found)
  const verb = wanted ? 'cordoned' : 'uncordoned'
  if (((found.body as Node).spec.unschedulable ?? false) === wanted) {
    yield* print(`node/${name} already ${verb}\n`)
    return 0
  }
  const answer = yield* send({ method: 'PATCH', path: pathOfTarget(NODES, '', name), headers: STRATEGIC, body: { spec: { unschedulable: wanted ? true : null } } })
  if (answer.code !== 200) return yield* refused(answer)
  yield* print(`node/${name} ${verb}\n`)
  return 0
}

const drain: Command = {
  path: 'drain', usage: 'drain NODE', flags: { 'ignore-daemonsets': { kind: 'bool' }, 'delete-emptydir-data': { kind: 'bool' }, force: { kind: 'bool' }, 'grace-period': { kind: 'int', default: '-1' }, timeout: { kind: 'string', default: '0s' }, 'disable-eviction': { kind: 'bool' }, 'pod-selector': { kind: 'string' } },
  * run(args) {
    const [name] = args.positional
    if (name === undefined) return yield* failed('error: USAGE: drain NODE [flags]')
    const cordoned = yield* setUnschedulable(name, true)
    if (cordoned !== 0) return cordoned
    const listed = yield* send({ method: 'GET', path: '/api/v1/pods', query: { fieldSelector: `spec.nodeName=${name}`, limit: '500' } })
    if (listed.code !== 200) return yield* refused(listed)
    const pods = (listed.body as { items: readonly Pod[] }).items.filter((pod) => pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined)
    const unowned = pods.filter((pod) => !pod.metadata.ownerReferences?.some(({ controller }) => controller) && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed')
    const local = pods.filter((pod) => pod.spec.volumes?.some((volume) => volume.emptyDir))
    const problems = [
      ...(unowned.length > 0 && !args.is('force') ? [`cannot delete cannot delete Pods that declare no controller (use --force to override): ${unowned.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`.replace('cannot delete cannot', 'cannot')] : []),
      ...(local.length > 0 && !args.is('delete-emptydir-data') ? [`cannot delete Pods with local storage (use --delete-emptydir-data to override): ${local.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`] : []),
    ]
    if (problems.length > 0) {
      yield* complain(`error: unable to drain node "${name}" due to error: ${problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`}, continuing command...\nThere are pending nodes to be drained:\n ${name}\n${problems.join('\n')}\n`)
      return 1
    }
    if (unowned.length > 0) yield* complain(`Warning: deleting Pods that declare no controller: ${unowned.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}\n`)
    for (const { metadata } of pods) yield* print(`evicting pod ${metadata.namespace}/${metadata.name}\n`)
    const grace = Number(args.text('grace-period'))
    for (const { metadata } of pods) {
      for (;;) {
        const answer = yield* send({ method: 'POST', path: pathOfTarget(PODS, metadata.namespace!, metadata.name, 'eviction'), headers: { 'content-type': 'application/json' }, body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: metadata.name, namespace: metadata.namespace }, deleteOptions: grace >= 0 ? { gracePeriodSeconds: grace } : {} } })
        if (answer.code === 201 || answer.code === 404) break
        if (answer.code !== 429) return yield* refused(answer, `error when evicting pods/"${metadata.name}" -n "${metadata.namespace}"`)
        yield* complain(`error when evicting pods/"${metadata.name}" -n "${metadata.namespace}" (will retry after 5s): ${(answer.body as { message: string }).message}\n`)
        const slept = yield { ask: 'sleep', us: 5_000_000 }
        if (slept.answer === 'interrupted') return 130
      }
    }
    for (const { metadata } of pods) {
      for (;;) {
        const found = yield* send({ method: 'GET', path: pathOfTarget(PODS, metadata.namespace!, metadata.name) })
        if (found.code !== 200 || (found.body as Pod).metadata.uid !== metadata.uid) break
        const slept = yield { ask: 'sleep', us: 1_000_000 }
        if (slept.answer === 'interrupted') return 130
      }
      yield* print(`pod/${metadata.name} evicted\n`)
    }
    yield* print(`node/${name} drained\n`)
    return 0
  },
}

const taint: Command = {
  path: 'taint', aliases: ['taint nodes', 'taint node', 'taint no'], usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N', flags: { overwrite: { kind: 'bool' }, all: { kind: 'bool' }, selector: { kind: 'string', short: 'l' }, 'dry-run': DRY_RUN },
  * run(args) {
    const words = args.positional.filter((word) => !['node', 'nodes', 'no'].includes(word))
    const specs = words.filter((word) => word.includes(':') || word.endsWith('-'))
    const names = words.filter((word) => !specs.includes(word))
    if (names.length === 0 || specs.length === 0) return yield* failed(names.length === 0 ? 'one or more resources must be specified as <resource> <name> or <resource>/<name>' : 'at least one taint update is required')
    const add: Taint[] = []
    const drop: { key: string; effect: string | undefined }[] = []
    for (const spec of specs) {
      const match = /^([^=:]+)(?:=([^:]*))?(?::(\w+))?(-)?$/.exec(spec)
      if (!match) return yield* failed(`invalid taint spec: ${spec}`)
      const [, key, value, effect, minus] = match
      if (minus) drop.push({ key: key!, effect })
      else if (effect !== 'NoSchedule' && effect !== 'PreferNoSchedule' && effect !== 'NoExecute') return yield* failed(`invalid taint effect: ${effect ?? ''}, unsupported taint effect`)
      else add.push({ key: key!, ...(value ? { value } : {}), effect })
    }
    let exit = 0
    for (const name of names) {
      const found = yield* send({ method: 'GET', path: pathOfTarget(NODES, '', name) })
      if (found.code !== 200) {
        exit = yield* refused(found)
        continue
      }
      const node = found.body as Node
      const has = node.spec.taints ?? []
      const missing = drop.filter(({ key, effect }) => !has.some((one) => one.key === key && (effect === undefined || one.effect === effect)))
      if (missing.length > 0) {
        exit = yield* failed(`taint "${missing[0]!.key}${missing[0]!.effect ? `:${missing[0]!.effect}` : ''}" not found`)
        continue
      }
      const clash = add.filter((one) => has.some((old) => old.key === one.key && old.effect === one.effect))
      if (clash.length > 0 && !args.is('overwrite')) {
        exit = yield* failed(`node ${name} already has ${clash.map(({ key }) => key).join(',')} taint(s) with same effect(s) and --overwrite is false`)
        continue
      }
      const taints = [...add, ...has.filter((old) => !add.some((one) => one.key === old.key && one.effect === old.effect) && !drop.some(({ key, effect }) => old.key === key && (effect === undefined || old.effect === effect)))]
      const body = twoWayPatch(node as never, { ...node, spec: { ...node.spec, taints } } as never, typeSchema('Node'))
      const answer = yield* send({ method: 'PATCH', path: pathOfTarget(NODES, '', name), query: { fieldManager: 'kubectl-taint', fieldValidation: 'Strict' }, headers: STRATEGIC, body })
      if (answer.code !== 200) exit = yield* refused(answer)
      else yield* print(`node/${name} ${add.length > 0 ? (drop.length > 0 ? 'modified' : 'tainted') : 'untainted'}\n`)
    }
    return exit
  },
}

const run: Command = {
  path: 'run', usage: 'run NAME --image=image [--env="key=value"] [--port=port] [--command] -- [COMMAND] [args...]',
  flags: { image: { kind: 'string' }, port: { kind: 'string' }, env: { kind: 'list' }, labels: { kind: 'string', short: 'l' }, restart: { kind: 'string', default: 'Always' }, command: { kind: 'bool' }, 'dry-run': DRY_RUN, output: { kind: 'string', short: 'o' }, 'image-pull-policy': { kind: 'string' } },
  * run(args) {
    const [name] = args.positional
    if (name === undefined) return yield* failed('NAME is required for run\nSee \'kubectl run -h\' for help and examples')
    const image = args.text('image')
    if (image === undefined) return yield* failed('required flag(s) "image" not set')
    const restartPolicy = args.text('restart')!
    if (!['Always', 'OnFailure', 'Never'].includes(restartPolicy)) return yield* failed(`invalid restart policy: ${restartPolicy}`)
    const labels = args.text('labels') ? Object.fromEntries(args.text('labels')!.split(',').map((pair) => pair.split('=') as [string, string])) : { run: name }
    const container = {
      name, image, resources: {}, ...(args.text('image-pull-policy') ? { imagePullPolicy: args.text('image-pull-policy') } : {}), ...(args.text('port') ? { ports: [{ containerPort: Number(args.text('port')) }] } : {}),
      ...(args.list('env').length > 0 ? { env: args.list('env').map((pair) => ({ name: pair.split('=')[0]!, value: pair.slice(pair.indexOf('=') + 1) })) } : {}),
      ...(args.rest.length > 0 ? (args.is('command') ? { command: args.rest } : { args: args.rest }) : {}),
    }
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels, namespace: namespaceOf(args) }, spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy } }
    if (args.text('dry-run') === 'client') {
      if (args.text('output')) yield* printAs(args.text('output')!, pod, [pod as unknown as ApiObject])
      else yield* print(`pod/${name} created (dry run)\n`)
      return qosClass(pod) ? 0 : 1
    }
    const answer = yield* send({ method: 'POST', path: pathOfTarget(PODS, namespaceOf(args)), query: { fieldManager: 'kubectl-run', ...dryQuery(args) }, headers: { 'content-type': 'application/json' }, body: pod })
    if (answer.code !== 201) return yield* refused(answer)
    yield* print(`pod/${name} created${suffix(args)}\n`)
    return 0
  },
}

const expose: Command = {
  path: 'expose', usage: 'expose (-f FILENAME | TYPE NAME) [--port=port] [--target-port=number-or-name] [--name=name] [--type=type]',
  flags: { ...FILES, port: { kind: 'string' }, 'target-port': { kind: 'string' }, name: { kind: 'string' }, type: { kind: 'string' }, protocol: { kind: 'string', default: 'TCP' }, 'cluster-ip': { kind: 'string' } },
  * run(args, cx) {
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    const [one] = named
    const found = yield* send({ method: 'GET', path: pathOfTarget(one!.info, one!.namespace, one!.name) })
    if (found.code !== 200) return yield* refused(found)
    const { spec, metadata } = found.body as Deployment & { readonly spec: { readonly selector?: unknown } }
    const selector = one!.info.resource === 'pods' ? metadata.labels : one!.info.resource === 'services' ? spec.selector as unknown as Record<string, string> : spec.selector?.matchLabels
    if (!selector || Object.keys(selector).length === 0) return yield* failed(`couldn't retrieve selectors via --selector flag or introspection: the ${one!.info.singular} has no labels and cannot be exposed`)
    const declared = (spec.template?.spec?.containers ?? (spec as unknown as Pod['spec']).containers ?? []).flatMap(({ ports }) => ports ?? [])
    const ports = args.text('port') ? args.text('port')!.split(',').map(Number) : declared.map(({ containerPort }) => containerPort)
    if (ports.length === 0) return yield* failed(`couldn't find port via --port flag or introspection`)
    const target = args.text('target-port')
    const body = {
      apiVersion: 'v1', kind: 'Service', metadata: { name: args.text('name') ?? one!.name, namespace: one!.namespace, ...(metadata.labels ? { labels: metadata.labels } : {}) },
      spec: {
        selector, ports: ports.map((port, index) => ({ ...(ports.length > 1 ? { name: `port-${index + 1}` } : {}), port, protocol: args.text('protocol'), targetPort: target === undefined ? port : /^\d+$/.test(target) ? Number(target) : target })),
        ...(args.text('type') ? { type: args.text('type') } : {}), ...(args.text('cluster-ip') ? { clusterIP: args.text('cluster-ip') } : {}),
      },
    }
    const answer = yield* send({ method: 'POST', path: pathOfTarget(resourceOf('services')!, one!.namespace), query: { fieldManager: 'kubectl-expose', ...dryQuery(args) }, headers: { 'content-type': 'application/json' }, body })
    if (answer.code !== 201) return yield* refused(answer)
    yield* print(`service/${(answer.body as ApiObject).metadata.name} exposed${suffix(args)}\n`)
    return 0
  },
}

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
      const before = yield* send({ method: 'GET', path: pathOfTarget(info, namespace, name) })
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

const simpleCreate = (resource: string, group: string, flags: FlagTable, bodyOf: (name: string, args: Args) => Readonly<Record<string, unknown>> | { readonly problem: string }, aliases: readonly string[] = []): Command => {
  const info = resourceNamed(group, resource)!
  return {
    path: `create ${info.singular}`, aliases: [...info.shortNames.map((short) => `create ${short}`), ...aliases], usage: `create ${info.singular} NAME`, flags: { ...flags, 'dry-run': DRY_RUN, output: { kind: 'string', short: 'o' } },
    * run(args): Conversation {
      const name = args.positional.at(-1)
      if (name === undefined) return yield* failed(`exactly one NAME is required, got 0\nSee 'kubectl create ${info.singular} -h' for help and examples`)
      const body = bodyOf(name, args)
      if ('problem' in body) return yield* failed(String(body.problem))
      return yield* create(args, info, { apiVersion: info.group ? `${info.group}/${info.version}` : info.version, kind: info.kind, metadata: { name }, ...body } as never, info.singular)
    },
  }
}

const pairs = (list: readonly string[]): Record<string, string> => Object.fromEntries(list.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))

function servicePorts(args: Args): { port: number; targetPort: number | string; protocol: string; name: string }[] {
  return args.list('tcp').map((pair) => {
    const [port, target] = pair.split(':')
    return { name: pair.replace(':', '-'), port: Number(port), protocol: 'TCP', targetPort: target === undefined ? Number(port) : /^\d+$/.test(target) ? Number(target) : target }
  })
}

const serviceCreate = (type: 'clusterip' | 'nodeport', kind: string): Command => ({
  path: `create service ${type}`, aliases: [`create svc ${type}`], usage: `create service ${type} NAME [--tcp=<port>:<targetPort>]`, flags: { tcp: { kind: 'list' }, clusterip: { kind: 'string' }, 'node-port': { kind: 'int' }, 'dry-run': DRY_RUN, output: { kind: 'string', short: 'o' } },
  * run(args): Conversation {
    const [name] = args.positional
    if (name === undefined) return yield* failed('exactly one NAME is required, got 0')
    if (args.list('tcp').length === 0 && args.text('clusterip') !== 'None') return yield* failed('at least one tcp port specifier must be provided')
    const labels = { app: name }
    return yield* create(args, resourceOf('services')!, { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec: { type: kind, selector: labels, ports: servicePorts(args), ...(args.text('clusterip') ? { clusterIP: args.text('clusterip') } : {}) } } as never, 'service')
  },
})

const ROLE_FLAGS: FlagTable = { verb: { kind: 'list' }, resource: { kind: 'list' }, 'resource-name': { kind: 'list' } }
const BINDING_FLAGS: FlagTable = { role: { kind: 'string' }, clusterrole: { kind: 'string' }, user: { kind: 'list' }, group: { kind: 'list' }, serviceaccount: { kind: 'list' } }

function rulesOf(args: Args): Readonly<Record<string, unknown>> | { readonly problem: string } {
  if (args.list('verb').length === 0) return { problem: 'at least one verb must be specified' }
  if (args.list('resource').length === 0) return { problem: 'one or more resources must be specified' }
  const byGroup = new Map<string, string[]>()
  for (const word of args.list('resource')) {
    const info = resourceOf(word.split('/')[0]!)
    if (!info) return { problem: `the server doesn't have a resource type "${word}"` }
    byGroup.set(info.group, [...(byGroup.get(info.group) ?? []), [info.resource, ...word.split('/').slice(1)].join('/')])
  }
  return { rules: [...byGroup].map(([group, resources]) => ({ apiGroups: [group], resources, verbs: args.list('verb'), ...(args.list('resource-name').length > 0 ? { resourceNames: args.list('resource-name') } : {}) })) }
}

function bindingOf(args: Args): Readonly<Record<string, unknown>> | { readonly problem: string } {
  const role = args.text('clusterrole') ?? args.text('role')
  if (role === undefined) return { problem: 'exactly one of clusterrole or role must be specified' }
  const api = { apiGroup: 'rbac.authorization.k8s.io' }
  return {
    roleRef: { ...api, kind: args.text('clusterrole') ? 'ClusterRole' : 'Role', name: role },
    subjects: [
      ...args.list('user').map((name) => ({ ...api, kind: 'User', name })), ...args.list('group').map((name) => ({ ...api, kind: 'Group', name })),
      ...args.list('serviceaccount').map((pair) => ({ kind: 'ServiceAccount', namespace: pair.split(':')[0], name: pair.split(':')[1] })),
    ],
  }
}

export const CHANGING: readonly Command[] = [
  createFile, apply, remove, wait, marking('label', 'labels', 'labeled'), marking('annotate', 'annotations', 'annotated'), cordoning('cordon'), cordoning('uncordon'), drain, taint, run, expose, patch,
  simpleCreate('namespaces', '', {}, () => ({})),
  simpleCreate('serviceaccounts', '', {}, () => ({})),
  simpleCreate('configmaps', '', { 'from-literal': { kind: 'list' } }, (_name, args) => ({ data: pairs(args.list('from-literal')) })),
  simpleCreate('secrets', '', { 'from-literal': { kind: 'list' }, type: { kind: 'string' } }, (_name, args) => ({ type: args.text('type') ?? 'Opaque', stringData: pairs(args.list('from-literal')) }), ['create secret generic']),
  simpleCreate('priorityclasses', 'scheduling.k8s.io', { value: { kind: 'int', default: '0' }, 'global-default': { kind: 'bool' }, description: { kind: 'string' } }, (_name, args) => ({ value: Number(args.text('value')), globalDefault: args.is('global-default'), description: args.text('description') ?? '' })),
  simpleCreate('roles', 'rbac.authorization.k8s.io', ROLE_FLAGS, (_name, args) => rulesOf(args)),
  simpleCreate('clusterroles', 'rbac.authorization.k8s.io', ROLE_FLAGS, (_name, args) => rulesOf(args)),
  simpleCreate('rolebindings', 'rbac.authorization.k8s.io', BINDING_FLAGS, (_name, args) => bindingOf(args)),
  simpleCreate('clusterrolebindings', 'rbac.authorization.k8s.io', BINDING_FLAGS, (_name, args) => bindingOf(args)),
  serviceCreate('clusterip', 'ClusterIP'), serviceCreate('nodeport', 'NodePort'),
]
