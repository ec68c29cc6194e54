import { SECOND } from '../../kernel/index.ts'
import { tell, type RuntimeCx } from './answers.ts'
import type { ContainerRecord, RuntimeConfig, RuntimeState } from './state.ts'

/** The kernel, the kubelet and containerd themselves. NB: one figure for every machine because nothing here depends on which of them has it. */
const SYSTEM_BYTES = 400 * 1024 * 1024

/** Something in a container takes more memory every second until it ends, or until it is told to stop; 0 stops it, and gives back what it took. */
export function leak(container: ContainerRecord, bytesPerSecond: number, cx: RuntimeCx): void {
  const { bytes, dropAt } = container.leak
  container.memoryBytes -= bytesPerSecond > 0 ? 0 : bytes
  container.leak = { bytesPerSecond, bytes: bytesPerSecond > 0 ? bytes : 0, dropAt }
  // Who begins again within a second waits for the drop that is on its way.
  if (bytesPerSecond > 0 && dropAt <= cx.now) nextDrop(container, cx)
}

/** Whether the container has grown. */
export function drip(container: ContainerRecord, cx: RuntimeCx): boolean {
  const { bytesPerSecond, bytes, dropAt } = container.leak
  if (container.state !== 'running' || bytesPerSecond <= 0 || cx.now < dropAt) return false
  container.leak = { bytesPerSecond, bytes: bytes + bytesPerSecond, dropAt }
  container.memoryBytes += bytesPerSecond
  nextDrop(container, cx)
  return true
}

function nextDrop(container: ContainerRecord, cx: RuntimeCx): void {
  container.leak = { ...container.leak, dropAt: cx.now + SECOND }
  cx.after(SECOND, { type: 'runtime-timer', timer: 'leak', container: container.id })
}

export function usedBytes({ containers }: RuntimeState): number {
  let used = SYSTEM_BYTES
  for (const { memoryBytes } of containers.values()) used += memoryBytes
  return used
}

/** Whom the kernel's OOM killer takes when the machine has nothing left: the largest share of it, corrected by oom_score_adj. */
export function victimOf(state: RuntimeState, { memoryBytes = Infinity }: RuntimeConfig, used: number): ContainerRecord | undefined {
  if (used <= memoryBytes) return undefined
  let worst: ContainerRecord | undefined
  let worstScore = 0
  for (const container of state.containers.values()) {
    if (container.state !== 'running') continue
    const score = container.memoryBytes / memoryBytes * 1000 + (container.config.oomScoreAdj ?? 0)
    if (worst && score <= worstScore) continue
    worst = container
    worstScore = score
  }
  return worst
}

/** Stands for the kubelet's look at the control groups, which it takes every ten seconds: told only while half of the machine is used, because below that nothing follows from it. Each further tenth is news, what lies between is noise. */
export function tellMemory(state: RuntimeState, config: RuntimeConfig, cx: RuntimeCx, used = usedBytes(state)): void {
  if (config.memoryBytes === undefined) return
  const tenths = used > config.memoryBytes / 2 ? Math.floor(used / config.memoryBytes * 10) : 0
  if (tenths === 0 && state.memoryTenthsTold === 0) return
  const isNews = tenths !== state.memoryTenthsTold
  state.memoryTenthsTold = tenths
  const containers = [...state.containers.values()].filter(({ state: is }) => is === 'running').map(({ id, memoryBytes }) => ({ id, bytes: memoryBytes }))
  tell(config, cx, { type: 'cri-event', event: 'MEMORY', usedBytes: used, containers }, 0, !isNews)
}
