import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RESOURCES, type ApiObject } from '../api/index.ts'
import { objectsNow } from '../projection/index.ts'
import { refKey, type AnswerTo, type Difference, type Poke } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'
const SECOND = 1_000_000

function rested(): TestPage {
  const page = testPage('rollout', 7)
  page.command({ do: 'pace', pace: 'story', speed: 900 })
  page.command({ do: 'kubectl', line: CREATE })
  page.untilRest()
  return page
}

/** Two branches that part `partAt` virtual seconds after the beginning: on the second one something is done. */
function parted(partAt: number, done: Poke | string): TestPage {
  const page = rested()
  page.command({ do: 'seek', to: { at: partAt * SECOND } })
  page.command({ do: 'fork', name: 'other' })
  if (typeof done === 'string') page.command({ do: 'kubectl', line: done })
  else page.command({ do: 'poke', poke: done })
  page.command({ do: 'play' })
  page.untilRest()
  return page
}

function compared(page: TestPage, branches: readonly [number, number], at: number): AnswerTo<'compare'> {
  const answer = page.ask({ ask: 'compare', branches, at })
  if (answer.answer !== 'compare') throw new Error(JSON.stringify(answer))
  return answer
}

const here = (page: TestPage) => ({ hash: kernelOf(page.session).hash(), handled: kernelOf(page.session).handled, now: kernelOf(page.session).now, branch: page.session.timeline.current.id })
const at = (page: TestPage): number => kernelOf(page.session).now - page.session.beganAt
const named = (differences: readonly Difference[]): readonly string[] => differences.map((one) => (one.differs === 'object' ? `${one.kind} ${one.object.name}${one.only === undefined ? '' : ` only ${one.only}`}` : `${one.place} ${one.values.join(' / ')}`))

test('a branch does not differ from itself, at any moment', () => {
  const page = rested()
  for (const seconds of [0, 1, 2.5, 3.1, 60]) {
    const { differences, things, sides } = compared(page, [0, 0], seconds * SECOND)
    expect([differences, things]).toEqual([[], []])
    expect(sides[0]).toEqual(sides[1])
  }
})

test('a fork in which nothing was done yet does not differ from where it comes from', () => {
  const page = rested()
  page.command({ do: 'seek', to: { at: 2 * SECOND } })
  page.command({ do: 'fork', name: 'same' })
  const { differences, sides } = compared(page, [0, 1], at(page))
  expect(differences).toEqual([])
  expect(sides.map(({ name }) => name)).toEqual(['main', 'same'])
  expect(sides[0].hash).toBe(sides[1].hash)
})

test('what one branch broke is named: the stopped kubelet, the node that is not Ready, the Pods in its place', () => {
  const page = parted(4, { poke: 'stop-kubelet', node: 'node-b' })
  const { differences, things, sides } = compared(page, [0, 1], 100 * SECOND)
  expect(named(differences)).toContain('node/node-b/kubelet up / stopped')
  expect(things).toContain('agent/node-b/kubelet')
  const node = differences.find((one) => one.differs === 'object' && one.object.name === 'node-b')
  expect(node).toMatchObject({ kind: 'Node', thing: 'node/node-b' })
  expect(node?.differs === 'object' && node.fields).toContainEqual({ path: 'status.conditions[Ready].status', values: ['True', 'Unknown'] })
  expect(sides[0]).toMatchObject({ pods: { total: 2, ready: 2, terminating: 0 }, nodes: { ready: 4, total: 4 } })
  expect(sides[1].nodes).toEqual({ ready: 3, total: 4 })
})

test('a moment that a branch was not simulated for is answered with its end, and said so', () => {
  const page = rested()
  const end = at(page)
  const { sides, moments } = compared(page, [0, 0], end + 500 * SECOND)
  expect(sides[0]).toMatchObject({ ended: true, at: end })
  expect(moments[0].revision).toBe(page.last().clock.revision)
})

test('comparing and looking at other moments moves nothing: the head, the history and what comes next stay as they were', () => {
  const [page, undisturbed] = [parted(3, 'kubectl scale deployment httpd-app --replicas=4'), parted(3, 'kubectl scale deployment httpd-app --replicas=4')]
  page.command({ do: 'seek', to: { at: 4 * SECOND } })
  undisturbed.command({ do: 'seek', to: { at: 4 * SECOND } })
  const before = here(page)
  for (const seconds of [1, 9, 3, 70]) compared(page, [0, 1], seconds * SECOND)
  for (const seconds of [2, 8, 0.5]) page.ask({ ask: 'moment', at: seconds * SECOND, branch: 0 })
  expect(here(page)).toEqual(before)
  for (const one of [page, undisturbed]) {
    one.command({ do: 'kubectl', line: 'kubectl delete deployment httpd-app' })
    one.untilRest()
  }
  expect(here(page)).toEqual(here(undisturbed))
  expect(page.ask({ ask: 'moment', at: at(page) })).toEqual(undisturbed.ask({ ask: 'moment', at: at(undisturbed) }))
})

test('a moment shows exactly the views and packets that a visitor who goes there sees', () => {
  const page = parted(3, 'kubectl scale deployment httpd-app --replicas=4')
  for (const seconds of [0, 1.3, 2.05, 3.2, 4, 12]) {
    const moment = page.ask({ ask: 'moment', at: seconds * SECOND }) as AnswerTo<'moment'>
    page.command({ do: 'seek', to: { at: seconds * SECOND } })
    const visited = page.ask({ ask: 'moment', at: at(page) }) as AnswerTo<'moment'>
    page.wait(100)
    expect(moment.views).toEqual(visited.views)
    expect({ packets: moment.packets, trail: moment.trail, caption: moment.caption, revision: moment.revision }).toEqual({ packets: page.last().packets, trail: page.last().trail, caption: page.last().caption, revision: page.last().clock.revision })
  }
})

const POKES: readonly (Poke | string)[] = [
  { poke: 'stop-kubelet', node: 'node-b' }, { poke: 'power-off', node: 'node-a' }, { poke: 'kill-etcd', member: 'etcd-1' }, { poke: 'pause-scheduler' }, { poke: 'cordon', node: 'node-c' },
  'kubectl scale deployment httpd-app --replicas=5', 'kubectl delete deployment httpd-app', 'kubectl set image deployment/httpd-app httpd=httpd:2.4',
]

/** What a session shows at a moment, found by going there. */
function seen(page: TestPage, branch: number, moment: number): Map<string, ApiObject> {
  page.command({ do: 'switch-branch', branch })
  page.command({ do: 'seek', to: { at: moment } })
  const objects = objectsNow(kernelOf(page.session))
  return new Map(RESOURCES.flatMap(({ group, resource }) => objects.list(group, resource).map((object) => [refKey({ group, resource, namespace: object.metadata.namespace ?? '', name: object.metadata.name! }), object] as const)))
}

const BOOKKEEPING = new Set(['resourceVersion', 'managedFields', 'lastHeartbeatTime', 'renewTime'])
const content = (object: ApiObject): string => JSON.stringify(object, (key, value: unknown) => (BOOKKEEPING.has(key) ? undefined : value))

test('a comparison tells what two sessions show that live the two branches', { timeout: 120_000 }, () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: POKES.length - 1 }), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 600 }), (which, partTenths, momentTenths) => {
    const [page, other] = [parted(partTenths / 10, POKES[which]!), parted(partTenths / 10, POKES[which]!)]
    const moment = momentTenths * 100_000
    const { differences } = compared(page, [0, 1], moment)
    const [a, b] = [seen(other, 0, moment), seen(other, 1, moment)]
    const apart = [...new Set([...a.keys(), ...b.keys()])].filter((key) => !a.has(key) || !b.has(key) || content(a.get(key)!) !== content(b.get(key)!))
    expect(differences.flatMap((one) => (one.differs === 'object' ? [refKey(one.object)] : [])).sort()).toEqual(apart.sort())
    for (const one of differences) if (one.differs === 'object') expect(one.only).toBe(!b.has(refKey(one.object)) ? 0 : !a.has(refKey(one.object)) ? 1 : undefined)
  }), { numRuns: 12, seed: 1 })
})
