import { expect, test } from 'vitest'
import { differing } from './differing.ts'
import { laneTimes } from './lane-times.ts'

test('later is always further right, and idle time is folded to one break', () => {
  const times = laneTimes([0, 300, 900, 9_000_000, 9_000_400])
  const xs = [0, 300, 900, 5_000_000, 9_000_000, 9_000_400].map(times.x)
  expect(xs).toEqual([...xs].sort((a, b) => a - b))
  expect(times.breaks).toHaveLength(1)
  expect(times.width).toBeLessThan(120)
})

test('only the plugins that tell feasible nodes apart get a column', () => {
  const score = (plugin: string, weighted: number) => ({ plugin, raw: weighted, normalised: weighted, weighted })
  const nodes = [
    { node: 'a', total: 3, scores: [score('Same', 1), score('Other', 2)] },
    { node: 'b', total: 2, scores: [score('Same', 1), score('Other', 1)] },
    { node: 'c', total: 0, rejectedBy: 'Taints', reason: 'x', scores: [] },
  ]
  expect(differing({ plugins: [{ name: 'Same', weight: 1 }, { name: 'Other', weight: 1 }], nodes }).map(({ name }) => name)).toEqual(['Other'])
})
