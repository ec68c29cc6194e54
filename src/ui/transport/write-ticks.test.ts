import { expect, test } from 'vitest'
import type { TimelineMark } from '../../protocol/index.ts'
import { writeTicks } from './write-ticks.ts'

const write = (at: number): TimelineMark => ({ mark: 'write', branch: 0, at, revision: at, bytes: 500 })

test('a thousand writes in one place are one tick, and a higher one', () => {
  const dense = writeTicks(Array.from({ length: 1000 }, () => write(10)), 0, at => at)
  const sparse = writeTicks([write(10)], 0, at => at)
  expect(dense).toHaveLength(1)
  expect(dense[0]!.height).toBeGreaterThan(sparse[0]!.height)
})

test('writes of the boot and of other branches are not drawn', () => {
  expect(writeTicks([write(-5), { ...write(5), branch: 1 } as TimelineMark], 0, at => at)).toEqual([])
})
