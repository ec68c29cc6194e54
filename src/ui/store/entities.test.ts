import { expect, test } from 'vitest'
import { applyViews, noEntities } from './entities.ts'
import { aPod } from './pod-for-tests.ts'

const a = aPod({ id: 'pod/a', name: 'web-aaaaa', node: 'node-a', slot: 0 })
const b = aPod({ id: 'pod/b', name: 'web-bbbbb', node: 'node-a', slot: 1 })
const open = () => applyViews(noEntities(), { fresh: true, upserts: [a, b], removes: [] })

test('a Pod keeps its seat when its neighbour is gone', () => {
  const after = applyViews(open(), { fresh: false, upserts: [], removes: ['pod/a'] })
  expect(after.seats.get('pod/b')).toBe(1)
  const later = applyViews(after, { fresh: false, upserts: [aPod({ id: 'pod/c', name: 'web-ccccc', node: 'node-a', slot: 0 })], removes: [] })
  expect(later.seats.get('pod/c')).toBe(0)
})

test('a Pod that is bound but unheard of stands in the tray and on its node', () => {
  const after = applyViews(open(), { fresh: false, upserts: [aPod({ id: 'pod/c', name: 'web-ccccc', node: 'node-a', ghost: true })], removes: [] })
  expect(after.limbo).toEqual(['pod/c'])
  expect(after.podsOn.get('node-a')).toContain('pod/c')
})

test('a status alone changes no list, so that only its own tile wakes', () => {
  const before = open()
  const after = applyViews(before, { fresh: false, upserts: [{ ...a, status: 'Running' }], removes: [] })
  expect(after.podsOn).toBe(before.podsOn)
  expect(after.nodes).toBe(before.nodes)
  expect(after.version).toBe(before.version + 1)
})

test('a fresh frame forgets everything from before', () => {
  expect(applyViews(open(), { fresh: true, upserts: [], removes: [] }).podsOn.size).toBe(0)
})
