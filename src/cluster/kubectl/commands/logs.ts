import { parseTimeUs, podCondition, resourceNamed, type Deployment, type Pod } from '../../../api/index.ts'
import { complain, print, send, type Answer, type Ask, type Conversation, type Request } from '../conversation.ts'
import type { Args } from '../flags.ts'
import { errorText, failed, fetched, listErrorText, namespaceOf, pathOfTarget, targetsOf, usage } from '../targets.ts'
import type { Command } from './command.ts'
import { durationUs } from './flagship.ts'

const PODS = resourceNamed('', 'pods')!
const SELECTED_TAIL = '10'
/** What has a selector of Pods. */
const LOGGING: readonly string[] = ['services', 'deployments', 'replicasets']

export const LOGS: Command = {
  path: 'logs', aliases: ['log'], usage: 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  flags: {
    follow: { kind: 'bool', short: 'f' }, previous: { kind: 'bool', short: 'p' }, container: { kind: 'string', short: 'c' }, tail: { kind: 'int' }, since: { kind: 'duration', default: '0s' }, 'since-time': { kind: 'string' }, 'limit-bytes': { kind: 'int' }, prefix: { kind: 'bool' }, timestamps: { kind: 'bool' },
    selector: { kind: 'string', short: 'l' }, 'all-containers': { kind: 'bool' },
  },
  * run(args) {
    const [first, inline] = args.positional
    if (first === undefined && args.text('selector') === undefined) return yield* failed(`expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples`)
    if (inline !== undefined && args.text('container') !== undefined) return yield* failed('only one of -c or an inline [CONTAINER] arg is allowed')
    if (first !== undefined && args.text('selector')) return yield* usage('logs', 'only a selector (-l) or a POD name is allowed')
    const since = args.text('since')!
    if (args.text('since-time') && durationUs(since) > 0) return yield* failed('at most one of `sinceTime` or `sinceSeconds` may be specified')
    if (args.is('all-containers') && args.text('container')) return yield* failed(`--all-containers=true should not be specified with container name ${args.text('container')}`)
    if (since.startsWith('-')) return yield* failed('--since must be greater than 0')
    if (Number(args.text('tail') ?? -1) < -1) return yield* failed('--tail must be greater than or equal to -1')
    const pods = first === undefined ? yield* podsWith(args, args.text('selector')!) : yield* podOf(args, first)
    if (typeof pods === 'number') return pods
    if (pods.length === 0) yield* complain(`No resources found in ${namespaceOf(args)} namespace.\n`)
    for (const pod of pods) {
      const containers = args.is('all-containers') ? namesOf(pod) : yield* containerOf(pod, args.text('container') ?? inline)
      if (typeof containers === 'number') return containers
      for (const container of containers) {
        const exit = yield* read(args, pod, container)
        if (exit !== 0) return exit
      }
    }
    return 0
  },
}

function* podOf(args: Args, word: string): Generator<Ask, readonly Pod[] | number, Answer> {
  const targets = targetsOf(word.includes('/') ? [word] : ['pods', word])
  if ('problem' in targets) return yield* failed(targets.problem)
  const [{ info, name }] = targets as [(typeof targets)[number]]
  const found = yield* fetched(info, namespaceOf(args), name)
  if (found.code === 404) return yield* failed(`error from server (NotFound): ${(found.body as { readonly message: string }).message} in namespace "${namespaceOf(args)}"`)
  if (found.code !== 200) return yield* problem(errorText(found))
  if (info.resource === 'pods') return [found.body as Pod]
  if (!LOGGING.includes(info.resource)) return yield* failed(`cannot get the logs from *${info.version}.${info.kind}: selector for *${info.version}.${info.kind} not implemented`)
  const { selector } = (found.body as Deployment).spec
  const pods = yield* podsWith(args, Object.entries(selector?.matchLabels ?? selector ?? {}).map(([key, value]) => `${key}=${String(value)}`).join(','))
  if (typeof pods === 'number') return pods
  const [best] = [...pods].sort(byLogging)
  if (!best) return yield* failed('timed out waiting for the condition')
  if (pods.length > 1) yield* complain(`Found ${pods.length} pods, using pod/${best.metadata.name}\n`)
  return [best]
}

function* podsWith(args: Args, selector: string): Generator<Ask, readonly Pod[] | number, Answer> {
  const found = yield* send({ method: 'GET', path: pathOfTarget(PODS, namespaceOf(args)), query: { labelSelector: selector } })
  return found.code === 200 ? (found.body as { readonly items: readonly Pod[] }).items : yield* problem(listErrorText(found, PODS, selector))
}

function* problem(text: string): Conversation {
  yield* complain(`${text}\n`)
  return 1
}

/** Which Pod has most to tell. Models podutils.ByLogging. */
function byLogging(a: Pod, b: Pod): number {
  const rank = (pod: Pod): readonly number[] => {
    const ready = podCondition(pod, 'Ready')
    const restarts = Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount))
    const isReady = ready?.status === 'True'
    return [pod.spec.nodeName ? 0 : 1, ['Running', 'Unknown', 'Pending'].indexOf(pod.status?.phase ?? 'Pending'), isReady ? 0 : 1, isReady ? parseTimeUs(ready.lastTransitionTime) : 0, -restarts, parseTimeUs(pod.metadata.creationTimestamp)]
  }
  const [left, right] = [rank(a), rank(b)]
  const at = left.findIndex((value, index) => value !== right[index])
  return at < 0 ? 0 : left[at]! - right[at]!
}

const namesOf = ({ spec }: Pod): readonly string[] => [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name)

function* containerOf(pod: Pod, asked: string | undefined): Generator<Ask, readonly string[] | number, Answer> {
  const { containers, initContainers = [] } = pod.spec
  const all = [...containers.map(({ name }) => name), ...initContainers.map(({ name }) => `${name} (init)`)].join(', ')
  const preset = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container']
  const name = asked ?? (preset && namesOf(pod).includes(preset) ? preset : undefined)
  if (name !== undefined) return namesOf(pod).includes(name) ? [name] : yield* failed(`container ${name} is not valid for pod ${pod.metadata.name} out of: ${all}`)
  if (containers.length + initContainers.length > 1) yield* complain(`Defaulted container "${containers[0]!.name}" out of: ${all}\n`)
  return [containers[0]!.name]
}

function* read(args: Args, { metadata }: Pod, container: string): Conversation {
  const query: Record<string, string> = { container }
  const tail = args.text('tail') ?? (args.text('selector') === undefined ? undefined : SELECTED_TAIL)
  if (tail !== undefined && tail !== '-1') query['tailLines'] = tail
  for (const flag of ['follow', 'previous', 'timestamps'] as const) if (args.is(flag)) query[flag] = 'true'
  const sinceUs = durationUs(args.text('since')!)
  if (sinceUs > 0) query['sinceSeconds'] = String(Math.ceil(sinceUs / 1_000_000))
  for (const [flag, name] of [['since-time', 'sinceTime'], ['limit-bytes', 'limitBytes']] as const) if (args.text(flag) && args.text(flag) !== '0') query[name] = args.text(flag)!
  const request: Request = { method: 'GET', path: pathOfTarget(PODS, metadata.namespace!, metadata.name, 'log'), query }
  if (args.is('follow')) return yield* follow(request)
  const response = yield* send(request)
  if (response.code !== 200) return yield* problem(errorText(response))
  const said = String(response.body ?? '')
  yield* print(args.is('prefix') ? said.replace(/^(?=.)/gm, `[pod/${metadata.name}/${container}] `) : said)
  return 0
}

function* follow(request: Request): Conversation {
  const opened = yield { ask: 'stream', request }
  if (opened.answer !== 'watching') return 1
  for (;;) {
    const next = yield { ask: 'next', watch: opened.watch }
    if (next.answer === 'response' && next.code !== 200) return yield* problem(errorText(next))
    if (next.answer === 'response') yield* print(String(next.body ?? ''))
    if (next.answer !== 'chunk') return 0
    yield* print(next.text)
    if (next.last) return 0
  }
}
