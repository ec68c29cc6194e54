import { expect, test } from 'vitest'
import { readPlaces } from './yaml-places.ts'

const TEXT = `# two documents
a:
  b: [x, 'y']
  c:
--- # the second
list:
- name: web
  ports: [{port: 80}]
`
const shown = (span: { from: number; until: number } | undefined) => span && TEXT.slice(span.from, span.until)

test('a field is found in its document by the steps to it, as key and as value', () => {
  const [first, second] = readPlaces(TEXT).documents
  expect([shown(first!.keyAt(['a', 'b'])), shown(first!.valueAt(['a', 'b'])), shown(first!.valueAt(['a', 'b', 1]))]).toEqual(['b', "[x, 'y']", "'y'"])
  expect([shown(second!.valueAt(['list', 0, 'ports', 0, 'port'])), shown(second!.keyAt(['list', 0, 'name']))]).toEqual(['80', 'name'])
  expect(second!.value).toEqual({ list: [{ name: 'web', ports: [{ port: 80 }] }] })
})

test('a field without a value is its key, and what is not there is nowhere', () => {
  const [first] = readPlaces(TEXT).documents
  expect([shown(first!.valueAt(['a', 'c'])), first!.valueAt(['a', 'd']), first!.keyAt(['a', 'b', 9]), first!.keyAt(['a', 'b', 0, 'z'])]).toEqual(['c', undefined, undefined, undefined])
})

test('through an anchor the place is where the words stand', () => {
  const text = 'base: &b {x: 1}\nc: *b\n'
  const span = readPlaces(text).documents[0]!.valueAt(['c', 'x'])!
  expect(text.slice(span.from, span.until)).toBe('1')
})

test('of two fields with one name the later counts', () => {
  const text = 'a: 1\na: 2\n'
  expect(readPlaces(text).documents[0]!.valueAt(['a'])!.from).toBe(8)
})

test('mistakes have their places, and only their own document has no value', () => {
  const { documents, lineOf } = readPlaces('a: 1\n---\nb: [\n---\nc: 3\n')
  expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, undefined, { c: 3 }])
  const { line, column } = lineOf(documents[1]!.mistakes[0]!.from)
  expect([line >= 3 && line <= 4, column >= 1]).toEqual([true, true])
})
