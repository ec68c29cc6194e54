import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRecord, type Command, type SessionRecord } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'

function recorded(page: TestPage): SessionRecord {
  const answer = page.ask({ ask: 'record' })
  if (answer.answer !== 'record') throw new Error('a session gives its record')
  // As it comes out of a file: plain JSON.
  return JSON.parse(JSON.stringify(answer.record)) as SessionRecord
}

function replayed(record: SessionRecord): TestPage {
  const page = testPage(record.scenario, record.seed)
  page.command({ do: 'replay', record })
  page.wait(64)
  return page
}

/** Where every Pod stands on the stage, as the page was told: its node, and its place there or in the tray. */
function tiles(page: TestPage): Readonly<Record<string, string>> {
  const told = new Map<string, string>()
  for (const { fresh, removes, upserts } of page.frames) {
    if (fresh) told.clear()
    for (const id of removes) told.delete(id)
    for (const view of upserts) if (view.kind === 'pod') told.set(view.id, `${view.name} ${view.node} ${view.slot} ${view.order}`)
  }
  return Object.fromEntries(told)
}

/** What a visitor sees of the run: where it stands, its branches, flags, tiles, terminal and story. */
function sight(page: TestPage): unknown {
  const { timeline } = page.session
  const screen = page.frames.flatMap(({ terminal = [] }) => terminal)
  const since = screen.findLastIndex((one) => one.terminal === 'reset')
  const { clock, flags, story, caption, transport } = page.last()
  return {
    hash: kernelOf(page.session).hash(), branches: timeline.branches.map(({ id, parent, name, endHandled, endAt }) => ({ id, parent, name, endHandled, endAt })), current: timeline.current.id,
    tiles: tiles(page), terminal: screen.slice(since + 1).map((one) => ('text' in one ? one.text : 'line' in one ? one.line : one.terminal)).join('\n'), clock, flags, story, caption, settled: transport.settled, atEnd: transport.atEnd,
  }
}

function visited(steps: readonly Command[], waits: readonly number[]): TestPage {
  const page = testPage('rollout', 7)
  page.command({ do: 'pace', pace: 'story', speed: 300 })
  steps.forEach((step, index) => {
    page.command(step)
    page.wait(waits[index % waits.length] ?? 100)
  })
  page.command({ do: 'pause' })
  // Which of an event's sentences was just being read belongs to the reader, not to the history.
  Object.assign(page.session, { told: { place: 0, count: 0 }, dirty: true })
  page.wait(100)
  return page
}

const STEPS: readonly Command[] = [
  { do: 'kubectl', line: CREATE }, { do: 'kubectl', line: 'kubectl set image deployment/httpd-app httpd=httpd:2.4' }, { do: 'kubectl', line: 'kubectl get pods -w' }, { do: 'interrupt' },
  { do: 'kubectl', line: 'kubectl apply -f page.yaml', files: { 'page.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: page}\ndata: {a: "1"}\n' } },
  { do: 'poke', poke: { poke: 'stop-kubelet', node: 'node-a' } }, { do: 'poke', poke: { poke: 'slow-link', from: 'node/node-b', to: 'apiserver', factor: 20 } }, { do: 'heal' }, { do: 'fork', name: 'mine' },
  { do: 'step', by: 'message', direction: -1 }, { do: 'step', by: 'write', direction: -1 }, { do: 'seek', to: { place: 'start' } }, { do: 'seek', to: { at: 1_000_000 } }, { do: 'seek', to: { place: 'end' } }, { do: 'play' }, { do: 'switch-branch', branch: 0 },
  { do: 'predict', card: 'A-pods', answer: 'none' },
]

test('whatever a visitor does, its record lives the same history again: clock, branches, flags, terminal and story', { timeout: 300_000 }, () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...STEPS), { minLength: 1, maxLength: 12 }), fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 4 }), (steps, waits) => {
    const page = visited(steps, waits)
    const record = recorded(page)
    expect(parseRecord(record)).toEqual({ record })
    const again = replayed(record)
    expect(again.refused).toEqual([])
    expect(sight(again)).toEqual(sight(page))
    expect(recorded(again)).toEqual(record)
  }), { numRuns: 25 })
})

test('tiles stand where they stood after a reload, though nobody looked while it was lived again: Pods that went had left their places to others', () => {
  const page = visited([{ do: 'kubectl', line: `${CREATE.slice(0, -1)}9` }, { do: 'kubectl', line: 'kubectl set image deployment/httpd-app httpd=httpd:2.4' }, { do: 'kubectl', line: 'kubectl scale deployment/httpd-app --replicas=4' }, { do: 'kubectl', line: 'kubectl scale deployment/httpd-app --replicas=7' }], [600])
  page.command({ do: 'play' })
  page.untilRest()
  const shown = tiles(page)
  // Two Pods never stand in one place.
  const places = Object.values(shown).filter((one) => one.startsWith('httpd-app')).map((one) => one.split(' ').slice(1, 3).join(' '))
  expect(places.length).toBeGreaterThan(6)
  expect(new Set(places).size).toBe(places.length)
  const again = replayed(recorded(page))
  expect(kernelOf(again.session).hash()).toBe(kernelOf(page.session).hash())
  expect(tiles(again)).toEqual(shown)
  // A look back and forth moves nothing, and a branch begun in the past keeps the places of those who stood there.
  page.command({ do: 'seek', to: { at: page.last().clock.at / 2 } })
  page.wait(64)
  const then = tiles(page)
  page.command({ do: 'fork', name: 'other' })
  page.wait(64)
  expect(tiles(page)).toEqual(then)
  page.command({ do: 'switch-branch', branch: 0 })
  page.wait(64)
  expect(tiles(page)).toEqual(shown)
})

test('a record of another engine is lived up to where it differs, and the page says at which revision', () => {
  const record = recorded(visited([{ do: 'kubectl', line: CREATE }, { do: 'kubectl', line: 'kubectl scale deployment/httpd-app --replicas=3' }], [900]))
  const other: SessionRecord = { ...record, engine: '9.9.9', entries: record.entries.map((entry, index) => (index === 1 ? { ...entry, hash: 'another' } : entry)) }
  const page = replayed(other)
  expect(page.refused).toMatchObject([{ text: 'refused.differs', params: { engine: '9.9.9' } }])
  expect(page.session.log).toHaveLength(1)
})

test('what is no record is refused by the name of the field that is wrong', () => {
  const record = recorded(visited([{ do: 'poke', poke: { poke: 'power-off', node: 'node-a' } }], [100]))
  const first = record.entries[0]!
  const wrongs: readonly (readonly [unknown, string])[] = [
    [null, '.'], [[], '.'], ['x', '.'], [{ ...record, glass: 2 }, 'glass'], [{ ...record, seed: 1.5 }, 'seed'], [{ ...record, entries: {} }, 'entries'], [{ ...record, entries: [{ ...first, at: 'now' }] }, 'entries[0].at'],
    [{ ...record, entries: [{ ...first, command: { do: 'format' } }] }, 'entries[0].command.do'], [{ ...record, entries: [{ ...first, command: { do: 'poke', poke: { poke: 'power-off' } } }] }, 'entries[0].command.poke.node'],
    [{ ...record, entries: [{ ...first, command: { do: 'poke', poke: { poke: '__proto__' } } }] }, 'entries[0].command.poke.poke'], [{ ...record, head: undefined }, 'head'],
  ]
  for (const [value, wrong] of wrongs) expect(parseRecord(value)).toEqual({ wrong })
  fc.assert(fc.property(fc.jsonValue(), (value) => { expect(Object.keys(parseRecord(value))).toHaveLength(1) }))
})
