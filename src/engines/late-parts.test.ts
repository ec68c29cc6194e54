import { expect, test, vi } from 'vitest'
import { SCENARIOS } from '../lessons/index.ts'

test('a line that explains fields or brings a manifest waits for what reads them, any other does not, and nothing is done without it', async () => {
  vi.resetModules()
  const { loadParts, missingParts } = await import('./late-parts.ts')
  const { openApiV3, parseYaml } = await import('../api/index.ts')
  const missing = (line: string, more: object = {}) => missingParts({ type: 'command', command: { do: 'kubectl', line, ...more } })
  for (const line of ['kubectl explain pods', 'k explain --recursive deploy.spec', 'kubectl "expl"ain pods']) expect(missing(line)).toEqual(['field-docs'])
  expect(missing('kubectl apply -f web.yaml', { files: { 'web.yaml': 'a: 1' } })).toEqual(['yaml'])
  expect(missing('kubectl apply -f -', { stdin: 'a: 1' })).toEqual(['yaml'])
  expect([missing('kubectl get pods'), missing('kubectl apply -f nowhere.yaml')]).toEqual([[], []])
  expect(missingParts({ type: 'command', command: { do: 'pause' } })).toEqual([])
  // Done without it now and with it later, a run would depend on when it came.
  expect(() => openApiV3('api/v1')).toThrow('before the engine has provided it')
  expect(() => parseYaml('a: 1')).toThrow('before the engine has provided its reader')
  await loadParts(['field-docs', 'yaml'])
  expect([missing('kubectl explain pods'), missing('kubectl apply -f -', { stdin: 'a: 1' })]).toEqual([[], []])
  expect(JSON.stringify(openApiV3('apis/apps/v1'))).toContain('Number of desired pods')
  expect(parseYaml('a: 1').documents?.[0]?.value).toEqual({ a: 1 })
})

test('a scenario whose prelude brings manifests waits for their reader before it opens', async () => {
  vi.resetModules()
  const { missingParts } = await import('./late-parts.ts')
  for (const { id, prelude = [] } of SCENARIOS) {
    const wants = prelude.some(({ files }) => files !== undefined && Object.keys(files).length > 0)
    expect([id, missingParts({ type: 'command', command: { do: 'open', scenario: id, seed: 7 } })]).toEqual([id, wants ? ['yaml'] : []])
  }
})

test('what an editor asks waits for the reader of YAML and for the words of the fields', async () => {
  vi.resetModules()
  const { loadParts, missingParts } = await import('./late-parts.ts')
  const question = { type: 'question', id: 1, question: { ask: 'manifest', text: 'a: 1' } } as const
  expect(missingParts(question)).toEqual(['field-docs', 'yaml', 'editing'])
  await loadParts(missingParts(question))
  expect(missingParts(question)).toEqual([])
})
