import { isSidecar, type ContainerStatus, type Pod, type PodCondition } from '../../api/index.ts'
import type { Phase } from './phase.ts'

interface Verdict { readonly status: 'True' | 'False'; readonly reason?: string; readonly message?: string }

export interface PodFacts {
  readonly pod: Pod
  readonly phase: Phase
  /** Init containers first. */
  readonly statuses: readonly ContainerStatus[]
  readonly sandboxReady: boolean
  readonly mainStarted: boolean
  /** It is taken away for others' sake. */
  readonly disruption?: { readonly reason: string; readonly message: string }
}

/** The conditions that the kubelet owns, in its order. Models status/generate.go. Other writers' conditions are not ours to send. */
export function podConditions(facts: PodFacts, old: readonly PodCondition[], nowText: string): readonly PodCondition[] {
  const generation = facts.pod.metadata.generation
  const containersReady = containersReadyVerdict(facts)
  const conditions = [
    dated('PodReadyToStartContainers', { status: facts.sandboxReady ? 'True' : 'False' }, old, nowText, generation),
    dated('Initialized', initializedVerdict(facts), old, nowText, generation),
    dated('Ready', containersReady.status === 'True' ? gatesVerdict(facts.pod) : containersReady, old, nowText, generation),
    dated('ContainersReady', containersReady, old, nowText, generation),
    dated('PodScheduled', { status: 'True' }, old, nowText, generation),
  ]
  return facts.disruption ? [...conditions, dated('DisruptionTarget', { status: 'True', ...facts.disruption }, old, nowText, generation)] : conditions
}

function dated(type: string, { status, reason, message }: Verdict, old: readonly PodCondition[], nowText: string, observedGeneration: number | undefined): PodCondition {
  let before: PodCondition | undefined
  for (const condition of old) if (condition.type === type) before = condition
  const lastTransitionTime = before?.status === status && before.lastTransitionTime ? before.lastTransitionTime : nowText
  if (before && before.status === status && before.reason === reason && before.message === message && before.observedGeneration === observedGeneration) return before
  if (reason === undefined) return { type, status, observedGeneration, lastTransitionTime }
  return message === undefined
    ? { type, status, observedGeneration, reason, lastTransitionTime }
    : { type, status, observedGeneration, reason, message, lastTransitionTime }
}

function containersReadyVerdict({ pod: { spec }, phase, statuses }: PodFacts): Verdict {
  const unknown: string[] = []
  const unready: string[] = []
  const look = (name: string): void => {
    const status = find(statuses, name)
    if (!status) unknown.push(name)
    else if (!status.ready) unready.push(name)
  }
  for (const container of spec.initContainers ?? []) if (isSidecar(container)) look(container.name)
  for (const { name } of spec.containers) look(name)
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'False', reason: 'PodCompleted' }
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' }
  const message = messages(unknown, unready, 'unready')
  return message === '' ? TRUE : { status: 'False', reason: 'ContainersNotReady', message }
}

function gatesVerdict({ spec, status }: Pod): Verdict {
  const wrong: string[] = []
  for (const { conditionType } of spec.readinessGates ?? []) {
    const condition = status?.conditions?.find(({ type }) => type === conditionType)
    if (!condition) wrong.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`)
    else if (condition.status !== 'True') wrong.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`)
  }
  return wrong.length === 0 ? TRUE : { status: 'False', reason: 'ReadinessGatesNotReady', message: wrong.join(', ') }
}

function initializedVerdict({ pod: { spec }, phase, statuses, mainStarted }: PodFacts): Verdict {
  const unknown: string[] = []
  const incomplete: string[] = []
  for (const container of spec.initContainers ?? []) {
    const status = find(statuses, container.name)
    if (!status) unknown.push(container.name)
    else if (!(isSidecar(container) ? status.started : status.ready)) incomplete.push(container.name)
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'True', reason: 'PodCompleted' }
  if (mainStarted) return TRUE
  const message = messages(unknown, incomplete, 'incomplete')
  return message === '' ? TRUE : { status: 'False', reason: 'ContainersNotInitialized', message }
}

const TRUE: Verdict = { status: 'True' }

function find(statuses: readonly ContainerStatus[], name: string): ContainerStatus | undefined {
  for (const status of statuses) if (status.name === name) return status
  return undefined
}

function messages(unknown: readonly string[], wrong: readonly string[], word: 'unready' | 'incomplete'): string {
  const parts: string[] = []
  if (unknown.length > 0) parts.push(`containers with unknown status: [${unknown.join(' ')}]`)
  if (wrong.length > 0) parts.push(`containers with ${word} status: [${wrong.join(' ')}]`)
  return parts.join(', ')
}
