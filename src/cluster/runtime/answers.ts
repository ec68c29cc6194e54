import { hexWord } from '../../api/index.ts'
import type { Cx } from '../../kernel/index.ts'
import type { ContainerStatusCri, CriEvent, CriMethod, CriResult, SandboxStatus } from './cri.ts'
import type { ContainerRecord, RuntimeConfig, RuntimeMessage, RuntimeState, SandboxRecord } from './state.ts'

export type RuntimeCx = Cx<RuntimeMessage>
export type CriCode = 'Unknown' | 'NotFound' | 'DeadlineExceeded' | 'Unavailable' | 'Canceled'

/** `delayUs` is the time that the call took. A connection's answers keep their order, so only short ones may be delayed like this. */
export function answer(config: RuntimeConfig, cx: RuntimeCx, id: number, result: CriResult, delayUs = 0, noise = false): void {
  cx.send(config.kubelet, { type: 'cri-response', id, ok: true, result }, { delayUs, noise })
}

export function refuse(config: RuntimeConfig, cx: RuntimeCx, id: number, method: CriMethod, code: CriCode, error: string, delayUs = 0): void {
  cx.send(config.kubelet, { type: 'cri-response', id, ok: false, method, code, error }, { delayUs })
}

export function tell(config: RuntimeConfig, cx: RuntimeCx, event: CriEvent, delayUs = 0, noise = false): void {
  cx.send(config.kubelet, event, { delayUs, noise })
}

export const sandboxStatus = ({ id, config, state, ip, createdAtUs }: SandboxRecord): SandboxStatus =>
  ({ id, config, state: state === 'ready' || state === 'creating' ? 'ready' : 'not-ready', ip, createdAtUs })

/** Models the CRI's ContainerStatus with the termination message that the kubelet reads from the host's file. */
export function containerStatus(state: RuntimeState, container: ContainerRecord): ContainerStatusCri {
  const { id, sandbox, config, image, imageId, createdAtUs, startedAtUs, finishedAtUs, exitCode, reason } = container
  return {
    id, sandbox, podUid: state.sandboxes.get(sandbox)?.config.uid ?? '', name: config.name, attempt: config.attempt, image, imageId, state: container.state, createdAtUs,
    startedAtUs, finishedAtUs, exitCode, reason, message: (container.files.get(TERMINATION_LOG) ?? '').slice(0, 4096), lastLines: exitCode === 0 ? '' : lastLines(container),
  }
}

/** NB: one path for every container because terminationMessagePath is hardly ever changed. */
const TERMINATION_LOG = '/dev/termination-log'

/** Models FallbackToLogsOnError: the last 80 lines, at most 2048 bytes. */
const lastLines = ({ log }: ContainerRecord): string => (log.length === 0 ? '' : `${log.slice(-80).map((line) => line.text).join('\n')}\n`.slice(-2048))

/** Ids of containerd are 64 hexadecimal digits. */
export function hexId(cx: RuntimeCx): string {
  const parts: string[] = []
  for (let i = 0; i < 8; i++) parts.push(hexWord(cx.below(0x1_0000_0000)))
  // Joined, not added: a text made by `+=` stays a tree of its parts, eight times its size.
  return parts.join('')
}
