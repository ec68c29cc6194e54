import { expect, test } from 'vitest'
import { annalsOf } from '../engines/session/session.ts'
import type { Pod } from '../api/index.ts'
import { lessonNamed } from '../lessons/index.ts'
import * as en from '../lessons/texts/en.ts'
import * as zh from '../lessons/texts/zh.ts'
import { objectsNow } from '../projection/index.ts'
import { kernelOf, testPage } from './session.ts'

const lesson = lessonNamed('rollout')!

/** Plays the whole lesson, each chapter with its own command. */
function played() {
  const page = testPage('rollout', lesson.seed)
  page.command({ do: 'pace', pace: 'story', speed: 900 })
  for (const { command } of lesson.chapters) {
    page.command({ do: 'kubectl', line: command })
    page.untilRest()
  }
  return page
}
const page = played()
const { story } = annalsOf(page.session)

for (const { chapter, hits, matched, graded } of story!.chapters) {
  for (const hop of chapter.hops) {
    test(`${hop.id} happens${hop.times === undefined ? '' : `, and its sentence fits exactly ${hop.times} time${hop.times === 1 ? '' : 's'}`}`, () => {
      expect(hits.has(hop.id)).toBe(true)
      if (hop.times !== undefined) expect(matched.get(hop.id)?.length).toBe(hop.times)
      expect(Object.values(hits.get(hop.id)!.params)).not.toContain('?')
    })
  }
  for (const card of chapter.predictions) {
    test(`the run itself answers the question ${card.id}`, () => {
      const answer = graded.get(card.id)
      expect(card.options).toContain(answer?.option)
      expect(chapter.hops.map(({ id }) => id)).toContain(card.before)
    })
  }
}

test('the hops stand in the order in which they happen', () => {
  for (const { chapter, hits } of story!.chapters) {
    const places = chapter.hops.map(({ id }) => hits.get(id)!.handled)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  }
})

test('every sentence of the lesson exists in both languages, with the same parameters', () => {
  const wanted = [`lesson.${lesson.id}`, ...lesson.goals.map(({ id }) => `goal.${id}`), ...lesson.chapters.flatMap(({ id, hops, predictions }) =>
    [`chapter.${id}`, ...hops.map((hop) => hop.id), ...predictions.flatMap((card) => [`card.${card.id}`, ...card.options.map((option) => `card.${card.id}.${option}`)])])]
  for (const id of wanted) {
    expect(en.has(id), `${id} in English`).toBe(true)
    expect(zh.has(id), `${id} in Chinese`).toBe(true)
  }
  expect([...en.ids()].sort()).toEqual([...zh.ids()].sort())
  const parameters = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort()
  for (const id of en.ids()) expect(parameters(zh.text(id)), id).toEqual(parameters(en.text(id)))
  for (const hop of lesson.chapters.flatMap(({ hops }) => hops)) expect(parameters(en.text(hop.id)), hop.id).toEqual(Object.keys(hop.params ?? {}).sort())
})

test('captions are short: at most 22 words in English and 56 characters in Chinese', () => {
  for (const { id } of lesson.chapters.flatMap(({ hops }) => hops)) {
    expect(en.text(id).split(/\s+/).length, id).toBeLessThanOrEqual(22)
    expect(zh.text(id).length, id).toBeLessThanOrEqual(56)
  }
})

test('all goals are met at the end: two Ready, never fewer than two, and the undo made no third ReplicaSet', () => {
  expect(page.last().story?.goals.map(({ state }) => state)).toEqual(['met', 'met', 'met'])
})

test('going back to any message and forward again gives the identical history', () => {
  const end = kernelOf(page.session).hash()
  const { notables } = annalsOf(page.session)
  const marks = annalsOf(page.session).marks.length
  for (const place of [notables[3]!, notables[40]!, notables[Math.floor(notables.length / 2)]!, notables.at(-2)!]) {
    page.command({ do: 'seek', to: { event: place.event } })
    expect(kernelOf(page.session).handled).toBe(place.place)
    page.command({ do: 'seek', to: { place: 'end' } })
    expect(kernelOf(page.session).hash()).toBe(end)
  }
  expect(annalsOf(page.session).marks.length).toBe(marks)
})

test('acting in the middle of the rollout begins a branch, and the old future is still there', () => {
  const end = kernelOf(page.session).hash()
  const middle = story!.chapters[1]!.hits.get('B14')!
  page.command({ do: 'seek', to: { event: middle.event } })
  page.command({ do: 'poke', poke: { poke: 'stop-kubelet', node: 'node-a' } })
  expect(page.session.timeline.branches).toHaveLength(2)
  page.command({ do: 'run-until', until: { is: 'rollout-complete', namespace: 'default', name: 'httpd-app' }, limitUs: 900_000_000 })
  page.untilRest()
  expect(page.last().story?.goals[0]?.state).toBe('met')
  page.command({ do: 'switch-branch', branch: 0 })
  page.untilRest()
  expect(kernelOf(page.session).hash()).toBe(end)
})

test('commands typed ahead run one after the other, each the root of its own effects', () => {
  const eager = testPage('rollout', 7)
  eager.command({ do: 'pace', pace: 'story', speed: 900 })
  for (const { command } of lesson.chapters) eager.command({ do: 'kubectl', line: command })
  eager.command({ do: 'kubectl', line: 'kubectl rollout status deployment/httpd-app' })
  eager.untilRest()
  const printed = eager.frames.flatMap(({ terminal = [] }) => terminal).map((one) => (one.terminal === 'text' ? one.text : '')).join('')
  expect(printed).toContain('rolled back')
  expect(printed).toContain('deployment "httpd-app" successfully rolled out')
})

test('after the first chapter the visitor breaks a Pod, and its replacement tells why it is there', () => {
  const curious = testPage('rollout', 7)
  curious.command({ do: 'pace', pace: 'story', speed: 900 })
  curious.command({ do: 'kubectl', line: lesson.chapters[0]!.command })
  expect(curious.last().story?.invitation).toBeUndefined()
  curious.untilRest()
  const first = curious.last().story!.invitation!
  expect(first).toMatchObject({ invite: 'break', pods: [{}, {}] })
  const [name] = objectsNow(kernelOf(curious.session)).list<Pod>('', 'pods').filter(({ metadata }) => `pod/${metadata.uid}` === first.pods[0]!.id).map(({ metadata }) => metadata.name)
  curious.command({ do: 'poke', poke: { poke: 'delete-pod', namespace: 'default', name: name! } })
  curious.untilRest()
  const then = curious.last().story!.invitation!
  expect(then).toMatchObject({ invite: 'why', pods: [{}] })
  expect(first.pods.map(({ id }) => id)).not.toContain(then.pods[0]!.id)
  const answer = curious.ask({ ask: 'why', event: then.pods[0]!.event })
  if (answer.answer !== 'why') throw new Error('why is answered with a chain')
  expect(answer.links[0]!.params['line']).toContain(`kubectl delete pod ${name}`)
  for (const { command } of lesson.chapters.slice(1)) {
    curious.command({ do: 'kubectl', line: command })
    expect(curious.last().story?.invitation?.invite).not.toBe('break')
    curious.untilRest()
  }
  expect(curious.last().story?.invitation).toBeUndefined()
  expect(curious.last().story?.goals.map(({ state }) => state)).toEqual(['met', 'met', 'met'])
})

test('why each Pod runs is told by its own binding and its own creation, also where etcd stored two writes at once', () => {
  const asking = testPage('rollout', 7)
  asking.command({ do: 'pace', pace: 'story', speed: 900 })
  asking.command({ do: 'kubectl', line: lesson.chapters[0]!.command })
  asking.untilRest()
  const pods = objectsNow(kernelOf(asking.session)).list<Pod>('', 'pods').filter(({ metadata }) => metadata.namespace === 'default')
  expect(pods).toHaveLength(2)
  for (const { metadata: { name } } of pods) {
    const answer = asking.ask({ ask: 'why', object: { group: '', resource: 'pods', namespace: 'default', name: name! } })
    if (answer.answer !== 'why') throw new Error('why is answered with a chain')
    const told = answer.links.map(({ text, params }) => `${text} ${params['name'] ?? ''}`.trim())
    expect(told).toContain(`generic.bind ${name}`)
    expect(told.filter((one) => one.includes('httpd-app-') && /-[a-z0-9]{5}$/.test(one) && !one.endsWith(name!))).toEqual([])
    expect(answer.links[0]!.params['line']).toBe(lesson.chapters[0]!.command)
  }
})

test('a hop’s sentence stands until the next one: what passes in a flash between two hops does not take its place', () => {
  const watching = testPage('rollout', 7)
  watching.command({ do: 'kubectl', line: lesson.chapters[0]!.command })
  watching.untilRest()
  const told = watching.frames.map(({ caption }) => caption?.text).filter((text) => text !== undefined)
  const first = told.indexOf('A1')
  expect(told.slice(first).filter((text) => text.startsWith('generic.'))).toEqual([])
  expect(new Set(told.slice(first)).size).toBeGreaterThan(20)
})

test('every hop of the first chapter is told long enough to be read, in its order, also those that happen in one event', () => {
  const watching = testPage('rollout', 7)
  watching.command({ do: 'pace', pace: 'story', speed: 1 })
  watching.command({ do: 'kubectl', line: lesson.chapters[0]!.command })
  const shown = new Map<string, number>()
  while (watching.session.playing || watching.session.motion.motion !== 'none') {
    watching.wait(16)
    const text = watching.last().caption?.text ?? ''
    shown.set(text, (shown.get(text) ?? 0) + 16)
  }
  const hops = lesson.chapters[0]!.hops.map(({ id }) => id)
  expect([...shown.keys()].filter((text) => hops.includes(text))).toEqual(hops)
  expect(hops.filter((id) => shown.get(id)! < 650).map((id) => [id, shown.get(id)])).toEqual([])
})

test('a story that plays stops five seconds at each question, and altogether when it is answered; without questions on the page it plays on', () => {
  const learner = testPage('rollout', 7)
  learner.command({ do: 'asking', shown: true })
  learner.command({ do: 'kubectl', line: lesson.chapters[0]!.command })
  for (let i = 0; i < 1000 && learner.last().story?.prediction === undefined; i++) learner.wait(16)
  learner.wait(4_500)
  expect(learner.last()).toMatchObject({ caption: { text: 'A10' }, transport: { playing: true }, story: { prediction: { card: 'A-pods' } } })
  learner.command({ do: 'predict', card: 'A-pods', answer: 'two' })
  learner.wait(10_000)
  expect(learner.last()).toMatchObject({ caption: { text: 'A10' }, transport: { playing: false } })
  learner.command({ do: 'play' })
  for (let i = 0; i < 1000 && learner.last().story?.prediction?.card !== 'A-creates'; i++) learner.wait(16)
  learner.wait(8_000)
  expect(learner.last().story?.prediction).toMatchObject({ card: 'A-creates', right: 'replicaset' })
  learner.untilRest()
  expect(kernelOf(learner.session).hash()).toBe(played1())
})

/** The history of the first chapter where nobody is asked anything. */
function played1(): string {
  const alone = testPage('rollout', 7)
  alone.command({ do: 'kubectl', line: lesson.chapters[0]!.command })
  alone.untilRest()
  return kernelOf(alone.session).hash()
}
