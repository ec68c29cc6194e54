import { parseTimeUs, podTerminal, RESOURCES, timeText, type Namespace, type ObjectMeta, type Pod, type ResourceInfo } from '../../../api/index.ts'
import { SECOND, type Micros } from '../../../kernel/index.ts'
import { bodyAs, getCall, NAMESPACES, PODS, pathTo, updateCall } from '../calls.ts'
import { ask, decision, DONE, terminating, type Answer, type Note, type Step, type Sync } from '../reconciler.ts'
import { deletionConditions } from './conditions.ts'

const FINALIZER = 'kubernetes'
const FINALIZERS_ESTIMATE_SECONDS = 15

export interface Snapshot { readonly name: string; readonly clock: Micros }
type Part<T> = Generator<Step, T, readonly Answer[]>

/** One pass over a namespace: nothing is done to one that stays. */
export function* emptyNamespace({ name, clock }: Snapshot): Sync {
  const read = yield* ask(getCall(NAMESPACES, undefined, name))
  if (!read.ok) return read.code === 404 ? DONE : { error: read.message }
  let namespace = bodyAs<Namespace>(read.body)
  if (!terminating(namespace)) return DONE
  if (namespace.status?.phase !== 'Terminating') {
    const marked = yield* update(namespace, (fresh) => ({ ...fresh, status: { ...fresh.status, phase: 'Terminating' } }), 'status')
    if (!marked.ok) return marked.code === 404 ? DONE : { error: marked.message }
    namespace = bodyAs<Namespace>(marked.body)
  }
  if ((namespace.spec?.finalizers ?? []).length === 0) return DONE

  const { estimateSeconds, errors } = yield* deleteContent(namespace, clock)
  if (errors.length > 0) return { error: errors.length === 1 ? errors[0]! : `[${errors.join(', ')}]` }
  if (estimateSeconds > 0) return { requeueAfterUs: (Math.floor(estimateSeconds / 2) + 1) * SECOND }

  const finalized = yield* update(namespace, withoutFinalizer, 'finalize', decision('finalize-namespace', { namespace: name }))
  return finalized.ok || finalized.code === 404 ? DONE : { error: finalized.message }
}

function withoutFinalizer({ apiVersion, kind, metadata, spec }: Namespace): Namespace {
  return { apiVersion, kind, metadata, spec: { ...spec, finalizers: (spec?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER) } }
}

/** Writes, and on a conflict reads and writes again for as long as it is the same namespace. */
function* update(namespace: Namespace, change: (fresh: Namespace) => Namespace, subresource: string, ...notes: readonly Note[]): Part<Answer> {
  for (;;) {
    const answer = yield* ask(updateCall(NAMESPACES, change(namespace), subresource), ...notes)
    if (answer.code !== 409) return answer
    const fresh = yield* ask(getCall(NAMESPACES, undefined, namespace.metadata.name!))
    if (!fresh.ok) return fresh
    const next = bodyAs<Namespace>(fresh.body)
    if (next.metadata.uid !== namespace.metadata.uid) return { ...answer, code: 0, message: 'namespace uid has changed across retries' }
    namespace = next
  }
}

interface Content { readonly estimateSeconds: number; readonly errors: readonly string[] }

function* deleteContent(namespace: Namespace, clock: Micros): Part<Content> {
  const name = namespace.metadata.name!
  const resources = new Map<string, number>()
  const finalizers = new Map<string, number>()
  const errors: string[] = []
  let estimateSeconds = 0
  const deletable = RESOURCES.filter(({ namespaced, verbs }) => namespaced && verbs.includes('delete'))
  const ordered = [...deletable.filter(isPods), ...deletable.filter((info) => !isPods(info))]
  for (const info of ordered) {
    const left = yield* deleteAll(info, namespace, clock)
    if (left.error !== undefined) errors.push(isPods(info) ? `failed to delete pods for namespace: ${name}, err: ${left.error}` : left.error)
    estimateSeconds = Math.max(estimateSeconds, left.estimateSeconds)
    if (left.count > 0) resources.set(`${info.resource}.${info.group}`, left.count)
    for (const [finalizer, count] of left.finalizers) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + count)
    // Nothing else is touched while a pod may still need it.
    if (isPods(info) && left.count > 0) break
  }
  const podsLeft = resources.get('pods.') ?? 0
  const now = timeText(clock)
  // Only a look at everything says what remains; one that stops at the pods says nothing but errors.
  const seen = podsLeft > 0 ? { resources: new Map<string, number>(), finalizers: new Map<string, number>(), errors } : { resources, finalizers, errors }
  const conditions = deletionConditions(namespace, seen, now)
  const said = decision('delete-content', { namespace: name, podsLeft, resourcesLeft: resources.size, estimateSeconds, errors: errors.length })
  if (conditions !== namespace.status?.conditions) {
    const body: Namespace = { ...namespace, status: { ...namespace.status, conditions } }
    yield* ask(updateCall(NAMESPACES, body, 'status'), said)
  } else yield { calls: [], notes: [said] }
  return { estimateSeconds, errors }
}

interface Left { readonly count: number; readonly estimateSeconds: number; readonly finalizers: ReadonlyMap<string, number>; readonly error?: string }

const NOTHING_LEFT: Left = { count: 0, estimateSeconds: 0, finalizers: new Map() }
const isPods = ({ group, resource }: ResourceInfo): boolean => group === '' && resource === 'pods'

function* deleteAll(info: ResourceInfo, { metadata: { name, deletionTimestamp } }: Namespace, clock: Micros): Part<Left> {
  let estimateSeconds = 0
  if (isPods(info)) {
    const pods = yield* ask({ method: 'GET', path: pathTo(PODS, name) })
    if (!pods.ok) return { ...NOTHING_LEFT, error: pods.message }
    estimateSeconds = graceOf(bodyAs<{ items: readonly Pod[] }>(pods.body).items)
    if (clock - parseTimeUs(deletionTimestamp) >= estimateSeconds * SECOND) estimateSeconds = 0
  }
  const path = pathTo(info, name)
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' }
  if (info.verbs.includes('deletecollection')) {
    const deleted = yield* ask({ method: 'DELETE', path, body })
    if (!deleted.ok && deleted.code !== 404 && deleted.code !== 405) return { ...NOTHING_LEFT, estimateSeconds, error: deleted.message }
  } else {
    const listed = yield* ask({ method: 'GET', path })
    if (!listed.ok) return listed.code === 404 || listed.code === 405 ? NOTHING_LEFT : { ...NOTHING_LEFT, estimateSeconds, error: listed.message }
    for (const { metadata } of itemsOf(listed)) {
      const deleted = yield* ask({ method: 'DELETE', path: `${path}/${metadata.name}`, body })
      if (!deleted.ok && deleted.code !== 404 && deleted.code !== 405) return { ...NOTHING_LEFT, estimateSeconds, error: deleted.message }
    }
  }
  const listed = yield* ask({ method: 'GET', path })
  if (!listed.ok) return listed.code === 404 || listed.code === 405 ? NOTHING_LEFT : { ...NOTHING_LEFT, estimateSeconds, error: listed.message }
  return leftOver(itemsOf(listed), estimateSeconds, name!, info)
}

function leftOver(items: readonly { readonly metadata: ObjectMeta }[], estimateSeconds: number, namespace: string, info: ResourceInfo): Left {
  if (items.length === 0) return NOTHING_LEFT
  const finalizers = new Map<string, number>()
  for (const { metadata } of items) for (const finalizer of metadata.finalizers ?? []) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1)
  if (estimateSeconds > 0) return { count: items.length, estimateSeconds, finalizers }
  if (finalizers.size > 0) return { count: items.length, estimateSeconds: FINALIZERS_ESTIMATE_SECONDS, finalizers }
  const kind = `${info.group}/${info.version}, Resource=${info.resource}`
  return { count: items.length, estimateSeconds, finalizers, error: `unexpected items still remain in namespace: ${namespace} for gvr: ${kind}` }
}

const itemsOf = (answer: Answer): readonly { readonly metadata: ObjectMeta }[] => bodyAs<{ items: readonly { metadata: ObjectMeta }[] }>(answer.body).items

/** The longest that any pod may take to end. */
const graceOf = (pods: readonly Pod[]): number =>
  pods.reduce((longest, pod) => (podTerminal(pod) ? longest : Math.max(longest, pod.spec.terminationGracePeriodSeconds ?? 0)), 0)
