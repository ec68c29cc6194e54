import fc from 'fast-check'
import { expect, test } from 'vitest'
import { typeSchema } from '../schema/schema.ts'
import { strategicMergePatch } from './strategic-merge.ts'
import { threeWayPatch, twoWayPatch } from './strategic-diff.ts'
import { createMergePatch, mergePatch, threeWayMergePatch } from './merge-patch.ts'

const DEPLOYMENT = typeSchema('Deployment')
const POD = typeSchema('Pod')
const pod = (spec: unknown) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec })
const merged = (object: unknown, patch: unknown, type = POD) => {
  const result = strategicMergePatch(object, patch, type)
  expect(result.error).toBeUndefined()
  return result.object as { spec: Record<string, unknown>; metadata: Record<string, unknown> }
}

test('containers merge by name, and what the patch does not name stays as it is', () => {
  const before = pod({ containers: [{ name: 'web', image: 'a', env: [{ name: 'X', value: '1' }] }, { name: 'log', image: 'b' }] })
  const after = merged(before, { spec: { containers: [{ name: 'web', image: 'c', env: [{ name: 'Y', value: '2' }] }] } })
  expect(after.spec.containers).toEqual([
    { name: 'web', image: 'c', env: [{ name: 'Y', value: '2' }, { name: 'X', value: '1' }] }, { name: 'log', image: 'b' },
  ])
  expect((after.spec.containers as unknown[])[1]).toBe(before.spec && (before.spec as { containers: unknown[] }).containers[1])
})

test('a patch that changes nothing answers the very same object', () => {
  const before = pod({ containers: [{ name: 'web', image: 'a' }], tolerations: [{ key: 'x' }] })
  expect(merged(before, { spec: { containers: [{ name: 'web', image: 'a' }], tolerations: [{ key: 'x' }] } })).toBe(before)
})

test('null deletes a field, and a list without strategy is replaced whole', () => {
  const before = pod({ nodeName: 'n', tolerations: [{ key: 'x' }, { key: 'y' }], containers: [] })
  expect(merged(before, { spec: { nodeName: null, tolerations: [{ key: 'z' }] } }).spec).toEqual({ tolerations: [{ key: 'z' }], containers: [] })
})

test('$patch: delete takes one item out of a list, $patch: replace puts the patch in its place', () => {
  const before = pod({ containers: [{ name: 'a', image: '1' }, { name: 'b', image: '2' }] })
  expect(merged(before, { spec: { containers: [{ $patch: 'delete', name: 'a' }] } }).spec.containers).toEqual([{ name: 'b', image: '2' }])
  expect(merged(before, { spec: { containers: [{ $patch: 'replace' }, { name: 'c', image: '3' }] } }).spec.containers).toEqual([{ name: 'c', image: '3' }])
  expect(merged(before, { spec: { $patch: 'replace', nodeName: 'n' } }).spec).toEqual({ nodeName: 'n' })
  expect(merged(before, { spec: { $patch: 'delete' } }).spec).toEqual({})
})

test('$setElementOrder decides the order, and items that only the server has stay where they were', () => {
  const before = pod({ containers: [{ name: 'a' }, { name: 'sidecar' }, { name: 'b' }] })
  const after = merged(before, { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }, { name: 'c' }], containers: [{ name: 'c' }] } })
  expect(after.spec.containers).toEqual([{ name: 'sidecar' }, { name: 'b' }, { name: 'a' }, { name: 'c' }])
})

test('a patch whose items contradict its own order is refused', () => {
  const { error } = strategicMergePatch(pod({ containers: [{ name: 'a' }] }), {
    spec: { '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }], containers: [{ name: 'b' }, { name: 'a' }] },
  }, POD)
  expect(error).toContain("doesn't match $setElementOrder list")
})

test('finalizers merge as a set and are deleted by $deleteFromPrimitiveList', () => {
  const before = { metadata: { name: 'p', finalizers: ['a', 'b'] } }
  expect(merged(before, { metadata: { finalizers: ['c', 'a'] } }).metadata.finalizers).toEqual(['c', 'a', 'b'])
  expect(merged(before, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }).metadata.finalizers).toEqual(['b'])
})

test('$retainKeys drops the other member of a union', () => {
  const before = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } }
  expect(merged(before, { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }, DEPLOYMENT).spec.strategy).toEqual({ type: 'Recreate' })
})

test('an item without its merge key is refused in upstream\'s words', () => {
  expect(strategicMergePatch(pod({ containers: [{ name: 'a' }] }), { spec: { containers: [{ image: 'x' }] } }, POD).error)
    .toBe('map: map[image:x] does not contain declared merge key: name')
  expect(strategicMergePatch(pod({}), { spec: { $patch: 'paint' } }, POD).error).toBe('unknown patch type: paint in map: map[$patch:paint]')
})

test('changing an image by two-way patch names the container and the order, nothing else', () => {
  const before = pod({ containers: [{ name: 'a', image: '1' }, { name: 'b', image: '2' }], nodeName: 'n' })
  const after = pod({ containers: [{ name: 'a', image: '1' }, { name: 'b', image: '3' }], nodeName: 'n' })
  expect(twoWayPatch(before, after, POD)).toEqual({
    spec: { '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }], containers: [{ image: '3', name: 'b' }] },
  })
})

test('apply keeps what others added and deletes what the manifest once had', () => {
  const last = pod({ containers: [{ name: 'a', image: '1', env: [{ name: 'OLD', value: 'x' }] }] })
  const manifest = pod({ containers: [{ name: 'a', image: '2' }] })
  const live = pod({ containers: [{ name: 'a', image: '1', env: [{ name: 'OLD', value: 'x' }], imagePullPolicy: 'Always' }, { name: 'injected', image: 'i' }] })
  const patch = threeWayPatch(last, manifest, live, POD)
  expect(patch).toEqual({ spec: { '$setElementOrder/containers': [{ name: 'a' }], containers: [{ name: 'a', env: null, image: '2' }] } })
  expect(merged(live, patch).spec.containers).toEqual([{ name: 'injected', image: 'i' }, { name: 'a', image: '2', imagePullPolicy: 'Always' }].reverse())
})

test('apply turns a rolling update into a recreation with $retainKeys', () => {
  const strategy = (value: unknown) => ({ spec: { strategy: value } })
  const live = strategy({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } })
  const patch = threeWayPatch(strategy({ type: 'RollingUpdate' }), strategy({ type: 'Recreate' }), live, DEPLOYMENT)
  expect(patch).toEqual({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } })
  expect(strategicMergePatch(live, patch, DEPLOYMENT).object).toEqual(strategy({ type: 'Recreate' }))
})

test('a merge patch merges objects, deletes on null and replaces lists', () => {
  expect(mergePatch({ a: { b: 1, c: 2 }, l: [1, 2] }, { a: { b: null, d: 3 }, l: [3] })).toEqual({ a: { c: 2, d: 3 }, l: [3] })
  const same = { a: { b: [1] } }
  expect(mergePatch(same, { a: { b: [1] } })).toBe(same)
  expect(threeWayMergePatch({ a: 1, gone: 1 }, { a: 2 }, { a: 1, gone: 1, added: 1 })).toEqual({ a: 2, gone: null })
})

const names = fc.constantFrom('a', 'b', 'c', 'd')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const present = (record: Record<string, unknown>) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
const listOf = (item: fc.Arbitrary<Record<string, unknown>>, key = 'name') => fc.uniqueArray(item.map(present), { maxLength: 4, selector: (value) => value[key] })
const pods = fc.record({
  labels: maybe(fc.dictionary(names, names)), finalizers: maybe(fc.uniqueArray(names)),
  containers: listOf(fc.record({
    name: names, image: maybe(names), args: maybe(fc.array(names)), env: maybe(listOf(fc.record({ name: names, value: maybe(names) }))),
    ports: maybe(listOf(fc.record({ containerPort: fc.integer({ min: 1, max: 4 }), name: maybe(names) }), 'containerPort')),
  })),
  volumes: maybe(listOf(fc.record({ name: names, emptyDir: maybe(fc.constant({ medium: 'Memory' })), configMap: maybe(fc.record({ name: names })) }))),
  nodeSelector: maybe(fc.dictionary(names, names)),
}).map(({ labels, finalizers, ...spec }) => ({ metadata: present({ name: 'p', labels, finalizers }), spec: present(spec) }))

/** An empty list or map says the same as none: upstream's types cannot tell them apart after a round trip. */
const bare = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).map(([key, field]) => [key, bare(field)] as const)
  return Object.fromEntries(kept.filter(([, field]) => typeof field !== 'object' || field === null || Object.keys(field).length > 0))
}

test('applying the two-way patch between two pods to the first gives the second', () => {
  fc.assert(fc.property(pods, pods, (a, b) => {
    expect(bare(merged(a, twoWayPatch(a, b, POD)))).toEqual(bare(b))
  }))
})

test('applying the same manifest again has nothing left to patch', () => {
  fc.assert(fc.property(pods, pods, pods, (last, manifest, live) => {
    const after = merged(live, threeWayPatch(last, manifest, live, POD))
    expect(bare(merged(after, threeWayPatch(manifest, manifest, after, POD)))).toEqual(bare(after))
  }))
})

test('the merge patch between two values turns the first into the second', () => {
  fc.assert(fc.property(pods, pods, (a, b) => {
    expect(mergePatch(a, createMergePatch(a, b))).toEqual(b)
  }))
})
