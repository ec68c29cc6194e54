import { expect, test } from 'vitest'
import type { RecordEntry, SessionRecord } from '../../protocol/index.ts'
import { upTo } from './go-back.ts'

const entry = (at: number, line: string): RecordEntry => ({ branch: 0, handled: at * 10, at, hash: `h${at}`, command: { do: 'kubectl', line } })
const record: SessionRecord = { glass: 1, engine: 'e', scenario: 'fleet-5000', seed: 7, entries: [entry(100, 'a'), entry(200, 'b')], ends: [{ branch: 0, handled: 9_000, at: 900 }], head: { branch: 0, handled: 9_000, at: 900, settled: true } }

test.each([[0, []], [50, []], [150, ['a']], [200, ['a', 'b']], [800, ['a', 'b']]] as const)('a run that is lived again up to %i has what was done by then, and stands where the last of it was done', (at, lines) => {
  const again = upTo(record, at)
  expect(again.entries.map(({ command }) => (command.do === 'kubectl' ? command.line : ''))).toEqual(lines)
  expect(again.head).toMatchObject({ at: again.entries.at(-1)?.at ?? 0, handled: again.entries.at(-1)?.handled ?? 0 })
  expect(again.ends).toEqual([{ branch: 0, handled: again.head.handled, at: again.head.at }])
})
