import { expect, test } from 'vitest'
import { clonePlain } from './clone.ts'

const nothing = (): boolean => false

test('a copy shares with the one before it what did not change, and nothing with the value itself', () => {
  const value = { quiet: new Map([['a', [1, 2]]]), busy: [1], seen: new Set([1]) }
  const first = clonePlain(value, nothing)
  value.busy.push(2)
  const second = clonePlain(value, nothing, first)
  expect(second).toEqual(value)
  expect(second.quiet).toBe(first.quiet)
  expect(second.seen).toBe(first.seen)
  expect(second.busy).not.toBe(first.busy)
  expect(first.busy).toEqual([1])
  expect(second.quiet).not.toBe(value.quiet)
})

test('what stood in two places and stands apart now is apart in the next copy, too', () => {
  const one = [1]
  const value = { left: one, right: one }
  const first = clonePlain(value, nothing)
  expect(first.left).toBe(first.right)
  value.right = [1]
  const second = clonePlain(value, nothing, first)
  expect(second).toEqual(value)
  expect(second.left).not.toBe(second.right)
})

test('what stood apart and stands in two places now is one in the next copy', () => {
  const value = { left: [1], right: [1] }
  const first = clonePlain(value, nothing)
  value.right = value.left
  const second = clonePlain(value, nothing, first)
  expect(second.left).toBe(second.right)
})

test('another order of entries is another value: who iterates after a restore meets them as before', () => {
  const value = { map: new Map([['a', 1], ['b', 2]]), record: { a: 1, b: 2 } as Record<string, number>, set: new Set(['a', 'b']) }
  const first = clonePlain(value, nothing)
  value.map = new Map([['b', 2], ['a', 1]])
  value.record = { b: 2, a: 1 }
  value.set = new Set(['b', 'a'])
  const second = clonePlain(value, nothing, first)
  expect([...second.map.keys()]).toEqual(['b', 'a'])
  expect(Object.keys(second.record)).toEqual(['b', 'a'])
  expect([...second.set]).toEqual(['b', 'a'])
})

test('a part that refers to the whole is copied with it', () => {
  const value: { name: string; self?: unknown } = { name: 'a' }
  value.self = value
  const first = clonePlain(value, nothing)
  const second = clonePlain(value, nothing, first)
  expect(second.self).toBe(second)
})
