import { objectKey, sameValue, type ApiObject, type Namespace, type Node, type Pod } from '../../api/index.ts'
import type { Cx, EventId } from '../../kernel/index.ts'
import type { News } from '../client/client.ts'
import { assignedPod, know, nominate, placePod, removeNode, removePod, setNode, unnominate } from './cache.ts'
import { INTERESTED, mayHelp, nodeChanges, podChanges, type ClusterEvent } from './hints.ts'
import type { QueuedPod } from './queue-state.ts'
import { dequeue, enqueue, queued, replaceQueued, wake } from './queue.ts'
import { armTimers, gateFor } from './queue-timers.ts'
import type { KnownPod } from './shape.ts'
import type { SchedulerMessage, SchedulerState } from './state.ts'

type Change = Extract<News, { readonly news: 'added' | 'updated' | 'deleted' }>

/** What informers say goes into the cache or the queue, and may help pods that wait. Models eventhandlers.go. */
export function heard(state: SchedulerState, cx: Cx<SchedulerMessage>, change: Change): void {
  switch (change.informer) {
    case 'pods': return podHeard(state, cx, change)
    case 'nodes': return nodeHeard(state, cx, change)
    case 'namespaces': {
      const { metadata } = change.object as unknown as Namespace
      if (change.news === 'deleted') state.cache.namespaces.delete(metadata.name!)
      else state.cache.namespaces.set(metadata.name!, metadata.labels ?? {})
      return
    }
    default:
      if (!sameValue(selectorField(change.object), selectorField(change.previous)) || change.news === 'deleted') state.defaultSpread.clear()
  }
}

/** Pods that the event may help become active, or wait only for their backoff. Models MoveAllToActiveOrBackoffQueue. */
export function clusterChanged(state: SchedulerState, cx: Cx<SchedulerMessage>, event: ClusterEvent, cause: EventId, maxPriority = Infinity): void {
  const { queue, cache } = state
  if (queue.unschedulable.size === 0) return
  const interested = new Set<number>()
  for (const plugin of INTERESTED[event.event]) for (const id of queue.refusedBy.get(plugin) ?? []) interested.add(id)
  const gate = gateFor(state)
  for (const id of interested) {
    const entry = queue.entries[id]!
    if (entry.known.shape.priority > maxPriority || !helps(entry, event, cache.namespaces)) continue
    noteCause(entry, cause)
    wake(queue, entry, cx.now, gate)
  }
  armTimers(state, cx)
}

function helps(entry: QueuedPod, event: ClusterEvent, namespaces: SchedulerState['cache']['namespaces']): boolean {
  if (entry.gatedBy === 'SchedulingGates') return mayHelp('SchedulingGates', entry.known, event, namespaces)
  if (entry.gatedBy && event.event !== 'pod-deleted') return false
  return entry.plugins.some(plugin => mayHelp(plugin, entry.known, event, namespaces))
}

function podHeard(state: SchedulerState, cx: Cx<SchedulerMessage>, { news, object, previous, event }: Change): void {
  const pod = object as unknown as Pod
  const old = previous as unknown as Pod | undefined
  if (news === 'deleted') return podGone(state, cx, pod, event)
  if (pod.spec.nodeName) return assignedPodHeard(state, cx, pod, event)
  if (pod.spec.schedulerName !== undefined && pod.spec.schedulerName !== PROFILE) return
  const known = know(state.cache, pod)
  if (state.cache.assumed.has(known.key)) {
    if (known.terminating) forget(state, cx, known, event)
    return
  }
  const entry = queued(state.queue, known.key)
  if (!entry || entry.known.uid !== known.uid) {
    if (entry) dequeue(state.queue, known.key)
    if (known.terminating) return
    if (pod.status?.nominatedNodeName) nominate(state.cache, known, pod.status.nominatedNodeName)
    enqueue(state.queue, known, cx.now, event, gateFor(state))
    return armTimers(state, cx)
  }
  waitingPodChanged(state, cx, entry, known, old, event)
}

function waitingPodChanged(state: SchedulerState, cx: Cx<SchedulerMessage>, entry: QueuedPod, known: KnownPod, old: Pod | undefined, cause: EventId): void {
  const before = entry.known
  replaceQueued(state.queue, entry, known)
  const nominatedBefore = old?.status?.nominatedNodeName ?? ''
  const nominatedNow = known.pod.status?.nominatedNodeName ?? ''
  if (nominatedNow || (nominatedBefore && !nominatedNow)) nominate(state.cache, known, nominatedNow)
  if (entry.pool === 'unschedulable') {
    const helped = podChanges(known, before).some(event => helps(entry, event, state.cache.namespaces))
    if (helped) {
      noteCause(entry, cause)
      wake(state.queue, entry, cx.now, gateFor(state))
      armTimers(state, cx)
    }
  }
  if (nominatedBefore && nominatedBefore !== nominatedNow) {
    clusterChanged(state, cx, { event: 'pod-deleted', old: before }, cause, known.shape.priority)
  }
}

function assignedPodHeard(state: SchedulerState, cx: Cx<SchedulerMessage>, pod: Pod, cause: EventId): void {
  const { cache } = state
  const before = assignedPod(cache, objectKey(pod))
  const known = know(cache, pod, before)
  const wasAssumed = cache.assumed.delete(known.key)
  placePod(cache, known, pod.spec.nodeName!)
  if (queued(state.queue, known.key)) dequeue(state.queue, known.key)
  unnominate(cache, known.key)
  if (!before || wasAssumed) clusterChanged(state, cx, { event: 'pod-added', pod: known }, cause)
  else for (const event of podChanges(known, before)) clusterChanged(state, cx, event, cause)
}

function podGone(state: SchedulerState, cx: Cx<SchedulerMessage>, pod: Pod, cause: EventId): void {
  const { cache } = state
  const gone = know(cache, pod)
  const entry = dequeue(state.queue, gone.key)
  unnominate(cache, gone.key)
  state.preemptions.delete(gone.uid)
  if (cache.assumed.has(gone.key)) return forget(state, cx, gone, cause)
  const removed = removePod(cache, gone.key)
  if (removed || pod.spec.nodeName) clusterChanged(state, cx, { event: 'pod-deleted', old: gone }, cause)
  else if (entry && pod.status?.nominatedNodeName) clusterChanged(state, cx, { event: 'pod-deleted', old: gone }, cause, gone.shape.priority)
}

/** An assumption that will not come true. The room that it took is free again. */
export function forget(state: SchedulerState, cx: Cx<SchedulerMessage>, known: KnownPod, cause: EventId): void {
  const node = state.binding.get(known.key)?.node
  removePod(state.cache, known.key)
  const placed = node ? { ...known, pod: { ...known.pod, spec: { ...known.pod.spec, nodeName: node } } } : known
  clusterChanged(state, cx, { event: 'pod-deleted', old: placed }, cause)
}

function nodeHeard(state: SchedulerState, cx: Cx<SchedulerMessage>, { news, object, previous, event }: Change): void {
  const node = object as unknown as Node
  const old = previous as unknown as Node | undefined
  if (news === 'deleted') {
    clusterChanged(state, cx, { event: 'node-deleted', old: node }, event)
    return removeNode(state.cache, node.metadata.name!)
  }
  setNode(state.cache, node)
  if (!old) return clusterChanged(state, cx, { event: 'node-added', node }, event)
  for (const change of nodeChanges(node, old)) clusterChanged(state, cx, change, event)
}

function noteCause(entry: QueuedPod, cause: EventId): void {
  if (entry.pool === 'unschedulable') {
    entry.cause = cause
    entry.also = []
  } else if (entry.also.length < CAUSES_MAX) entry.also.push(cause)
}

const CAUSES_MAX = 8
export const PROFILE = 'default-scheduler'

const selectorField = (object: ApiObject | undefined): unknown => (object?.spec as { readonly selector?: unknown } | undefined)?.selector
