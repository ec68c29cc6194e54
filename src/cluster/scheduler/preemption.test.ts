import { expect, test } from 'vitest'
import type { Pod } from '../../api/index.ts'
import { clusterOf, node, pod } from './builders.ts'
import { know, searchOrder, type ClusterCache } from './cache.ts'
import { preempt, type Budget } from './preemption.ts'
import { ask, oracleOf, why } from './search.ts'
import { nodeInfo } from './snapshot.ts'

function makeRoom(cache: ClusterCache, one: Pod, budgets: readonly Budget[] = []) {
  const question = ask(cache, know(cache, one), [])
  const refused = Array.from(searchOrder(cache), slot => ({ slot, refusal: why(question, slot)! }))
  return preempt({
    prepared: () => oracleOf(question), infoOf: slot => nodeInfo(cache, slot), slotOf: name => cache.slots.get(name),
    known: question.known, nodeCount: refused.length, refused, budgets, nowUs: 0, below: () => 0,
  })
}
const victims = (outcome: ReturnType<typeof makeRoom>) => ('node' in outcome ? [outcome.node, ...outcome.victims.map(({ pod: { metadata } }) => metadata.name)] : outcome.message)
const important = (more = {}) => pod('important', { cpu: '2', priority: 100, ...more })

test('only as many pods go as must, the least important first', () => {
  const cache = clusterOf([node('a', { cpu: '4' })], [[pod('low', { cpu: '2', priority: 1 }), 'a'], [pod('lower', { cpu: '2', priority: 0 }), 'a']])
  expect(victims(makeRoom(cache, important()))).toEqual(['a', 'lower'])
})

test('of equals, the one that started last goes', () => {
  const cache = clusterOf([node('a', { cpu: '4' })], [
    [pod('old', { cpu: '2', startTime: '2026-01-01T00:00:00Z' }), 'a'], [pod('young', { cpu: '2', startTime: '2026-01-01T01:00:00Z' }), 'a'],
  ])
  expect(victims(makeRoom(cache, important()))).toEqual(['a', 'young'])
})

test('the node is taken where the most important victim is least important', () => {
  const cache = clusterOf([node('a', { cpu: '2' }), node('b', { cpu: '2' })], [[pod('high', { cpu: '2', priority: 50 }), 'a'], [pod('low', { cpu: '2', priority: 1 }), 'b']])
  expect(victims(makeRoom(cache, important()))).toEqual(['b', 'low'])
})

test('a disruption budget is broken only if no other node will do', () => {
  const guarded = { metadata: { namespace: 'default' }, spec: { selector: { matchLabels: { app: 'db' } } }, status: { disruptionsAllowed: 0 } }
  const low = pod('db', { cpu: '2', priority: 0, labels: { app: 'db' } })
  const cache = clusterOf([node('a', { cpu: '2' }), node('b', { cpu: '2' })], [[low, 'a'], [pod('other', { cpu: '2', priority: 9 }), 'b']])
  expect(victims(makeRoom(cache, important(), [guarded]))).toEqual(['b', 'other'])
  expect(victims(makeRoom(clusterOf([node('a', { cpu: '2' })], [[low, 'a']]), important(), [guarded]))).toEqual(['a', 'db'])
})

test('nobody makes room for a pod that is no more important, or never preempts', () => {
  const cache = clusterOf([node('a', { cpu: '2' }), node('b', { unschedulable: true })], [[pod('busy', { cpu: '2', priority: 100 }), 'a']])
  expect(victims(makeRoom(cache, important()))).toBe('0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.')
  expect(victims(makeRoom(cache, important({ preemptionPolicy: 'Never' })))).toBe('not eligible due to preemptionPolicy=Never.')
})

test('pods that a disruption budget guards stay before more important ones that none guards', () => {
  const guarded = { metadata: { namespace: 'default' }, spec: { selector: { matchLabels: { app: 'db' } } }, status: { disruptionsAllowed: 0 } }
  const cache = clusterOf([node('a', { cpu: '4' })], [[pod('db', { cpu: '2', priority: 0, labels: { app: 'db' } }), 'a'], [pod('other', { cpu: '2', priority: 5 }), 'a']])
  expect(victims(makeRoom(cache, important(), [guarded]))).toEqual(['a', 'other'])
})

test('of nodes whose most important victims are alike the one with the smaller sum is taken, then the one whose victims began later', () => {
  const full = (node: string, second: number, startTime: string) => [[pod(`${node}-1`, { cpu: '1', priority: 5, startTime }), node], [pod(`${node}-2`, { cpu: '1', priority: second, startTime }), node]] as const
  const early = '2026-01-01T00:00:00Z'
  const two = [node('a', { cpu: '2' }), node('b', { cpu: '2' })]
  expect(victims(makeRoom(clusterOf(two, [...full('a', 4, early), ...full('b', 1, early)]), important()))).toEqual(['b', 'b-1', 'b-2'])
  expect(victims(makeRoom(clusterOf(two, [...full('a', 4, early), ...full('b', 4, '2026-01-01T01:00:00Z')]), important()))).toEqual(['b', 'b-1', 'b-2'])
})

test('while a victim is still leaving the node nobody else has to go', () => {
  const base = pod('victim', { cpu: '2' })
  const leaving = { ...base, metadata: { ...base.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' }, status: { ...base.status, conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }] } }
  const cache = clusterOf([node('a', { cpu: '2' }), node('b', { cpu: '2' })], [[leaving, 'a'], [pod('next', { cpu: '2' }), 'b']])
  const waiting = important()
  expect(victims(makeRoom(cache, { ...waiting, status: { ...waiting.status, nominatedNodeName: 'a' } }))).toBe('not eligible due to a terminating pod on the nominated node.')
})
