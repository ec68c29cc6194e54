import { expect, test } from 'vitest'
import type { CursorPlace } from './cursor-path.ts'
import { fieldAt, fieldOptions, knownValues, typeText, type Schema } from './schema.ts'

const SCHEMA: Schema = {
  root: 'Pod',
  types: {
    Pod: { fields: { spec: { ref: 'PodSpec' }, metadata: { ref: 'ObjectMeta' } } },
    ObjectMeta: { fields: { labels: { type: 'map', values: { type: 'string' } } } },
    PodSpec: { fields: { containers: { type: 'array', items: { ref: 'Container' }, required: true, description: 'What runs.' }, hostNetwork: { type: 'boolean' }, restartPolicy: { type: 'string' } } },
    Container: { fields: { name: { type: 'string', required: true }, image: { type: 'string' }, memory: { ref: 'Quantity' }, protocol: { type: 'string', default: 'TCP' } } },
    Quantity: { scalar: 'quantity', fields: {} },
  },
}
const place = (path: readonly string[], more: Partial<CursorPlace> = {}): CursorPlace => ({ apiVersion: 'v1', kind: 'Pod', path, at: 'key', key: '', typed: '', column: 2 * path.length, siblings: [], ...more })

test('a path leads through types, lists and maps to a field', () => {
  expect(fieldAt(SCHEMA, ['spec', 'containers', '[]', 'image'])).toEqual({ type: 'string' })
  expect(fieldAt(SCHEMA, ['metadata', 'labels', 'app'])).toEqual({ type: 'string' })
  expect(fieldAt(SCHEMA, ['spec', 'nothing', 'x'])).toBeUndefined()
})

test('a field is offered with its type and words; what is required comes first, what is there already not at all', () => {
  const options = fieldOptions(SCHEMA, place(['spec'], { siblings: ['restartPolicy'] }))
  expect(options.map(({ label, detail }) => [label, detail])).toEqual([['containers', '[]Container'], ['hostNetwork', 'boolean']])
  expect(options[0]!.info).toBe('What runs.')
})

test('what holds other fields opens a line for them', () => {
  const text = (path: readonly string[], label: string) => fieldOptions(SCHEMA, place(path)).find(option => option.label === label)!.text
  expect(text(['spec'], 'containers')).toBe('containers:\n  - ')
  expect(text([], 'spec')).toBe('spec:\n  ')
  expect(text(['spec', 'containers', '[]'], 'memory')).toBe('memory: ')
  expect(text(['metadata'], 'labels')).toBe('labels:\n    ')
})

test('below the name of a list its items begin with a dash', () => {
  expect(fieldOptions(SCHEMA, place(['spec', 'containers']))[0]!.text).toBe('- name: ')
})

test('between brackets what holds others opens a bracket of its own, with the cursor in it', () => {
  const option = (path: readonly string[], label: string, more: Partial<CursorPlace> = {}) => {
    const { text, back } = fieldOptions(SCHEMA, place(path, { flow: true, ...more })).find(one => one.label === label)!
    return `${text.slice(0, text.length - back)}▮${text.slice(text.length - back)}`
  }
  expect(option(['spec'], 'containers')).toBe('containers: [{▮}]')
  expect(option([], 'spec')).toBe('spec: {▮}')
  expect(option(['spec', 'containers', '[]'], 'image')).toBe('image: ▮')
  expect(option(['spec', 'containers', '[]'], 'image', { quote: '"' })).toBe('image": ▮')
})

test('types read as kubectl explain writes them, and plain values are known', () => {
  expect([typeText(SCHEMA, { type: 'map', values: { type: 'string' } }), typeText(SCHEMA, { ref: 'Quantity' })]).toEqual(['map[string]string', 'quantity'])
  expect([knownValues({ type: 'boolean' }), knownValues({ type: 'string', default: 'TCP' }), knownValues({ type: 'string' })]).toEqual([['true', 'false'], ['TCP'], []])
})
