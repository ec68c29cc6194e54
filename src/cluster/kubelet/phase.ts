import { isSidecar, type ContainerStatus, type PodSpec } from '../../api/index.ts'
import { shouldRestart } from './restart-rules.ts'

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed'

/** Models getPhase. `terminal`: the pod ends for good, whatever its policy; `initialized`: a main container was started before. */
export function phaseOf(spec: PodSpec, statuses: readonly ContainerStatus[], terminal: boolean, initialized: boolean): Phase {
  const byName = new Map<string, ContainerStatus>()
  for (const status of statuses) byName.set(status.name, status)
  let pendingInit = 0
  let pendingSidecars = 0
  let running = 0
  let waiting = 0
  let unknown = 0
  for (const container of spec.initContainers ?? []) {
    const status = byName.get(container.name)
    const ended = status?.state?.terminated ?? (status?.state?.waiting ? status.lastState?.terminated : undefined)
    if (isSidecar(container)) {
      if (!status) unknown++
      else if (status.state?.running) {
        running++
        if (!status.started) pendingSidecars++
      } else if (!ended) {
        pendingSidecars++
        waiting++
      }
    } else if (!ended || status?.state?.running) pendingInit++
    else if (ended.exitCode !== 0 && !shouldRestart(container, spec, ended.exitCode)) return 'Failed'
  }
  let stopped = 0
  let succeeded = 0
  let final = 0
  for (const container of spec.containers) {
    const status = byName.get(container.name)
    const ended = status?.state?.terminated ?? (status?.state?.waiting ? status.lastState?.terminated : undefined)
    if (status?.state?.running) running++
    else if (ended) {
      stopped++
      if (status?.state?.terminated && ended.exitCode === 0) succeeded++
      if (!shouldRestart(container, spec, ended.exitCode)) final++
    } else if (status?.state?.waiting) waiting++
    else unknown++
  }
  if (pendingInit > 0 || (pendingSidecars > 0 && !initialized) || waiting > 0) return 'Pending'
  if (running > 0 && unknown === 0) return 'Running'
  if (running === 0 && stopped > 0 && unknown === 0) {
    if (terminal) return stopped === succeeded ? 'Succeeded' : 'Failed'
    if (stopped !== final) return 'Running'
    return stopped === succeeded ? 'Succeeded' : 'Failed'
  }
  return 'Pending'
}
