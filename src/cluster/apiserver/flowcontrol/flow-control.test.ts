import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MANDATORY_LEVELS, MANDATORY_SCHEMAS, SUGGESTED_LEVELS, SUGGESTED_SCHEMAS, type FlowSchema, type PriorityLevelConfiguration } from '../../../api/index.ts'
import { MILLISECOND, SECOND } from '../../../kernel/index.ts'
import { allocate } from './allocation.ts'
import { listWidth, ONE_SEAT, writeWidth } from './estimate.ts'
import { abandon, answered, arrive, classify, configure, createFlowControl, nextPass, pass, rebalance, type FlowControl } from './flow-control.ts'
import { deal, flowHash } from './hands.ts'
import type { Level } from './level.ts'
import { matchingSchema, type About, type User } from './matching.ts'
import { createRetryAfter, refused } from './retry-after.ts'
import { seatsOf, type Ticket } from './ticket.ts'

const SCHEMAS = [...SUGGESTED_SCHEMAS, ...MANDATORY_SCHEMAS]
const LEVELS = [...SUGGESTED_LEVELS, ...MANDATORY_LEVELS]
const defaults = (seats = 600): FlowControl => {
  const flow = createFlowControl(seats, 0)
  configure(flow, SCHEMAS, LEVELS, 0)
  return flow
}
type Asked = readonly [user: User, about: About]
const ask = (name: string, verb: string, resource: string, { groups = [], ...more }: Partial<About> & { readonly groups?: readonly string[] } = {}): Asked =>
  [{ name, groups: [...groups, 'system:authenticated'] }, { isResource: true, verb, group: '', resource, subresource: '', namespace: 'default', path: '', ...more }]
const NODE = { groups: ['system:nodes'] }
const LEASES = { group: 'coordination.k8s.io' }
const ACCOUNT = { groups: ['system:serviceaccounts'] }

test('each request belongs to one flow schema: the first that matches its user, verb and resource', () => {
  const flow = defaults()
  const schemaOf = (asked: Asked): string => matchingSchema(flow.schemas, ...asked).metadata.name!
  expect(flow.schemas[0]!.metadata.name).toBe('exempt')
  expect([
    schemaOf(ask('boss', 'delete', 'pods', { groups: ['system:masters'] })),
    schemaOf(ask('anybody', 'get', '', { isResource: false, path: '/healthz' })), schemaOf(ask('anybody', 'get', '', { isResource: false, path: '/healthz/etcd' })), schemaOf(ask('anybody', 'get', '', { isResource: false, path: '/version' })),
    schemaOf(ask('system:kube-controller-manager', 'update', 'leases', LEASES)), schemaOf(ask('system:serviceaccount:kube-system:coredns', 'get', 'leases', { ...LEASES, ...ACCOUNT })),
    schemaOf(ask('system:kube-controller-manager', 'patch', 'leases', LEASES)),
    schemaOf(ask('system:node:a', 'update', 'leases', { ...LEASES, ...NODE })), schemaOf(ask('system:node:a', 'patch', 'nodes', { ...NODE, namespace: '', subresource: 'status' })), schemaOf(ask('system:node:a', 'list', 'pods', NODE)),
    schemaOf(ask('system:kube-scheduler', 'list', 'pods')), schemaOf(ask('system:serviceaccount:kube-system:replicaset-controller', 'create', 'pods', ACCOUNT)),
    schemaOf(ask('system:serviceaccount:kube-systematic:robot', 'create', 'pods', ACCOUNT)), schemaOf(ask('jane', 'list', 'pods')),
  ]).toEqual([
    'exempt', 'probes', 'probes', 'global-default', 'system-leader-election', 'system-leader-election', 'kube-controller-manager', 'system-node-high', 'system-node-high', 'system-nodes',
    'kube-scheduler', 'kube-system-service-accounts', 'service-accounts', 'global-default',
  ])
})

test('the 600 seats are divided by shares, rounded up, and what may be lent begins half lent', () => {
  const flow = createFlowControl(600, 0)
  configure(flow, SCHEMAS, LEVELS, 0)
  const of = (name: string) => { const { nominal, min, widest } = flow.levels.get(name)!; return [nominal, min, widest] }
  expect(Object.fromEntries([...flow.levels.keys()].map((name) => [name, of(name)]))).toEqual({
    exempt: [0, 0, 0], 'catch-all': [13, 13, 0], system: [74, 50, 12], 'node-high': [98, 73, 15], 'leader-election': [25, 25, 4], 'workload-high': [98, 49, 15], 'workload-low': [245, 24, 37], 'global-default': [49, 24, 8],
  })
  const limits = [...flow.levels.values()].reduce((sum, { limit }) => sum + limit, 0)
  expect(Math.abs(limits - 602)).toBeLessThanOrEqual(3)
})

test('a level that needs more than its share borrows it within ten seconds, and nobody lends what they keep', () => {
  const flow = defaults()
  const level = flow.levels.get('global-default')!
  const before = level.limit
  const tickets = Array.from({ length: 250 }, (_, i) => arriveAs(flow, `jane ${i}`, ask('jane', 'get', 'pods'), 0))
  expect([level.executing, level.waiting]).toEqual([before, 250 - before])
  const started = rebalance(flow, 10 * SECOND)
  expect(level.limit).toBeGreaterThanOrEqual(250)
  expect(started).toHaveLength(250 - before)
  expect(tickets.every((one) => typeof one !== 'string' && one.stage === 'executing')).toBe(true)
  // Nobody lends below what it keeps for itself.
  for (const { limit, min, config } of flow.levels.values()) if (config.spec.type === 'Limited') expect(limit).toBeGreaterThanOrEqual(min)
})

test('what is lent comes back to a level that fills up itself', () => {
  const flow = defaults()
  for (let i = 0; i < 340; i++) arriveAs(flow, `jane ${i}`, ask('jane', 'get', 'pods'), 0)
  rebalance(flow, 10 * SECOND)
  const high = flow.levels.get('workload-high')!
  for (let i = 0; i < 340; i++) arriveAs(flow, `rs ${i}`, ask('system:serviceaccount:kube-system:replicaset-controller', 'create', 'pods', ACCOUNT), 11 * SECOND)
  rebalance(flow, 20 * SECOND)
  expect(high.limit).toBeGreaterThanOrEqual(high.nominal)
})

test('a flow has six queues of fifty: what comes beyond them is refused', () => {
  const flow = defaults()
  const seats = flow.levels.get('global-default')!.limit
  const verdicts = Array.from({ length: 1000 }, (_, i) => arriveAs(flow, String(i), ask('jane', 'get', 'pods'), 0))
  expect(verdicts.filter((one) => one === 'queue-full')).toHaveLength(1000 - seats - 300)
  const lengths = [...flow.levels.get('global-default')!.queues.values()].map(({ length }) => length)
  expect(lengths).toEqual([50, 50, 50, 50, 50, 50])
})

test('a level without queues refuses what finds no seat', () => {
  const flow = createFlowControl(10, 0)
  const verdicts = Array.from({ length: 12 }, (_, i) => arriveAs(flow, String(i), ask('jane', 'get', 'pods'), 0))
  expect(verdicts.filter((one) => one === 'concurrency-limit')).toHaveLength(2)
  expect(arriveAs(flow, 'boss', ask('boss', 'get', 'pods', { groups: ['system:masters'] }), 0)).toMatchObject({ stage: 'executing', level: 'exempt' })
})

test('who came late to a busy level is served before the second hundred of who fills it', () => {
  const flow = defaults()
  const level = flow.levels.get('global-default')!
  for (let i = 0; i < 300; i++) arriveAs(flow, `mallory ${i}`, ask('mallory', 'get', 'pods'), 0)
  const jane = arriveAs(flow, 'jane', ask('jane', 'get', 'pods'), MILLISECOND) as Ticket
  expect(jane.stage).toBe('waiting')
  const turn = serve(flow, level, 2 * MILLISECOND).indexOf(jane)
  expect(turn).toBeGreaterThanOrEqual(0)
  expect(turn).toBeLessThan(100)
})

test('a write that many watch keeps its seats for a while after its answer', () => {
  expect(writeWidth(9, 10)).toEqual(ONE_SEAT)
  expect(writeWidth(5000, 15)).toEqual({ initialSeats: 1, finalSeats: 10, extraUs: 250 * MILLISECOND })
  const flow = defaults()
  const level = flow.levels.get('workload-high')!
  const ticket = arriveAs(flow, 'x', ask('system:kube-scheduler', 'create', 'endpointslices'), 0, writeWidth(5000, 15)) as Ticket
  answered(flow, ticket, MILLISECOND)
  pass(flow, 2 * MILLISECOND)
  expect([level.executing, level.seatsInUse]).toEqual([0, 10])
  pass(flow, 251 * MILLISECOND)
  expect(level.seatsInUse).toBe(0)
})

test('a list is as wide as the bytes that it loads, within what its level allows', () => {
  const pods = { objects: 1000, meanBytes: 2000, limit: 0, single: false, fromCache: true, selected: false }
  expect(listWidth(pods, 37).initialSeats).toBe(10)
  expect(listWidth(pods, 8).initialSeats).toBe(8)
  expect(listWidth({ ...pods, fromCache: false }, 37).initialSeats).toBe(20)
  expect(listWidth({ ...pods, fromCache: false, limit: 100 }, 37).initialSeats).toBe(2)
  expect(listWidth({ ...pods, fromCache: false, limit: 100, selected: true }, 37).initialSeats).toBe(10)
  expect(listWidth({ ...pods, single: true }, 37)).toEqual(ONE_SEAT)
})

test('hands are dealt without a card twice, and the same flow always has the same', () => {
  fc.assert(fc.property(fc.string(), fc.string(), fc.integer({ min: 8, max: 128 }), fc.integer({ min: 1, max: 8 }), (schema, flow, deck, size) => {
    const hand = deal(flowHash(schema, flow), deck, size)
    expect(new Set(hand).size).toBe(size)
    expect(hand.every((card) => card >= 0 && card < deck)).toBe(true)
    expect(deal(flowHash(schema, flow), deck, size)).toEqual(hand)
  }))
})

test('parts add up to the whole, stay within their bounds, and are the same multiple of what was wanted', () => {
  const claim = fc.record({ low: fc.integer({ min: 0, max: 100 }), more: fc.integer({ min: 0, max: 100 }), room: fc.integer({ min: 0, max: 600 }) }).map(({ low, more, room }) => ({ low, high: low + room, target: low + more }))
  fc.assert(fc.property(fc.array(claim, { minLength: 1, maxLength: 8 }), fc.nat(1000), (claims, sum) => {
    const parts = allocate(sum, claims)
    const [lows, highs] = [claims.reduce((all, { low }) => all + low, 0), claims.reduce((all, { high }) => all + high, 0)]
    if (sum < lows || sum > highs) return void expect(parts).toBeUndefined()
    expect(parts!.reduce((all, part) => all + part, 0)).toBeCloseTo(sum, 3)
    const free = parts!.flatMap((part, i) => {
      const { low, high, target } = claims[i]!
      expect(part).toBeGreaterThanOrEqual(low)
      expect(part).toBeLessThanOrEqual(high)
      return part > low + 1e-6 && part < high - 1e-6 ? [part / Math.max(target, 0.001)] : []
    })
    for (const multiple of free) expect(multiple / free[0]!).toBeCloseTo(1, 3)
  }))
})

test('who is refused again and again is asked to stay away for twice as long, and for less once it is quiet', () => {
  const tracker = createRetryAfter()
  for (let second = 0; second < 4; second++) for (let i = 0; i < 50; i++) refused(tracker, second * SECOND)
  expect(tracker.seconds).toBe(4)
  for (let second = 20; second < 60; second += 10) refused(tracker, second * SECOND)
  expect(tracker.seconds).toBe(1)
})

test('a schema that names a level that does not exist is not followed', () => {
  const flow = createFlowControl(600, 0)
  configure(flow, SCHEMAS.filter(({ metadata }) => metadata.name !== 'global-default'), LEVELS, 0)
  expect(matchingSchema(flow.schemas, ...ask('jane', 'get', 'pods')).metadata.name).toBe('catch-all')
  const lost = { ...SUGGESTED_SCHEMAS[0]!, metadata: { name: 'lost' }, spec: { ...SUGGESTED_SCHEMAS[8]!.spec, matchingPrecedence: 2, priorityLevelConfiguration: { name: 'nowhere' } } } as FlowSchema
  configure(flow, [...SCHEMAS, lost], LEVELS, 0)
  expect(matchingSchema(flow.schemas, ...ask('jane', 'get', 'pods')).metadata.name).toBe('global-default')
})

test('a level that is taken away still serves those who wait in it', () => {
  const flow = defaults()
  const level = flow.levels.get('global-default')!
  const tickets = Array.from({ length: 100 }, (_, i) => arriveAs(flow, String(i), ask('jane', 'get', 'pods'), 0) as Ticket)
  configure(flow, SCHEMAS.filter(({ metadata }) => metadata.name !== 'global-default'), LEVELS.filter(({ metadata }) => metadata.name !== 'global-default'), MILLISECOND)
  expect(matchingSchema(flow.schemas, ...ask('jane', 'get', 'pods')).metadata.name).toBe('catch-all')
  serve(flow, level, 2 * MILLISECOND)
  expect(tickets.every(({ stage }) => stage === 'gone')).toBe(true)
  expect(flow.levels.has('global-default')).toBe(false)
})

// Whatever comes, in whatever order, and however long it takes.

const users = ['jane', 'mallory', 'robot', 'system:kube-scheduler', 'system:node:a'] as const
type Move =
  | { readonly do: 'arrive'; readonly user: number; readonly seats: number; readonly lingers: boolean }
  | { readonly do: 'answer' | 'abandon'; readonly which: number }
  | { readonly do: 'rebalance' }
  | { readonly do: 'configure'; readonly drop: number; readonly shares: number }
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('arrive' as const), user: fc.nat(users.length - 1), seats: fc.integer({ min: 1, max: 12 }), lingers: fc.boolean() }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('answer' as const), which: fc.nat(200) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('abandon' as const), which: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rebalance' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('configure' as const), drop: fc.nat(12), shares: fc.integer({ min: 0, max: 60 }) }) },
)

test('seats never exceed their limit, counts are true, and everybody who waits ends', () => {
  fc.assert(fc.property(fc.array(fc.tuple(move, fc.nat(5 * MILLISECOND)), { maxLength: 250 }), fc.integer({ min: 20, max: 120 }), (moves, seats) => {
    const flow = defaults(seats)
    let now = 0
    let before = new Map([...flow.levels].map(([name, { seatsInUse }]) => [name, seatsInUse]))
    for (const [one, later] of moves) {
      now += later
      live(flow, one, now)
      check(flow)
      for (const [name, { seatsInUse, limit, executing: busy, config }] of flow.levels) {
        // A limit that shrank is reached by waiting; nobody new is seated meanwhile. One that is wider than the level goes alone.
        if (config.spec.type === 'Limited' && seatsInUse > limit) expect(seatsInUse <= (before.get(name) ?? 0) || busy <= 1).toBe(true)
      }
      before = new Map([...flow.levels].map(([name, { seatsInUse }]) => [name, seatsInUse]))
    }
    // Every answer comes at last: nobody is left waiting, and all seats are back.
    for (let i = 0; i < 2_000 && (given.get(flow) ?? []).some(({ stage }) => stage !== 'gone'); i++) {
      for (const one of executing(flow)) answer(flow, one, now + MILLISECOND)
      now = Math.max(now, nextPass(flow) === Infinity ? now : nextPass(flow))
      pass(flow, now)
      check(flow)
      // A level without a share of its own has seats only once it may borrow: every ten seconds.
      if (i % 5 === 4) rebalance(flow, now += 10 * SECOND)
      check(flow)
    }
    expect((given.get(flow) ?? []).filter(({ stage }) => stage !== 'gone')).toEqual([])
    expect(flow.waiting).toBe(0)
    for (const { seatsInUse, seatsWaiting, executing, waiting, queues } of flow.levels.values()) expect([seatsInUse, seatsWaiting, executing, waiting, queues.size]).toEqual([0, 0, 0, 0, 0])
  }), { numRuns: 150 })
})

test('no flow starves: however one floods, another is served within a few of its turns', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 50, max: 400 }), fc.constantFrom('jane', 'robot', 'amy', 'li'), (width, flood, name) => {
    const flow = defaults(60)
    const level = flow.levels.get('global-default')!
    for (let i = 0; i < flood; i++) arriveAs(flow, `mallory ${i}`, ask('mallory', 'get', 'pods'), 0, { initialSeats: width, finalSeats: 0, extraUs: 0 })
    const ticket = arriveAs(flow, name, ask(name, 'get', 'pods'), MILLISECOND)
    // Unlucky hands may share all queues; then it is refused at once, which is no starving either.
    if (typeof ticket === 'string') return
    let turns = 0
    for (let now = 2 * MILLISECOND; ticket.stage === 'waiting'; now += MILLISECOND) {
      const busy = executing(flow, level.name)
      for (const one of busy) answer(flow, one, now)
      pass(flow, now)
      turns += busy.length
      // Mallory never tires.
      for (const one of busy) arriveAs(flow, `again ${one.key} ${now}`, ask('mallory', 'get', 'pods'), now, { initialSeats: width, finalSeats: 0, extraUs: 0 })
      expect(turns).toBeLessThan(400)
    }
  }), { numRuns: 60 })
})

/** All tickets that a test was given, and those whose answers are planned. */
const given = new WeakMap<FlowControl, Ticket[]>()
const planned = new WeakSet<Ticket>()

function arriveAs(flow: FlowControl, key: string, asked: Asked, now: number, width = ONE_SEAT): Ticket | string {
  const { ticket } = arrive(flow, key, classify(flow, ...asked), width, now)
  if (typeof ticket === 'string') return ticket
  const known = given.get(flow)
  if (known) known.push(ticket)
  else given.set(flow, [ticket])
  return ticket
}

function answer(flow: FlowControl, ticket: Ticket, at: number): void {
  planned.add(ticket)
  answered(flow, ticket, at)
}

const executing = (flow: FlowControl, name?: string): readonly Ticket[] => (given.get(flow) ?? []).filter((one) => one.stage === 'executing' && !planned.has(one) && (name === undefined || one.level === name))

/** Answers all that is served at a level, again and again, until nobody waits there; those that began, in their order. */
function serve(flow: FlowControl, level: Level, from: number, rounds = 100): readonly Ticket[] {
  const started: Ticket[] = []
  for (let now = from; level.executing > 0 && rounds-- > 0; now += MILLISECOND) {
    for (const one of executing(flow, level.name)) answer(flow, one, now)
    started.push(...pass(flow, now))
  }
  return started
}

function live(flow: FlowControl, one: Move, now: number): void {
  switch (one.do) {
    case 'arrive': {
      const user = users[one.user]!
      const digest = ask(user, 'create', 'pods', user.startsWith('system:node:') ? NODE : {})
      return void arriveAs(flow, `${user} ${now} ${given.get(flow)?.length ?? 0}`, digest, now, { initialSeats: one.seats, finalSeats: one.lingers ? 10 : 0, extraUs: one.lingers ? 3 * MILLISECOND : 0 })
    }
    case 'answer': {
      const open = executing(flow)
      if (open.length > 0) answer(flow, open[one.which % open.length]!, now + (one.which % 7) * 100)
      return
    }
    case 'abandon': {
      const waiting = (given.get(flow) ?? []).filter(({ stage }) => stage === 'waiting')
      if (waiting.length > 0) abandon(flow, waiting[one.which % waiting.length]!, one.which % 2 === 0, now)
      return
    }
    case 'rebalance': return void rebalance(flow, now)
    case 'configure': return void configure(flow, SCHEMAS, LEVELS.filter((_, i) => i !== one.drop).map((level) => withShares(level, one.shares)), now)
  }
}

const withShares = (level: PriorityLevelConfiguration, shares: number): PriorityLevelConfiguration =>
  (level.metadata.name !== 'system' ? level : { ...level, spec: { ...level.spec, limited: { ...level.spec.limited!, nominalConcurrencyShares: shares } } })

/** The counts of every level against the tickets themselves. */
function check(flow: FlowControl): void {
  for (const level of flow.levels.values()) {
    const own = (given.get(flow) ?? []).filter((one) => one.level === level.name)
    const sum = (list: readonly Ticket[]): number => list.reduce((seats, one) => seats + seatsOf(one), 0)
    const seated = own.filter(({ stage }) => stage === 'executing' || stage === 'served')
    const waiting = own.filter(({ stage }) => stage === 'waiting')
    expect([level.seatsInUse, level.executing, level.waiting, level.seatsWaiting]).toEqual([sum(seated), own.filter(({ stage }) => stage === 'executing').length, waiting.length, sum(waiting)])
    for (const queue of level.queues.values()) expect(queue.length).toBe(waiting.filter((one) => one.queue === queue.index).length)
  }
}
