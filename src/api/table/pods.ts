import { podStatusText } from '../pod-status-text.ts'
import { isSidecar, podCondition } from '../pods.ts'
import type { ContainerStatus, Pod } from '../schema/types.ts'
import { parseTimeUs } from '../time.ts'
import { AGE, type Cell, column, NAME, orNone, printed, type Printed, type RowCondition, since, wide } from './printed.ts'

/** Pods: READY counts sidecars, RESTARTS tells when the last one was. Models printPod. */
export const PODS: Printed = printed<Pod>([
  NAME, column('Ready', 'How many of the containers are ready.'), column('Status', 'What the containers are up to, in a word.'),
  column('Restarts', 'How often containers were restarted, and how long ago the last one was.'), AGE, wide('IP', 'The address of the pod.'),
  wide('Node', 'The node that runs the pod.'), wide('Nominated Node', 'The node on which the pod waits for others to be preempted.'),
  wide('Readiness Gates', 'How many of the conditions that the pod also waits for are true.'),
], podCells, podConditions)

function podCells(pod: Pod, nowUs: number): readonly Cell[] {
  const { metadata, spec, status } = pod
  const { ready, restarts, lastAt } = counts(pod)
  const total = (spec.containers ?? []).length + (spec.initContainers ?? []).filter(isSidecar).length
  const gates = spec.readinessGates ?? []
  const open = gates.filter(({ conditionType }) => podCondition(pod, conditionType)?.status === 'True').length
  const ago = restarts !== 0 && lastAt !== undefined ? ` (${since(lastAt, nowUs)} ago)` : ''
  return [
    metadata.name ?? '', `${ready}/${total}`, podStatusText(pod), `${restarts}${ago}`, since(metadata.creationTimestamp, nowUs),
    orNone(status?.podIPs?.[0]?.ip ?? status?.podIP), orNone(spec.nodeName), orNone(status?.nominatedNodeName), gates.length === 0 ? '<none>' : `${open}/${gates.length}`,
  ]
}

interface Counts { ready: number; restarts: number; lastAt: string | undefined }

/** While init containers run their restarts count; afterwards only those of sidecars and main containers do. */
function counts(pod: Pod): Counts {
  const initSpecs = pod.spec.initContainers ?? []
  const all: Counts = { ready: 0, restarts: 0, lastAt: undefined }
  const sidecars: Counts = { ready: 0, restarts: 0, lastAt: undefined }
  let initializing = false
  for (const container of pod.status?.initContainerStatuses ?? []) {
    const spec = initSpecs.find(({ name }) => name === container.name)
    const sidecar = spec !== undefined && isSidecar(spec)
    countRestarts(all, container)
    if (sidecar) countRestarts(sidecars, container)
    if (container.state?.terminated?.exitCode === 0) continue
    if (sidecar && container.started === true) {
      if (container.ready) sidecars.ready += 1
      continue
    }
    initializing = true
    break
  }
  if (initializing && podCondition(pod, 'Initialized')?.status !== 'True') return { ...all, ready: sidecars.ready }
  for (const container of pod.status?.containerStatuses ?? []) {
    countRestarts(sidecars, container)
    const { waiting, terminated, running } = container.state ?? {}
    if (!waiting?.reason && !terminated && container.ready && running) sidecars.ready += 1
  }
  return sidecars
}

function countRestarts(counts: Counts, { restartCount, lastState }: ContainerStatus): void {
  counts.restarts += restartCount
  const finished = lastState?.terminated?.finishedAt
  if (finished && (counts.lastAt === undefined || parseTimeUs(finished) > parseTimeUs(counts.lastAt))) counts.lastAt = finished
}

/** Tells kubectl which pods are over: it greys them out or hides them. */
function podConditions({ status }: Pod): readonly RowCondition[] | undefined {
  switch (status?.phase) {
    case 'Succeeded': return [{ type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' }]
    case 'Failed': return [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }]
    default: return undefined
  }
}
