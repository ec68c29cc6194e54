import { matchesLabels, parseLabelSelector, podReady, type Deployment, type Node, type Pod, type ReplicaSet } from '../../api/index.ts'
import type { Kernel } from '../../kernel/index.ts'
import { objectsNow } from '../../projection/index.ts'
import type { Comparator, Condition } from '../../protocol/index.ts'
import { lastAt, type Annals } from './annals.ts'

export interface Verdict { readonly met: boolean; readonly partial: boolean; readonly broken: boolean; readonly detail: Readonly<Record<string, string>> }

/** Evaluates a condition on the cluster at the head of time, and for those about the past on the annals up to there. */
export function holds(condition: Condition, kernel: Kernel, annals: Annals): Verdict {
  const objects = objectsNow(kernel)
  switch (condition.is) {
    case 'pods-ready': return podsReady(condition, objects)
    case 'all-ready': return allReady(condition, objects)
    case 'never-fewer-ready': return neverFewerReady(condition, kernel, annals)
    case 'rollout-complete': return rolloutComplete(condition, objects)
    case 'replicasets': {
      const count = selected(objects.list<ReplicaSet>('apps', 'replicasets'), condition.namespace, condition.selector).length
      const due = condition.after === undefined || reached(annals, condition.after, kernel)
      return verdict(due && count === condition.count, due && count > 0, { count: String(count), wanted: String(condition.count) })
    }
    case 'no-pods-on': return noPodsOn(condition, objects)
    case 'node-ready': return nodeReady(condition, objects)
    case 'revision': return verdict(objects.revision >= condition.atLeast, false, { revision: String(objects.revision) })
    case 'warning-event': return warned(objects)
    case 'hop': return verdict(reached(annals, condition.id, kernel), false, { hop: condition.id })
    case 'idle': return verdict(kernel.now - lastBusyAt(annals, kernel) >= IDLE_US, false, {})
  }
}

type Objects = ReturnType<typeof objectsNow>
type Is<Kind extends Condition['is']> = Extract<Condition, { is: Kind }>

const isReady = (pod: Pod): boolean => podReady(pod) && pod.metadata.deletionTimestamp === undefined

function podsReady({ namespace, selector, image, compare, count }: Is<'pods-ready'>, objects: Objects): Verdict {
  const ready = selected(objects.list<Pod>('', 'pods'), namespace, selector).filter((pod) => isReady(pod) && (!image || pod.spec.containers.some((one) => one.image === image))).length
  return verdict(compares(ready, compare ?? '>=', count), ready > 0, { ready: String(ready), wanted: String(count) })
}

function allReady({ namespace, selector }: Is<'all-ready'>, objects: Objects): Verdict {
  const pods = selected(objects.list<Pod>('', 'pods'), namespace, selector)
  const ready = pods.filter(isReady).length
  return verdict(pods.length > 0 && ready === pods.length, ready > 0, { ready: String(ready), wanted: String(pods.length) })
}

function neverFewerReady({ since, count }: Is<'never-fewer-ready'>, { handled }: Kernel, annals: Annals): Verdict {
  const seen = readySince(annals, since, handled)
  const first = seen.findIndex(({ ready }) => ready >= count)
  const least = first < 0 ? 0 : Math.min(...seen.slice(first).map(({ ready }) => ready))
  return { met: first >= 0 && least >= count, partial: first >= 0, broken: first >= 0 && least < count, detail: { least: String(least), wanted: String(count) } }
}

function rolloutComplete({ namespace, name }: Is<'rollout-complete'>, objects: Objects): Verdict {
  const one = objects.get({ group: 'apps', resource: 'deployments', namespace, name }) as unknown as Deployment | undefined
  const status = one?.status
  const wanted = one?.spec.replicas ?? 0
  const met = one !== undefined && (status?.observedGeneration ?? 0) >= (one.metadata.generation ?? 0) && status?.updatedReplicas === wanted && status?.replicas === wanted && status?.availableReplicas === wanted
  return verdict(met, one !== undefined, { updated: String(status?.updatedReplicas ?? 0), wanted: String(wanted) })
}

function noPodsOn({ node }: Is<'no-pods-on'>, objects: Objects): Verdict {
  const count = objects.list<Pod>('', 'pods').filter(({ spec, metadata }) => spec.nodeName === node && metadata.namespace !== 'kube-system').length
  return verdict(count === 0, false, { count: String(count) })
}

function nodeReady({ node: name, status: wanted }: Is<'node-ready'>, objects: Objects): Verdict {
  const node = objects.get({ group: '', resource: 'nodes', namespace: '', name }) as unknown as Node | undefined
  const status = node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'none'
  return verdict(wanted === 'not-True' ? node !== undefined && status !== 'True' : status === wanted, false, { status })
}

function warned(objects: Objects): Verdict {
  const warning = objects.list<{ readonly type?: string; readonly message?: string }>('', 'events').find(({ type }) => type === 'Warning')
  return verdict(warning !== undefined, false, { message: warning?.message ?? '' })
}

const reached = ({ hits }: Annals, id: string, { handled }: Kernel): boolean => hits.some((hit) => hit.hop === id && hit.handled <= handled)

/** How many were Ready, from the first moment that counts up to a place; the level at that moment comes first. */
function readySince(annals: Annals, since: Is<'never-fewer-ready'>['since'], place: number): readonly { readonly ready: number }[] {
  const known = annals.ready.filter((one) => one.place <= place)
  if (since === 'first-ready') return known
  const chapter = annals.story?.chapters.find((one) => one.chapter.id === since.chapter)
  if (!chapter || chapter.root === 0 || chapter.handled > place) return []
  const before = known.findLast((one) => one.place <= chapter.handled)
  return [...(before ? [before] : []), ...known.filter((one) => one.place > chapter.handled)]
}

function compares(count: number, by: Comparator, wanted: number): boolean {
  switch (by) {
    case '>=': return count >= wanted
    case '<=': return count <= wanted
    case '=': return count === wanted
  }
}

/** Nothing but heartbeats for so long. */
const IDLE_US = 10_000_000

/** When something was last worth a packet, or was done by the visitor. */
function lastBusyAt({ notables, marks }: Annals, { handled, now }: Kernel): number {
  const done = marks.findLast(({ mark, at }) => (mark === 'command' || mark === 'fault') && at <= now)
  return Math.max(done?.at ?? 0, lastAt(notables, handled, ({ place }) => place)?.at ?? 0)
}

const verdict = (met: boolean, partial: boolean, detail: Readonly<Record<string, string>>): Verdict => ({ met, partial, broken: false, detail })

export function selected<T extends { readonly metadata: { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> } }>(list: readonly T[], namespace: string, selector: string): T[] {
  const parsed = parseLabelSelector(selector)
  if ('error' in parsed) return []
  return list.filter(({ metadata }) => metadata.namespace === namespace && matchesLabels(parsed, metadata.labels ?? {}))
}
