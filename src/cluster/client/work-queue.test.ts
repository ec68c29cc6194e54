import { expect, test } from 'vitest'
import { MILLISECOND, SECOND } from '../../kernel/index.ts'
import { creationObserved, createExpectations, deletionObserved, expectCreations, expectDeletions, satisfied } from './expectations.ts'
import { createThrottle, reserve } from './throttle.ts'
import { add, addAt, addRateLimited, createQueue, done, dueAt, forget, next, queueLength, release } from './work-queue.ts'

test('many adds of a key before its turn become one pass that knows all causes', () => {
  const queue = createQueue()
  expect([add(queue, 'a', 1), add(queue, 'b', 2), add(queue, 'a', 3), add(queue, 'a', 4)]).toEqual([false, false, true, true])
  expect(next(queue)).toEqual({ key: 'a', causes: { first: 1, also: [3, 4] }, merged: 3 })
  expect(queueLength(queue)).toBe(1)
})

test('a key added while it is worked on waits until that is done', () => {
  const queue = createQueue()
  add(queue, 'a', 1)
  next(queue)
  add(queue, 'a', 2)
  expect(next(queue)).toBeUndefined()
  done(queue, 'a')
  expect(next(queue)?.causes.first).toBe(2)
})

test('of two delayed adds the earlier counts', () => {
  const queue = createQueue()
  addAt(queue, 'a', 5 * SECOND, 1)
  addAt(queue, 'a', 2 * SECOND, 2)
  addAt(queue, 'a', 9 * SECOND, 3)
  expect(dueAt(queue)).toBe(2 * SECOND)
  release(queue, 2 * SECOND)
  expect(next(queue)?.causes.first).toBe(2)
  expect(dueAt(queue)).toBeUndefined()
})

test('each failure doubles the wait, success forgets', () => {
  const queue = createQueue()
  expect([0, 1, 2].map((now) => addRateLimited(queue, 'a', now, 1))).toEqual([5, 10, 20].map((ms) => ms * MILLISECOND))
  forget(queue, 'a')
  expect(addRateLimited(queue, 'a', 3, 1)).toBe(5 * MILLISECOND)
})

test('a client may burst, and then waits for each token', () => {
  const throttle = createThrottle(20, 3)
  expect([0, 0, 0, 0, 0].map((now) => reserve(throttle, now))).toEqual([0, 0, 0, 50_000, 100_000])
  expect(reserve(throttle, 10 * SECOND)).toBe(0)
})

test('expectations hold until everything was heard of, or for five minutes', () => {
  const expectations = createExpectations()
  expectCreations(expectations, 'web', 2, 0)
  creationObserved(expectations, 'web')
  expect(satisfied(expectations, 'web', SECOND)).toBe(false)
  creationObserved(expectations, 'web')
  expect(satisfied(expectations, 'web', SECOND)).toBe(true)
  expectDeletions(expectations, 'web', ['p1'], 0)
  deletionObserved(expectations, 'web', 'other')
  expect(satisfied(expectations, 'web', SECOND)).toBe(false)
  expect(satisfied(expectations, 'web', 301 * SECOND)).toBe(true)
})
