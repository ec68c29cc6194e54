import { expect, test } from 'vitest'
import { timeText, type Pod } from '../../../api/index.ts'
import { SECOND } from '../../../kernel/index.ts'
import { ageBucket, podsToDelete } from './victims.ts'

const NOW = 100_000 * SECOND

interface Traits { node?: string; phase?: string; ready?: boolean; readySince?: number; cost?: string; restarts?: number; created?: number }

const pod = (name: string, { node = 'a', phase = 'Running', ready = true, readySince = 1_000, cost, restarts = 0, created = 500 }: Traits = {}): Pod => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: { name, namespace: 'default', uid: name, creationTimestamp: timeText(created * SECOND), ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }) },
  spec: { containers: [{ name: 'c' }], ...(node === '' ? {} : { nodeName: node }) },
  status: {
    phase, conditions: ready ? [{ type: 'Ready', status: 'True', lastTransitionTime: timeText(readySince * SECOND) }] : [],
    containerStatuses: [{ name: 'c', image: '', imageID: '', ready, restartCount: restarts }],
  },
})

const first = (...pods: readonly Pod[]): string => podsToDelete(pods, pods, 1, NOW)[0]!.metadata.name!

test('a pod without a node goes first', () => expect(first(pod('bound'), pod('unbound', { node: '', ready: true }))).toBe('unbound'))
test('a pending pod goes before a running one', () => expect(first(pod('running', { ready: false }), pod('pending', { phase: 'Pending', ready: false }))).toBe('pending'))
test('a pod that is not ready goes before a ready one', () => expect(first(pod('ready'), pod('unready', { ready: false }))).toBe('unready'))
test('the cheaper pod goes first', () => expect(first(pod('dear', { cost: '10' }), pod('plain', { node: 'b' }))).toBe('plain'))
test('a pod on the more crowded node goes first', () => expect(first(pod('x', { node: 'b' }), pod('y'), pod('z'))).not.toBe('x'))
test('of ready pods the one that became ready much later goes first', () =>
  expect(first(pod('old', { node: 'b', readySince: 1_000 }), pod('young', { readySince: 90_000 }))).toBe('young'))
test('of pods with about the same age the uid decides', () =>
  expect(first(pod('b', { node: 'b', readySince: 1_000 }), pod('a', { readySince: 2_000 }))).toBe('a'))
test('a pod that restarted more goes first', () => expect(first(pod('calm', { node: 'b' }), pod('restless', { restarts: 3 }))).toBe('restless'))
test('a Pod without a node goes before a bound one, whatever their phases; one that is not ready before a cheaper one', () => {
  expect(first(pod('bound', { phase: 'Pending', ready: false }), pod('unbound', { node: '', ready: false }))).toBe('unbound')
  expect(first(pod('cheap', { cost: '-5' }), pod('unready', { ready: false }))).toBe('unready')
})
test('Pods that have ended, or are leaving, crowd no node', () => {
  const [stays, other] = [pod('a', { node: 'a' }), pod('b', { node: 'b' })]
  const gone = [pod('g1', { node: 'a', phase: 'Failed' }), pod('g2', { node: 'a', phase: 'Succeeded' })]
  expect(podsToDelete([other, stays], [stays, other, ...gone, pod('c', { node: 'b' })], 1, NOW)[0]).toBe(other)
})
test('of Pods that are not ready the one made much later goes first', () =>
  expect(first(pod('a-old', { ready: false, created: 500 }), pod('young', { ready: false, node: 'b', created: 90_000 }))).toBe('young'))
test('if all go, their order is left alone', () =>
  expect(podsToDelete([pod('b'), pod('a')], [], 2, NOW).map(({ metadata }) => metadata.name)).toEqual(['b', 'a']))

test('ages fall into buckets of powers of two nanoseconds', () => {
  expect([ageBucket(0), ageBucket(-5), ageBucket(1), ageBucket(4_294_967), ageBucket(4_294_968), ageBucket(SECOND)]).toEqual([-1, -1, 9, 31, 32, 29])
})
