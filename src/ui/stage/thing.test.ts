import { expect, test } from 'vitest'
import { applyViews, noEntities } from '../store/entities.ts'
import { aPod } from '../store/pod-for-tests.ts'
import { pokesOf } from '../chaos/pokes-of.ts'
import { objectOf } from './thing.ts'

const entities = applyViews(noEntities(), { fresh: true, removes: [], upserts: [aPod({ id: 'pod/1', name: 'web-x', node: 'node-a' }), aPod({ id: 'pod/2', name: 'web-y', node: 'node-b', ghost: true })] })

test('a Pod may be deleted, its containers killed, and their memory eaten slowly or at once', () => {
  expect(pokesOf(entities, 'pod/1').map(poke => poke.poke)).toEqual(['delete-pod', 'kill-container', 'memory-hog', 'memory-hog'])
})

test('a Pod that is only wished onto a node has no container to kill', () => {
  expect(pokesOf(entities, 'pod/2').map(poke => poke.poke)).toEqual(['delete-pod'])
})

test('a Pod and a node are objects that one may ask about, the scheduler is not', () => {
  expect(objectOf(entities, 'pod/1')?.name).toBe('web-x')
  expect(objectOf(entities, 'node/node-a')?.resource).toBe('nodes')
  expect(objectOf(entities, 'scheduler')).toBeUndefined()
})
