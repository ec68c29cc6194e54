import { expect, test } from 'vitest'
import type { Pod } from '../../api/index.ts'
import { podGcReconciler } from './pod-gc.ts'
import type { View } from './reconciler.ts'
import { tolerationSeconds } from './taint-eviction.ts'

const taints = ['a', 'b'].map((key) => ({ key, effect: 'NoExecute' }))
const tolerates = (key: string, seconds?: number) => ({ key, operator: 'Exists', ...(seconds === undefined ? {} : { tolerationSeconds: seconds }) })

test('a Pod stays for the shortest time that it tolerates any of the taints; for ever if it sets none, and not at all if one is not tolerated', () => {
  expect(tolerationSeconds(taints, [tolerates('a', 300), tolerates('b', 20)])).toBe(20)
  expect(tolerationSeconds(taints, [tolerates('a'), tolerates('b', 20)])).toBe(20)
  expect(tolerationSeconds(taints, [tolerates('a'), tolerates('b')])).toBeUndefined()
  expect(tolerationSeconds(taints, [tolerates('a', 300)])).toBe(0)
  expect(tolerationSeconds(taints, [tolerates('a', 300), tolerates('b', -1)])).toBe(0)
})

test('of Pods that have ended 12,500 stay; evicted ones go first, then the oldest', () => {
  const pods = new Map<string, Pod>()
  const add = (name: string, created: string, status: object): void => void pods.set(`default/${name}`, { metadata: { name, namespace: 'default', creationTimestamp: created }, status } as unknown as Pod)
  for (let i = 0; i < 12_500; i++) add(`p${i}`, '2026-01-02T00:00:00Z', { phase: 'Succeeded' })
  const view = { get: (_: string, key: string) => pods.get(key) } as unknown as View
  const memory = podGcReconciler.createMemory() as { terminated: Set<string> }
  const cleared = (): string[] => {
    const keys: string[] = []
    for (const key of pods.keys()) memory.terminated.add(key)
    podGcReconciler.tick!(memory, view, (key) => void keys.push(key))
    return keys
  }
  expect(cleared()).toEqual([])
  add('evicted', '2026-01-03T00:00:00Z', { phase: 'Failed', reason: 'Evicted' })
  add('old', '2026-01-01T00:00:00Z', { phase: 'Succeeded' })
  expect(cleared()).toEqual(['terminated/default/evicted', 'terminated/default/old'])
})
