import { extended, sameValue, type PodCondition, type PodStatus } from '../../api/index.ts'

/** The strategic merge patch from one status to the next, by hand because it is the hottest write of a cluster; undefined if nothing changed. */
export function statusPatch(uid: string, old: PodStatus, next: PodStatus): { readonly metadata: { readonly uid: string }; readonly status: Readonly<Record<string, unknown>> } | undefined {
  const changes: Record<string, unknown> = {}
  let changed = false
  for (const field of FIELDS) {
    const before = old[field]
    const after = next[field]
    if (before === after || sameValue(before, after)) continue
    changes[field] = after ?? null
    changed = true
  }
  const conditions = conditionChanges(old.conditions ?? [], next.conditions ?? [])
  if (conditions.length > 0) {
    changes['$setElementOrder/conditions'] = (next.conditions ?? []).map(({ type }) => ({ type }))
    changes['conditions'] = conditions
    changed = true
  }
  return changed ? { metadata: { uid }, status: changes } : undefined
}

/** Everything that the kubelet writes besides conditions. Lists among them are replaced whole, but for the addresses, which merge by `ip`. */
const FIELDS = [
  'observedGeneration', 'phase', 'reason', 'message', 'hostIP', 'hostIPs', 'podIP', 'podIPs', 'startTime', 'qosClass', 'initContainerStatuses', 'containerStatuses',
] as const

/** Conditions merge by type: only those that changed are sent, and fields that went away are null. */
function conditionChanges(old: readonly PodCondition[], next: readonly PodCondition[]): readonly unknown[] {
  const changes: unknown[] = []
  for (const condition of next) {
    let before: PodCondition | undefined
    for (const candidate of old) if (candidate.type === condition.type) before = candidate
    if (before === condition || (before && sameCondition(before, condition))) continue
    const gone: Record<string, null> = {}
    if (before?.reason !== undefined && condition.reason === undefined) gone['reason'] = null
    if (before?.message !== undefined && condition.message === undefined) gone['message'] = null
    changes.push(extended(condition, gone))
  }
  return changes
}

function sameCondition(a: PodCondition, b: PodCondition): boolean {
  return a.status === b.status && a.reason === b.reason && a.message === b.message && a.observedGeneration === b.observedGeneration
    && a.lastTransitionTime === b.lastTransitionTime
}
