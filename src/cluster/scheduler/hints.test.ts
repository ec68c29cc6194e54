import { expect, test } from 'vitest'
import type { Node, Pod } from '../../api/index.ts'
import { clusterOf, node, pod } from './builders.ts'
import { know } from './cache.ts'
import { drawBest } from './cycle.ts'
import { truncated } from './failure-message.ts'
import { mayHelp, nodeChanges, type ClusterEvent } from './hints.ts'
import { addToZone, interleaved } from './node-order.ts'
import { nodesToFind } from './sampling.ts'

const cache = clusterOf([])
const on = (name: string, more: Parameters<typeof pod>[1] = {}) => know(cache, { ...pod(name, more), spec: { ...pod(name, more).spec, nodeName: 'a' } })
const helps = (plugin: string, waiting: Pod, event: ClusterEvent): boolean => mayHelp(plugin, know(cache, waiting), event, cache.namespaces)
const comes = (each: Node): ClusterEvent => ({ event: 'node-added', node: each })
const changes = (now: Node, before: Node): readonly string[] => nodeChanges(now, before).map(({ event }) => event)

test('a pod that a taint kept out is helped by a node without one that it minds, and by nothing else that comes', () => {
  const tainted = node('b', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] })
  expect([helps('TaintToleration', pod('web'), comes(node('b'))), helps('TaintToleration', pod('web'), comes(tainted))]).toEqual([true, false])
  expect(helps('TaintToleration', pod('web'), { event: 'node-taints', node: node('b'), old: tainted })).toBe(true)
  expect(helps('TaintToleration', pod('web'), { event: 'pod-deleted', old: on('other') })).toBe(false)
})

test('taking back a cordon is news although no taint has changed', () => {
  expect(changes(node('a'), node('a', { unschedulable: true }))).toEqual(['node-taints'])
  expect(changes(node('a', { unschedulable: true }), node('a'))).toEqual([])
  expect(helps('NodeUnschedulable', pod('web'), { event: 'node-taints', node: node('a'), old: node('a', { unschedulable: true }) })).toBe(true)
})

test('a pod that wants a label is helped when a node gets it', () => {
  const wants = pod('web', { nodeSelector: { disk: 'ssd' } })
  const ssd = node('a', { labels: { disk: 'ssd' } })
  expect(helps('NodeAffinity', wants, { event: 'node-labels', node: ssd, old: node('a') })).toBe(true)
  expect(helps('NodeAffinity', wants, { event: 'node-labels', node: ssd, old: ssd })).toBe(false)
  expect([helps('NodeAffinity', wants, comes(ssd)), helps('NodeAffinity', wants, comes(node('b')))]).toEqual([true, false])
})

test('a pod that lacks room is helped by a node that is large enough, and by whoever leaves one', () => {
  const big = pod('big', { cpu: '8' })
  expect([helps('NodeResourcesFit', big, comes(node('b'))), helps('NodeResourcesFit', big, comes(node('b', { cpu: '16' })))]).toEqual([false, true])
  expect(helps('NodeResourcesFit', big, { event: 'pod-deleted', old: on('other') })).toBe(true)
  expect(helps('NodeResourcesFit', big, { event: 'pod-deleted', old: know(cache, pod('unbound')) })).toBe(false)
})

test('a pod that must be spread is helped by those of its kind that go, one that seeks company by those that come', () => {
  const labels = { app: 'web' }
  const spread = pod('web', { labels, topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: labels } }] })
  expect([helps('PodTopologySpread', spread, { event: 'pod-deleted', old: on('w', { labels }) }), helps('PodTopologySpread', spread, { event: 'pod-deleted', old: on('x') })]).toEqual([true, false])
  const lonely = pod('cache', { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector: { matchLabels: labels } }] } } })
  expect([helps('InterPodAffinity', lonely, { event: 'pod-added', pod: on('w', { labels }) }), helps('InterPodAffinity', lonely, { event: 'pod-added', pod: on('x') })]).toEqual([true, false])
})

test('of less than a hundred nodes all are looked at, of 1,000 as many as give 420, of 5,000 as many as give 500', () => {
  expect([5, 99, 100, 180, 1_000, 5_000, 6_000].map(nodesToFind)).toEqual([5, 99, 100, 100, 420, 500, 300])
})

test('a search takes one node of each zone in turn', () => {
  const zones = new Map<string, string[]>()
  for (const [name, zone] of [['a1', 'a'], ['a2', 'a'], ['a3', 'a'], ['b1', 'b'], ['c1', 'c'], ['c2', 'c']] as const) addToZone(zones, node(name, { zone }))
  expect(interleaved(zones)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3'])
})

test('nodes that are equally good draw lots', () => {
  const totals = Float64Array.from([5, 9, 7, 9, 9])
  const bounds: number[] = []
  const drawn = [0, 1, 2].map((lot) => drawBest(totals, { below: (bound) => { bounds.push(bound); return lot } }))
  expect([drawn, bounds]).toEqual([[1, 3, 4], [3, 3, 3]])
})

test('an Event has room for 1,024 letters, the condition for all', () => {
  expect(truncated('x'.repeat(1_024))).toHaveLength(1_024)
  expect(truncated('x'.repeat(1_025))).toBe(`${'x'.repeat(1_020)} ...`)
})
