import { expect, test } from 'vitest'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { applyViews, noEntities, type Entities } from './entities.ts'
import { keyedBy } from './keyed.ts'
import { aPod } from './pod-for-tests.ts'
import { applyFrame, noSession } from './session.ts'

const many = Array.from({ length: 400 }, (_, i) => aPod({ id: `pod/${i}`, name: `web-${i}`, node: 'node-a' }))

function cardsOf(store: StoreApi<Entities>): Map<string, number> {
  const byId = keyedBy<Entities>(next => next.changed)
  const woken = new Map<string, number>()
  for (const { id } of many) byId(store).watch(id, () => { woken.set(id, (woken.get(id) ?? 0) + 1) })
  return woken
}

test('when one of 400 Pods changes, one card is drawn again', () => {
  const store = createStore<Entities>(() => applyViews(noEntities(), { fresh: true, upserts: many, removes: [] }))
  const woken = cardsOf(store)
  store.setState(old => applyViews(old, { fresh: false, upserts: [{ ...many[7]!, restarts: 1 }], removes: [] }), true)
  expect([...woken]).toEqual([['pod/7', 1]])
})

test('after a rewind every card looks again', () => {
  const store = createStore<Entities>(() => applyViews(noEntities(), { fresh: true, upserts: many, removes: [] }))
  const woken = cardsOf(store)
  store.setState(old => applyViews(old, { fresh: true, upserts: many.slice(0, 3), removes: [] }), true)
  expect(woken.size).toBe(400)
})

test('who looks no longer is not woken', () => {
  const store = createStore<Entities>(() => applyViews(noEntities(), { fresh: true, upserts: many, removes: [] }))
  const byId = keyedBy<Entities>(next => next.changed)
  let woken = 0
  const leave = byId(store).watch('pod/7', () => { woken++ })
  leave()
  store.setState(old => applyViews(old, { fresh: false, upserts: [], removes: ['pod/7'] }), true)
  expect(woken).toBe(0)
})

test('a frame that tells the same again changes nothing that a panel shows', () => {
  const frame = () => ({
    type: 'frame' as const, seq: 1, fresh: false, upserts: [], removes: [], packets: [], trail: [], clock: { at: 5, revision: 9, head: 3, end: 3 }, transport: noSession().transport,
    caption: { text: 'B1', params: { name: 'web' }, event: 4, at: 5 }, scenario: 'rollout', flags: [], noisePerSecond: 0, selected: { group: '', resource: 'pods', namespace: 'default', name: 'web' },
    timeline: { fresh: false, historyFrom: 0, marks: [], branches: [{ id: 0, parent: 0, name: 'main', forkAt: 0, endAt: 5, current: true }], bookmarks: [] },
  })
  const before = applyFrame(noSession(), frame())
  const after = applyFrame(before, frame())
  for (const part of ['clock', 'transport', 'caption', 'selected', 'timeline', 'flags'] as const) expect(after[part], part).toBe(before[part])
  const moved = applyFrame(after, { ...frame(), caption: { ...frame().caption, event: 6 } })
  expect(moved.caption).not.toBe(after.caption)
})
