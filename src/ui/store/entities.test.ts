import { expect, test } from 'vitest'
import { applyViews, noEntities, tilesOf } from './entities.ts'
import { aPod } from './pod-for-tests.ts'

const a = aPod({ id: 'pod/a', name: 'web-aaaaa', node: 'node-a', slot: 0 })
const b = aPod({ id: 'pod/b', name: 'web-bbbbb', node: 'node-a', slot: 1 })
const open = () => applyViews(noEntities(), { fresh: true, upserts: [a, b], removes: [] })

test('the Pods of a node stand in the order of their slots, the system’s first, in whatever order they were told', () => {
  const system = aPod({ id: 'pod/s', name: 'kube-proxy-node-a', namespace: 'kube-system', static: true, node: 'node-a', slot: 0 })
  const told = (pods: readonly ReturnType<typeof aPod>[]) => applyViews(noEntities(), { fresh: true, upserts: pods, removes: [] })
  for (const pods of [[a, b, system], [b, system, a], [system, b, a]]) expect(told(pods).podsOn.get('node-a')).toEqual(['pod/s', 'pod/a', 'pod/b'])
  expect(tilesOf(told([b, a, system]), 'node-a').map(({ id, slot }) => `${id} ${slot}`)).toEqual(['pod/s 0', 'pod/a 1', 'pod/b 2'])
})

test('the tray stands in the order in which its Pods came', () => {
  const waiting = ['x', 'y', 'z'].map((name, at) => aPod({ id: `pod/${name}`, name, order: 9 - at, ...(name === 'y' ? { node: 'node-a', ghost: true, slot: 2 } : {}) }))
  expect(applyViews(open(), { fresh: false, upserts: waiting, removes: [] }).limbo).toEqual(['pod/z', 'pod/y', 'pod/x'])
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
