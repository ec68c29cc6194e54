import type { Node } from '../../../api/index.ts'
import { normaliseByMax, unresolvable, type Plugin } from '../framework.ts'
import { matchesAnyTerm, matchesTerm, namedNodes } from '../node-selector.ts'
import type { PodShape } from '../shape.ts'

export const AFFINITY_MISMATCH = unresolvable("node(s) didn't match Pod's node affinity/selector")
export const AFFINITY_CONFLICT = unresolvable('pod affinity terms conflict')

export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  preFilter({ known: { shape } }) {
    if (!shape.requiredNodeTerms && !shape.nodeSelector) return { skip: true }
    const nodes = namedNodes(shape.requiredNodeTerms ?? [])
    if (nodes?.length === 0) return { rejection: AFFINITY_CONFLICT }
    return { skip: false, state: undefined, nodes }
  },
  filter: ({ known }, _, { node }) => (matchesNode(known.shape, node) ? undefined : AFFINITY_MISMATCH),
  preScore: ({ known }) => (known.shape.preferredNodeTerms.length === 0 ? { skip: true } : { skip: false, state: undefined }),
  score: ({ known }, _, { node }) => preferredWeight(known.shape, node),
  normalise: (_, __, scores) => normaliseByMax(scores, false),
}

/** Node selector and required node affinity together. */
export function matchesNode({ nodeSelector, requiredNodeTerms }: PodShape, node: Node): boolean {
  const labels = node.metadata.labels ?? {}
  for (const key in nodeSelector) if (labels[key] !== nodeSelector[key]) return false
  return !requiredNodeTerms || matchesAnyTerm(requiredNodeTerms, node)
}

export function preferredWeight({ preferredNodeTerms }: PodShape, node: Node): number {
  let sum = 0
  for (const { weight, preference } of preferredNodeTerms) if (weight !== 0 && matchesTerm(preference, node)) sum += weight
  return sum
}
