import { podTemplateHash, resourceNamed, sameValue, timeText, twoWayPatch, typeSchema, type Deployment, type ReplicaSet } from '../../../api/index.ts'
import { clock, complain, print, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import { templateBlock } from '../describe/containers.ts'
import { tabbed } from '../describe/tabbed.ts'
import type { Args } from '../flags.ts'
import { errorText, failed, fetched, namespaceOf, pathOfTarget, refused, shortName } from '../targets.ts'
import type { Command, CommandContext } from './command.ts'
import { createDeployment } from './create-deployment.ts'
import { DRY_RUN, dryQuery, suffix } from './dry-run.ts'
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
    let exit = 0
    for (const { info, name, namespace } of named) {
      const found = yield* fetched(info, namespace, name)
      if (found.code !== 200) {
        exit = yield* refused(found)
        continue
      }
      const { template } = (found.body as Deployment).spec
      const containers = info.resource === 'pods' ? (found.body as { spec: { containers: NonNullable<typeof template.spec>['containers'] } }).spec.containers : template.spec!.containers
      const unknown = [...images.keys()].filter((container) => container !== '*' && !containers.some((one) => one.name === container))
      if (unknown.length > 0) {
        exit = yield* failed(`unable to find container named ${unknown.map((one) => `"${one}"`).join(', ')}`)
        continue
      }
      const changed = containers.filter((one) => (images.get(one.name) ?? images.get('*') ?? one.image) !== one.image)
      if (changed.length === 0) continue
      const patch = { $setElementOrder: undefined, 'containers': changed.map((one) => ({ image: images.get(one.name) ?? images.get('*'), name: one.name })) }
      const spec = { '$setElementOrder/containers': containers.map((one) => ({ name: one.name })), containers: patch.containers }
      const body = { spec: info.resource === 'pods' ? spec : { template: { spec } } }
      yield { ask: 'fact', stage: 'built', params: { command: 'set image', kind: info.kind, name } }
      const answer = yield* send({ method: 'PATCH', path: pathOfTarget(info, namespace, name), query: { fieldManager: 'kubectl-set', ...dryQuery(args) }, headers: STRATEGIC, body })
      if (answer.code !== 200) exit = yield* refused(answer, `failed to patch image update to pod template`)
      else yield* print(`${shortName(info, name)} image updated${suffix(args)}\n`)
    }
    return exit
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
  for (const { info, namespace, name } of named) {
    const found = yield* fetched(info, namespace, name)
    if (found.code !== 200) exit = yield* refused(found)
    else if (info.resource !== 'deployments') exit = yield* failed(verb === 'undo' || verb === 'history' ? `no ${verb === 'undo' ? 'rollbacker' : 'history viewer'} has been implemented for "${info.kind}"` : `no status viewer has been implemented for ${info.kind}`)
    else exit = Math.max(exit, yield* does({ deployment: found.body as Deployment, path: pathOfTarget(info, namespace, name) }))
  }
  return exit
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
    const heading = `deployment.apps/${found.deployment.metadata.name}`
    const revision = Number(args.text('revision'))
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
    const target = wanted > 0 ? wanted : revisions.at(-2)
    const old = target === undefined ? undefined : history.get(target)
    if (!old || target === undefined) return yield* failed(wanted > 0 ? `unable to find specified revision ${wanted} in history` : `no rollout history found for deployment "${name}"`)
    yield { ask: 'fact', stage: 'history', params: { revision: String(target), revisions: revisions.join(', '), hash: podTemplateHash(old.spec.template!) } }
    const { 'pod-template-hash': _, ...labels } = old.spec.template!.metadata?.labels ?? {}
    const template = { ...old.spec.template, metadata: { ...old.spec.template!.metadata, labels } }
    if (sameValue(template, deployment.spec.template)) {
      yield* print(`deployment.apps/${name} skipped rollback (current template already matches revision ${target})\n`)
      return 0
    }
    const kept = Object.fromEntries(Object.entries(old.metadata.annotations ?? {}).filter(([key]) => !SKIPPED.includes(key)))
    const annotations = { ...Object.fromEntries(Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => SKIPPED.includes(key))), ...kept }
    const body = [{ op: 'replace', path: '/spec/template', value: template }, { op: 'replace', path: '/metadata/annotations', value: annotations }]
    const answer = yield* send({ method: 'PATCH', path, headers: { 'content-type': 'application/json-patch+json' }, body, query: dryQuery(args) })
    if (answer.code !== 200) return yield* refused(answer, `failed restoring revision ${target}`)
    yield* print(`deployment.apps/${name} rolled back${suffix(args)}\n`)
    return 0
  }),
}

/** Annotations that belong to the Deployment or its controller and do not travel with a template. */
const SKIPPED: readonly string[] = ['kubectl.kubernetes.io/last-applied-configuration', REVISION, 'deployment.kubernetes.io/revision-history', 'deployment.kubernetes.io/desired-replicas', 'deployment.kubernetes.io/max-replicas', 'deprecated.deployment.rollback.to']

const rolloutStatus: Command = {
  path: 'rollout status', usage: 'rollout status (TYPE NAME | TYPE/NAME) [flags]', flags: { ...FILES, watch: { kind: 'bool', short: 'w', default: 'true' }, timeout: { kind: 'string', default: '0s' }, revision: { kind: 'int', default: '0' } },
  run: (args, cx) => eachDeployment(args, cx, 'status', function* (found): Conversation {
    const { name } = found.deployment.metadata
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

/** pause, resume and restart are one strategic patch each. */
const rolloutPatch = (verb: 'pause' | 'resume' | 'restart', done: string): Command => ({
  path: `rollout ${verb}`, usage: `rollout ${verb} RESOURCE`, flags: FILES,
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
    yield* print(`deployment.apps/${name} ${done}\n`)
    return 0
  }),
})

const scale: Command = {
  path: 'scale', usage: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  flags: { ...FILES, replicas: { kind: 'int' }, 'current-replicas': { kind: 'int', default: '-1' }, timeout: { kind: 'string' } },
  * run(args, cx) {
    const replicas = args.text('replicas')
    if (replicas === undefined) return yield* failed('required flag(s) "replicas" not set')
    if (Number(replicas) < 0) return yield* failed(`The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0`)
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    if (named.length === 0) return yield* failed('no objects passed to scale')
    const found: { readonly one: Named; readonly has: number }[] = []
    const problems: string[] = []
    for (const one of named) {
      const answer = yield* fetched(one.info, one.namespace, one.name)
      if (answer.code === 200) found.push({ one, has: (answer.body as Deployment).spec.replicas ?? 0 })
      else problems.push(errorText(answer))
    }
    for (const { one, has } of found) {
      const current = Number(args.text('current-replicas'))
      if (current >= 0 && current !== has) return yield* failed(`Expected replicas to be ${current}, was ${has}`)
      const answer = yield* send({ method: 'PATCH', path: pathOfTarget(one.info, one.namespace, one.name, 'scale'), query: dryQuery(args), headers: { 'content-type': 'application/merge-patch+json' }, body: { spec: { replicas: Number(replicas) } } })
      if (answer.code !== 200) return yield* refused(answer)
      yield* print(`${shortName(one.info, one.name)} scaled${suffix(args)}\n`)
    }
    for (const problem of problems) yield* complain(`${problem}\n`)
    return problems.length > 0 ? 1 : 0
  },
}

export const FLAGSHIP: readonly Command[] = [
  createDeployment, setImage, rolloutHistory, rolloutUndo, rolloutStatus, rolloutPatch('pause', 'paused'), rolloutPatch('resume', 'resumed'), rolloutPatch('restart', 'restarted'), scale,
]
