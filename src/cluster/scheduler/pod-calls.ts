import { pathOf, sameValue, timeText, type Pod, type PodCondition } from '../../api/index.ts'
import type { Cx } from '../../kernel/index.ts'
import { call, type Tag } from '../client/client.ts'
import type { KnownPod } from './shape.ts'
import type { SchedulerMessage, SchedulerState } from './state.ts'

// What the scheduler writes: bindings, conditions of pods, nominations, and the deletion of victims.

const PODS = { group: '', version: 'v1', resource: 'pods' }

/** The binding is the scheduler's whole product: "this pod belongs on that node". Models DefaultBinder. */
export function bind({ client }: SchedulerState, cx: Cx<SchedulerMessage>, { pod, key, uid }: KnownPod, node: string): void {
  const { namespace, name } = pod.metadata
  const body = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace, uid }, target: { kind: 'Node', name: node } }
  call(client, cx, { method: 'POST', path: pathOf(PODS, namespace, name, 'binding'), body }, { for: 'bind', key, uid })
}

export interface StatusChange {
  readonly condition?: Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>
  /** '' clears a nomination; undefined leaves it. */
  readonly nominatedNode?: string
}

/** Patches only what differs. False if nothing does. */
export function patchStatus({ client }: SchedulerState, cx: Cx<SchedulerMessage>, pod: Pod, { condition, nominatedNode }: StatusChange, tag: Tag): boolean {
  const status: Record<string, unknown> = {}
  const full = condition && changedCondition(pod, condition, cx.clock)
  if (full) status.conditions = [full]
  if (nominatedNode !== undefined && nominatedNode !== (pod.status?.nominatedNodeName ?? '')) status.nominatedNodeName = nominatedNode || null
  if (Object.keys(status).length === 0) return false
  const { namespace, name } = pod.metadata
  call(client, cx, {
    method: 'PATCH', path: pathOf(PODS, namespace, name, 'status'), headers: { 'content-type': 'application/strategic-merge-patch+json' }, body: { status },
  }, tag)
  return true
}

export function deletePod({ client }: SchedulerState, cx: Cx<SchedulerMessage>, { metadata: { namespace, name } }: Pod, tag: Tag): void {
  call(client, cx, { method: 'DELETE', path: pathOf(PODS, namespace, name), body: { apiVersion: 'v1', kind: 'DeleteOptions' } }, tag)
}

/** The time of the last transition stays while the status does. Models podutil.UpdatePodCondition. */
function changedCondition(pod: Pod, wanted: NonNullable<StatusChange['condition']>, clockUs: number): PodCondition | undefined {
  const old = pod.status?.conditions?.find(({ type }) => type === wanted.type)
  const lastTransitionTime = old?.status === wanted.status ? old.lastTransitionTime : timeText(clockUs)
  const { generation } = pod.metadata
  const next: PodCondition = { ...wanted, lastTransitionTime, ...(generation === undefined ? {} : { observedGeneration: generation }) }
  if (old && sameValue({ ...old, lastProbeTime: undefined, observedGeneration: undefined }, { ...next, observedGeneration: undefined })) return undefined
  return next
}
