import { podTerminal, timeText, type Node, type Pod } from '../../api/index.ts'
import { SECOND, type Micros } from '../../kernel/index.ts'
import { byAge, deleteCall, getCall, NODES, patchCall, PODS } from './calls.ts'
import { ask, decision, DONE, keyOf, reconciler, terminating, type Answer, type Note, type Step, type Sync } from './reconciler.ts'

const PERIOD_US = 20 * SECOND
const QUARANTINE_US = 40 * SECOND
const TERMINATED_MAX = 12_500

/** Counts and candidates, so that the periodic look never reads all pods. */
interface Memory {
  readonly terminated: Set<string>
  readonly unassignedTerminating: Set<string>
  /** Names of nodes that pods are bound to and that do not exist, with when that was first seen. */
  readonly missing: Map<string, Micros>
}

type Snapshot =
  | { readonly about: 'node'; readonly node: string; readonly pods: readonly Pod[]; readonly now: string }
  | { readonly about: 'pod'; readonly pod: Pod; readonly why: string; readonly now: string }

/** Clears away pods that nobody else will. Models pkg/controller/podgc. */
export const podGcReconciler = reconciler<Memory, Snapshot>({
  name: 'pod-gc',
  account: 'pod-garbage-collector',
  workers: 1,
  informers: ['pods', 'nodes'],
  createMemory: () => ({ terminated: new Set(), unassignedTerminating: new Set(), missing: new Map() }),
  periodUs: PERIOD_US,

  heard(memory, { news, object }, view) {
    if (object.kind === 'Node') {
      const name = object.metadata.name!
      if (news !== 'deleted') memory.missing.delete(name)
      else if (view.count('pods', 'node', name) > 0) memory.missing.set(name, view.now)
      return
    }
    const pod = object as unknown as Pod
    const key = keyOf(pod.metadata.namespace, pod.metadata.name!)
    const { nodeName } = pod.spec
    put(memory.terminated, key, news !== 'deleted' && podTerminal(pod) && !terminating(pod))
    put(memory.unassignedTerminating, key, news !== 'deleted' && !nodeName && terminating(pod))
    if (news !== 'deleted' && nodeName && !memory.missing.has(nodeName) && view.get<Node>('nodes', nodeName) === undefined) memory.missing.set(nodeName, view.now)
  },

  tick(memory, view, enqueue) {
    for (const [node, since] of memory.missing) {
      if (view.get<Node>('nodes', node) !== undefined || view.count('pods', 'node', node) === 0) memory.missing.delete(node)
      else if (view.now - since >= QUARANTINE_US) enqueue(`node/${node}`)
    }
    for (const key of memory.unassignedTerminating) enqueue(`unscheduled/${key}`)
    const excess = memory.terminated.size - TERMINATED_MAX
    if (excess <= 0) return
    const oldest = [...memory.terminated].map((key) => view.get<Pod>('pods', key)).filter((pod) => pod !== undefined).toSorted((a, b) => Number(wasEvicted(b)) - Number(wasEvicted(a)) || byAge(a, b)).slice(0, excess)
    for (const { metadata } of oldest) enqueue(`terminated/${keyOf(metadata.namespace, metadata.name!)}`)
  },

  look(key, view) {
    const about = key.slice(0, key.indexOf('/'))
    const rest = key.slice(key.indexOf('/') + 1)
    const now = timeText(view.clock)
    if (about === 'node') {
      return view.get<Node>('nodes', rest) === undefined ? { about: 'node', node: rest, pods: view.list<Pod>('pods', 'node', rest), now } : undefined
    }
    const pod = view.get<Pod>('pods', rest)
    return pod && { about: 'pod', pod, why: about, now }
  },

  *sync(snapshot): Sync {
    if (snapshot.about === 'pod') return (yield* removePod(snapshot.pod, snapshot.why, snapshot.now)) ?? DONE
    // The cache may be behind: ask whether the node is really gone.
    const answer = yield* ask(getCall(NODES, undefined, snapshot.node))
    if (answer.code !== 404) return DONE
    for (const pod of snapshot.pods) {
      const failed = yield* removePod(pod, 'orphaned', snapshot.now)
      if (failed) return failed
    }
    return DONE
  },
})

function* removePod(pod: Pod, why: string, now: string): Generator<Step, { error: string } | undefined, readonly Answer[]> {
  const said: Note = decision('remove-pod', { pod: keyOf(pod.metadata.namespace, pod.metadata.name!), why })
  if (!podTerminal(pod)) {
    const observedGeneration = pod.metadata.generation
    const conditions = why === 'orphaned'
      ? [{ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists', lastTransitionTime: now, observedGeneration }]
      : undefined
    const marked = yield* ask(patchCall(PODS, pod, { metadata: { uid: pod.metadata.uid }, status: { phase: 'Failed', observedGeneration, ...(conditions ? { conditions } : {}) } }, 'status'))
    if (!marked.ok && marked.code !== 404) return { error: marked.message }
  }
  const deleted = yield* ask(deleteCall(PODS, pod, { gracePeriodSeconds: 0 }), said)
  return deleted.ok || deleted.code === 404 ? undefined : { error: deleted.message }
}

/** These go before all others, whatever their age. */
const wasEvicted = ({ status }: Pod): boolean => status?.phase === 'Failed' && status.reason === 'Evicted'

function put(set: Set<string>, key: string, member: boolean): void {
  if (member) set.add(key)
  else set.delete(key)
}
