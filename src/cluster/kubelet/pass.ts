import type { ContainerRecord, Pass, PassStep, PodWorker } from './state.ts'
import { initShouldRestart, shouldRestart } from './restart-rules.ts'

/** What one sync of a pod will do, from what is known at its beginning. Models computePodActions; an empty list is a pod as it should be. */
export function planPass(worker: PodWorker, hasVolumesToWaitFor: boolean): Pass {
  const steps: PassStep[] = []
  const { sandbox, pod } = worker
  const mains = worker.containers.filter(({ role }) => role === 'main')
  const initialized = mains.some(({ id }) => id !== '')
  if (!sandbox || sandbox.state !== 'ready') {
    if (hasVolumesToWaitFor) steps.push({ do: 'volumes' })
    steps.push({ do: 'sandbox' })
    const first = worker.containers.find(({ role }) => role !== 'main')
    if (first) steps.push({ do: 'start', container: first.name })
    else for (const main of mains) if (isWanted(main, worker)) steps.push({ do: 'start', container: main.name })
    return passOf(steps)
  }
  if (!planInit(worker, initialized, steps)) return passOf(steps)
  for (const main of mains) {
    if (main.state !== 'running') {
      if (isWanted(main, worker)) steps.push({ do: 'start', container: main.name })
      continue
    }
    const sick = sicknessOf(main)
    if (!sick) continue
    const restart = shouldRestart(main.spec, pod.spec, 137)
    steps.push({ do: 'kill', container: main.name, message: restart ? `${sick.message}, will be restarted` : sick.message, reason: sick.reason })
    if (restart) steps.push({ do: 'start', container: main.name })
  }
  return passOf(steps)
}

/** All main containers ended for good: sidecars have nobody left to serve. Models KillPod when nothing is kept and nothing starts. */
export function mainsAreOver({ containers, pod }: PodWorker): boolean {
  for (const { role, state, spec, exitCode } of containers) {
    if (role === 'main' && (state !== 'exited' || shouldRestart(spec, pod.spec, exitCode))) return false
  }
  return true
}

const passOf = (steps: PassStep[]): Pass => ({ steps, doing: undefined, changed: false, failed: false, retryAtUs: 0, networkNotReady: false, killed: [] })

const isWanted = ({ state, spec, exitCode }: ContainerRecord, { pod }: PodWorker): boolean => state !== 'exited' || shouldRestart(spec, pod.spec, exitCode)

/** One init container at a time; a sidecar only has to be started. True when the main containers may run. Models computeInitContainerActions. */
function planInit({ containers, pod }: PodWorker, initialized: boolean, steps: PassStep[]): boolean {
  for (const container of containers) {
    if (container.role === 'sidecar') {
      const sick = container.state === 'running' ? sicknessOf(container) : undefined
      if (sick) steps.push({ do: 'kill', container: container.name, message: `${sick.message}, will be restarted`, reason: sick.reason })
      if (sick || container.state !== 'running') steps.push({ do: 'start', container: container.name })
      if (!initialized && (container.state !== 'running' || !container.started)) return false
    } else if (container.role === 'init' && !initialized) {
      if (container.state === 'exited' && container.exitCode === 0) continue
      if (container.state === 'running') return false
      if (container.state !== 'exited' || initShouldRestart(container.spec, pod.spec, container.exitCode)) steps.push({ do: 'start', container: container.name })
      return false
    }
  }
  return true
}

function sicknessOf({ name, probes }: ContainerRecord): { message: string; reason: string } | undefined {
  for (const { kind, result } of probes) {
    if (result !== 'failure' || kind === 'readiness') continue
    return { message: `Container ${name} failed ${kind} probe`, reason: kind }
  }
  return undefined
}
