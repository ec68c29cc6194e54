import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fenceposts, newReplicaSetSize, oldReplicaSetSizes, proportionalSizes, sum, type Rollout, type Sizes } from './numbers.ts'

const sizes = fc.record({ replicas: fc.nat(30), available: fc.nat(30) }).map(({ replicas, available }): Sizes => ({ replicas, available: Math.min(replicas, available) }))
const rollout = fc.record({ replicas: fc.integer({ min: 1, max: 30 }), maxSurge: fc.nat(10), maxUnavailable: fc.nat(10) })
  .filter(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0)
  .map((each): Rollout => ({ ...each, maxUnavailable: Math.min(each.maxUnavailable, each.replicas) }))

test('surge rounds up, unavailable rounds down, and nothing of both becomes one unavailable', () => {
  expect(fenceposts('25%', '25%', 10)).toEqual({ maxSurge: 3, maxUnavailable: 2 })
  expect(fenceposts(0, '25%', 3)).toEqual({ maxSurge: 0, maxUnavailable: 1 })
  expect(fenceposts('25%', '25%', 1)).toEqual({ maxSurge: 1, maxUnavailable: 0 })
})

test('the new ReplicaSet grows into the room that surge leaves', () => {
  const limits = { replicas: 10, maxSurge: 3, maxUnavailable: 2 }
  expect(newReplicaSetSize(limits, [{ replicas: 10, available: 10 }, { replicas: 0, available: 0 }], { replicas: 0, available: 0 })).toBe(3)
  expect(newReplicaSetSize(limits, [{ replicas: 8, available: 8 }, { replicas: 3, available: 0 }], { replicas: 3, available: 0 })).toBe(5)
})

test('unhealthy old pods go before healthy ones, the oldest ReplicaSet first', () => {
  const limits = { replicas: 10, maxSurge: 2, maxUnavailable: 3 }
  const resizes = oldReplicaSetSizes(limits, { replicas: 4, available: 4 }, [{ replicas: 4, available: 4 }, { replicas: 4, available: 1 }])
  expect(resizes).toEqual([{ index: 1, from: 4, to: 1, why: 'unhealthy' }, { index: 0, from: 4, to: 2, why: 'available' }])
})

test('no decision wants more than replicas and surge', () => {
  fc.assert(fc.property(rollout, fc.array(sizes, { maxLength: 4 }), sizes, (limits, old, current) => {
    const all = [...old, current]
    const size = newReplicaSetSize(limits, all, current)
    const after = sum(old, 'replicas') + size
    expect(after).toBeLessThanOrEqual(Math.max(sum(all, 'replicas'), limits.replicas + limits.maxSurge))
    expect(size).toBeLessThanOrEqual(limits.replicas)
  }))
})

test('no decision takes an available pod that is needed', () => {
  fc.assert(fc.property(rollout, fc.array(sizes, { maxLength: 4 }), sizes, (limits, old, current) => {
    const next = old.map(({ replicas }) => replicas)
    for (const { index, from, to } of oldReplicaSetSizes(limits, current, old)) {
      expect(from).toBe(next[index])
      expect(to).toBeGreaterThanOrEqual(0)
      expect(to).toBeLessThan(from)
      next[index] = to
    }
    // A ReplicaSet deletes what is not ready first.
    const left = old.reduce((total, { available }, index) => total + Math.min(available, next[index]!), current.available)
    const before = sum(old, 'available') + current.available
    expect(left).toBeGreaterThanOrEqual(Math.min(before, limits.replicas - limits.maxUnavailable))
  }))
})

test('a rollout whose pods become available always ends', () => {
  fc.assert(fc.property(rollout, fc.array(sizes, { minLength: 1, maxLength: 3 }), (limits, begin) => {
    let old = begin.map(({ replicas }): Sizes => ({ replicas, available: replicas }))
    let current: Sizes = { replicas: 0, available: 0 }
    for (let pass = 0; pass < 500 && (sum(old, 'replicas') > 0 || current.available < limits.replicas); pass++) {
      const size = newReplicaSetSize(limits, [...old, current], current)
      if (size !== current.replicas) current = { replicas: size, available: current.available }
      else {
        const next = old.map(({ replicas }) => replicas)
        for (const { index, to } of oldReplicaSetSizes(limits, current, old)) next[index] = to
        old = next.map((replicas) => ({ replicas, available: replicas }))
        current = { replicas: current.replicas, available: current.replicas }
      }
    }
    expect([sum(old, 'replicas'), current.available]).toEqual([0, limits.replicas])
  }))
})

test('a change of scale in mid-rollout is shared by size and comes out exactly', () => {
  expect(proportionalSizes({ replicas: 20, maxSurge: 4, maxUnavailable: 0 }, 12, [{ replicas: 8, maxReplicas: 12 }, { replicas: 4, maxReplicas: 12 }])).toEqual([16, 8])
  fc.assert(fc.property(rollout, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 4 }), (limits, have) => {
    const whole = have.reduce((total, each) => total + each, 0)
    const next = proportionalSizes(limits, whole, have.toSorted((a, b) => b - a).map((replicas) => ({ replicas, maxReplicas: whole })))
    expect(next.every((size) => size >= 0)).toBe(true)
    expect(next.reduce((total, each) => total + each, 0)).toBe(limits.replicas + limits.maxSurge)
  }))
})
