import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decode, strictDecodingError } from './decode.ts'
import { KIND_TYPES } from './schema/schema.ts'

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' }
const FACTS = new URL('../../../shared/facts/api-roundtrip/', import.meta.url).pathname
const errorOf = (value: unknown): string | undefined => {
  const decoded = decode(value, DEPLOYMENT)
  return 'error' in decoded ? decoded.error : undefined
}

test('a field of the wrong type is refused as Go would refuse it', () => {
  expect(errorOf({ ...DEPLOYMENT, spec: { replicas: 'three' } })).toBe(
    'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  )
  expect(errorOf({ ...DEPLOYMENT, spec: { template: { spec: { containers: [{ name: 1 }] } } } })).toMatch(
    /number into Go struct field Container\.spec\.template\.spec\.containers\.name of type string$/,
  )
  expect(errorOf({ ...DEPLOYMENT, metadata: { labels: { a: 1 } } })).toMatch(
    /number into Go struct field ObjectMeta\.metadata\.labels of type string$/,
  )
  expect(errorOf({ ...DEPLOYMENT, spec: [] })).toMatch(/array into Go struct field Deployment\.spec of type v1\.DeploymentSpec$/)
})

test('a quantity that is none is refused', () => {
  const value = { ...DEPLOYMENT, spec: { template: { spec: { containers: [{ name: 'c', resources: { limits: { cpu: 'lots' } } }] } } } }
  expect(errorOf(value)).toMatch(/quantities must match the regular expression/)
})

test('unknown fields are dropped and named by their path', () => {
  const decoded = decode(
    { ...DEPLOYMENT, metadata: {}, spec: { foo: 1, template: { spec: { containers: [{ name: 'c', imag: 'x' }] } } } },
    DEPLOYMENT,
  )
  if ('error' in decoded) throw new Error(decoded.error)
  expect(decoded.unknownFields).toEqual(['unknown field "spec.foo"', 'unknown field "spec.template.spec.containers[0].imag"'])
  expect(decoded.object.spec).toEqual({ template: { spec: { containers: [{ name: 'c' }] } } })
  expect(strictDecodingError(DEPLOYMENT, decoded.unknownFields)).toMatch(
    /^Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec\.foo", unknown field/,
  )
})

test('null means absent, and what is right comes back untouched', () => {
  const decoded = decode({ ...DEPLOYMENT, metadata: { creationTimestamp: null }, spec: {} }, DEPLOYMENT)
  expect('object' in decoded && decoded.object.metadata).toEqual({})
  const clean = { ...DEPLOYMENT, metadata: { name: 'web' }, spec: { replicas: 1 } }
  const same = decode(clean, DEPLOYMENT)
  expect('object' in same && same.object).toBe(clean)
})

test('quantities become canonical on the way in', () => {
  const decoded = decode(
    { apiVersion: 'v1', kind: 'Node', metadata: {}, status: { capacity: { cpu: 4, memory: '1024Mi' } } },
    { apiVersion: 'v1', kind: 'Node' },
  )
  expect('object' in decoded && decoded.object.status).toEqual({ capacity: { cpu: '4', memory: '1Gi' } })
})

test('the options of a deletion are understood in every group, and may leave out their kind', () => {
  const decoded = decode({ apiVersion: 'apps/v1', kind: 'DeleteOptions', propagationPolicy: 'Background' }, { apiVersion: 'v1', kind: 'DeleteOptions' })
  expect('object' in decoded && decoded.object).toEqual({ apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' })
  expect(decode({ gracePeriodSeconds: 'x' }, { apiVersion: 'v1', kind: 'DeleteOptions' })).toHaveProperty('error')
})

test('another kind than the path names is refused', () => {
  expect(errorOf({ apiVersion: 'v1', kind: 'Pod' })).toBe(
    'the API version in the data (v1) does not match the expected API version (apps/v1)',
  )
})

test.skipIf(!existsSync(FACTS))('objects with every field filled pass through decoding unchanged', () => {
  let count = 0
  for (const file of readdirSync(FACTS)) {
    const [, group = '', version = '', kind = ''] = /^(.*)\.(v\d\w*)\.(\w+)\.json$/.exec(file) ?? []
    const apiVersion = group === 'core' ? version : `${group}/${version}`
    if (KIND_TYPES[`${apiVersion} ${kind}`] === undefined) continue
    const value = JSON.parse(readFileSync(FACTS + file, 'utf8'))
    const decoded = decode(value, { apiVersion, kind })
    if ('error' in decoded) throw new Error(`${file}: ${decoded.error}`)
    expect(decoded.unknownFields, file).toEqual([])
    expect(decoded.object, file).toEqual(value)
    count++
  }
  expect(count).toBeGreaterThan(5)
})
