import { expect, test } from 'vitest'
import { createKernel, SECOND, type Component, type Kernel, type Message } from '../../kernel/index.ts'
import type { EtcdAnswer, EtcdCall, EtcdClientMessage, TxnOp } from '../messages.ts'
import { createApplyCache } from './apply-cache.ts'
import { disk } from './disk.ts'
import type { DiskChange } from './disk-messages.ts'
import { etcd, type EtcdConfig, type EtcdState } from './member.ts'
import { historyOf, keysUnder, memberView } from './view.ts'

interface Say extends Message { readonly type: 'say'; readonly to: string; readonly msg: EtcdClientMessage }

const client: Component<{ heard: EtcdAnswer[] }, Say | EtcdAnswer> = {
  kind: 'client',
  init: () => ({ heard: [] }),
  step: ({ heard }, { msg }, cx) => { msg.type === 'say' ? cx.send(msg.to, msg.msg) : heard.push(msg) },
}

function world(size = 3, extra: Partial<EtcdConfig> = {}) {
  const kernel = createKernel({ seed: 4 })
  const members = Array.from({ length: size }, (_, i) => `etcd-${i}`)
  const cache = createApplyCache()
  members.forEach((name, i) => {
    kernel.spawn(`${name}/disk`, `host-${i}`, disk())
    kernel.spawn(name, `host-${i}`, etcd({ name, members, disk: `${name}/disk`, cache, ...extra }))
  })
  kernel.spawn('client', 'client', client)
  kernel.run(3 * SECOND)
  let id = 0
  const heard = (): readonly EtcdAnswer[] => (kernel.inspect('client') as { heard: EtcdAnswer[] }).heard
  const say = (to: string, msg: EtcdClientMessage): void => void kernel.input({ type: 'message', to: 'client', msg: { type: 'say', to, msg } as Say })
  const wait = (seconds: number): void => void kernel.run(kernel.now + seconds * SECOND)
  const leader = (): string => members.find((name) => memberView(stateOf(kernel, name)).role === 'leader')!
  const follower = (): string => members.find((name) => name !== leader())!
  function ask(to: string, call: EtcdCall, seconds = 0.5) {
    say(to, { type: 'etcd-request', id: ++id, call })
    wait(seconds)
    const answer = heard().find((msg) => msg.type === 'etcd-response' && msg.id === id)
    return answer?.type === 'etcd-response' ? answer.result : undefined
  }
  return { kernel, members, heard, say, wait, ask, leader, follower }
}
const stateOf = (kernel: Kernel, name: string): EtcdState => kernel.inspect(name) as EtcdState
const put = (key: string, value: unknown = 1, lease = 0): TxnOp => ({ op: 'put', key, value, bytes: 10, lease })
const write = (...success: TxnOp[]): EtcdCall => ({ call: 'txn', compare: [], success, failure: [] })

test('what is written through one member is read through another at once', () => {
  const { ask, leader, follower } = world()
  expect(ask(follower(), write(put('/a', 7)))).toMatchObject({ ok: true, succeeded: true, revision: 2 })
  expect(ask(leader(), { call: 'range', key: '/a' })).toMatchObject({ result: { kvs: [{ value: 7 }] } })
})

test('of two writers who saw the same version only one succeeds', () => {
  const { ask, leader } = world()
  ask(leader(), write(put('/a')))
  const swap: EtcdCall = { call: 'txn', compare: [{ target: 'mod', key: '/a', op: '=', revision: 2 }], success: [put('/a')], failure: [{ op: 'range', key: '/a' }] }
  expect(ask(leader(), swap)).toMatchObject({ succeeded: true, revision: 3 })
  expect(ask(leader(), swap)).toMatchObject({ succeeded: false, revision: 3, results: [{ kvs: [{ modRevision: 3 }] }] })
})

test('without a majority a write times out after seven seconds and a serializable read still works', () => {
  const { kernel, ask, leader, members } = world()
  const last = leader()
  for (const member of members) if (member !== last) kernel.input({ type: 'crash', actor: member })
  expect(ask(last, write(put('/a')), 6.9)).toBeUndefined()
  expect(ask(last, write(put('/a')), 8)).toMatchObject({ ok: false, error: 'etcdserver: request timed out', code: 'timeout' })
  expect(ask(last, { call: 'range', key: '/a', serializable: true })).toMatchObject({ ok: true })
})

test('a new leader is elected when the old one dies, and nothing acknowledged is lost', () => {
  const { kernel, ask, leader, wait } = world()
  const old = leader()
  ask(old, write(put('/a')))
  kernel.input({ type: 'crash', actor: old })
  wait(4)
  expect(leader()).not.toBe(old)
  expect(ask(leader(), { call: 'range', key: '/a' })).toMatchObject({ result: { count: 1 } })
})

test('a member that was down catches up, by the log or by a snapshot', () => {
  const { kernel, ask, leader, follower, wait } = world(3, { snapshotEntries: 20 })
  const late = follower()
  kernel.input({ type: 'crash', actor: late })
  for (let i = 0; i < 60; i++) ask(leader(), write(put(`/${i}`)), 0.05)
  kernel.input({ type: 'restart', actor: late })
  wait(2)
  expect(memberView(stateOf(kernel, late)).revision).toBe(61)
})

test('a watch hears every event after its revision, with the previous value, in order', () => {
  const { ask, leader, say, wait, heard } = world()
  ask(leader(), write(put('/x/a', 1)))
  ask(leader(), write(put('/x/a', 2)))
  say(leader(), { type: 'etcd-watch', id: 9, key: '/x/', end: '/x0', revision: 2, previous: true, progress: false })
  ask(leader(), write({ op: 'delete', key: '/x/a' }))
  ask(leader(), write(put('/y', 1)))
  wait(1)
  const events = heard().flatMap((msg) => msg.type === 'etcd-watch-response' ? msg.events : [])
  expect(events).toMatchObject([
    { event: 'put', kv: { value: 1 } }, { event: 'put', kv: { value: 2 }, previous: { value: 1 } }, { event: 'delete', kv: { modRevision: 4 }, previous: { value: 2 } },
  ])
})

test('a watch from before the compaction is refused, and so is a read', () => {
  const { ask, leader, say, wait, heard } = world()
  for (let i = 0; i < 3; i++) ask(leader(), write(put('/a', i)))
  expect(ask(leader(), { call: 'compact', revision: 4 })).toMatchObject({ ok: true })
  expect(ask(leader(), { call: 'compact', revision: 4 })).toMatchObject({ error: 'etcdserver: mvcc: required revision has been compacted' })
  expect(ask(leader(), { call: 'compact', revision: 9 })).toMatchObject({ error: 'etcdserver: mvcc: required revision is a future revision' })
  expect(ask(leader(), { call: 'range', key: '/a', revision: 3 })).toMatchObject({ code: 'compacted' })
  say(leader(), { type: 'etcd-watch', id: 9, key: '/a', revision: 3, previous: false, progress: false })
  wait(1)
  expect(heard().at(-1)).toMatchObject({ type: 'etcd-watch-canceled', id: 9, compactRevision: 4 })
})

test('a quiet watch is told every five seconds how far the store is', () => {
  const { ask, leader, say, wait, heard } = world()
  say(leader(), { type: 'etcd-watch', id: 9, key: '/a/', end: '/a0', revision: 0, previous: false, progress: true })
  ask(leader(), write(put('/b')))
  wait(5)
  expect(heard().at(-1)).toMatchObject({ type: 'etcd-watch-response', id: 9, revision: 2, events: [] })
})

test('keys go with their lease, unless it is kept alive', () => {
  const { ask, leader, follower } = world()
  const grants = [11, 12].map((lease) => ask(leader(), { call: 'lease-grant', ttlSeconds: 3, lease }))
  expect(grants).toMatchObject([{ ttlSeconds: 3 }, { ttlSeconds: 3 }])
  ask(leader(), write(put('/kept', 1, 11), put('/gone', 1, 12)))
  expect(ask(follower(), { call: 'lease-keep-alive', lease: 11 }, 2)).toMatchObject({ ok: true, lease: 11, ttlSeconds: 3 })
  ask(leader(), { call: 'lease-keep-alive', lease: 11 }, 2)
  expect(ask(leader(), { call: 'range', key: '/', end: '0' })).toMatchObject({ result: { kvs: [{ key: '/kept' }] } })
  expect(ask(leader(), { call: 'lease-keep-alive', lease: 12 })).toMatchObject({ error: 'etcdserver: requested lease not found' })
  expect(ask(leader(), write(put('/a', 1, 12)))).toMatchObject({ code: 'lease-not-found' })
})

test('a lease lasts two seconds at least, so that an election does not end it, and goes within a second of its end', () => {
  const { ask, leader } = world()
  expect(ask(leader(), { call: 'lease-grant', ttlSeconds: 1, lease: 11 })).toMatchObject({ ttlSeconds: 2 })
  ask(leader(), write(put('/a', 1, 11)), 0.9)
  expect(ask(leader(), { call: 'range', key: '/a' }, 0.1)).toMatchObject({ result: { count: 1 } })
  expect(ask(leader(), { call: 'range', key: '/a' }, 1.5)).toMatchObject({ ok: true })
  expect(ask(leader(), { call: 'range', key: '/a' }, 0.1)).toMatchObject({ result: { count: 0 } })
})

test('a follower stands for election when it has heard nothing of a leader for one to two seconds', () => {
  const { kernel, members, leader } = world()
  const old = leader()
  const others = members.filter((name) => name !== old)
  kernel.input({ type: 'crash', actor: old })
  const died = kernel.now
  while (!others.some((name) => memberView(stateOf(kernel, name)).role !== 'follower') && kernel.step());
  expect((kernel.now - died) / SECOND).toBeGreaterThan(0.8)
  expect((kernel.now - died) / SECOND).toBeLessThan(2.1)
})

test('a new leader gives leases their whole time again', () => {
  const { kernel, ask, leader, wait } = world()
  ask(leader(), { call: 'lease-grant', ttlSeconds: 4, lease: 11 })
  ask(leader(), write(put('/a', 1, 11)), 2.5)
  kernel.input({ type: 'crash', actor: leader() })
  wait(4)
  expect(ask(leader(), { call: 'range', key: '/a' })).toMatchObject({ result: { count: 1 } })
  wait(5)
  expect(ask(leader(), { call: 'range', key: '/a' })).toMatchObject({ result: { count: 0 } })
})

test('a new leader gives a lease an election timeout more than its whole time', () => {
  const { kernel, ask, leader, members, wait } = world()
  const old = leader()
  ask(old, { call: 'lease-grant', ttlSeconds: 4, lease: 11 })
  ask(old, write(put('/a', 1, 11)))
  kernel.input({ type: 'crash', actor: old })
  const survivor = (): string | undefined => members.find((name) => name !== old && memberView(stateOf(kernel, name)).role === 'leader')
  while (survivor() === undefined && kernel.step());
  const count = (): unknown => ask(survivor()!, { call: 'range', key: '/a' }, 0.2)
  wait(4.3)
  expect(count()).toMatchObject({ result: { count: 1 } })
  wait(1.5)
  expect(count()).toMatchObject({ result: { count: 0 } })
})

test('requests beyond the limits are refused', () => {
  const { ask, leader } = world()
  expect(ask(leader(), write({ op: 'put', key: '/a', value: 1, bytes: 1_600_000 }))).toMatchObject({ error: 'etcdserver: request is too large' })
  expect(ask(leader(), write(...Array.from({ length: 129 }, (_, i) => put(`/${i}`))))).toMatchObject({ error: 'etcdserver: too many operations in txn request' })
  const full = world(1, { quotaBytes: 5 })
  full.ask('etcd-0', write(put('/a')))
  expect(full.ask('etcd-0', write(put('/a')))).toMatchObject({ error: 'etcdserver: mvcc: database space exceeded' })
})

test('a leader whose disk stalls is replaced', () => {
  const { kernel, ask, leader, wait } = world()
  const old = leader()
  const stall: DiskChange = { type: 'disk-change', speed: 'stalled' }
  kernel.input({ type: 'message', to: `${old}/disk`, msg: stall })
  ask(old, write(put('/a')), 5)
  wait(1)
  expect(memberView(stateOf(kernel, leader())).leader).not.toBe(old)
})

test('the answer is caused by the request, and the commit is a cause too', () => {
  const causes = new Map<number, { cause: number; also: readonly number[] | undefined; type: string }>()
  const kernel = createKernel({ seed: 1, observers: [{ sent: ({ id, cause, also, msg }) => void causes.set(id, { cause, also, type: msg.type }) }] })
  kernel.spawn('etcd-0/disk', 'cp-1', disk())
  kernel.spawn('etcd-0', 'cp-1', etcd({ name: 'etcd-0', members: ['etcd-0'], disk: 'etcd-0/disk' }))
  kernel.spawn('client', 'cp-1', client)
  kernel.run(3 * SECOND)
  kernel.input({ type: 'message', to: 'client', msg: { type: 'say', to: 'etcd-0', msg: { type: 'etcd-request', id: 1, call: write(put('/a')) } } as Say })
  kernel.run(4 * SECOND)
  const answer = [...causes.values()].find(({ type }) => type === 'etcd-response')!
  expect(causes.get(answer.cause)!.type).toBe('etcd-request')
  expect(answer.also!.map((id) => causes.get(id)!.type)).toEqual(['disk-written'])
})

test('a run that was restored from its middle goes on as it would have', () => {
  const { kernel, ask, say, wait, leader } = world()
  for (let i = 0; i < 20; i++) ask(leader(), write(put(`/${i % 5}`, i)), 0.05)
  const middle = kernel.checkpoint()
  const rest = (): unknown => {
    say('etcd-1', { type: 'etcd-request', id: 99, call: write(put('/late', 1)) })
    wait(3)
    return [kernel.hash(), keysUnder(stateOf(kernel, 'etcd-2'), '/', 9), historyOf(stateOf(kernel, 'etcd-1'), '/3'), memberView(stateOf(kernel, 'etcd-0'))]
  }
  const first = rest()
  kernel.restore(middle)
  expect(rest()).toEqual(first)
})
