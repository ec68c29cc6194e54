import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonBytes, objectKey, sameValue } from './objects.ts'

test('the size of a value is the size of its JSON', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(jsonBytes(value)).toBe(new TextEncoder().encode(JSON.stringify(value)).length)
  }))
})

test('equal JSON is equal, different JSON is not', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
    expect(sameValue(a, structuredClone(a))).toBe(true)
    expect(sameValue(a, b)).toBe(sameValue(b, a))
  }))
  expect(sameValue({ a: 1 }, { a: 1, b: undefined })).toBe(true)
  expect(sameValue({ a: 1 }, { a: 1, b: null })).toBe(false)
})

test('an object without namespace is known by its name alone', () => {
  expect(objectKey({ metadata: { name: 'n' } })).toBe('n')
  expect(objectKey({ metadata: { name: 'n', namespace: 'd' } })).toBe('d/n')
})
