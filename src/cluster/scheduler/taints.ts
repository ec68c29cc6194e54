import type { Taint, Toleration } from '../../api/index.ts'

/** Models v1helper.FindMatchingUntoleratedTaint for taints that keep pods away. PreferNoSchedule only costs score. */
export function untoleratedTaint(taints: readonly Taint[] | undefined, tolerations: readonly Toleration[]): Taint | undefined {
  return taints?.find(taint => keepsAway(taint) && !tolerated(taint, tolerations))
}

export const tolerated = (taint: Taint, tolerations: readonly Toleration[]): boolean => tolerations.some(toleration => tolerates(toleration, taint))

export const UNSCHEDULABLE_TAINT: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

const keepsAway = (taint: Taint): boolean => taint.effect === 'NoSchedule' || taint.effect === 'NoExecute'

function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  if (toleration.operator === 'Exists') return true
  return !!toleration.key && (toleration.value ?? '') === (taint.value ?? '')
}
