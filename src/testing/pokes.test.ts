import { expect, test } from 'vitest'
import { objectsOf } from '../cluster/index.ts'
import type { Poke, SessionRecord } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'

function rested(): TestPage {
  const page = testPage('rollout', 7)
  page.command({ do: 'pace', pace: 'story', speed: 900 })
  page.command({ do: 'kubectl', line: CREATE })
  page.untilRest()
  return page
}

function gaps(page: TestPage): readonly string[] {
  const answer = page.ask({ ask: 'gaps' })
  return answer.answer === 'gaps' ? answer.gaps.map(({ object, field, observed }) => `${object.resource} ${object.name} ${field} ${observed}`) : ['no answer']
}

/** Those that are there and stay. */
const podsOf = (page: TestPage, prefix: string): number =>
  [...objectsOf(kernelOf(page.session).inspect('apiserver') as never, '', 'pods')].filter(({ metadata }) => metadata.name!.startsWith(prefix) && metadata.deletionTimestamp === undefined).length

const UNDOABLE: readonly Poke[] = [
  { poke: 'stop-kubelet', node: 'node-a' }, { poke: 'power-off', node: 'node-b' }, { poke: 'kill-etcd', member: 'etcd-1' }, { poke: 'pause-controller', controller: 'replicaset' }, { poke: 'pause-scheduler' },
  { poke: 'lag-watch', process: 'controller-manager/replicaset', milliseconds: 3000 }, { poke: 'lag-watch', process: 'scheduler', milliseconds: 2000 }, { poke: 'lag-watch', process: 'node/node-a/kubelet', milliseconds: 5000 }, { poke: 'lag-watch', process: 'node/node-a/proxy', milliseconds: 5000 },
  { poke: 'expectations-off', controller: 'replicaset' },
  { poke: 'cut-link', from: 'node/node-c', to: 'apiserver' }, { poke: 'cut-link', from: 'etcd/etcd-0', to: 'etcd/etcd-2', oneWay: true }, { poke: 'slow-link', from: 'node/node-a', to: 'apiserver', factor: 20 },
  { poke: 'lossy-link', from: 'etcd/etcd-0', to: 'etcd/etcd-1', lossPercent: 30, duplicatePercent: 10 }, { poke: 'crash', process: 'apiserver' }, { poke: 'crash', process: 'controller-manager' },
  { poke: 'crash', process: 'node/node-a/proxy' }, { poke: 'crash', process: 'node/node-a/runtime' }, { poke: 'freeze', process: 'scheduler' }, { poke: 'freeze', process: 'node/node-b/kubelet' }, { poke: 'slow-disk', member: 'etcd-0', speed: 'slow' },
  { poke: 'full-disk', member: 'etcd-2' }, { poke: 'slow-registry', factor: 20 }, { poke: 'registry-down' }, { poke: 'clock-skew', node: 'node-a', seconds: 3600 }, { poke: 'cordon', node: 'node-a' }, { poke: 'drain', node: 'node-c' },
  { poke: 'bad-image', namespace: 'default', deployment: 'httpd-app' },
]

test.each(UNDOABLE.map((poke) => ({ poke, name: JSON.stringify(poke) })))('$name shows as a flag, and after Heal desired equals observed', ({ poke }) => {
  const page = rested()
  page.command({ do: 'poke', poke })
  expect(page.refused).toEqual([])
  page.wait(1000)
  expect(page.last().flags.map((flag) => flag.poke)).toEqual([poke])
  page.command({ do: 'heal' })
  page.untilRest()
  expect(page.last().flags).toEqual([])
  expect(gaps(page)).toEqual([])
})

test('while a node is without power, the gaps name it and say what is waited for', () => {
  const page = rested()
  page.command({ do: 'poke', poke: { poke: 'power-off', node: 'node-b' } })
  page.command({ do: 'run-until', until: { is: 'node-ready', node: 'node-b', status: 'Unknown' }, limitUs: 120_000_000 })
  page.untilRest()
  expect(gaps(page)).toContain('nodes node-b Ready Unknown')
})

test('everything broken at once is healed at once', () => {
  const page = rested()
  for (const poke of UNDOABLE) page.command({ do: 'poke', poke })
  page.wait(3000)
  page.command({ do: 'heal' })
  page.untilRest()
  expect(page.refused).toEqual([])
  expect(gaps(page)).toEqual([])
})

test('a line that is cut and slowed is still slow when only the cut is undone', () => {
  const page = rested()
  const line = { from: 'node/node-a', to: 'apiserver' } as const
  page.command({ do: 'poke', poke: { poke: 'slow-link', ...line, factor: 20 } })
  page.command({ do: 'poke', poke: { poke: 'cut-link', ...line } })
  page.wait(100)
  const cut = page.last().flags.find(({ poke }) => poke.poke === 'cut-link')!
  page.command({ do: 'undo-poke', flag: cut.id })
  expect(kernelOf(page.session).faults().map(({ down, latencyFactor }) => ({ down, latencyFactor }))).toEqual([{ down: undefined, latencyFactor: 20 }, { down: undefined, latencyFactor: 20 }])
})

test('a message that is held stays where it is until it is released, and one that is dropped never arrives', () => {
  const page = testPage('rollout', 7)
  page.command({ do: 'pace', pace: 'story', speed: 1 })
  page.command({ do: 'kubectl', line: CREATE })
  page.wait(200)
  page.command({ do: 'pause' })
  const [message] = [...kernelOf(page.session).pending()].filter(({ from, to }) => from === 'kubectl' || to === 'kubectl')
  if (!message) throw new Error('kubectl has sent nothing')
  page.command({ do: 'poke', poke: { poke: 'hold-message', event: message.id } })
  page.command({ do: 'run-until', until: { is: 'idle' }, limitUs: 5_000_000 })
  page.untilRest()
  expect([...kernelOf(page.session).pending()].find(({ id }) => id === message.id)?.held).toBe(true)
  expect(page.last().packets.find(({ id }) => id === message.id)?.held).toBe(true)
  page.command({ do: 'undo-poke', flag: page.last().flags[0]!.id })
  page.command({ do: 'play' })
  page.untilRest()
  expect(gaps(page)).toEqual([])
})

test('what is not there cannot be broken: the engine says so and goes on', () => {
  const page = rested()
  for (const poke of [{ poke: 'crash', process: 'node/nowhere/runtime' }, { poke: 'power-off', node: 'nowhere' }, { poke: 'hold-message', event: 1 }, { poke: 'slow-disk', member: 'etcd-9', speed: 'slow' }] as const) page.command({ do: 'poke', poke })
  page.wait(100)
  expect(page.refused).toHaveLength(4)
  expect(page.last().flags).toEqual([])
})

test('late hearing without expectations makes a surplus of Pods that goes away with Heal, and the record lives it again', () => {
  const page = testPage('sandbox', 7)
  page.command({ do: 'pace', pace: 'clock', speed: 4 })
  page.command({ do: 'poke', poke: { poke: 'lag-watch', process: 'controller-manager/replicaset', milliseconds: 3000 } })
  page.command({ do: 'poke', poke: { poke: 'expectations-off', controller: 'replicaset' } })
  page.command({ do: 'kubectl', line: 'kubectl create deployment web --image=nginx --replicas=4' })
  let most = 0
  for (let i = 0; i < 40; i++) {
    page.wait(250)
    most = Math.max(most, podsOf(page, 'web-'))
  }
  expect(most).toBeGreaterThan(4)
  page.command({ do: 'heal' })
  page.untilRest()
  expect(page.refused).toEqual([])
  expect(page.last().flags).toEqual([])
  expect([podsOf(page, 'web-'), ...gaps(page)]).toEqual([4])
  const { record } = page.ask({ ask: 'record' }) as { readonly record: SessionRecord }
  const again = testPage('sandbox', 7)
  again.command({ do: 'replay', record: JSON.parse(JSON.stringify(record)) as SessionRecord })
  again.wait(64)
  expect(again.refused).toEqual([])
  expect(kernelOf(again.session).hash()).toBe(kernelOf(page.session).hash())
})

test('the later of two lags counts, and taking it back leaves the earlier one', () => {
  const page = rested()
  const lagOf = (): number => (kernelOf(page.session).inspect('kube-controller-manager') as { readonly controllers: ReadonlyMap<string, { readonly lagUs: number }> }).controllers.get('replicaset')!.lagUs
  const lag = (milliseconds: number): void => {
    page.command({ do: 'poke', poke: { poke: 'lag-watch', process: 'controller-manager/replicaset', milliseconds } })
    page.wait(64)
  }
  lag(2000)
  lag(7000)
  expect(lagOf()).toBe(7_000_000)
  page.command({ do: 'undo-poke', flag: page.last().flags.at(-1)!.id })
  page.wait(64)
  expect(lagOf()).toBe(2_000_000)
})

test('a lag that is no whole number of milliseconds, or of what hears of nothing, is refused by name', () => {
  const page = rested()
  for (const [process, milliseconds] of [['registry', 5], ['controller-manager/nobody', 5], ['scheduler', -1], ['scheduler', 1.5], ['scheduler', 600_001]] as const) page.command({ do: 'poke', poke: { poke: 'lag-watch', process, milliseconds } })
  page.wait(64)
  expect(page.refused).toHaveLength(5)
  expect(page.refused[1]).toMatchObject({ text: 'refused.unknown', params: { what: 'controller-manager/nobody 5 ms' } })
})

interface Dialled { readonly controllers: ReadonlyMap<string, { readonly lagUs: number; readonly expecting: boolean; readonly paused: boolean }> }
const replicaSets = (page: TestPage) => {
  const { lagUs, expecting, paused } = (kernelOf(page.session).inspect('kube-controller-manager') as Dialled).controllers.get('replicaset')!
  return { lagUs, expecting, paused }
}
const undo = (page: TestPage, poke: Poke['poke']) => {
  page.command({ do: 'undo-poke', flag: page.last().flags.find((flag) => flag.poke.poke === poke)!.id })
  page.wait(64)
}

test('what is in the list of what is broken stays so when its process is started again', () => {
  const page = rested()
  const pokes: readonly Poke[] = [
    { poke: 'lag-watch', process: 'controller-manager/replicaset', milliseconds: 3000 }, { poke: 'expectations-off', controller: 'replicaset' }, { poke: 'pause-controller', controller: 'deployment' },
    { poke: 'lag-watch', process: 'scheduler', milliseconds: 2000 }, { poke: 'pause-scheduler' }, { poke: 'crash', process: 'controller-manager' }, { poke: 'crash', process: 'scheduler' },
  ]
  for (const poke of pokes) page.command({ do: 'poke', poke })
  page.wait(1000)
  undo(page, 'crash')
  undo(page, 'crash')
  page.wait(1000)
  expect(page.last().flags.map(({ poke }) => poke)).toEqual(pokes.slice(0, 5))
  expect(replicaSets(page)).toEqual({ lagUs: 3_000_000, expecting: false, paused: false })
  expect((kernelOf(page.session).inspect('kube-controller-manager') as Dialled).controllers.get('deployment')!.paused).toBe(true)
  expect(kernelOf(page.session).inspect('kube-scheduler')).toMatchObject({ paused: true, client: { lagUs: 2_000_000 } })
  page.command({ do: 'heal' })
  page.untilRest()
  expect([page.last().flags, gaps(page)]).toEqual([[], []])
  expect(replicaSets(page)).toEqual({ lagUs: 0, expecting: true, paused: false })
})

test('a dial that is taken back while its process is down is back when it starts; one that is set then holds from its start', () => {
  const page = rested()
  page.command({ do: 'poke', poke: { poke: 'lag-watch', process: 'controller-manager/replicaset', milliseconds: 3000 } })
  page.command({ do: 'poke', poke: { poke: 'crash', process: 'controller-manager' } })
  page.wait(500)
  undo(page, 'lag-watch')
  page.command({ do: 'poke', poke: { poke: 'expectations-off', controller: 'replicaset' } })
  page.wait(64)
  undo(page, 'crash')
  page.wait(500)
  expect(replicaSets(page)).toEqual({ lagUs: 0, expecting: false, paused: false })
})

test('a controller that starts with late ears does not take its empty cache for an empty cluster', () => {
  const page = rested()
  page.command({ do: 'poke', poke: { poke: 'lag-watch', process: 'controller-manager/replicaset', milliseconds: 3000 } })
  page.command({ do: 'poke', poke: { poke: 'expectations-off', controller: 'replicaset' } })
  page.command({ do: 'poke', poke: { poke: 'crash', process: 'controller-manager' } })
  page.wait(1000)
  undo(page, 'crash')
  let [most, least] = [0, 99]
  for (let i = 0; i < 60; i++) {
    page.wait(250)
    most = Math.max(most, podsOf(page, 'httpd-app-'))
    least = Math.min(least, podsOf(page, 'httpd-app-'))
  }
  expect([least, most]).toEqual([2, 2])
})

test('a machine that gets its power back keeps what was broken on it', () => {
  const page = rested()
  page.command({ do: 'poke', poke: { poke: 'stop-kubelet', node: 'node-a' } })
  page.command({ do: 'poke', poke: { poke: 'lag-watch', process: 'node/node-a/proxy', milliseconds: 5000 } })
  page.command({ do: 'poke', poke: { poke: 'power-off', node: 'node-a' } })
  page.wait(500)
  undo(page, 'power-off')
  page.wait(500)
  expect(page.last().flags.map(({ poke }) => poke.poke)).toEqual(['stop-kubelet', 'lag-watch'])
  expect(kernelOf(page.session).isUp('kubelet/node-a')).toBe(false)
  expect(kernelOf(page.session).inspect('kube-proxy/node-a')).toMatchObject({ client: { lagUs: 5_000_000 } })
})
