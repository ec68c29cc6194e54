import type { Taint, Toleration } from '../../../api/index.ts'
import { normaliseByMax, unresolvable, type Plugin } from '../framework.ts'
import { tolerated, untoleratedTaint } from '../taints.ts'

export const UNTOLERATED = unresolvable('node(s) had untolerated taint(s)')

export const taintToleration: Plugin = {
  name: 'TaintToleration',
  filter: ({ known }, _, { node }) => (untoleratedTaint(node.spec.taints, known.shape.tolerations) ? UNTOLERATED : undefined),
  score: ({ known }, _, { node }) => softTaints(node.spec.taints, known.shape.tolerations),
  normalise: (_, __, scores) => normaliseByMax(scores, true),
}

/** How many PreferNoSchedule taints the pod does not tolerate. */
export function softTaints(taints: readonly Taint[] | undefined, tolerations: readonly Toleration[]): number {
  if (!taints?.length) return 0
  const relevant = tolerations.filter(({ effect }) => !effect || effect === 'PreferNoSchedule')
  return taints.filter(taint => taint.effect === 'PreferNoSchedule' && !tolerated(taint, relevant)).length
}
