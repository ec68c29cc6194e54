import { canonicalQuantity, podRequests, quantityMilli } from '../../api/index.ts'
import { MINUTE, SECOND } from '../../kernel/index.ts'
import type { CriEvent } from '../runtime/cri.ts'
import { isCritical } from './admission.ts'
import { nodeEvent } from './node.ts'
import { isFinal } from './pod-status.ts'
import { podEvent } from './reporting.ts'
import type { KubeletConfig, KubeletCx, KubeletState, NodeMemory, PodWorker } from './state.ts'
import { terminate } from './termination.ts'

// Models the kubelet's eviction manager for memory.available<100Mi, its default hard threshold on Linux.

const PERIOD_US = 10 * SECOND
const THRESHOLD_BYTES = 100 * 1024 * 1024
/** evictionPressureTransitionPeriod: the condition stays that long after the last time that too little was left. */
const TRANSITION_US = 5 * MINUTE
/** immediateEvictionGracePeriodSeconds */
const GRACE_SECONDS = 1

export const noMemoryNews = (): NodeMemory => ({ usedBytes: 0, containers: new Map(), heardAt: 0, isLooking: false, underPressure: false, saidPressure: false, shortAtUs: 0 })

export function memoryHeard(state: KubeletState, { usedBytes, containers }: CriEvent & { event: 'MEMORY' }, cx: KubeletCx): void {
  const { memory } = state
  memory.usedBytes = usedBytes
  memory.heardAt = cx.event
  memory.containers = new Map(containers.map(({ id, bytes }) => [id, bytes]))
  if (memory.isLooking) return
  memory.isLooking = true
  cx.after(PERIOD_US - (cx.now - state.startedAtUs) % PERIOD_US, { type: 'kubelet-timer', timer: 'eviction' }, { noise: true })
}

/** One look at what is left; at most one pod goes each time. Models synchronize. */
export function evictionTimer(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  const { memory } = state
  if (memory.heardAt !== 0) cx.because(memory.heardAt)
  const capacity = quantityMilli(config.capacity.memory) / 1000
  const available = Math.max(0, capacity - memory.usedBytes)
  const isShort = available < THRESHOLD_BYTES
  if (isShort) memory.shortAtUs = cx.now
  memory.underPressure = isShort || (memory.underPressure && cx.now - memory.shortAtUs < TRANSITION_US)
  if (isShort) evictOne(state, config, available, cx)
  memory.isLooking = memory.underPressure || memory.usedBytes > capacity / 2
  if (memory.isLooking) cx.after(PERIOD_US, { type: 'kubelet-timer', timer: 'eviction' }, { noise: true })
}

/** Told with the next heartbeat, as all conditions are. */
export function sayPressure(state: KubeletState, config: KubeletConfig, cx: KubeletCx): void {
  const { memory } = state
  if (memory.underPressure === memory.saidPressure) return
  memory.saidPressure = memory.underPressure
  const reason = memory.underPressure ? 'NodeHasInsufficientMemory' : 'NodeHasSufficientMemory'
  nodeEvent(state, config, 'Normal', reason, `Node ${config.nodeName} status is now: ${reason}`, cx)
}

export function systemOom(state: KubeletState, config: KubeletConfig, { process }: CriEvent & { event: 'SYSTEM_OOM' }, cx: KubeletCx): void {
  nodeEvent(state, config, 'Warning', 'SystemOOM', `System OOM encountered, victim process: ${process}`, cx)
}

function evictOne(state: KubeletState, config: KubeletConfig, available: number, cx: KubeletCx): void {
  nodeEvent(state, config, 'Warning', 'EvictionThresholdMet', 'Attempting to reclaim memory', cx)
  const active = [...state.pods.values()].filter((worker) => worker.admitted && !worker.termination && !isFinal(worker.status.phase)).map((worker) => ranked(state, worker))
  active.sort(whoGoesFirst)
  const chosen = active.find(({ worker }) => !isCritical(worker.pod, worker.isStatic))
  if (!chosen) return
  const { worker, usage } = chosen
  const message = evictionMessage(state, worker, available)
  cx.fact({ fact: 'evicted', pod: worker.key, uid: worker.uid, resource: 'memory', usage: text(usage), available: text(available) })
  podEvent(state, config, worker, 'Warning', 'Evicted', message, cx)
  worker.failure = { reason: 'Evicted', message, disruption: 'TerminationByKubelet' }
  terminate(state, config, worker, GRACE_SECONDS, cx)
}

interface Ranked extends Claim { readonly worker: PodWorker; readonly usage: number }
/** `over`: bytes beyond the request. */
export interface Claim { readonly over: number; readonly priority: number }

/** Who uses more than was asked for, then who matters less, then who is further over. Models rankMemoryPressure. */
export const whoGoesFirst = (a: Claim, b: Claim): number => Number(b.over > 0) - Number(a.over > 0) || a.priority - b.priority || b.over - a.over

function ranked({ memory }: KubeletState, worker: PodWorker): Ranked {
  let usage = 0
  for (const { id } of worker.containers) usage += memory.containers.get(id) ?? 0
  return { worker, usage, over: usage - (podRequests(worker.pod)['memory'] ?? 0) / 1000, priority: worker.pod.spec.priority ?? 0 }
}

function evictionMessage({ memory }: KubeletState, worker: PodWorker, available: number): string {
  const parts = [`The node was low on resource: memory. Threshold quantity: ${text(THRESHOLD_BYTES)}, available: ${text(available)}. `]
  for (const { id, name, spec } of worker.containers) {
    const usage = memory.containers.get(id)
    const request = spec.resources?.requests?.['memory'] ?? '0'
    if (usage !== undefined && usage > quantityMilli(request) / 1000) parts.push(`Container ${name} was using ${text(usage)}, request is ${request}, has larger consumption of memory. `)
  }
  return parts.join('')
}

/** Whole kibibytes, as the kernel counts pages. */
const text = (bytes: number): string => canonicalQuantity(`${Math.floor(bytes / 1024)}Ki`)
