import fc from 'fast-check'
import { expect, test } from 'vitest'
import '../testing/late-parts.ts'
import { parseYaml, toYaml } from './yaml.ts'

const valueOf = (text: string) => parseYaml(text).documents?.[0]?.value

test('several documents are read, empty ones left out, each with its line', () => {
  expect(parseYaml('# a comment\na: 1\n---\n---\n# nothing\n---\nb: [x]\n')).toEqual({ documents: [{ value: { a: 1 }, line: 2 }, { value: { b: ['x'] }, line: 7 }] })
  expect(parseYaml('')).toEqual({ documents: [] })
})

test('YAML 1.1 as kubectl reads it: y is true, 010 is eight, a time stays text', () => {
  expect(valueOf('a: y\nb: off\nc: 010\nd: 1:30\ne: 2026-01-01\nf: 0.5\n1: x\ny: z')).toEqual({ a: true, b: false, c: 8, d: '1:30', e: '2026-01-01', f: 0.5, 1: 'x', true: 'z' })
})

test('anchors and merges work, but not without end', () => {
  expect(valueOf('base: &b {x: 1}\nc:\n  <<: *b\n  y: 2')).toEqual({ base: { x: 1 }, c: { x: 1, true: 2 } })
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`).join('\n')}`
  expect(parseYaml(bomb).errors).toEqual([{ line: 1, column: 1, message: 'document contains excessive aliasing' }])
})

test('every mistake is told with its line and column', () => {
  const { errors } = parseYaml('a: [1\n---\nb: "x\n---\nc: {d: 1\n')
  expect(errors!.length).toBeGreaterThanOrEqual(2)
  for (const { line, column, message } of errors!) expect([line >= 1, column >= 1, message.length > 0]).toEqual([true, true, true])
  expect(parseYaml('a: 1\n  b: 2\n').errors![0]!.line).toBeGreaterThanOrEqual(1)
})

test('objects read as kubectl prints them', () => {
  expect(toYaml({
    kind: 'Pod', apiVersion: 'v1', spec: { containers: [{ name: 'a', args: ['-c', 'echo 1\necho 2\n'], ports: [], env: [{ name: 'X', value: 'true' }] }], tolerations: undefined },
    metadata: { annotations: { a10: '', a9: '1', b: 'x: y', c: "it's: so" }, creationTimestamp: null },
  })).toBe(`apiVersion: v1
kind: Pod
metadata:
  annotations:
    a9: "1"
    a10: ""
    b: 'x: y'
    c: 'it''s: so'
  creationTimestamp: null
spec:
  containers:
  - args:
    - -c
    - |
      echo 1
      echo 2
    env:
    - name: X
      value: "true"
    name: a
    ports: []
`)
})

test('strings that would read as something else are quoted, and only those', () => {
  const texts = ['yes', 'n', '1e3', '0x1f', '1:30', '2026-01-01', '.5', '~', 'null', 'NaN', '1.2.3', '0.5m', '- x', 'a: b', 'a:b', '#x', '=', 'tab\tx', 'x\n', ' x\ny', 'x\n\n']
  expect(texts.map((text) => toYaml([text]).slice(2, -1))).toEqual([
    '"yes"', '"n"', '"1e3"', '"0x1f"', '"1:30"', '"2026-01-01"', '".5"', '"~"', '"null"', 'NaN', '1.2.3', '0.5m', "'- x'", "'a: b'", 'a:b', "'#x'", '=', '"tab\\tx"',
    '|\n  x', '|2-\n   x\n  y', '|+\n  x\n',
  ])
})

test('long text is folded after column 80', () => {
  expect(toYaml({ message: 'word '.repeat(20) + 'end' })).toBe(`message: ${'word '.repeat(14)}word\n  ${'word '.repeat(5)}end\n`)
})

test('numbers are written as Go writes them', () => {
  expect(toYaml([1, -0.0001, 1e-7, 1234567.5, 123456789012, 1e21])).toBe('- 1\n- -0.0001\n- 1e-07\n- 1.2345675e+06\n- 123456789012\n- 1e+21\n')
})

const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', ' ', '\n', ':', '#', '-', '"', "'", '1', '\t', 'é', '😀', '\\', '|'), maxLength: 12 }))
const json = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(text.filter((key) => key !== '__proto__' && key !== '<<'), tie('value'), { maxKeys: 3 })),
})).value

test('what is written reads back as the same value', () => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), json, { minKeys: 1 }), (value) => {
    const { documents, errors } = parseYaml(toYaml(value))
    expect(errors).toBeUndefined()
    expect(documents![0]!.value).toEqual(value)
  }), { numRuns: 300 })
})
