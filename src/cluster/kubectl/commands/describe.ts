import { controllerOf, selectorOf, selectorText, sameValue, type ApiObject, type Deployment, type EndpointSlice, type Event, type Lease, type Node, type Pod, type ReplicaSet, type Service } from '../../../api/index.ts'
import { clock, complain, print, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import { eventsText } from '../describe/events.ts'
import { tabbed } from '../describe/tabbed.ts'
import type * as texts from '../describe/texts.ts'
import type { Args } from '../flags.ts'
import { errorText, failed, fetched, listErrorText, namespaceOf, noneFound, pathOfTarget, resourceOf, selectingTwice, targetsOf, type Target } from '../targets.ts'
import type { Command, CommandContext } from './command.ts'
import { FILES, namedBy } from './named.ts'

// NB: as the field documentation, a part of the build that comes late and once; no run can tell when.
const given: { texts: typeof texts | undefined } = { texts: undefined }

/** Whoever runs a cluster gives this before a line may describe something. */
export function provideDescribing(all: typeof texts): void {
  given.texts ??= all
}

export const hasDescribing = (): boolean => given.texts !== undefined

export const DESCRIBE: Command = {
  path: 'describe', usage: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  flags: { filename: FILES['filename']!, selector: FILES['selector']!, 'all-namespaces': { kind: 'bool', short: 'A' }, 'show-events': { kind: 'bool', default: 'true' }, 'chunk-size': { kind: 'int' } },
  * run(args, cx) {
    const targets = yield* targetsIn(args, cx)
    if (typeof targets === 'number') return targets
    const found = yield* find(args, targets)
    const [first] = targets
    if (found.missing && args.positional.length === 2 && first?.name !== undefined) return yield* describeMatching(args, first, found.problems[0]!)
    const withEvents = args.list('show-events').length > 0 ? args.is('show-events') : found.objects.length === 1 && found.problems.length === 0
    for (const [index, object] of found.objects.entries()) yield* print(`${index === 0 ? '' : '\n\n'}${yield* described(object, withEvents)}`)
    for (const problem of found.problems) yield* complain(`${problem}\n`)
    if (found.objects.length === 0 && found.problems.length === 0) yield* complain(noneFound(args, first?.info))
    return found.problems.length > 0 ? 1 : 0
  },
}

function* targetsIn(args: Args, cx: CommandContext): Generator<Ask, readonly Target[] | number, Answer> {
  if (args.list('filename').length > 0) return yield* namedBy(args, cx)
  if (args.positional.length === 0) return yield* failed('You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n')
  const targets = targetsOf(args.positional)
  const problem = 'problem' in targets ? targets.problem : selectingTwice(args, args.positional)
  return problem !== undefined ? yield* failed(problem) : targets as readonly Target[]
}

interface Found { readonly objects: readonly ApiObject[]; readonly problems: readonly string[]; readonly missing: boolean }

function* find(args: Args, targets: readonly Target[]): Generator<Ask, Found, Answer> {
  const objects: ApiObject[] = []
  const problems: string[] = []
  let missing = false
  for (const { info, name } of targets) {
    const path = args.is('all-namespaces') ? pathOfTarget({ ...info, namespaced: false }, '', name) : pathOfTarget(info, namespaceOf(args), name)
    const answer = name !== undefined && !args.is('all-namespaces') ? yield* fetched(info, namespaceOf(args), name) : yield* send({ method: 'GET', path, query: name === undefined ? { limit: '500', ...(args.text('selector') ? { labelSelector: args.text('selector')! } : {}) } : {} })
    if (answer.code !== 200) {
      problems.push(name === undefined ? listErrorText(answer, info, args.text('selector')) : errorText(answer))
      missing ||= answer.code === 404
    } else if (name !== undefined) objects.push(answer.body as ApiObject)
    else for (const item of (answer.body as { readonly items: readonly ApiObject[] }).items) objects.push({ ...item, kind: info.kind, apiVersion: (answer.body as ApiObject).apiVersion })
  }
  return { objects, problems, missing }
}

/** A name that is none may be the beginning of some. */
function* describeMatching(args: Args, { info, name = '' }: Target, problem: string): Conversation {
  const { objects } = yield* find(args, [{ info, name: undefined }])
  const matching = objects.filter(({ metadata }) => metadata.name!.startsWith(name))
  for (const object of matching) yield* print(`${yield* described(object, false)}\n`)
  if (matching.length > 0) return 0
  yield* complain(`${problem}\n`)
  return 1
}

function* described(object: ApiObject, withEvents: boolean): Generator<Ask, string, Answer> {
  const now = yield* clock()
  const text = yield* textOf(object, now)
  if (!withEvents || WITHOUT_EVENTS.includes(object.kind)) return tabbed(text)
  const events = yield* eventsOf(object)
  return events.length === 0 ? tabbed(`${text}Events:\t<none>\n`) : tabbed(text) + tabbed(eventsText(events, now))
}

const WITHOUT_EVENTS: readonly string[] = ['Namespace', 'Secret', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']

function* textOf(object: ApiObject, now: number): Generator<Ask, string, Answer> {
  if (!given.texts) throw new Error('something is described before the engine has provided how')
  const { podText, deploymentText, replicaSetText, nodeText, serviceText } = given.texts
  const { namespace = '', name = '', uid } = object.metadata
  const one = object as never
  switch (object.kind) {
    case 'Pod': return podText(one, now)
    case 'Deployment': {
      const sets = yield* listed<ReplicaSet>('replicasets', namespace, { labelSelector: selectorText(selectorOf((one as Deployment).spec.selector)) })
      const own = sets.filter((set) => controllerOf(set)?.uid === uid).sort((a, b) => (ageKey(a) < ageKey(b) ? -1 : 1))
      const current = fresh(own, one)
      return deploymentText(one, own.filter((set) => set !== current), current)
    }
    case 'ReplicaSet': {
      const pods = yield* listed<Pod>('pods', namespace, { labelSelector: selectorText(selectorOf((one as ReplicaSet).spec.selector)) })
      return replicaSetText(one, pods.filter((pod) => controllerOf(pod)?.uid === uid))
    }
    case 'Node': {
      const pods = yield* listed<Pod>('pods', undefined, { fieldSelector: `spec.nodeName=${name},status.phase!=Failed,status.phase!=Succeeded` })
      const lease = yield* send({ method: 'GET', path: pathOfTarget(resourceOf('leases')!, 'kube-node-lease', name) })
      return nodeText(one as Node, pods, lease.code === 200 ? lease.body as Lease : undefined, now)
    }
    case 'Service': return serviceText(one as Service, yield* listed<EndpointSlice>('endpointslices', namespace, { labelSelector: `kubernetes.io/service-name=${name}` }))
    default: return given.texts[TEXTS[object.kind] ?? 'genericText'](one)
  }
}

type Plain = 'endpointSliceText' | 'configMapText' | 'secretText' | 'namespaceText' | 'serviceAccountText' | 'priorityClassText' | 'roleText' | 'roleBindingText' | 'genericText'
const TEXTS: Readonly<Record<string, Plain>> = {
  EndpointSlice: 'endpointSliceText', ConfigMap: 'configMapText', Secret: 'secretText', Namespace: 'namespaceText', ServiceAccount: 'serviceAccountText', PriorityClass: 'priorityClassText',
  Role: 'roleText', ClusterRole: 'roleText', RoleBinding: 'roleBindingText', ClusterRoleBinding: 'roleBindingText',
}

const ageKey = ({ metadata }: ReplicaSet): string => `${metadata.creationTimestamp} ${metadata.name}`

/** The oldest ReplicaSet that has the Deployment's template. */
function fresh(own: readonly ReplicaSet[], { spec }: Deployment): ReplicaSet | undefined {
  return own.find(({ spec: { template } }) => {
    const { 'pod-template-hash': _, ...labels } = template?.metadata?.labels ?? {}
    return sameValue({ ...template, metadata: { ...template?.metadata, labels } }, spec.template)
  })
}

function* listed<T>(resource: string, namespace: string | undefined, query: Readonly<Record<string, string>>): Generator<Ask, readonly T[], Answer> {
  const info = resourceOf(resource)!
  const answer = yield* send({ method: 'GET', path: namespace === undefined ? pathOfTarget({ ...info, namespaced: false }, '') : pathOfTarget(info, namespace), query: { ...query, limit: '500' } })
  return (answer.body as { readonly items?: readonly T[] } | undefined)?.items ?? []
}

/** Kubelets that could not know a Node's UID wrote its name there instead. */
function* eventsOf({ metadata: { name, namespace, uid, annotations }, kind }: ApiObject): Generator<Ask, readonly Event[], Answer> {
  const uids = kind === 'Node' ? [uid, name] : [kind === 'Pod' ? annotations?.['kubernetes.io/config.mirror'] ?? uid : uid]
  const events: Event[] = []
  for (const one of uids) {
    const fields = [`involvedObject.name=${name}`, `involvedObject.namespace=${namespace ?? ''}`, ...(kind === 'Pod' ? [] : [`involvedObject.kind=${kind}`]), `involvedObject.uid=${one}`]
    events.push(...yield* listed<Event>('events', namespace, { fieldSelector: fields.join(',') }))
  }
  return events
}
