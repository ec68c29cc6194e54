import { expect, test } from 'vitest'
import { jsonPatch } from './json-patch.ts'

const web = Object.freeze({ spec: Object.freeze({ replicas: 1, args: Object.freeze(['a', 'b']) }), labels: Object.freeze({ 'a/b': 'x' }) })

test('a JSON patch changes a copy and shares what it does not touch', () => {
  const { object } = jsonPatch(web, [{ op: 'replace', path: '/spec/replicas', value: 3 }, { op: 'add', path: '/spec/args/1', value: 'z' }])
  expect(object).toEqual({ spec: { replicas: 3, args: ['a', 'z', 'b'] }, labels: { 'a/b': 'x' } })
  expect((object as typeof web).labels).toBe(web.labels)
  expect(web.spec.replicas).toBe(1)
})

test('slashes in a label key are written ~1', () => {
  expect(jsonPatch(web, [{ op: 'remove', path: '/labels/a~1b' }]).object).toEqual({ ...web, labels: {} })
})

test('replacing a field that is not there sets it, as in upstream', () => {
  expect(jsonPatch({ spec: {} }, [{ op: 'replace', path: '/spec/paused', value: true }]).object).toEqual({ spec: { paused: true } })
})

test('a failed test stops the patch', () => {
  expect(jsonPatch(web, [{ op: 'test', path: '/spec/replicas', value: 2 }])).toEqual({ error: 'testing value /spec/replicas failed: test failed' })
  expect(jsonPatch(web, [{ op: 'test', path: '/spec/replicas', value: 1 }])).toEqual({ object: web })
})

test('what does not apply is refused in upstream\'s words', () => {
  const errorOf = (operation: unknown) => jsonPatch(web, [operation]).error
  expect(errorOf({ op: 'remove', path: '/spec/nothing' })).toBe("error in remove for path: '/spec/nothing': Unable to remove nonexistent key: nothing: missing value")
  expect(errorOf({ op: 'add', path: '/status/phase', value: 1 })).toBe('add operation does not apply: doc is missing path: "/status/phase": missing value')
  expect(errorOf({ op: 'replace', path: '/status/phase', value: 1 })).toBe('replace operation does not apply: doc is missing path: /status/phase: missing value')
  expect(errorOf({ op: 'add', path: '/spec/args/7', value: 1 })).toBe("error in add for path: '/spec/args/7': Unable to access invalid index: 7: invalid index referenced")
  expect(errorOf({ op: 'increase', path: '/spec/replicas' })).toBe('Unexpected kind: increase')
})

test('values move and are copied between places', () => {
  expect(jsonPatch({ a: { x: [1] }, b: {} }, [{ op: 'copy', from: '/a/x', path: '/b/y' }, { op: 'add', path: '/b/y/-', value: 2 }]).object)
    .toEqual({ a: { x: [1] }, b: { y: [1, 2] } })
  expect(jsonPatch({ a: 1 }, [{ op: 'move', from: '/a', path: '/b' }]).object).toEqual({ b: 1 })
})
