import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernel, MILLISECOND, SECOND, type Address, type Component, type Delivery, type Message, type Observer } from './index.ts'

interface Ping extends Message { readonly type: 'ping' | 'tick'; readonly n: number }
interface Count { heard: number[]; lost: string[] }

/** Passes a number on to a random friend, and ticks. */
const gossip = (friends: readonly Address<Ping>[]): Component<Count, Ping> => ({
  kind: 'gossip',
  init: () => ({ heard: [], lost: [] }),
  start: (_, cx) => { cx.after(cx.below(1000), { type: 'tick', n: 0 }) },
  step(state, { msg }, cx) {
    state.heard.push(msg.n)
    if (msg.type === 'tick') cx.after(10 * MILLISECOND + cx.below(1000), { type: 'tick', n: msg.n + 1 })
    cx.send(friends[cx.below(friends.length)]!, { type: 'ping', n: cx.below(1000) })
  },
  disconnected: (state, peer) => { state.lost.push(peer) },
})
const silent: Component<Count, Ping> = {
  kind: 'silent',
  init: () => ({ heard: [], lost: [] }),
  step: (state, { msg }) => { state.heard.push(msg.n) },
  disconnected: (state, peer) => { state.lost.push(peer) },
}
const chatter = (to: Address<Ping>, everyUs: number, lossy = false): Component<Count, Ping> => ({
  kind: 'chatter',
  init: () => ({ heard: [], lost: [] }),
  start: (_, cx) => { cx.after(0, { type: 'tick', n: 0 }) },
  step(state, { msg }, cx) {
    state.heard.push(msg.n)
    cx.send(to, { type: 'ping', n: msg.n }, { lossy })
    cx.after(everyUs, { type: 'tick', n: msg.n + 1 })
  },
  disconnected: (state, peer) => { state.lost.push(peer) },
})

/** Tells its life and how many ends of connections it has heard of; listens whether the peer is of the life that it thinks it talks to. */
interface Hello extends Message { readonly type: 'hello' | 'tick'; readonly life: number; readonly heardEnds: number }
interface Talk { life: number; peerLife: number | undefined; ends: number; wrong: string[] }
const dialogue = (to: Address<Hello>): Component<Talk, Hello> => ({
  kind: 'dialogue',
  init: () => ({ life: 0, peerLife: undefined, ends: 0, wrong: [] }),
  start(state, cx) {
    state.life = cx.now
    cx.after(0, { type: 'tick', life: 0, heardEnds: 0 })
  },
  step(state, { msg }, cx) {
    if (msg.type === 'tick') {
      cx.send(to, { type: 'hello', life: state.life, heardEnds: state.ends })
      cx.after(7, { type: 'tick', life: 0, heardEnds: 0 })
      return
    }
    if (state.peerLife !== undefined && msg.life !== state.peerLife) state.wrong.push(`life ${msg.life} after ${state.peerLife} without an end`)
    if (state.life > 0 && state.ends === 0 && msg.heardEnds === 0) state.wrong.push('a word meant for the earlier life')
    state.peerLife = msg.life
  },
  disconnected(state) {
    state.ends++
    state.peerLife = undefined
  },
})

const NAMES = ['a', 'b', 'c', 'd']
function world(seed: number, observer?: Observer) {
  const kernel = createKernel({ seed, observers: observer ? [observer] : [] })
  for (const name of NAMES) kernel.spawn(name, `host-${name}`, gossip(NAMES))
  return kernel
}
const states = (kernel: ReturnType<typeof world>): string => JSON.stringify(NAMES.map((name) => kernel.inspect(name)))
function pair(lossy = false) {
  const kernel = createKernel({ seed: 1 })
  kernel.spawn('talker', 'left', chatter('listener', MILLISECOND, lossy))
  kernel.spawn('listener', 'right', silent)
  return { kernel, heard: () => (kernel.inspect('listener') as Count).heard, lost: (id: string) => (kernel.inspect(id) as Count).lost }
}

test('the same seed twice gives the same history, another seed another one', () => {
  const [one, two, other] = [world(7), world(7), world(8)]
  for (const kernel of [one, two, other]) kernel.run(SECOND)
  expect(one.hash()).toBe(two.hash())
  expect(states(one)).toBe(states(two))
  expect(one.hash()).not.toBe(other.hash())
})

test('a run restored from the middle ends exactly like one that never stopped', () => {
  fc.assert(fc.property(fc.integer(), fc.integer({ min: 0, max: 400_000 }), (seed, middle) => {
    const whole = world(seed)
    whole.run(middle)
    const checkpoint = whole.checkpoint()
    whole.run(500_000)
    const first = [whole.hash(), states(whole)]
    whole.restore(checkpoint)
    whole.run(500_000)
    expect([whole.hash(), states(whole)]).toEqual(first)
    const fresh = world(seed)
    // Its actors met each other in another order.
    const lived = world(seed + 1)
    lived.run(30_000)
    for (const elsewhere of [fresh, lived]) {
      elsewhere.restore(checkpoint)
      elsewhere.run(500_000)
      expect([elsewhere.hash(), states(elsewhere)]).toEqual(first)
    }
  }), { numRuns: 20 })
})

test('a fork leaves the old future intact', () => {
  const kernel = world(3)
  kernel.run(100 * MILLISECOND)
  const fork = kernel.checkpoint()
  kernel.run(SECOND)
  const old = kernel.hash()
  kernel.restore(fork)
  kernel.input({ type: 'crash', actor: 'a' })
  kernel.run(SECOND)
  expect(kernel.hash()).not.toBe(old)
  kernel.restore(fork)
  kernel.run(SECOND)
  expect(kernel.hash()).toBe(old)
})

test('each future remembers by itself what its events go back to', () => {
  const told: string[] = []
  const kernel = world(3, { sent: ({ id, cause, root }, noise) => { told.push(`${id} ${cause} ${root} ${noise}`) } })
  kernel.run(100 * MILLISECOND)
  const fork = kernel.checkpoint()
  kernel.input({ type: 'message', to: 'a', msg: { type: 'ping', n: 1 } as Ping })
  kernel.run(200 * MILLISECOND)
  const middle = kernel.checkpoint()
  const before = told.length
  kernel.run(300 * MILLISECOND)
  const first = told.splice(before)
  expect(first.length).toBeGreaterThan(30)
  // Another future gives the same numbers to other events.
  kernel.restore(fork)
  kernel.run(300 * MILLISECOND)
  kernel.restore(middle)
  told.length = 0
  kernel.run(300 * MILLISECOND)
  expect(told).toEqual(first)
})

test('messages between two actors never overtake each other, whatever the latency', () => {
  const { kernel, heard } = pair()
  kernel.run(50 * MILLISECOND)
  kernel.input({ type: 'link', from: 'left', to: 'right', change: { extraUs: 20_000 } })
  kernel.run(100 * MILLISECOND)
  kernel.input({ type: 'link', from: 'left', to: 'right', change: {} })
  kernel.run(300 * MILLISECOND)
  expect(heard().length).toBeGreaterThan(250)
  expect(heard()).toEqual([...heard()].sort((a, b) => a - b))
})

test('what was on its way to an earlier life is lost', () => {
  const { kernel, heard } = pair()
  kernel.run(10 * MILLISECOND + 100)
  kernel.input({ type: 'crash', actor: 'listener' })
  kernel.input({ type: 'restart', actor: 'listener' })
  kernel.run(20 * MILLISECOND)
  expect(heard()[0]).toBeGreaterThan(10)
})

test('who hears that a connection is gone hears nothing of the next one before, and says nothing on the old one to the next life', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 20_000 }), (crashUs) => {
    const kernel = createKernel({ seed: crashUs })
    kernel.spawn('client', 'left', dialogue('server'))
    kernel.spawn('server', 'right', dialogue('client'))
    kernel.run(crashUs)
    kernel.input({ type: 'crash', actor: 'client' })
    kernel.input({ type: 'restart', actor: 'client' })
    kernel.run(crashUs + 20 * MILLISECOND)
    for (const id of ['client', 'server']) expect((kernel.inspect(id) as Talk).wrong).toEqual([])
  }))
})

test('a connection that broke and one that was refused are told apart', () => {
  const ends: boolean[] = []
  const kernel = createKernel({ seed: 1 })
  kernel.spawn('talker', 'left', { ...chatter('listener', MILLISECOND), disconnected: (_, __, ___, refused) => { ends.push(refused) } })
  kernel.spawn('listener', 'right', silent)
  kernel.run(10 * MILLISECOND)
  kernel.input({ type: 'crash', actor: 'listener' })
  kernel.run(20 * MILLISECOND)
  expect(ends.slice(0, 3)).toEqual([false, true, true])
})

test('a message that is held waits, what follows on its connection waits behind it, and released they arrive in order', () => {
  const { kernel, heard, lost } = pair()
  kernel.run(10 * MILLISECOND)
  const [next] = [...kernel.pending()].filter(({ to, from }) => to === 'listener' && from === 'talker')
  kernel.input({ type: 'hold', event: next!.id })
  const before = heard().length
  kernel.run(50 * MILLISECOND)
  expect(heard()).toHaveLength(before)
  expect([...kernel.pending()].filter(({ held }) => held).length).toBeGreaterThan(30)
  kernel.input({ type: 'release', event: next!.id })
  kernel.run(60 * MILLISECOND)
  expect(heard()).toEqual(heard().map((_, index) => index))
  expect(lost('listener')).toEqual([])
})

test('a connection that is reset loses what was on its way, and both ends hear of it', () => {
  const { kernel, heard, lost } = pair()
  kernel.run(10 * MILLISECOND)
  const [held] = [...kernel.pending()].filter(({ to, from }) => to === 'listener' && from === 'talker')
  kernel.input({ type: 'hold', event: held!.id })
  kernel.run(15 * MILLISECOND)
  kernel.input({ type: 'disconnect', from: 'talker', to: 'listener' })
  kernel.run(30 * MILLISECOND)
  expect(lost('talker')).toEqual(['listener'])
  expect(lost('listener')).toEqual(['talker'])
  expect(heard()).not.toContain(11)
  expect(heard().at(-1)).toBeGreaterThan(20)
})

test('both ends hear of a process that died, at once', () => {
  const { kernel, lost } = pair()
  kernel.run(10 * MILLISECOND)
  kernel.input({ type: 'crash', actor: 'listener' })
  kernel.run(11 * MILLISECOND)
  expect(lost('talker')).toContain('listener')
})

test('a message waits on a cut link for 45 seconds, then the connection is given up', () => {
  const { kernel, heard, lost } = pair()
  kernel.run(10 * MILLISECOND)
  kernel.input({ type: 'link', from: 'left', to: 'right', change: { down: true } })
  kernel.run(30 * SECOND)
  const before = heard().length
  kernel.input({ type: 'link', from: 'left', to: 'right', change: {} })
  kernel.run(31 * SECOND)
  expect(before).toBeLessThan(15)
  expect(heard().length).toBeGreaterThan(30_000)
  expect(lost('listener')).toEqual([])
  kernel.input({ type: 'link', from: 'left', to: 'right', change: { down: true } })
  kernel.run(77 * SECOND)
  expect(lost('listener')).toEqual(['talker'])
  expect(lost('talker')).toEqual(['listener'])
})

test('a lossy message on a cut link is gone', () => {
  const { kernel, heard } = pair(true)
  kernel.input({ type: 'link', from: 'left', to: 'right', change: { down: true } })
  kernel.run(20 * MILLISECOND)
  kernel.input({ type: 'link', from: 'left', to: 'right', change: {} })
  kernel.run(30 * MILLISECOND)
  expect(heard()[0]).toBeGreaterThan(18)
})

test('a host without power says nothing; its peers find out after 45 seconds', () => {
  const { kernel, lost } = pair()
  kernel.run(10 * MILLISECOND)
  kernel.input({ type: 'power-off', host: 'right' })
  kernel.run(40 * SECOND)
  expect(lost('talker')).toEqual([])
  kernel.run(46 * SECOND)
  expect(lost('talker')).toEqual(['listener'])
})

test('what arrives at a paused process waits for it', () => {
  const { kernel, heard } = pair()
  kernel.run(10 * MILLISECOND)
  kernel.input({ type: 'pause', actor: 'listener' })
  const before = heard().length
  kernel.run(20 * MILLISECOND)
  expect(heard().length).toBe(before)
  kernel.input({ type: 'resume', actor: 'listener' })
  kernel.run(21 * MILLISECOND)
  expect(heard().length).toBeGreaterThan(before + 9)
})

test('every message knows its cause and its root', () => {
  const seen = new Map<number, Delivery<Message>>()
  const kernel = world(5, { sent: (delivery) => { seen.set(delivery.id, delivery) } })
  const poke = kernel.input({ type: 'message', to: 'a', msg: { type: 'ping', n: 1 } as Ping })
  kernel.run(5 * MILLISECOND)
  const effects = [...seen.values()].filter(({ root }) => root === poke)
  expect(effects.length).toBeGreaterThan(2)
  for (const { cause } of effects) expect(cause === poke || seen.get(cause)?.root === poke).toBe(true)
})
