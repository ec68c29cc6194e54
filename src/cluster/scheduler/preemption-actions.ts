import type { Pod } from '../../api/index.ts'
import type { Cx } from '../../kernel/index.ts'
import { cached } from '../client/client.ts'
import { recordEvent, referenceTo } from '../client/event-recorder.ts'
import { deletePod, patchStatus } from './pod-calls.ts'
import type { KnownPod } from './shape.ts'
import type { SchedulerMessage, SchedulerState } from './state.ts'

/** Victims are told in the background while the scheduler goes on; the last of them only when all others were. Models the preemption Executor. */
export interface PreemptionUnderWay {
  readonly key: string
  readonly uid: string
  readonly node: string
  /** In the order in which they are told. */
  readonly victims: readonly { readonly key: string; readonly uid: string }[]
  /** How many of them have been told to go, or were gone. */
  told: number
  failed: boolean
  lastIsBeingTold: boolean
}

interface VictimTag { readonly preemptor: string; readonly victim: string; readonly victimUid: string; readonly step: 'condition' | 'delete' }

export function startPreemption(state: SchedulerState, cx: Cx<SchedulerMessage>, preemptor: KnownPod, node: string, victims: readonly KnownPod[]): void {
  for (const lesser of state.cache.nominated.get(node)?.values() ?? []) {
    if (lesser.shape.priority < preemptor.shape.priority) patchStatus(state, cx, lesser.pod, { nominatedNode: '' }, { for: 'pod-status', key: lesser.key })
  }
  const leaving = victims.filter(({ terminating }) => !terminating)
  if (leaving.length === 0) return
  const under: PreemptionUnderWay = {
    key: preemptor.key, uid: preemptor.uid, node, victims: leaving.map(({ key, uid }) => ({ key, uid })), told: 0, failed: false, lastIsBeingTold: leaving.length === 1,
  }
  state.preemptions.set(preemptor.uid, under)
  const first = under.lastIsBeingTold ? leaving : leaving.slice(0, -1)
  for (const { key, uid } of first) tell(state, cx, under, key, uid)
}

/** 'failed' and 'done' end the preemption. */
export function victimAnswered(state: SchedulerState, cx: Cx<SchedulerMessage>, tag: unknown, code: number): { readonly outcome: 'going-on' | 'done' | 'failed'; readonly key: string } {
  const { preemptor, victim, victimUid, step } = tag as VictimTag
  const under = state.preemptions.get(preemptor)
  if (!under) return { outcome: 'going-on', key: '' }
  const pod = cached<Pod>(state.client, 'pods', victim)
  const there = pod?.metadata.uid === victimUid
  if (code >= 200 && code < 300) {
    if (step === 'condition') {
      if (there) {
        deletePod(state, cx, pod, { ...(tag as VictimTag), step: 'delete', for: 'victim' })
        return { outcome: 'going-on', key: under.key }
      }
    } else if (there) {
      recordEvent(state.recorder, state.client, cx, { regarding: referenceTo(pod), type: 'Normal', reason: 'Preempted', message: `Preempted by pod ${under.uid} on node ${under.node}` })
    }
  } else if (code !== 404) under.failed = true
  under.told++
  return { outcome: goOn(state, cx, under), key: under.key }
}

function goOn(state: SchedulerState, cx: Cx<SchedulerMessage>, under: PreemptionUnderWay): 'going-on' | 'done' | 'failed' {
  const { victims, told } = under
  if (told < victims.length - 1) return 'going-on'
  if (told === victims.length - 1 && !under.failed) {
    under.lastIsBeingTold = true
    const last = victims[victims.length - 1]!
    if (tell(state, cx, under, last.key, last.uid)) return 'going-on'
  }
  state.preemptions.delete(under.uid)
  return under.failed ? 'failed' : 'done'
}

/** False if the victim is gone already. */
function tell(state: SchedulerState, cx: Cx<SchedulerMessage>, under: PreemptionUnderWay, key: string, uid: string): boolean {
  const pod = cached<Pod>(state.client, 'pods', key)
  if (pod?.metadata.uid !== uid) {
    if (under.lastIsBeingTold) state.preemptions.delete(under.uid)
    else under.told++
    return false
  }
  const tag = { for: 'victim', preemptor: under.uid, victim: key, victimUid: uid } as const
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message: MESSAGE }
  if (!patchStatus(state, cx, pod, { condition }, { ...tag, step: 'condition' })) deletePod(state, cx, pod, { ...tag, step: 'delete' })
  return true
}

const MESSAGE = 'default-scheduler: preempting to accommodate a higher priority pod'
