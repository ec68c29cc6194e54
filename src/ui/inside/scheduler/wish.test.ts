import { expect, test } from 'vitest'
import { asQuestion, isWish, noWish } from './wish.ts'

const asked = { cpuMilli: 100, memoryBytes: 0, node: '', tolerations: [{ key: 'a', operator: 'Exists' as const }] }

test('a wish asks only for what is wished otherwise', () => {
  expect(isWish(noWish)).toBe(false)
  expect(asQuestion('default/web', { ...noWish, cpuMilli: 500 }, asked)).toEqual({ ask: 'what-if', pod: 'default/web', requests: { cpu: '500m' } })
})

test('a taint is tolerated beside what the Pod tolerates already', () => {
  expect(asQuestion('default/web', { ...noWish, tolerate: ['node-role.kubernetes.io/control-plane:NoSchedule'] }, asked).tolerations)
    .toEqual([{ key: 'a', operator: 'Exists' }, { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }])
})
