import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode } from './decode.ts'
import { applyDefaults } from './defaults/defaults.ts'
import { RESOURCES, apiVersionOf } from './resources.ts'
import { KIND_TYPES, typeSchema } from './schema/schema.ts'
import type { FieldSchema } from './schema/schema.ts'
import { prepareForCreate, prepareForStatusUpdate, prepareForUpdate } from './strategy/strategy.ts'
import { validateCreate, validateStatusUpdate, validateUpdate } from './validation/validate.ts'

const word = fc.constantFrom('', 'a', 'Always', 'None', '1', '10.0.0.1', 'In', 'RollingUpdate', 'NodePort', 'a/b')
const SPECIAL: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  Quantity: fc.constantFrom('1', '500m', '-1', '1Gi'), Time: fc.constant('2026-01-01T00:00:00Z'), MicroTime: fc.constant('2026-01-01T00:00:00.000000Z'),
  IntOrString: fc.oneof(fc.integer({ min: -1, max: 99 }), word), FieldsV1: fc.constant({}),
}

/** Bodies of the right types, in which any field may be missing. */
function bodyOf(field: FieldSchema, depth: number): fc.Arbitrary<unknown> {
  if (field.ref) return SPECIAL[field.ref] ?? structOf(field.ref, depth)
  switch (field.type) {
    case 'boolean': return fc.boolean()
    case 'integer': case 'number': return fc.integer({ min: -2, max: 99_999 })
    case 'array': return depth <= 0 ? fc.constant([]) : fc.array(bodyOf(field.items ?? {}, depth - 1), { maxLength: 2 })
    case 'map': return depth <= 0 ? fc.constant({}) : fc.dictionary(word, bodyOf(field.values ?? {}, depth - 1), { maxKeys: 2 })
    default: return field.format === 'byte' ? fc.constantFrom('', 'YQ==') : word
  }
}

function structOf(name: string, depth: number): fc.Arbitrary<unknown> {
  if (depth <= 0) return fc.constant({})
  const fields = Object.entries(typeSchema(name).fields).filter(([key]) => key !== 'apiVersion' && key !== 'kind')
  // Choosing a few fields first keeps the tree of generators small.
  return fc.subarray(fields, { maxLength: Math.min(6, fields.length) }).chain((some) => fc.record(Object.fromEntries(some.map(([key, field]) => [key, bodyOf(field, depth - 1)]))))
}

test.each(RESOURCES.map(({ group, version, kind }) => [`${apiVersionOf({ group, version })} ${kind}`]))('no body can crash the checks of %s', (key) => {
  const [apiVersion = '', kind = ''] = key.split(' ')
  const take = (body: unknown): ReturnType<typeof applyDefaults> | undefined => {
    const decoded = decode(body, { apiVersion, kind })
    return 'error' in decoded ? undefined : applyDefaults(decoded.object)
  }
  fc.assert(fc.property(structOf(KIND_TYPES[key]!, 7), structOf(KIND_TYPES[key]!, 7), (a, b) => {
    const one = take(a)
    const two = take(b)
    expect(one && two).toBeDefined()
    const old = prepareForCreate(one!)
    validateCreate(old)
    validateUpdate(prepareForUpdate(two!, old), old)
    validateStatusUpdate(prepareForStatusUpdate(two!, old), old)
    expect(applyDefaults(one!)).toBe(one)
  }), { numRuns: 60 })
})
