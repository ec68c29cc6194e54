import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { expect, test } from 'vitest'
import { decodeProtobuf } from './protobuf.ts'
import { KIND_TYPES } from './schema/schema.ts'

const message = (write: (writer: BinaryWriter) => void): Uint8Array => {
  const writer = new BinaryWriter()
  write(writer)
  return writer.finish()
}
const envelope = (apiVersion: string, kind: string, raw: Uint8Array): Uint8Array => new Uint8Array([0x6b, 0x38, 0x73, 0, ...message((writer) => {
  writer.tag(1, 2).bytes(message((meta) => { meta.tag(1, 2).string(apiVersion).tag(2, 2).string(kind) }))
  writer.tag(2, 2).bytes(raw)
})])

test('a config map sent in protobuf is the same object as in JSON', () => {
  const metadata = message((writer) => { writer.tag(1, 2).string('web').tag(3, 2).string('default').tag(2, 2).string('') })
  const entry = message((writer) => { writer.tag(1, 2).string('key').tag(2, 2).string('value') })
  const raw = message((writer) => { writer.tag(1, 2).bytes(metadata).tag(2, 2).bytes(entry) })
  expect(decodeProtobuf(envelope('v1', 'ConfigMap', raw)).object).toEqual({
    apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'default' }, data: { key: 'value' },
  })
})

test('a deployment of no replicas keeps its zero, which a pointer can say', () => {
  const spec = message((writer) => { writer.tag(1, 0).int32(0).tag(7, 0).bool(false) })
  const raw = message((writer) => { writer.tag(2, 2).bytes(spec) })
  expect(decodeProtobuf(envelope('apps/v1', 'Deployment', raw)).object).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 0 } })
})

test('what is no protobuf, or of no known kind, is refused', () => {
  expect(decodeProtobuf(new Uint8Array([1, 2, 3])).error).toContain('does not appear to be a protobuf message')
  expect(decodeProtobuf(envelope('v1', 'Nothing', new Uint8Array())).error).toBe('no kind "Nothing" is registered for version "v1" in scheme')
  expect(decodeProtobuf(envelope('v1', 'Pod', new Uint8Array([0x0a, 0x7f]))).error).toBeDefined()
})

const facts = '../shared/facts/api-roundtrip'
const files = existsSync(facts) ? readdirSync(facts).filter((file) => file.endsWith('.pb')) : []
const served = files.filter((file) => {
  const [, group, version, kind] = /^(.*)\.(v[^.]+)\.(\w+)\.pb$/.exec(file)!
  return KIND_TYPES[`${group === 'core' ? '' : `${group}/`}${version} ${kind}`] !== undefined
})
test.skipIf(files.length === 0).each(served)('%s, with every field filled, decodes to its JSON', (file) => {
  const json: unknown = JSON.parse(readFileSync(`${facts}/${file.replace('.pb', '.json')}`, 'utf8'))
  expect(decodeProtobuf(readFileSync(`${facts}/${file}`))).toEqual({ object: json })
})
