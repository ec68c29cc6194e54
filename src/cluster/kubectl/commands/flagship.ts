import { podTemplateHash, resourceNamed, sameValue, timeText, twoWayPatch, typeSchema, type ApiObject, type Deployment, type Pod, type ReplicaSet, type ResourceInfo } from '../../../api/index.ts'
import { clock, complain, print, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import { templateBlock } from '../describe/containers.ts'
import { tabbed } from '../describe/tabbed.ts'
import type { Args } from '../flags.ts'
import { ended, errorText, failed, fetched, namespaceOf, pathOfTarget, refused } from '../targets.ts'
import type { Command, CommandContext } from './command.ts'
import { createDeployment } from './create-deployment.ts'
import { DRY_RUN, dryQuery } from './dry-run.ts'
import { told } from './get.ts'
import { FILES, NOTHING_NAMED, namedBy, STRATEGIC, type Named } from './named.ts'

const DEPLOYMENTS = resourceNamed('apps', 'deployments')!
const REPLICASETS = resourceNamed('apps', 'replicasets')!

const setImage: Command = {
  path: 'set image', usage: 'set image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  flags: FILES,
  * run(args, cx) {
    const images = new Map(args.positional.filter((word) => word.includes('=')).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]))
    const words = args.positional.filter((word) => !word.includes('='))
    const files = args.list('filename').length > 0
    if (args.positional.length === 0 && !files) return yield* failed(NOTHING_NAMED)
    if (words.length === 0 && !files) return yield* failed('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    if (images.size === 0) return yield* failed('at least one image update is required')
    const named = yield* namedBy(args, cx, words)
    if (typeof named === 'number') return named
    const objects: (Named & { readonly body: unknown })[] = []
    const problems: string[] = []
    for (const one of named) {
      const found = yield* fetched(one.info, one.namespace, one.name)
      if (found.code === 200) objects.push({ ...one, body: found.body })
      else problems.push(errorText(found))
    }
    // One that is missing, and none is changed.
    if (problems.length > 0) return yield* ended(problems)
    for (const { info, name, namespace, body: found } of objects) {
      const podSpec = (info.resource === 'pods' ? found as Pod : (found as Partial<Deployment>).spec?.template)?.spec
      if (!podSpec) {
        problems.push(`${info.resource}/${name} the object is not a pod or does not have a pod template: *${info.group || 'v1'}.${info.kind}`)
        continue
      }
      const { containers } = podSpec
      const unknown = [...images.keys()].filter((container) => container !== '*' && !containers.some((one) => one.name === container))
      if (unknown.length > 0) {
        problems.push(`unable to find container named ${unknown.map((one) => `"${one}"`).join(', ')}`)
        continue
      }
      const changed = containers.filter((one) => (images.get(one.name) ?? images.get('*') ?? one.image) !== one.image)
      if (changed.length === 0) continue
      const patch = { $setElementOrder: undefined, 'containers': changed.map((one) => ({ image: images.get(one.name) ?? images.get('*'), name: one.name })) }
      const spec = { '$setElementOrder/containers': containers.map((one) => ({ name: one.name })), containers: patch.containers }
      const body = { spec: info.resource === 'pods' ? spec : { template: { spec } } }
      yield { ask: 'fact', stage: 'built', params: { command: 'set image', kind: info.kind, name } }
      const answer = yield* send({ method: 'PATCH', path: pathOfTarget(info, namespace, name), query: { fieldManager: 'kubectl-set', ...dryQuery(args) }, headers: STRATEGIC, body })
      if (answer.code !== 200) problems.push(answer.code === 0 ? errorText(answer) : `failed to patch image update to pod template: ${(answer.body as { readonly message?: string }).message ?? ''}`)
      else yield* told(args, answer.body as ApiObject, 'image updated')
    }
    return yield* ended(problems)
  },
}

const REVISION = 'deployment.kubernetes.io/revision'
const CAUSE = 'kubernetes.io/change-cause'

interface Found { readonly deployment: Deployment; readonly path: string }

/** Does one thing after the other to the Deployments that the words, the files or the selector name. */
function* eachDeployment(args: Args, cx: CommandContext, verb: string, does: (found: Found) => Conversation): Conversation {
  if (args.positional.length === 0 && args.list('filename').length === 0) return yield* failed('required resource not specified')
  const named = yield* namedBy(args, cx, args.positional, true)
  if (typeof named === 'number') return named
  if (named.length === 0 && verb !== 'history') yield* complain(`No resources found in ${namespaceOf(args)} namespace.\n`)
  let exit = 0
  const problems: string[] = []
  for (const { info, namespace, name } of named) {
    const found = yield* fetched(info, namespace, name)
    if (found.code !== 200) problems.push(errorText(found))
    else if (info.resource !== 'deployments') problems.push(notRolledText(verb, info, name))
    else exit = Math.max(exit, yield* does({ deployment: found.body as Deployment, path: pathOfTarget(info, namespace, name) }))
  }
  return Math.max(exit, yield* ended(problems))
}

const NOUNS: Readonly<Record<string, readonly [string, string]>> = { undo: ['rollbacker', 'rollbacker'], history: ['history viewer', 'history'] }

/** Why a verb of rollout can do nothing with other kinds than Deployments. */
function notRolledText(verb: string, { group, kind, resource }: ResourceInfo, name: string): string {
  const qualified = (word: string): string => `${word}${group ? `.${group}` : ''}`
  const [noun, short] = NOUNS[verb] ?? []
  if (noun !== undefined) return kind === 'Pod' || group === 'apps' ? `no ${noun} has been implemented for "${qualified(kind)}"` : `error retrieving ${short} for "${qualified(kind)}", no visitor method exists for {${group} ${kind}}`
  return verb === 'status' ? `no status viewer has been implemented for ${qualified(kind)}` : `${qualified(resource)} "${name}" ${verb === 'pause' ? 'pausing' : verb === 'resume' ? 'resuming' : 'restarting'} is not supported`
}

/** The ReplicaSets of a Deployment by revision, oldest first. */
function* historyOf(args: Args, deployment: Deployment): Generator<Ask, ReadonlyMap<number, ReplicaSet> | number, Answer> {
  const { matchLabels = {} } = deployment.spec.selector
  const labelSelector = Object.keys(matchLabels).sort().map((key) => `${key}=${matchLabels[key]}`).join(',')
  const listed = yield* send({ method: 'GET', path: pathOfTarget(REPLICASETS, namespaceOf(args)), query: { labelSelector } })
  if (listed.code !== 200) return yield* refused(listed)
  const own = (listed.body as { items: readonly ReplicaSet[] }).items.filter((one) => one.metadata.ownerReferences?.some(({ uid, controller }) => controller && uid === deployment.metadata.uid))
  return new Map(own.map((one) => [Number(one.metadata.annotations?.[REVISION] ?? 0), one] as const).filter(([revision]) => revision > 0).sort(([a], [b]) => a - b))
}

const rolloutHistory: Command = {
  path: 'rollout history', usage: 'rollout history (TYPE NAME | TYPE/NAME) [flags]', flags: { ...FILES, revision: { kind: 'int', default: '0' } },
  run: (args, cx) => eachDeployment(args, cx, 'history', function* (found): Conversation {
    const history = yield* historyOf(args, found.deployment)
    if (typeof history === 'number') return history
    const output = args.text('output') ?? ''
    if (output !== '') {
      const wanted = [...history].filter(([number]) => Number(args.text('revision')) === 0 || number === Number(args.text('revision')))
      if (wanted.length === 0) return yield* failed('unable to find the specified revision')
      for (const [index, [, one]] of wanted.entries()) {
        if (index > 0 && output === 'yaml') yield* print('---\n')
        yield* told(args, { ...one, apiVersion: 'apps/v1', kind: 'ReplicaSet' } as unknown as ApiObject, '')
      }
      return 0
    }
    const heading = `deployment.apps/${found.deployment.metadata.name}`
    const revision = Number(args.text('revision'))
    if (revision < 0) return yield* failed(`revision must be a positive integer: ${revision}`)
    if (revision > 0) {
      const one = history.get(revision)
      if (!one) return yield* failed(`unable to find the specified revision`)
      yield* print(`${heading} with revision #${revision}\n${templateText(one)}`)
      return 0
    }
    const rows = [...history].map(([number, one]) => `${number}\t${one.metadata.annotations?.[CAUSE] ?? '<none>'}`)
    yield* print(`${heading} \n${tabbed(['REVISION\tCHANGE-CAUSE', ...rows].join('\n'))}\n\n`)
    return 0
  }),
}

/** The template as it was, with why it came to be. */
function templateText({ metadata, spec }: ReplicaSet): string {
  const cause = metadata.annotations?.[CAUSE]
  const template = spec.template ?? {}
  return `${templateBlock(cause === undefined ? template : { ...template, metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, [CAUSE]: cause } } })}\n`
}

const rolloutUndo: Command = {
  path: 'rollout undo', usage: 'rollout undo (TYPE NAME | TYPE/NAME) [flags]', flags: { ...FILES, 'to-revision': { kind: 'int', default: '0' }, 'dry-run': DRY_RUN },
  run: (args, cx) => eachDeployment(args, cx, 'undo', function* (found): Conversation {
    const { deployment, path } = found
    const { name } = deployment.metadata
    if (deployment.spec.paused) return yield* failed(`you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`)
    const history = yield* historyOf(args, deployment)
    if (typeof history === 'number') return history
    const wanted = Number(args.text('to-revision'))
    const revisions = [...history.keys()]
    const target = wanted !== 0 ? wanted : revisions.at(-2)
    const old = target === undefined ? undefined : history.get(target)
    if (!old || target === undefined) return yield* failed(wanted !== 0 ? `unable to find specified revision ${wanted} in history` : `no rollout history found for deployment "${name}"`)
    yield { ask: 'fact', stage: 'history', params: { revision: String(target), revisions: revisions.join(', '), hash: podTemplateHash(old.spec.template!) } }
    const { 'pod-template-hash': _, ...labels } = old.spec.template!.metadata?.labels ?? {}
    const template = { ...old.spec.template, metadata: { ...old.spec.template!.metadata, labels } }
    if (sameValue(template, deployment.spec.template)) {
      yield* print(`deployment.apps/${name} skipped rollback (current template already matches revision ${target})\n`)
      return 0
    }
    if (args.text('dry-run') === 'client' && !args.text('output')) {
      yield* print(`deployment.apps/${name} ${templateText(old)} (dry run)\n`)
      return 0
    }
    const kept = Object.fromEntries(Object.entries(old.metadata.annotations ?? {}).filter(([key]) => !SKIPPED.includes(key)))
    const annotations = { ...Object.fromEntries(Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => SKIPPED.includes(key))), ...kept }
    const body = [{ op: 'replace', path: '/spec/template', value: template }, { op: 'replace', path: '/metadata/annotations', value: annotations }]
    const answer = yield* send({ method: 'PATCH', path, headers: { 'content-type': 'application/json-patch+json' }, body, query: dryQuery(args) })
    if (answer.code !== 200) return yield* refused(answer, `failed restoring revision ${target}`)
    return yield* told(args, answer.body as ApiObject, 'rolled back')
  }),
}

/** Annotations that belong to the Deployment or its controller and do not travel with a template. */
const SKIPPED: readonly string[] = ['kubectl.kubernetes.io/last-applied-configuration', REVISION, 'deployment.kubernetes.io/revision-history', 'deployment.kubernetes.io/desired-replicas', 'deployment.kubernetes.io/max-replicas', 'deprecated.deployment.rollback.to']

const rolloutStatus: Command = {
  path: 'rollout status', usage: 'rollout status (TYPE NAME | TYPE/NAME) [flags]', flags: { ...FILES, watch: { kind: 'bool', short: 'w', default: 'true' }, timeout: { kind: 'duration', default: '0s' }, revision: { kind: 'int', default: '0' } },
  run: (args, cx) => eachDeployment(args, cx, 'status', function* (found): Conversation {
    const { name } = found.deployment.metadata
    const revision = Number(args.text('revision'))
    if (revision < 0) return yield* failed(`revision must be a positive integer: ${revision}`)
    const running = found.deployment.metadata.annotations?.[REVISION]
    if (revision > 0 && String(revision) !== running) return yield* failed(`desired revision (${revision}) is different from the running revision (${running})`)
    const first = statusText(found.deployment)
    if ('problem' in first) return yield* failed(first.problem)
    yield* print(`${first.text}\n`)
    if (first.done || !args.is('watch')) return 0
    const opened = yield { ask: 'watch', request: { method: 'GET', path: pathOfTarget(DEPLOYMENTS, namespaceOf(args)), query: { watch: 'true', allowWatchBookmarks: 'true', fieldSelector: `metadata.name=${name}`, resourceVersion: found.deployment.metadata.resourceVersion ?? '' } } }
    if (opened.answer !== 'watching') return 1
    const limit = durationUs(args.text('timeout') ?? '0s')
    const begun = yield* clock()
    for (;;) {
      const left = limit > 0 ? limit - ((yield* clock()) - begun) : undefined
      if (left !== undefined && left <= 0) return yield* failed('timed out waiting for the condition')
      const next = yield { ask: 'next', watch: opened.watch, timeoutUs: left }
      if (next.answer === 'time-out') return yield* failed('timed out waiting for the condition')
      if (next.answer !== 'event') return yield* failed('unable to watch the rollout')
      if (next.event === 'DELETED') return yield* failed('object has been deleted')
      if (next.event !== 'ADDED' && next.event !== 'MODIFIED') continue
      const now = statusText(next.object as Deployment)
      if ('problem' in now) return yield* failed(now.problem)
      yield* print(`${now.text}\n`)
      if (now.done) return 0
    }
  }),
}

/** Models DeploymentStatusViewer. */
function statusText({ metadata: { name, generation = 0 }, spec: { replicas = 1 }, status = {} }: Deployment): { readonly text: string; readonly done: boolean } | { readonly problem: string } {
  if (generation > (status.observedGeneration ?? 0)) return { text: 'Waiting for deployment spec update to be observed...', done: false }
  if (status.conditions?.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded')) return { problem: `deployment "${name}" exceeded its progress deadline` }
  const { updatedReplicas = 0, replicas: all = 0, availableReplicas = 0 } = status
  if (updatedReplicas < replicas) return { text: `Waiting for deployment "${name}" rollout to finish: ${updatedReplicas} out of ${replicas} new replicas have been updated...`, done: false }
  if (all > updatedReplicas) return { text: `Waiting for deployment "${name}" rollout to finish: ${all - updatedReplicas} old replicas are pending termination...`, done: false }
  if (availableReplicas < updatedReplicas) return { text: `Waiting for deployment "${name}" rollout to finish: ${availableReplicas} of ${updatedReplicas} updated replicas are available...`, done: false }
  return { text: `deployment "${name}" successfully rolled out`, done: true }
}

/** '30s', '2m', '1h30m' in microseconds. */
export function durationUs(text: string): number {
  let us = 0
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) us += Number(number) * ({ ms: 1_000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 }[unit!] ?? 0)
  return Math.round(us)
}

const { 'dry-run': _, ...WITHOUT_DRY_RUN } = FILES

/** pause, resume and restart are one strategic patch each. */
const rolloutPatch = (verb: 'pause' | 'resume' | 'restart', done: string): Command => ({
  path: `rollout ${verb}`, usage: `rollout ${verb} RESOURCE`, flags: WITHOUT_DRY_RUN,
  run: (args, cx) => eachDeployment(args, cx, verb, function* (found): Conversation {
    const { deployment, path } = found
    const { name } = deployment.metadata
    if (verb === 'pause' && deployment.spec.paused) return yield* failed(`deployments.apps "${name}" is already paused`)
    if (verb === 'resume' && !deployment.spec.paused) return yield* failed(`deployments.apps "${name}" is not paused`)
    if (verb === 'restart' && deployment.spec.paused) return yield* failed(`deployments.apps "${name}" can't restart paused deployment (run rollout resume first)`)
    const next: Deployment = verb === 'restart'
      ? { ...deployment, spec: { ...deployment.spec, template: { ...deployment.spec.template, metadata: { ...deployment.spec.template.metadata, annotations: { ...deployment.spec.template.metadata?.annotations, 'kubectl.kubernetes.io/restartedAt': timeText(yield* clock()) } } } } }
      : { ...deployment, spec: { ...deployment.spec, paused: verb === 'pause' ? true : undefined } }
    const body = twoWayPatch(deployment as never, next as never, typeSchema('Deployment'))
    const answer = yield* send({ method: 'PATCH', path, query: { fieldManager: 'kubectl-rollout' }, headers: STRATEGIC, body })
    if (answer.code !== 200) return yield* refused(answer)
    return yield* told(args, answer.body as ApiObject, done)
  }),
})

const scale: Command = {
  path: 'scale', usage: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  flags: { ...FILES, replicas: { kind: 'int' }, 'current-replicas': { kind: 'int', default: '-1' }, 'resource-version': { kind: 'string' }, timeout: { kind: 'duration' } },
  * run(args, cx) {
    const replicas = args.text('replicas')
    if (replicas === undefined) return yield* failed('required flag(s) "replicas" not set')
    if (Number(replicas) < 0) return yield* failed(`The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0`)
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    if (named.length === 0) return yield* failed('no objects passed to scale')
    const found: { readonly one: Named; readonly object: ApiObject }[] = []
    const problems: string[] = []
    for (const one of named) {
      const answer = yield* fetched(one.info, one.namespace, one.name)
      if (answer.code === 200) found.push({ one, object: answer.body as ApiObject })
      else problems.push(errorText(answer))
    }
    const version = args.text('resource-version') ?? ''
    if (version !== '' && found.length > 1) return yield* failed('cannot use --resource-version with multiple resources')
    for (const { one, object } of found) {
      const { replicas: has = 0 } = (object['spec'] ?? {}) as Deployment['spec']
      const current = Number(args.text('current-replicas'))
      if (current >= 0 && current !== has) return yield* failed(`Expected replicas to be ${current}, was ${has}`)
      if (version !== '' && version !== object.metadata.resourceVersion) return yield* failed(`Expected resource version to be ${version}, was ${object.metadata.resourceVersion}`)
      const next = { ...object, spec: { ...object['spec'] as object, replicas: Number(replicas) } }
      if (args.text('dry-run') === 'client') {
        yield* told(args, next, 'scaled')
        continue
      }
      const answer = yield* send({ method: 'PATCH', path: pathOfTarget(one.info, one.namespace, one.name, 'scale'), query: dryQuery(args), headers: { 'content-type': 'application/merge-patch+json' }, body: { spec: { replicas: Number(replicas) } } })
      if (answer.code !== 200) return yield* refused(answer)
      yield* told(args, next, 'scaled')
    }
    return yield* ended(problems)
  },
}

export const FLAGSHIP: readonly Command[] = [
  createDeployment, setImage, rolloutHistory, rolloutUndo, rolloutStatus, rolloutPatch('pause', 'paused'), rolloutPatch('resume', 'resumed'), rolloutPatch('restart', 'restarted'), scale,
]
