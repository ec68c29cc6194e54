import { expect, test, vi } from 'vitest'
import { SCENARIOS } from '../lessons/index.ts'
import type { Command } from '../protocol/index.ts'
import type { Asked } from './late-parts.ts'

test('a line that explains fields or brings a manifest waits for what reads them, any other does not, and nothing is done without it', async () => {
  vi.resetModules()
  const { loadParts, missingParts } = await import('./late-parts.ts')
  const { openApiV3, parseYaml } = await import('../api/index.ts')
  const missing = (line: string, more: object = {}) => missingParts({ type: 'command', command: { do: 'kubectl', line, ...more } })
  for (const line of ['kubectl explain pods', 'k explain --recursive deploy.spec', 'kubectl "expl"ain pods']) expect(missing(line)).toEqual(['field-docs'])
  expect(missing('kubectl get --raw /openapi/v3/api/v1')).toEqual(['field-docs'])
  expect([missing('kubectl describe pods'), missing("k de'scribe' node node-a")]).toEqual([['describe'], ['describe']])
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

test('before the rest of the engine is here nothing goes on but the lesson’s own run up to its first line', async () => {
  vi.resetModules()
  let part: readonly unknown[] | undefined
  vi.doMock('virtual:rest-doors', () => ({ hasRest: () => part !== undefined, provideRest: (functions: readonly unknown[]) => { part = functions } }))
  const { loadParts, missingParts } = await import('./late-parts.ts')
  const missing = (command: Command, asked?: Asked) => missingParts({ type: 'command', command }, asked)
  const line = 'kubectl create deployment httpd-app --image=httpd --replicas=2'
  const begun = { scenario: 'rollout', seed: 7, log: [] }
  expect(missing({ do: 'open', scenario: 'rollout', seed: 7 })).toEqual([])
  expect([missing({ do: 'pace', pace: 'story', speed: 2 }, begun), missing({ do: 'kubectl', line }, begun), missingParts({ type: 'shown', seq: 1 }, begun)]).toEqual([[], [], []])
  for (const asked of [undefined, { ...begun, seed: 8 }, { ...begun, scenario: 'sandbox' }, { ...begun, log: [line] }]) expect(missing({ do: 'kubectl', line }, asked)).toEqual(['rest'])
  for (const open of [{ scenario: 'rollout', seed: 8 }, { scenario: 'sandbox', seed: 7 }, { scenario: 'fleet-400', seed: 7 }, { scenario: 'stuck-namespace', seed: 7 }]) expect(missing({ do: 'open', ...open })).toEqual(['rest'])
  for (const command of [{ do: 'kubectl', line: 'kubectl get pods' }, { do: 'play' }, { do: 'heal' }, { do: 'step', by: 'message', direction: 1 }] as const) expect(missing(command, begun)).toEqual(['rest'])
  expect(missingParts({ type: 'question', id: 1, question: { ask: 'gaps' } }, begun)).toEqual(['rest'])
  await loadParts(['rest'])
  expect([missing({ do: 'kubectl', line: 'kubectl get pods' }, begun), missing({ do: 'open', scenario: 'stuck-namespace', seed: 7 })]).toEqual([[], ['yaml']])
  vi.doUnmock('virtual:rest-doors')
})

test('a recorded session waits for everything that its lines need before it is lived again', async () => {
  vi.resetModules()
  const { missingParts } = await import('./late-parts.ts')
  const entry = (line: string, more: object = {}) => ({ branch: 0, handled: 0, at: 0, hash: '', command: { do: 'kubectl' as const, line, ...more } })
  const record = { glass: 1 as const, engine: '', scenario: 'sandbox', seed: 7, entries: [entry('kubectl explain pods'), entry('kubectl apply -f -', { stdin: 'a: 1' })], ends: [], head: { branch: 0, handled: 0, at: 0, settled: true } }
  expect(missingParts({ type: 'command', command: { do: 'replay', record } })).toEqual(['field-docs', 'yaml'])
})
