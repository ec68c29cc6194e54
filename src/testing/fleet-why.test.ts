import { expect, test } from 'vitest'
import { chainTo, objectsNow, rowOf, spineOf } from '../projection/index.ts'
import type { AnswerTo, ObjectRef } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const SCALE = 'kubectl scale deployment/api --replicas=4800'
const why = (page: TestPage, object: ObjectRef): AnswerTo<'why'> => page.ask({ ask: 'why', object }) as AnswerTo<'why'>
const node = (name: string): ObjectRef => ({ group: '', resource: 'nodes', namespace: '', name })

function run(page: TestPage, seconds: number): void {
  page.command({ do: 'pace', pace: 'clock', speed: 50 })
  page.command({ do: 'play' })
  page.wait((seconds * 1000) / 50)
  page.command({ do: 'pause' })
  page.wait(400)
}

/** A fleet that remembers so little that its ring turns within seconds. */
function forgetful(seed: number): TestPage {
  const page = testPage('fleet-400', seed)
  const { timeline } = page.session
  Object.assign(timeline, { keeping: { ...timeline.keeping, events: 20_000 } })
  return page
}

function youngestPod(page: TestPage): ObjectRef {
  const pods = objectsNow(kernelOf(page.session)).list('', 'pods')
  const { metadata } = pods.reduce((youngest, pod) => (pod.metadata.creationTimestamp! > youngest.metadata.creationTimestamp! ? pod : youngest))
  return { group: '', resource: 'pods', namespace: metadata.namespace!, name: metadata.name! }
}

test('the chain of a Pod in a fleet goes back to the command, also when all that happened beside it is forgotten', { timeout: 300_000 }, () => {
  const page = forgetful(7)
  page.command({ do: 'kubectl', line: SCALE })
  run(page, 20)
  const pod = youngestPod(page)
  const { links } = why(page, pod)
  expect(links[0]).toMatchObject({ verb: 'user', params: { line: SCALE } })
  expect(links.map(({ text }) => text)).toEqual(expect.arrayContaining(['generic.create', 'fact.scored', 'generic.bind', 'generic.status']))
  run(page, 60)
  const { trace } = page.session.timeline.current
  expect(trace.gone).toBeGreaterThan(links.at(-1)!.event)
  expect(why(page, pod).links).toEqual(links)
  // A sibling of these messages that led nowhere is gone.
  expect(Array.from({ length: 2_000 }, (_, i) => links[1]!.event + i).some((id) => rowOf(trace, id) === undefined)).toBe(true)
  expect(why(page, node('c-0009'))).toMatchObject({ links: [] })
})

test('a node that is lost tells the clock that noticed; heartbeats are not what a node is like because of', { timeout: 300_000 }, () => {
  const page = forgetful(3)
  page.command({ do: 'poke', poke: { poke: 'zone-off', zone: 'zone-b' } })
  run(page, 70)
  const { links } = why(page, node('b-0003'))
  expect(links[0]).toMatchObject({ verb: 'timer', params: { controller: 'node-lifecycle' } })
  expect(links.at(-1)).toMatchObject({ place: 'controller-manager/node-controller', params: { resource: 'nodes', name: 'b-0003' } })
  run(page, 60)
  expect(why(page, node('b-0003')).links[0]).toEqual(links[0])
})

test('who acts in a past whose messages are forgotten begins a record of their own there', { timeout: 300_000 }, () => {
  const page = forgetful(5)
  run(page, 90)
  expect(page.session.timeline.current.trace.goneOrder).toBeGreaterThan(page.session.beganHandled)
  page.command({ do: 'seek', to: { place: 'start' } })
  page.wait(400)
  page.command({ do: 'kubectl', line: SCALE })
  run(page, 20)
  expect(page.session.timeline.branches.length).toBe(2)
  expect(why(page, youngestPod(page)).links[0]).toMatchObject({ verb: 'user', params: { line: SCALE } })
  expect(page.refused).toEqual([])
})

test('what is remembered beyond the ring has a bound, and the newest objects come first', { timeout: 300_000 }, () => {
  const page = testPage('fleet-400', 7)
  page.command({ do: 'kubectl', line: SCALE })
  run(page, 20)
  const { trace } = page.session.timeline.current
  const events = [...page.session.annals.get(0)!.byKey!.values()].map((writes) => writes.at(-1)!.event).sort((a, b) => b - a)
  const upTo = trace.end - 1
  const kept = spineOf(trace, upTo, events, 500)
  expect(kept.size).toBe(500)
  expect(chainTo(trace, events[0]!).every(({ event }) => kept.has(event) || trace.inputs.has(event))).toBe(true)
})
