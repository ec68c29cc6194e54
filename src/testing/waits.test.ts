import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { podStatusText, type Node, type Pod } from '../api/index.ts'
import { scenarioNamed, type Offer } from '../lessons/index.ts'
import * as en from '../lessons/texts/en.ts'
import * as zh from '../lessons/texts/zh.ts'
import { objectsNow } from '../projection/index.ts'
import type { ObjectRef, Poke, WaitsFor } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const SECOND = 1_000_000
const ref = (resource: string, name: string, group = '', namespace = 'default'): ObjectRef => ({ group, resource, namespace, name })
const deployment = (name: string): ObjectRef => ref('deployments', name, 'apps')

function asked(page: TestPage, object: ObjectRef): readonly WaitsFor[] {
  const answer = page.ask({ ask: 'waits', object })
  if (answer.answer !== 'waits') throw new Error('no answer about waiting')
  for (const { text, params } of answer.waits) for (const texts of [en, zh]) {
    expect(texts.has(text), text).toBe(true)
    for (const [, name] of texts.text(text).matchAll(/\{(\w+)\}/g)) expect(Object.keys(params), `${text} asks for ${name}`).toContain(name)
  }
  return answer.waits
}
const texts = (waits: readonly WaitsFor[]): readonly string[] => waits.map(({ text }) => text.replace('waits.', ''))
const podsOf = (page: TestPage): readonly Pod[] => objectsNow(kernelOf(page.session)).list<Pod>('', 'pods').filter(({ metadata }) => metadata.namespace === 'default')

/** Opens a scenario, does things (a number tries that offer), and stops the time. */
function lived(scenario: string, ...doings: readonly (string | number | Poke)[]): TestPage {
  const page = testPage(scenario, 7)
  for (const one of doings) {
    const offer: Offer | undefined = typeof one === 'number' ? scenarioNamed(scenario)!.offers![one]! : typeof one === 'string' ? { offer: 'run', line: one } : { offer: 'poke', poke: one }
    page.command(offer.offer === 'poke' ? { do: 'poke', poke: offer.poke } : { do: 'kubectl', line: offer.line, ...(offer.files ? { files: offer.files } : {}) })
  }
  page.command({ do: 'pause' })
  return page
}

/** Lets virtual time go on until something is so. */
function until(page: TestPage, holds: (page: TestPage) => boolean): TestPage {
  page.command({ do: 'pace', pace: 'clock', speed: 5 })
  page.command({ do: 'play' })
  for (let turns = 0; !holds(page); turns++) {
    if (turns > 20_000) throw new Error('it did not come true')
    page.wait(16)
  }
  page.command({ do: 'pause' })
  return page
}

const after = (page: TestPage, seconds: number): TestPage => {
  const end = kernelOf(page.session).now + seconds * SECOND
  return until(page, ({ session }) => kernelOf(session).now >= end)
}
const statusOf = (pod: Pod): string => podStatusText(pod)

test('every reason for waiting that the code knows has words in both languages, and no words are left over', () => {
  const folder = join(import.meta.dirname, '..', 'projection', 'waits')
  const source = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
  const calls = source.split('\n').filter((line) => /\bwait\(asking|: wait\(|'waits\./.test(line)).join('\n')
  const known = [...calls.matchAll(/['.]([a-z]+(?:-[a-z]+)*)'/g)].map((match) => match[1]!)
  const words = en.ids().filter((id) => id.startsWith('waits.')).map((id) => id.slice('waits.'.length))
  expect(words.length).toBeGreaterThan(60)
  expect(words.filter((one) => !known.includes(one) && !one.startsWith('request-'))).toEqual([])
  const called = [...source.matchAll(/\bwait\(asking, (?:\{[^}]*\}|\w+\([^)]*\)|\w+), '([a-z-]+)'/g)].map((match) => match[1]!)
  expect(called.length).toBeGreaterThan(40)
  expect(called.filter((one) => !words.includes(one))).toEqual([])
})

test('a Pod that fits nowhere waits for room, and says of every node what it lacks', () => {
  const page = after(lived('no-room', 0), 10)
  const stuck = podsOf(page).find(({ spec }) => !spec.nodeName)!
  const waits = asked(page, ref('pods', stuck.metadata.name!))
  expect(waits[0]).toMatchObject({ text: 'waits.scheduling', depth: 0, params: { nodes: '4' } })
  const nodes = waits.filter(({ depth }) => depth === 1)
  expect(nodes.map(({ waiter }) => waiter).sort()).toEqual(['node/cp-1', 'node/node-a', 'node/node-b', 'node/node-c'])
  expect(nodes.find(({ waiter }) => waiter === 'node/cp-1')).toMatchObject({ text: 'waits.node-taint', params: { taint: 'node-role.kubernetes.io/control-plane:NoSchedule' } })
  expect(nodes.find(({ waiter }) => waiter === 'node/node-a')).toMatchObject({ text: 'waits.node-short', params: { resource: 'cpu', wanted: '900m', left: '100m' } })
})

test('a Pod that is more urgent waits for the one that must end first', () => {
  const page = until(lived('preemption', 0), (one) => asked(one, ref('pods', 'urgent')).some(({ text }) => text === 'waits.preemption'))
  const [{ params }] = asked(page, ref('pods', 'urgent')) as [WaitsFor]
  const victim = podsOf(page).find(({ metadata }) => metadata.name === params['victims'])!
  expect(victim.metadata.deletionTimestamp).toBeDefined()
  expect(victim.spec.nodeName).toBe(params['node'])
  expect(asked(page, ref('pods', victim.metadata.name!))[0]).toMatchObject({ text: 'waits.grace', params: { seconds: '30' }, until: expect.any(Number) })
})

test('a rollout that hangs names its bound and the Pod whose image cannot be pulled, with the end of the back-off', () => {
  const page = until(lived('bad-image', 0), (one) => podsOf(one).some((pod) => statusOf(pod) === 'ImagePullBackOff'))
  const waits = asked(page, deployment('web'))
  expect(waits[0]).toMatchObject({ text: 'waits.bound', params: { available: '3', least: '3', maxUnavailable: '0' } })
  const broken = podsOf(page).find((pod) => statusOf(pod) === 'ImagePullBackOff')!
  const pod = waits.find(({ waiter }) => waiter === `pod/${broken.metadata.name}`)!
  expect(pod).toMatchObject({ text: 'waits.pull-back-off', depth: 1, params: { image: 'nginx:1.99', seconds: '10', error: 'docker.io/library/nginx:1.99: not found' }, object: { resource: 'pods' } })
  // The end that it tells is the moment of the next try.
  const end = pod.until! + page.session.beganAt
  expect(statusOf(podsOf(after(page, (end - kernelOf(page.session).now) / SECOND - 0.2)).find(({ metadata }) => metadata.name === broken.metadata.name)!)).toBe('ImagePullBackOff')
  until(page, (one) => kernelOf(one.session).now > end)
  expect(asked(page, ref('pods', broken.metadata.name!))[0]?.text).toMatch(/waits\.(pull-asks|pull|pull-back-off)/)
})

test('a container that crashes tells how often, with which code, and when it is started again', () => {
  const page = until(lived('crash-loop', 0), (one) => podsOf(one).some((pod) => statusOf(pod) === 'CrashLoopBackOff'))
  const [pod] = podsOf(page)
  const [first] = asked(page, ref('pods', pod!.metadata.name!))
  expect(first).toMatchObject({ text: 'waits.crash', params: { container: 'worker', code: '1', reason: 'Error', restarts: String(pod!.status!.containerStatuses![0]!.restartCount) } })
  const due = first!.until! + page.session.beganAt
  until(page, (one) => kernelOf(one.session).now > due + 2 * SECOND)
  expect(podsOf(page)[0]!.status!.containerStatuses![0]!.restartCount).toBe(pod!.status!.containerStatuses![0]!.restartCount + 1)
})

test('a container waits for its image until its last byte is there, and others on the node wait their turn', () => {
  const page = until(lived('sandbox', 'kubectl create deployment web --image=nginx --replicas=6'), (one) => asked(one, deployment('web')).some(({ text }) => text === 'waits.pull-turn'))
  const pulls = podsOf(page).flatMap((pod) => asked(page, ref('pods', pod.metadata.name!)))
  expect(texts(pulls)).toContain('pull')
  expect(pulls.find(({ text }) => text === 'waits.pull')!.until).toBeGreaterThan(page.last().clock.at)
  page.command({ do: 'poke', poke: { poke: 'registry-down' } })
  page.command({ do: 'kubectl', line: 'kubectl create deployment other --image=redis:8' })
  until(page, (one) => asked(one, deployment('other')).some(({ text }) => text === 'waits.registry-down'))
})

test('a Service without endpoints says whether its selector matches nobody, or nobody who is Ready', () => {
  const shop = until(lived('readiness', 0), (one) => texts(asked(one, ref('services', 'shop'))).includes('probe'))
  expect(asked(shop, ref('services', 'shop'))[0]).toMatchObject({ text: 'waits.none-ready', params: { pods: '2', ready: '0' } })
  expect(asked(shop, ref('services', 'shop')).find(({ text }) => text === 'waits.probe')?.params['output']).toContain('503')
  const web = after(lived('quarantine', { poke: 'pause-controller', controller: 'replicaset' }, 1), 3)
  expect(asked(web, ref('services', 'web'))[0]).toMatchObject({ text: 'waits.selector-none', params: { selector: 'app=web', pods: '3' } })
})

test('a namespace that will not go names the object and the finalizer that hold it', () => {
  const page = after(lived('stuck-namespace', 0), 12)
  const waits = asked(page, ref('namespaces', 'team-a', '', ''))
  expect(waits[0]).toMatchObject({ text: 'waits.namespace-content', params: { kinds: 'ConfigMap', count: '1' } })
  expect(waits[1]).toMatchObject({ waiter: 'configmap/settings', text: 'waits.finalizer', depth: 1, params: { finalizer: 'example.com/backup' } })
  expect(texts(waits)).toContain('later')
})

test('what is deleted in the foreground waits for its dependants', () => {
  const page = until(lived('crash-loop', 'kubectl create deployment slow --image=busybox:1.37 --replicas=2 -- sleep 3600'), (one) => podsOf(one).filter((pod) => statusOf(pod) === 'Running').length === 2)
  page.command({ do: 'kubectl', line: 'kubectl delete deployment slow --cascade=foreground --wait=false' })
  after(page, 3)
  const waits = asked(page, deployment('slow'))
  expect(waits[0]).toMatchObject({ text: 'waits.foreground', params: { count: '1' } })
  expect(texts(waits).filter((text) => text === 'grace')).toHaveLength(2)
})

test('a Pod on a dead node stays for ever, because only its kubelet has the last word', () => {
  const page = after(lived('kubelet-silent', 0), 2)
  page.command({ do: 'kubectl', line: 'kubectl delete pods -l app=web --wait=false' })
  after(page, 5)
  const pod = podsOf(page).find(({ metadata, spec }) => metadata.deletionTimestamp && spec.nodeName === 'node-a')!
  const [own, why] = asked(page, ref('pods', pod.metadata.name!))
  expect(own).toMatchObject({ text: 'waits.last-word', params: { node: 'node-a' } })
  expect(why).toMatchObject({ text: 'waits.kubelet', depth: 1 })
})

test('a silent node tells when it will be noticed, and then why nothing is heard', () => {
  const page = after(lived('node-loss', 0), 5)
  const [first, second] = asked(page, ref('nodes', 'node-b', '', ''))
  expect(first).toMatchObject({ text: 'waits.node-silent', params: { seconds: '50' } })
  expect(second).toMatchObject({ text: 'waits.node-off', depth: 1 })
  const noticed = (one: TestPage): boolean => objectsNow(kernelOf(one.session)).list<Node>('', 'nodes').find(({ metadata }) => metadata.name === 'node-b')!.status!.conditions!.find(({ type }) => type === 'Ready')!.status === 'Unknown'
  expect(noticed(until(page, (one) => one.last().clock.at >= first!.until! - SECOND))).toBe(false)
  until(page, noticed)
  expect(page.last().clock.at - first!.until!).toBeLessThan(10 * SECOND)
  expect(texts(asked(page, ref('nodes', 'node-b', '', '')))).toEqual(['node-unknown', 'node-off'])
})

test('without a majority nothing can be stored, and a request waits for etcd', () => {
  const page = after(lived('quorum-loss', 0, 1), 1)
  page.command({ do: 'kubectl', line: 'kubectl scale deployment/web --replicas=5' })
  after(page, 2)
  expect(asked(page, deployment('web')).at(-1)).toMatchObject({ text: 'waits.quorum', params: { alive: '1', needed: '2', members: '3' } })
  const command = [...page.session.timeline.current.trace.inputs.keys()].at(-1)!
  const answer = page.ask({ ask: 'waits', event: command })
  expect(answer.answer === 'waits' && answer.waits[0]).toMatchObject({ text: 'waits.request-etcd', depth: 0, params: { from: 'kubectl' } })
})

test('between two leaders of etcd the election is told, with its time', () => {
  const page = testPage('etcd-leader', 7)
  const leader = page.session.plan.etcd.find((name) => (kernelOf(page.session).inspect(name) as { raft: { role: string } }).raft.role === 'leader')!
  page.command({ do: 'poke', poke: { poke: 'kill-etcd', member: leader } })
  until(page, (one) => texts(asked(one, deployment('web'))).includes('leader'))
  const due = asked(page, deployment('web')).find(({ text }) => text === 'waits.leader')!.until!
  expect(due).toBeGreaterThan(page.last().clock.at)
  expect(due - page.last().clock.at).toBeLessThan(3 * SECOND)
})

test('a loop that is paused, a process that is stopped and a lease that another holds are named', () => {
  const page = after(lived('sandbox', { poke: 'pause-controller', controller: 'replicaset' }, 'kubectl create deployment web --image=nginx --replicas=2'), 2)
  expect(asked(page, deployment('web'))).toContainEqual(expect.objectContaining({ text: 'waits.loop-paused', params: { controller: 'replicaset' } }))
  const frozen = after(lived('sandbox', { poke: 'freeze', process: 'scheduler' }, 'kubectl create deployment web --image=nginx --replicas=1'), 2)
  expect(texts(asked(frozen, ref('pods', podsOf(frozen)[0]!.metadata.name!)))).toEqual(['scheduler', 'frozen'])
  const restarted = after(lived('sandbox', { poke: 'crash', process: 'scheduler' }, 'kubectl create deployment web --image=nginx --replicas=1'), 2)
  expect(texts(asked(restarted, ref('pods', podsOf(restarted)[0]!.metadata.name!)))).toEqual(['scheduler', 'process'])
})

test('a message that is held, and one that is on its way, say so', () => {
  const page = lived('sandbox', 'kubectl create deployment web --image=nginx --replicas=1')
  page.command({ do: 'step', by: 'message', direction: 1 })
  const flying = page.session.motion.motion === 'flight' ? page.session.motion.focus : 0
  const told = page.ask({ ask: 'waits', event: flying })
  expect(told.answer === 'waits' && told.waits[0]?.text).toBe('waits.flying')
  page.command({ do: 'pause' })
  const next = [...kernelOf(page.session).pending()].find(({ from, to, noise }) => from !== to && !noise)!.id
  page.command({ do: 'poke', poke: { poke: 'hold-message', event: next } })
  after(page, 1)
  const held = page.ask({ ask: 'waits', event: next })
  expect(held.answer === 'waits' && held.waits[0]?.text).toBe('waits.held')
})
