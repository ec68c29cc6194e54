import { expect, test } from 'vitest'
import type { Evaluation, NodeEvaluation, PluginWord } from '../../../protocol/index.ts'
import { columnsOf, difference, ranked } from './columns.ts'

const score = (plugin: string, normalised: number, weight = 1): PluginWord => ({ plugin, ran: true, verdict: 'pass', normalised, raw: normalised, weight, weighted: weight * normalised })
const passes = (node: string, ...plugins: PluginWord[]): NodeEvaluation => ({ node, feasible: true, visited: true, plugins, total: plugins.reduce((sum, { weighted = 0 }) => sum + weighted, 0) })
const refused = (node: string, by: string): NodeEvaluation => ({ node, feasible: false, visited: true, refusedBy: by, reasons: ['no'], plugins: [{ plugin: 'Taint', ran: true, verdict: by === 'Taint' ? 'fail' : 'pass' }, { plugin: 'Fit', ran: by !== 'Taint', verdict: by === 'Fit' ? 'fail' : 'pass' }] })
const asked = (...nodes: NodeEvaluation[]): Evaluation => ({ pod: 'default/web', at: 0, attempt: 1, outcome: 'evaluated', best: nodes.filter(({ feasible }) => feasible).slice(0, 1).map(({ node }) => node), nodes })

const a = passes('a', score('Taint', 100, 3), score('Fit', 40))
const b = passes('b', score('Taint', 100, 3), score('Fit', 80))

test('only columns that tell nodes apart are shown, and the others are counted', () => {
  expect(columnsOf(asked(a, b, refused('c', 'Taint')))).toEqual({ filters: ['Taint'], scores: [{ plugin: 'Fit', weight: 1 }], folded: 2 })
  expect(columnsOf(asked(a, b), true)).toMatchObject({ filters: ['Taint', 'Fit'], folded: 0 })
})

test('the winner stands first and the refused last', () => {
  expect(ranked(asked(refused('c', 'Fit'), a, b)).map(({ node }) => node)).toEqual(['b', 'a', 'c'])
})

test('another wish is told as what it changes', () => {
  expect(difference(asked(a, refused('c', 'Fit')), asked(a, passes('c', score('Fit', 90))))).toEqual({ gained: ['c'], lost: [], winner: ['a'], moved: false })
  expect(difference(asked(a), asked(refused('a', 'Fit')))).toEqual({ gained: [], lost: ['a'], winner: [], moved: true })
})
