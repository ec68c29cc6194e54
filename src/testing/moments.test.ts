import { expect, test } from 'vitest'
import type { HistoricCommand, TerminalOutput } from '../protocol/index.ts'
import { testPage, type TestPage } from './session.ts'

const CREATE = 'kubectl create deployment web --image=httpd'

/** What stands on the terminal's screen now. */
const screen = (page: TestPage): readonly TerminalOutput[] => {
  const all = page.frames.flatMap(({ terminal }) => terminal ?? [])
  return all.slice(all.findLastIndex(({ terminal }) => terminal === 'reset') + 1)
}
const lines = (page: TestPage): readonly string[] => screen(page).flatMap((one) => (one.terminal === 'command' ? [one.line] : []))
const text = (page: TestPage): string => screen(page).map((one) => (one.terminal === 'text' ? one.text : '')).join('')
const act = (page: TestPage, command: HistoricCommand): void => {
  page.command(command)
  page.untilRest()
}
const type = (page: TestPage, line: string): void => act(page, { do: 'kubectl', line })
const seek = (page: TestPage, to: { readonly place: 'start' | 'end' } | { readonly bookmark: number }): void => {
  page.command({ do: 'seek', to })
  page.wait(64)
}

test('the beginning lies before the first command: whoever goes back there and does something else has not done the first', () => {
  const page = testPage()
  const begin = page.last().transport.hash
  type(page, CREATE)
  seek(page, { place: 'start' })
  expect(page.last().transport).toMatchObject({ hash: begin, atEnd: false })
  type(page, 'kubectl create configmap other')
  expect(lines(page)).toEqual(['kubectl create configmap other'])
  type(page, 'kubectl get deployments,configmaps -o name')
  expect(text(page)).toContain('configmap/other')
  expect(text(page)).not.toContain('deployment')
  // Of this second future the beginning is the same.
  seek(page, { place: 'start' })
  expect(page.last().transport).toMatchObject({ hash: begin, branch: 1 })
})

test('a moment that is kept at rest lies before whatever is done there later', () => {
  const page = testPage()
  type(page, CREATE)
  page.command({ do: 'bookmark', name: 'one Pod' })
  const kept = page.last().transport.hash
  type(page, 'kubectl scale deployment web --replicas=3')
  seek(page, { bookmark: 1 })
  expect(page.last().transport.hash).toBe(kept)
  type(page, 'kubectl get deployment web -o jsonpath={.spec.replicas}')
  expect(text(page).endsWith('1')).toBe(true)
})

test('at the beginning the lesson offers its first command again, and a second future goes through the same chapter', () => {
  const page = testPage()
  const offered = page.last().story?.suggestion
  type(page, offered!)
  const done = page.last().story!.chapters
  seek(page, { place: 'start' })
  expect(page.last().story).toMatchObject({ suggestion: offered, chapters: [{ done: 0, begun: false }, {}, {}] })
  type(page, offered!)
  expect(page.last().transport.branch).toBe(1)
  expect(page.last().story!.chapters).toEqual(done)
})

test('what was broken at the very beginning is not broken yet before it, and is again at the end', () => {
  const page = testPage()
  page.command({ do: 'poke', poke: { poke: 'stop-kubelet', node: 'node-b' } })
  page.command({ do: 'poke', poke: { poke: 'pause-scheduler' } })
  page.command({ do: 'pause' })
  page.wait(64)
  const broken = page.last()
  expect(broken.flags.map(({ poke }) => poke.poke)).toEqual(['stop-kubelet', 'pause-scheduler'])
  seek(page, { place: 'start' })
  expect(page.last().flags).toEqual([])
  seek(page, { place: 'end' })
  expect(page.last().flags).toEqual(broken.flags)
  expect(page.last().transport.hash).toBe(broken.transport.hash)
})

test('a fleet as well is as it was before the first thing that was done to it', { timeout: 300_000 }, () => {
  const page = testPage('fleet-400', 3)
  page.command({ do: 'poke', poke: { poke: 'zone-cut', zone: 'zone-b' } })
  page.wait(400)
  seek(page, { place: 'start' })
  page.command({ do: 'poke', poke: { poke: 'zone-cut', zone: 'zone-a' } })
  page.wait(400)
  expect(page.last().transport.branch).toBe(1)
  expect(page.last().flags.map(({ poke }) => poke)).toEqual([{ poke: 'zone-cut', zone: 'zone-a' }])
})

test('such a history is lived again from its record, branch for branch', () => {
  const page = testPage()
  type(page, CREATE)
  page.command({ do: 'bookmark', name: 'one' })
  type(page, 'kubectl create configmap second')
  seek(page, { place: 'start' })
  type(page, 'kubectl create configmap other')
  seek(page, { bookmark: 1 })
  type(page, 'kubectl create configmap third')
  const { record } = page.ask({ ask: 'record' }) as never as { readonly record: never }
  const again = testPage()
  again.command({ do: 'replay', record })
  again.wait(64)
  expect(again.refused).toEqual([])
  expect(again.last().transport).toMatchObject({ hash: page.last().transport.hash, branch: 2 })
  expect(lines(again)).toEqual([CREATE, 'kubectl create configmap third'])
})
