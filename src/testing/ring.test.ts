import fc from 'fast-check'
import { expect, test } from 'vitest'
import { historyBegins, RING } from '../engines/session/timeline.ts'
import { annalsOf } from '../engines/session/session.ts'
import { chainTo, eventAt, factsOf, rowOf } from '../projection/index.ts'
import type { Command, SessionRecord } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const SECOND = 1_000_000
const TINY = 4_000

/** A page whose sessions keep so few events that their ring turns again and again. */
function pageWith(events: number, seed = 7): TestPage {
  const page = testPage('rollout', seed)
  Object.assign(page.session.timeline, { keeping: { ...RING, events } })
  return page
}

function lived(page: TestPage, seconds: number, lines: readonly string[]): TestPage {
  for (const line of lines) {
    page.command({ do: 'kubectl', line })
    on(page, seconds / lines.length)
  }
  return page
}

function on(page: TestPage, seconds: number): void {
  page.command({ do: 'run-until', until: { is: 'revision', atLeast: 1_000_000 }, limitUs: seconds * SECOND })
  page.untilRest()
}

const LINES = ['kubectl create deployment httpd-app --image=httpd --replicas=2', 'kubectl set image deployment/httpd-app httpd=httpd:2.4', 'kubectl scale deployment httpd-app --replicas=4']

const begins = ({ session }: TestPage): number => historyBegins(session.timeline.current)!.handled
const record = (page: TestPage): SessionRecord => JSON.parse(JSON.stringify((page.ask({ ask: 'record' }) as { readonly record: SessionRecord }).record)) as SessionRecord

test('whatever is still in a small ring is the same as without a ring: rows, facts, order, every moment, and what begins there', { timeout: 300_000 }, () => {
  const whole = lived(pageWith(Infinity), 240, LINES)
  const ring = lived(pageWith(TINY), 240, LINES)
  const { trace } = ring.session.timeline.current
  const all = whole.session.timeline.current.trace
  expect(kernelOf(ring.session).hash()).toBe(kernelOf(whole.session).hash())
  const from = begins(ring)
  const until = ring.session.timeline.current.endHandled
  expect(from).toBeGreaterThan(whole.session.beganHandled)
  expect(until - from).toBeGreaterThanOrEqual(TINY)
  // A quarter more, and the way to the next checkpoint: the ring does not grow.
  expect(until - from).toBeLessThan(TINY * 1.25 + RING.checkpointEvents + 100)
  for (let place = from + 1; place <= until; place++) {
    const id = eventAt(trace, place)
    expect(id).toBe(eventAt(all, place))
    const { msg, ...row } = rowOf(trace, id) ?? {}
    const { msg: same, ...other } = rowOf(all, id) ?? {}
    if (JSON.stringify(row) !== JSON.stringify(other) || JSON.stringify(msg) !== JSON.stringify(same)) expect({ row, msg }).toEqual({ row: other, msg: same })
    expect(factsOf(trace, id).length).toBe(factsOf(all, id).length)
  }
  fc.assert(fc.property(fc.integer({ min: from + 1, max: until }), fc.boolean(), (place, acts) => {
    const at = (page: TestPage): string => {
      page.command({ do: 'switch-branch', branch: 0 })
      page.command({ do: 'seek', to: { event: eventAt(all, place) } })
      if (acts) {
        page.command({ do: 'kubectl', line: 'kubectl delete pod --all --wait=false' })
        on(page, 5)
        const hash = kernelOf(page.session).hash()
        page.command({ do: 'delete-branch', branch: page.session.timeline.current.id })
        return hash
      }
      return kernelOf(page.session).hash()
    }
    expect(at(ring)).toBe(at(whole))
  }), { numRuns: 12 })
})

test('a chain is told as far as it is kept, and says where it is not; what a person did at its root is remembered', { timeout: 120_000 }, () => {
  const roll = (events: number): TestPage => {
    const page = pageWith(events)
    Object.assign(page.session.timeline, { keeping: { ...RING, events, checkpointEvents: 50 } })
    page.command({ do: 'kubectl', line: LINES[0]! })
    on(page, 4)
    return page
  }
  const all = roll(Infinity).session.timeline.current.trace
  const { session } = roll(300)
  const { trace } = session.timeline.current
  const texts = { whole: 0, cut: 0 }
  for (const { event } of annalsOf(session).notables) {
    const full = chainTo(all, event).map((link) => `${link.event} ${link.text}`)
    const told = chainTo(trace, event)
    const gap = told.findIndex(({ text }) => text === 'generic.forgotten')
    const kept = told.filter((_, i) => i !== gap).map((link) => `${link.event} ${link.text}`)
    if (gap < 0) {
      texts.whole++
      expect(kept).toEqual(full)
    } else {
      texts.cut++
      // The person's command, the gap, and from there on what the whole history tells.
      expect(kept.slice(0, gap)).toEqual(gap === 0 ? [] : full.slice(0, 1))
      expect(kept.slice(gap)).toEqual(full.slice(full.length - (kept.length - gap)))
    }
  }
  expect(texts.cut).toBeGreaterThan(0)
  expect(chainTo(trace, 1 + trace.gone - 1).map(({ text }) => text)).toEqual(['generic.forgotten'])
})

test('the page learns where history starts, and who wants to go further back is told why not', { timeout: 120_000 }, () => {
  const ring = pageWith(TINY)
  ring.command({ do: 'bookmark', name: 'the beginning' })
  expect(ring.last().timeline?.historyFrom).toBe(0)
  lived(ring, 240, LINES)
  const { beganAt, timeline: { current } } = ring.session
  const from = historyBegins(current)!.now - beganAt
  expect(ring.last().timeline?.historyFrom).toBe(from)
  const told = ring.frames.findLast(({ timeline }) => timeline?.fresh)!.timeline!.marks
  expect(told.length).toBeGreaterThan(0)
  for (const mark of told) if (mark.mark !== 'idle') expect(mark.at).toBeGreaterThanOrEqual(from)
  const refused = (command: Command): unknown => {
    ring.command(command)
    ring.wait(32)
    return ring.refused.at(-1)
  }
  const seconds = String(Math.round(from / SECOND))
  const command = ring.session.log.find((one) => one.command.do === 'kubectl')!
  expect(command.at).toBeLessThan(from)
  const first = [...current.trace.inputs.keys()][0]!
  expect(refused({ do: 'seek', to: { event: first } })).toMatchObject({ text: 'refused.forgotten', params: { seconds } })
  expect(refused({ do: 'seek', to: { event: first + 1 } })).toMatchObject({ text: 'refused.forgotten', params: { seconds } })
  expect(refused({ do: 'seek', to: { bookmark: 1 } })).toMatchObject({ text: 'refused.forgotten', params: { seconds } })
  ring.command({ do: 'seek', to: { place: 'start' } })
  ring.wait(32)
  expect(ring.last().clock.at).toBe(from)
})

test('a record lives again after its ring has turned, with what was done in the past: it is made of inputs, not of what is kept', { timeout: 300_000 }, () => {
  const page = lived(pageWith(TINY), 240, LINES)
  page.command({ do: 'seek', to: { at: historyBegins(page.session.timeline.current)!.now - page.session.beganAt + 3 * SECOND } })
  page.command({ do: 'kubectl', line: 'kubectl delete pod --all --wait=false' })
  on(page, 120)
  const kept = record(page)
  for (const again of [pageWith(TINY), pageWith(Infinity)]) {
    again.command({ do: 'replay', record: kept })
    again.wait(64)
    expect(again.refused).toEqual([])
    expect(kernelOf(again.session).hash()).toBe(kernelOf(page.session).hash())
    expect(again.session.timeline.branches.map(({ endHandled }) => endHandled)).toEqual(page.session.timeline.branches.map(({ endHandled }) => endHandled))
  }
})
