import { expect, test } from 'vitest'
import { narrationDelay } from './narration.ts'

test('a step that the visitor takes is told at once', () => expect(narrationDelay(false, 990, 1000)).toBe(0))

test('while it plays, the voice speaks at most once in two seconds', () => {
  expect(narrationDelay(true, 1000, 1500)).toBe(1500)
  expect(narrationDelay(true, 1000, 5000)).toBe(0)
  expect(narrationDelay(true, -Infinity, 0)).toBe(0)
})
