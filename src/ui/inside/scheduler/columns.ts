import type { Evaluation, NodeEvaluation, PluginWord } from '../../../protocol/index.ts'

export interface Column { readonly plugin: string; readonly weight: number }
/** What tells the nodes apart: the filters that refused one, the scores that are not alike, and how many others said the same of all. */
export interface Columns { readonly filters: readonly string[]; readonly scores: readonly Column[]; readonly folded: number }

export const wordOf = (node: NodeEvaluation, plugin: string): PluginWord | undefined => node.plugins.find(one => one.plugin === plugin)

/** With `all`, every plugin that said anything. */
export function columnsOf({ nodes }: Evaluation, all = false): Columns {
  const names = nodes[0]?.plugins.map(({ plugin }) => plugin) ?? []
  const feasible = nodes.filter(one => one.feasible)
  const judged = names.filter(name => nodes.some(node => verdictOf(node, name) !== undefined && verdictOf(node, name) !== 'skip'))
  const scored = names.flatMap((plugin): Column[] => {
    const weight = feasible.map(node => wordOf(node, plugin)?.weight).find(one => one !== undefined)
    return weight === undefined ? [] : [{ plugin, weight }]
  })
  const filters = judged.filter(name => all || nodes.some(node => node.refusedBy === name))
  const scores = scored.filter(({ plugin }) => all || new Set(feasible.map(node => wordOf(node, plugin)?.weighted)).size > 1)
  return { filters, scores, folded: judged.length - filters.length + scored.length - scores.length }
}

const verdictOf = (node: NodeEvaluation, plugin: string) => wordOf(node, plugin)?.verdict

/** Best first, then those that were refused. */
export const ranked = ({ nodes }: Evaluation): readonly NodeEvaluation[] =>
  [...nodes].sort((a, b) => Number(b.feasible) - Number(a.feasible) || (b.total ?? 0) - (a.total ?? 0) || (a.node < b.node ? -1 : 1))

/** What another wish changes: nodes that pass now, nodes that no longer do, and who would win. */
export function difference(before: Evaluation, after: Evaluation): { readonly gained: readonly string[]; readonly lost: readonly string[]; readonly winner: readonly string[]; readonly moved: boolean } {
  const passes = (evaluation: Evaluation) => new Set(evaluation.nodes.filter(({ feasible }) => feasible).map(({ node }) => node))
  const [old, next] = [passes(before), passes(after)]
  return {
    gained: [...next].filter(node => !old.has(node)).sort(), lost: [...old].filter(node => !next.has(node)).sort(),
    winner: [...after.best].sort(), moved: [...after.best].sort().join() !== [...before.best].sort().join(),
  }
}
