import type { Node, NodeSelectorRequirement, NodeSelectorTerm } from '../../api/index.ts'

/** Any of the terms; a term without requirements matches nothing. Models component-helpers' nodeaffinity. */
export const matchesAnyTerm = (terms: readonly NodeSelectorTerm[], node: Node): boolean => terms.some(term => matchesTerm(term, node))

export function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  const expressions = term.matchExpressions ?? []
  const fields = term.matchFields ?? []
  if (expressions.length + fields.length === 0) return false
  const labels = node.metadata.labels ?? {}
  return expressions.every(requirement => matches(requirement, labels[requirement.key]))
    && fields.every(requirement => matches(requirement, requirement.key === 'metadata.name' ? node.metadata.name : undefined))
}

/** The nodes that the terms name outright, as a DaemonSet's pods do; undefined if some term leaves the node open. */
export function namedNodes(terms: readonly NodeSelectorTerm[]): readonly string[] | undefined {
  const names = new Set<string>()
  for (const term of terms) {
    let named: readonly string[] | undefined
    for (const { key, operator, values } of term.matchFields ?? []) {
      if (key !== 'metadata.name' || operator !== 'In') continue
      named = named ? named.filter(name => (values ?? []).includes(name)) : values ?? []
    }
    if (!named) return undefined
    for (const name of named) names.add(name)
  }
  return terms.length ? [...names].sort() : undefined
}

function matches({ operator, values = [] }: NodeSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In': return value !== undefined && values.includes(value)
    case 'NotIn': return value === undefined || !values.includes(value)
    case 'Exists': return value !== undefined
    case 'DoesNotExist': return value === undefined
    case 'Gt': return isWhole(value) && isWhole(values[0]) && Number(value) > Number(values[0])
    case 'Lt': return isWhole(value) && isWhole(values[0]) && Number(value) < Number(values[0])
    default: return false // the API server lets no other operator in
  }
}

const isWhole = (text: string | undefined): boolean => text !== undefined && /^[+-]?\d+$/.test(text)
