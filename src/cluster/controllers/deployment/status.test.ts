import { expect, test } from 'vitest'
import type { Deployment, ReplicaSet } from '../../../api/index.ts'
import { oldReplicaSetSizes } from './numbers.ts'
import { bySize, limitsOf, replicaSetName } from './replica-sets.ts'
import { isComplete } from './status.ts'

const deployment = (replicas: number, maxUnavailable: number | string, type = 'RollingUpdate'): Deployment =>
  ({ metadata: { name: 'web', generation: 2 }, spec: { replicas, strategy: { type, rollingUpdate: { maxSurge: 0, maxUnavailable } } } }) as unknown as Deployment

test('no more pods may be unavailable than there are, none of none, and none under Recreate', () => {
  expect(limitsOf(deployment(3, 10))).toEqual({ maxSurge: 0, maxUnavailable: 3 })
  expect(limitsOf(deployment(0, 10))).toEqual({ maxSurge: 0, maxUnavailable: 0 })
  expect(limitsOf(deployment(3, 1, 'Recreate'))).toEqual({ maxSurge: 0, maxUnavailable: 0 })
})

test('while new pods are still starting even broken old ones stay, because no more may be missing at once', () => {
  const limits = { replicas: 10, maxSurge: 2, maxUnavailable: 2 }
  expect(oldReplicaSetSizes(limits, { replicas: 4, available: 0 }, [{ replicas: 8, available: 5 }])).toEqual([])
  expect(oldReplicaSetSizes(limits, { replicas: 4, available: 1 }, [{ replicas: 8, available: 5 }])).toEqual([{ index: 0, from: 8, to: 7, why: 'unhealthy' }])
})

test('a rollout is complete when all pods are new and available, no old one is left, and the latest wish was seen', () => {
  const done = { updatedReplicas: 3, replicas: 3, availableReplicas: 3, observedGeneration: 2 }
  expect(isComplete(deployment(3, 1), done)).toBe(true)
  for (const different of [{ updatedReplicas: 2 }, { replicas: 4 }, { availableReplicas: 2 }, { observedGeneration: 1 }]) expect(isComplete(deployment(3, 1), { ...done, ...different })).toBe(false)
})

test('what rounding leaves goes to the newer of two equal ReplicaSets when growing, and is taken from the older when shrinking', () => {
  const set = (name: string, creationTimestamp: string): ReplicaSet => ({ metadata: { name, creationTimestamp }, spec: { replicas: 3 } }) as unknown as ReplicaSet
  const both = [set('older', '2026-01-01T00:00:00Z'), set('newer', '2026-01-01T00:00:05Z')]
  expect(both.toSorted(bySize(true)).map(({ metadata }) => metadata.name)).toEqual(['newer', 'older'])
  expect(both.toSorted(bySize(false)).map(({ metadata }) => metadata.name)).toEqual(['older', 'newer'])
})

test('a ReplicaSet is named after its Deployment and the hash, cut to the 253 letters that a name may have', () => {
  expect(replicaSetName('web', '7f8fbb96d')).toBe('web-7f8fbb96d')
  expect(replicaSetName('d'.repeat(253), '7f8fbb96d')).toHaveLength(253)
})
