import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { templateDefaults } from '../defaults/pods.ts'
import type { PodTemplateSpec } from '../schema/types.ts'
import { goText } from './go-text.ts'
import hashes from './hashes.fixture.json'
import { podTemplateHash } from './pod-template-hash.ts'

for (const { name, template, hash, afterCollision } of hashes) {
  test(`the ReplicaSet of "${name}" gets the name it has on a real cluster: ${hash}`, () => {
    const stored = templateDefaults(template as unknown as PodTemplateSpec)
    expect(podTemplateHash(stored)).toBe(hash)
    expect(podTemplateHash(stored, 1)).toBe(afterCollision)
  })
}

test('an empty list and no list are different templates', () => {
  const spec = { containers: [] }
  expect(podTemplateHash({ spec: { ...spec, volumes: [] } })).not.toBe(podTemplateHash({ spec }))
})

const facts = '../shared/facts/pod-template-hash.json'
test.skipIf(!existsSync(facts))('the bytes hashed are those that upstream hashes', () => {
  const { cases } = JSON.parse(readFileSync(facts, 'utf8')) as { cases: { 'template (before defaulting)': never; 'bytes hashed'?: string }[] }
  const known = cases.filter((one) => one['bytes hashed'] !== undefined)
  expect(known.length).toBeGreaterThan(0)
  for (const one of known) expect(goText('v1.PodTemplateSpec', templateDefaults(one['template (before defaulting)']))).toBe(one['bytes hashed'])
})
