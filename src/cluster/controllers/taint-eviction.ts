import { podCondition, sameValue, timeText, type Node, type ObjectReference, type Pod, type Taint, type Toleration } from '../../api/index.ts'
import { SECOND, type Micros } from '../../kernel/index.ts'
import { bodyAs, deleteCall, getCall, patchCall, PODS } from './calls.ts'
import { ask, decision, DONE, keyOf, reconciler, splitKey, type Note, type Sync, type View } from './reconciler.ts'

/** Pods that will be evicted, with when their time began and when it ends. */
interface Memory { readonly due: Map<string, { readonly from: Micros; readonly at: Micros }> }

/** Keys: 'node/<name>' and 'pod/<namespace>/<name>' weigh; 'evict/<namespace>/<name>' acts. */
interface Snapshot { readonly evict: string | undefined; readonly notes: readonly Note[]; readonly now: string }

/** Evicts pods from nodes with NoExecute taints that they do not tolerate, or not for that long. Models pkg/controller/tainteviction. */
export const taintEvictionReconciler = reconciler<Memory, Snapshot>({
  name: 'taint-eviction',
  account: 'node-controller', // as in the real manager: it was once a part of that controller, and shares its permissions
  eventSource: 'taint-eviction-controller',
  workers: 8,
  informers: ['nodes', 'pods'],
  createMemory: () => ({ due: new Map() }),

  heard(memory, { news, object, previous: before }, view, enqueue) {
    if (object.kind === 'Node') {
      const node = object as unknown as Node
      const previous = before as unknown as Node | undefined
      if (news === 'deleted' || sameValue(noExecute(previous), noExecute(node))) return
      return enqueue(`node/${node.metadata.name}`)
    }
    const pod = object as unknown as Pod
    const previous = before as unknown as Pod | undefined
    const key = keyOf(pod.metadata.namespace, pod.metadata.name!)
    if (news === 'deleted') {
      memory.due.delete(key)
      return
    }
    if (previous && previous.spec.nodeName === pod.spec.nodeName && sameValue(previous.spec.tolerations, pod.spec.tolerations)) return
    // Most pods come to nodes without such a taint: nothing to weigh.
    const node = pod.spec.nodeName ? view.get<Node>('nodes', pod.spec.nodeName) : undefined
    if (memory.due.has(key) || noExecute(node).length > 0) enqueue(`pod/${key}`)
  },

  look(key, view, memory) {
    const about = key.slice(0, key.indexOf('/'))
    const rest = key.slice(key.indexOf('/') + 1)
    const base = { evict: undefined, now: timeText(view.clock) }
    if (about === 'evict') {
      const due = memory.due.get(rest)
      if (!due || due.at > view.now) return undefined
      memory.due.delete(rest)
      return view.get<Pod>('pods', rest) ? { ...base, evict: rest, notes: [] } : undefined
    }
    const notes: Note[] = []
    const pods = about === 'node' ? view.list<Pod>('pods', 'node', rest) : [view.get<Pod>('pods', rest)].filter((pod) => pod !== undefined)
    for (const pod of pods) weigh(memory, pod, view, notes)
    return { ...base, notes }
  },

  *sync({ evict, notes, now }): Sync {
    if (evict === undefined) return { notes }
    const { namespace, name } = splitKey(evict)
    const regarding: ObjectReference = { apiVersion: 'v1', kind: 'Pod', namespace, name }
    const read = yield* ask(
      getCall(PODS, namespace, name), decision('evict-pod', { pod: evict }),
      { note: 'event', event: { regarding, type: 'Normal', reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${evict}` } },
    )
    if (!read.ok) return read.code === 404 ? DONE : { error: read.message, notes: [again(evict)] }
    const pod = bodyAs<Pod>(read.body)
    if (podCondition(pod, 'DisruptionTarget')?.reason !== 'DeletionByTaintManager') {
      const condition = {
        type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint', lastTransitionTime: now,
        ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
      }
      const marked = yield* ask(patchCall(PODS, pod, { metadata: { uid: pod.metadata.uid }, status: { conditions: [condition] } }, 'status'))
      if (!marked.ok) return marked.code === 404 ? DONE : { error: marked.message, notes: [again(evict)] }
    }
    const deleted = yield* ask(deleteCall(PODS, pod))
    return deleted.ok || deleted.code === 404 ? DONE : { error: deleted.message, notes: [again(evict)] }
  },

  remember(memory, value) {
    memory.due.set(value as string, { from: 0, at: 0 })
  },
})

/** The eviction failed: it is due again as soon as the key comes back. */
const again = (key: string): Note => ({ note: 'remember', value: key })

const noExecute = (node: Node | undefined): readonly Taint[] => (node?.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute')

/** Sets or takes back the time of a pod's eviction. Models processPodOnNode. */
function weigh({ due }: Memory, pod: Pod, view: View, notes: Note[]): void {
  const key = keyOf(pod.metadata.namespace, pod.metadata.name!)
  const taints = noExecute(pod.spec.nodeName ? view.get<Node>('nodes', pod.spec.nodeName) : undefined)
  const seconds = taints.length === 0 ? undefined : tolerationSeconds(taints, pod.spec.tolerations ?? [])
  const scheduled = due.get(key)
  if (seconds === undefined) {
    if (scheduled && due.delete(key)) notes.push(cancelled(pod, key), decision('cancel-eviction', { pod: key }))
    return
  }
  const at = view.now + seconds * SECOND
  // An earlier start counts: looking again does not give a pod more time.
  if (scheduled && scheduled.from + seconds * SECOND < at && scheduled.at <= at && seconds > 0) return
  if (scheduled) notes.push(cancelled(pod, key))
  due.set(key, { from: view.now, at })
  notes.push({ note: 'enqueue', key: `evict/${key}`, afterUs: seconds * SECOND }, decision('schedule-eviction', { pod: key, seconds, taints: taints.map((taint) => taint.key) }))
}

/** How long the pod may stay: 0 if a taint is not tolerated, undefined for ever. */
export function tolerationSeconds(taints: readonly Taint[], tolerations: readonly Toleration[]): number | undefined {
  let shortest: number | undefined
  for (const taint of taints) {
    const used = tolerations.find((toleration) => tolerates(toleration, taint))
    if (!used) return 0
    if (used.tolerationSeconds === undefined) continue
    if (used.tolerationSeconds <= 0) return 0
    shortest = Math.min(shortest ?? used.tolerationSeconds, used.tolerationSeconds)
  }
  return shortest
}

export function tolerates({ key = '', operator = 'Equal', value = '', effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false
  if (key !== '' && key !== taint.key) return false
  return operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? ''))
}

function cancelled(pod: Pod, key: string): Note {
  const regarding: ObjectReference = { apiVersion: 'v1', kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name }
  return { note: 'event', event: { regarding, type: 'Normal', reason: 'TaintManagerEviction', message: `Cancelling deletion of Pod ${key}` } }
}

