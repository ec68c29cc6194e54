import type { ContainerState, Pod } from './schema/types.ts'
import { isSidecar, podCondition } from './pods.ts'

/** kubectl's STATUS column. Models printPod: a later finding overrides an earlier one. */
export function podStatusText(pod: Pod, _nowUs?: number): string {
  const { status } = pod
  let reason = status?.reason || status?.phase || ''
  if (podCondition(pod, 'PodScheduled')?.reason === 'SchedulingGated') reason = 'SchedulingGated'
  const init = initReason(pod)
  if (init !== undefined) reason = init
  if (init === undefined || podCondition(pod, 'Initialized')?.status === 'True') reason = mainReason(pod, reason)
  if (pod.metadata.deletionTimestamp === undefined) return reason
  if (status?.reason === 'NodeLost') return 'Unknown'
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' ? reason : 'Terminating'
}

/** Which init container the pod stands at, if any. */
function initReason(pod: Pod): string | undefined {
  const specs = pod.spec.initContainers ?? []
  for (const [index, container] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const { terminated, waiting } = container.state ?? {}
    if (terminated?.exitCode === 0) continue
    const spec = specs.find(({ name }) => name === container.name)
    if (spec && isSidecar(spec) && container.started === true) continue
    if (terminated) return `Init:${terminatedReason(terminated)}`
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`
    return `Init:${index}/${specs.length}`
  }
  return undefined
}

/** The first container in the list speaks last. */
function mainReason(pod: Pod, before: string): string {
  const statuses = pod.status?.containerStatuses ?? []
  let reason = before
  let errorReason = ''
  let running = false
  for (const { state, ready } of statuses.toReversed()) {
    if (state?.waiting?.reason) reason = state.waiting.reason
    else if (state?.terminated) {
      reason = terminatedReason(state.terminated)
      if (state.terminated.exitCode !== 0) errorReason = reason
    } else if (ready && state?.running) running = true
  }
  if (reason !== 'Completed') return reason
  if (running && podCondition(pod, 'Ready')?.status === 'True') return 'Running'
  if (errorReason !== '') return errorReason
  return running ? 'NotReady' : reason
}

function terminatedReason({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`)
}
