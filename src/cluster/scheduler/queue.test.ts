import { expect, test } from 'vitest'
import { SECOND } from '../../kernel/index.ts'
import { clusterOf, pod, type PodText } from './builders.ts'
import { know } from './cache.ts'
import { activate, backoffUntil, dequeue, enqueue, flushBackoff, flushUnschedulable, popNext, putBack, queued, wake, type Gate } from './queue.ts'
import { createSchedulingQueue, type SchedulingQueue } from './queue-state.ts'

const cache = clusterOf([])
const open: Gate = () => ''
const arrive = (queue: SchedulingQueue, name: string, at: number, text: PodText = {}, gate = open) => enqueue(queue, know(cache, pod(name, text)), at, 0, gate)
const names = (queue: SchedulingQueue) => Array.from({ length: 9 }, () => popNext(queue)?.known.pod.metadata.name).filter(Boolean)

test('the most important pod goes first, then whoever came first', () => {
  const queue = createSchedulingQueue()
  arrive(queue, 'late', 2)
  arrive(queue, 'early', 1)
  arrive(queue, 'urgent', 3, { priority: 1000 })
  arrive(queue, 'later', 2)
  expect(names(queue)).toEqual(['urgent', 'early', 'late', 'later'])
})

test('a pod may leave the middle of the queue', () => {
  const queue = createSchedulingQueue()
  for (let i = 0; i < 8; i++) arrive(queue, `p${i}`, i)
  dequeue(queue, 'default/p3')
  dequeue(queue, 'default/p0')
  expect(names(queue)).toEqual(['p1', 'p2', 'p4', 'p5', 'p6', 'p7'])
})

test('an unschedulable pod waits for an event, not for time', () => {
  const queue = createSchedulingQueue()
  arrive(queue, 'web', 0)
  putBack(queue, popNext(queue)!, 5, ['NodeResourcesFit'], open)
  flushBackoff(queue, 60 * SECOND)
  expect(popNext(queue)).toBeUndefined()
  flushUnschedulable(queue, 301 * SECOND, open)
  expect(names(queue)).toEqual(['web'])
})

test('the backoff doubles from one second to ten, and ends on whole seconds', () => {
  const queue = createSchedulingQueue()
  arrive(queue, 'web', 0)
  const ends: number[] = []
  for (let i = 0; i < 6; i++) {
    putBack(queue, popNext(queue)!, 300_000, ['NodeResourcesFit'], open)
    ends.push(backoffUntil(queued(queue, 'default/web')!) / SECOND)
    activate(queue, queued(queue, 'default/web')!, open)
  }
  expect(ends).toEqual([1, 2, 4, 8, 10, 10])
})

test('when nothing else is to do, a pod need not sit out its backoff', () => {
  const queue = createSchedulingQueue()
  arrive(queue, 'web', 0)
  putBack(queue, popNext(queue)!, 0, ['NodeResourcesFit'], open)
  wake(queue, queued(queue, 'default/web')!, 1, open)
  expect(queued(queue, 'default/web')!.pool).toBe('backoff')
  arrive(queue, 'other', 1)
  expect(names(queue)).toEqual(['other', 'web'])
})

test('after an error a pod sits out its backoff even if nothing else is to do', () => {
  const queue = createSchedulingQueue()
  arrive(queue, 'web', 0)
  putBack(queue, popNext(queue)!, 0, [], open)
  expect(popNext(queue)).toBeUndefined()
  flushBackoff(queue, SECOND)
  expect(popNext(queue)).toBeUndefined()
  flushBackoff(queue, 2 * SECOND)
  expect(names(queue)).toEqual(['web'])
})

test('a gated pod does not enter the queue until its gates are gone', () => {
  const queue = createSchedulingQueue()
  arrive(queue, 'web', 0, {}, () => 'SchedulingGates')
  flushUnschedulable(queue, 999 * SECOND, open)
  expect(popNext(queue)).toBeUndefined()
  wake(queue, queued(queue, 'default/web')!, 2, open)
  expect(names(queue)).toEqual(['web'])
})

test('the wait counts refusals only, after an error the errors in a row, and forgets these when a plugin refuses', () => {
  const queue = createSchedulingQueue()
  arrive(queue, 'web', 0)
  const waits: number[] = []
  for (const plugins of [['NodeResourcesFit'], [], [], ['NodeResourcesFit'], ['NodeResourcesFit']]) {
    activate(queue, queued(queue, 'default/web')!, open)
    putBack(queue, popNext(queue)!, 0, plugins, open)
    waits.push(backoffUntil(queued(queue, 'default/web')!) / SECOND)
  }
  expect(waits).toEqual([1, 1, 2, 2, 4])
})
