import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SessionRecord } from '../../protocol/index.ts'
import { fileOf, linkOf, readFile, readLink } from './record-text.ts'

const place = { branch: fc.nat(5), handled: fc.nat(1e6), at: fc.nat(1e9) }
const record: fc.Arbitrary<SessionRecord> = fc.record({
  glass: fc.constant(1 as const), engine: fc.string(), scenario: fc.string(), seed: fc.nat(),
  entries: fc.array(fc.record({ ...place, hash: fc.string(), command: fc.oneof(fc.record({ do: fc.constant('kubectl' as const), line: fc.string({ unit: 'grapheme' }) }), fc.constant({ do: 'heal' as const })) })),
  ends: fc.array(fc.record(place)), head: fc.record({ ...place, settled: fc.boolean() }),
})

test('what a link or a file holds is what was put into it, in any language', async () => {
  await fc.assert(fc.asyncProperty(record, async one => {
    expect(await readLink(await linkOf(one))).toEqual({ record: one })
    expect(readFile(fileOf(one))).toEqual({ record: one })
  }))
})

test('a link that was cut off, changed or never was one says what is wrong, and never throws', async () => {
  await fc.assert(fc.asyncProperty(record, fc.nat(), async (one, cut) => {
    const link = await linkOf(one)
    expect(Object.keys(await readLink(link.slice(0, 3 + (cut % (link.length - 3)))))).toEqual(['wrong'])
  }))
  await fc.assert(fc.asyncProperty(fc.string(), async text => { expect(Object.keys(await readLink(`#s=${text}`))).toEqual(['wrong']) }))
  expect(readFile('{')).toEqual({ wrong: 'JSON' })
  expect(readFile('{"glass":1}')).toEqual({ wrong: 'engine' })
})

test('an ordinary lesson is a link of less than one and a half kilobytes', async () => {
  const lines = ['kubectl create deployment httpd-app --image=httpd --replicas=2', 'kubectl set image deployment/httpd-app httpd=httpd:2.4', 'kubectl rollout undo deployment/httpd-app']
  const entries = lines.map((line, index) => ({ branch: 0, handled: index * 1713, at: index * 40_123_456, hash: '4b2d99042f597f99', command: { do: 'kubectl' as const, line } }))
  expect((await linkOf({ glass: 1, engine: '0.1.0', scenario: 'rollout', seed: 7, entries, ends: [{ branch: 0, handled: 5139, at: 120_000_000 }], head: { branch: 0, handled: 5139, at: 120_000_000, settled: true } })).length).toBeLessThan(1500)
})
