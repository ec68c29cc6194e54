import { assert, unreachable } from './assert.ts'
import { createActor, restoreActor, saveActor } from './actor.ts'
import type { ActorId, Address, Component, Cx, Delivery, EventId, HostId, Message, Micros } from './component.ts'
import { connect, ended, isOfBefore, isUnaware } from './connections.ts'
import { createFingerprint, fingerprintText, mix, textHash } from './hash.ts'
import type { Input } from './input.ts'
import { checkedFault, defaultLatency, faultKey, KEEP_ALIVE_US, pathFault, type Fault } from './network.ts'
import { copyHolding, createHolding, holdBack, letFall, letGo } from './holding.ts'
import { copyQueue, createQueue, nextAt, peek, pop, push, waiting } from './queue.ts'
import { below, chance, randomFor } from './random.ts'
import { createRoots, isNoise, restoreRoots, rootOf, saveRoots, setRoot } from './roots.ts'
import { arrival, createWays, restoreWays, saveWays, wayBetween } from './ways.ts'
import { isBetween, type Actor, type Checkpoint, type Host, type KernelOptions, type LossReason, type Notice, type Pending } from './world.ts'

export type Kernel = ReturnType<typeof createKernel>

const NOBODY = -1

export function createKernel({ seed, latency = defaultLatency, observers = [], startUs = 0 }: KernelOptions) {
  const actors: Actor[] = []
  const byId = new Map<ActorId, Actor>()
  const ways = createWays(latency)
  const typeHashes = new Map<string, number>()
  const roots = createRoots()

  let hosts = new Map<HostId, Host>()
  let faults = new Map<string, Fault>()
  let dropped = new Set<EventId>()
  /** Messages that wait on a cut link, like TCP segments that are sent again and again. */
  let held: Pending[] = []
  let holding = createHolding()
  let queue = createQueue<Pending>()
  let network = randomFor(seed, 'network')
  let now: Micros = startUs
  let nextId: EventId = 1
  let handled = 0
  let print = createFingerprint()

  // One context serves every step: the hot path allocates nothing but the messages themselves.
  let actor!: Actor
  let current!: Delivery<Message>
  let cause: EventId = 0
  let also: readonly EventId[] | undefined
  const cx: Cx<Message> = {
    get self() { return actor.id },
    get host() { return actor.host },
    get now() { return now },
    get clock() { return now + (hosts.get(actor.host)?.skewUs ?? 0) },
    get event() { return current.id },
    send(to, msg, options) {
      const noise = options?.noise ?? isNoise(roots, cause)
      return post(actor, find(to), msg, options?.delayUs ?? 0, options?.lossy ?? false, noise)
    },
    after(delayUs, msg, options) {
      assert(Number.isInteger(delayUs) && delayUs >= 0, `a delay is whole microseconds, not ${delayUs}`)
      const noise = options?.noise ?? false
      // A heartbeat is a root of its own: the clock is why it happens.
      return enqueue(now + delayUs, actor.id, actor, msg, noise ? 0 : cause, noise ? undefined : also, false, noise)
    },
    below: (bound) => below(actor.random, bound),
    fact(fact) { for (const observer of observers) observer.fact?.(current.id, actor.id, now, fact) },
    because(first, others) {
      cause = first
      also = others && others.length > 0 ? others : undefined
    },
  }

  function post(source: Actor, target: Actor, msg: Message, delayUs: Micros, lossy: boolean, noise: boolean): EventId {
    if (!lossy) {
      if (isUnaware(source.connections, target.index)) return postIntoNowhere(makePending(now, source.id, target, msg, cause, also, lossy, noise))
      connect(source, target)
    }
    const way = wayBetween(ways, source, target)
    const base = ways.latency[way]!
    let travel = delayUs + base.minUs + below(network, base.maxUs - base.minUs + 1)
    const fault = faults.size > 0 ? pathFault(faults, source.id, source.host, target.id, target.host) : undefined
    if (fault) {
      travel = Math.round(travel * (fault.latencyFactor ?? 1)) + (fault.extraUs ?? 0)
      if (lossy && chance(network, fault.duplicatePpm ?? 0)) enqueue(now + travel + base.maxUs, source.id, target, msg, cause, also, lossy, noise)
    }
    const at = arrival(ways, way, now + travel)
    if (fault && (fault.down || (fault.lossPpm ?? 0) > 0)) return postOverFault(source, target, msg, at, lossy, noise, fault)
    return enqueue(at, source.id, target, msg, cause, also, lossy, noise)
  }

  function postIntoNowhere(pending: Pending): EventId {
    for (const observer of observers) observer.sent?.(pending, pending.noise)
    lose(pending, 'dead')
    return pending.id
  }

  function postOverFault(source: Actor, target: Actor, msg: Message, at: Micros, lossy: boolean, noise: boolean, fault: { down?: boolean; lossPpm?: number }): EventId {
    const pending = makePending(at, source.id, target, msg, cause, also, lossy, noise)
    for (const observer of observers) observer.sent?.(pending, noise)
    if (lossy) {
      if (fault.down || chance(network, fault.lossPpm ?? 0)) lose(pending, fault.down ? 'cut' : 'lost')
      else push(queue, pending.at, pending.id, pending)
    } else if (fault.down) held.push(pending)
    else push(queue, pending.at, pending.id, pending)
    return pending.id
  }

  function makePending(at: Micros, from: ActorId, target: Actor, msg: Message, why: EventId, others: readonly EventId[] | undefined, lossy: boolean, noise: boolean): Pending {
    const id = nextId++
    const root = why === 0 ? id : rootOf(roots, why) || id
    // Noise is handed on by messages; what a quiet timer sets off is worth a look again.
    setRoot(roots, id, root, noise && from !== target.id)
    return { id, cause: why, also: others, root, sentAt: now, at, from, to: target.id, msg, target: target.index, life: target.life, lossy, noise }
  }

  function enqueue(at: Micros, from: ActorId, target: Actor, msg: Message, why: EventId, others: readonly EventId[] | undefined, lossy: boolean, noise: boolean): EventId {
    const pending = makePending(at, from, target, msg, why, others, lossy, noise)
    push(queue, at, pending.id, pending)
    for (const observer of observers) observer.sent?.(pending, noise)
    return pending.id
  }

  function lose(pending: Pending, why: LossReason): void {
    for (const observer of observers) observer.lost?.(pending, why)
  }

  function find(id: ActorId): Actor {
    const found = byId.get(id)
    assert(found, `no actor is called ${id}`)
    return found
  }

  const hostOf = (id: HostId): Host => {
    const host = hosts.get(id)
    assert(host, `no host is called ${id}`)
    return host
  }

  // ---- faults ----------------------------------------------------------------------------------------------------------

  function notify(target: Actor, notice: Notice, delayUs: Micros): void {
    enqueue(now + delayUs, target.id, target, notice, cause, undefined, false, false)
  }

  /** Both ends learn that their connection is gone; who is dead learns nothing. */
  function disconnect(first: Actor, second: Actor): void {
    first.connections.peers.delete(second.index)
    second.connections.peers.delete(first.index)
    for (const pending of letFall(holding, isBetween(first, second))) lose(pending, 'cut')
    if (first.up) tellOfLoss(first, second, false)
    if (second.up) tellOfLoss(second, first, false)
  }

  /** The end of a connection comes before anything that travels on the next one. */
  function tellOfLoss(one: Actor, peer: Actor, refused: boolean): void {
    const way = wayBetween(ways, peer, one)
    const { maxUs } = ways.latency[way]!
    ended(one.connections, peer.index, nextId)
    notify(one, { type: 'kernel-disconnected', peer: peer.id, refused }, maxUs)
    arrival(ways, way, now + maxUs)
  }

  function disconnectAll(one: Actor): void {
    for (const index of [...one.connections.peers]) disconnect(one, actors[index]!)
  }

  function stop(one: Actor, closes: boolean): void {
    if (!one.up) return
    one.up = false
    one.life++
    one.paused = false
    one.inbox = []
    one.saved = undefined
    if (closes) disconnectAll(one)
  }

  function start(one: Actor): void {
    if (one.up || hostOf(one.host).off) return
    one.up = true
    one.life++
    one.saved = undefined
    one.connections.unaware.clear()
    if (!one.component.durable) one.state = one.component.init(one.id)
    notify(one, { type: 'kernel-start' }, 0)
  }

  function setPower(id: HostId, off: boolean): void {
    const host = hostOf(id)
    if (host.off === off) return
    hosts.set(id, { ...host, off, since: now })
    const own = actors.filter((one) => one.host === id)
    if (off) {
      for (const one of own) stop(one, false)
      // Nobody says good-bye: the peers find out when their keep-alives fail.
      const anyone = actors.find((one) => one.host !== id)
      if (anyone) push(queue, now + KEEP_ALIVE_US, nextId, { ...makePending(now + KEEP_ALIVE_US, anyone.id, anyone, { type: 'kernel-host-gone', host: id, since: now } as Notice, cause, undefined, false, true), target: NOBODY })
    } else {
      for (const one of own) {
        disconnectAll(one)
        start(one)
      }
    }
  }

  function setLink(from: string, to: string, fault: Fault): void {
    const key = faultKey(from, to)
    const { down, lossPpm, duplicatePpm, extraUs, latencyFactor } = fault
    if (down || lossPpm || duplicatePpm || extraUs || (latencyFactor ?? 1) !== 1) faults.set(key, fault)
    else faults.delete(key)
    if (down) scheduleKeepAlive(key, now)
    const waitingNow = held
    held = []
    for (const pending of waitingNow) {
      const source = find(pending.from)
      const target = actors[pending.target]!
      if (pathFault(faults, source.id, source.host, target.id, target.host)?.down) held.push(pending)
      else {
        const way = wayBetween(ways, source, target)
        const at = arrival(ways, way, now + ways.latency[way]!.maxUs)
        push(queue, at, pending.id, { ...pending, at })
      }
    }
  }

  function scheduleKeepAlive(key: string, since: Micros): void {
    const anyone = actors[0]!
    const pending = makePending(now + KEEP_ALIVE_US, anyone.id, anyone, { type: 'kernel-keep-alive', fault: key, since } as Notice, cause, undefined, false, true)
    push(queue, pending.at, pending.id, { ...pending, target: NOBODY })
  }

  function keepAliveFailed(key: string, since: Micros): void {
    const fault = faults.get(key)
    if (!fault?.down || fault.since !== since) return
    const covers = (name: string, one: Actor): boolean => one.id === name || one.host === name
    for (const one of actors) {
      if (!covers(fault.from, one)) continue
      for (const index of [...one.connections.peers]) {
        const other = actors[index]!
        if (!covers(fault.to, other)) continue
        disconnect(one, other)
        const between = isBetween(one, other)
        for (const pending of held) if (between(pending)) lose(pending, 'cut')
        held = held.filter((pending) => !between(pending))
      }
    }
    scheduleKeepAlive(key, since)
  }

  function hostGone(id: HostId, since: Micros): void {
    const host = hostOf(id)
    if (!host.off || host.since !== since) return
    for (const one of actors) if (one.host === id) disconnectAll(one)
  }

  // ---- events ----------------------------------------------------------------------------------------------------------

  function step(): boolean {
    const event = pop(queue)
    if (!event) return false
    assert(event.at >= now, 'time does not run backwards')
    now = event.at
    handled++
    let typeHash = typeHashes.get(event.msg.type)
    if (typeHash === undefined) typeHashes.set(event.msg.type, (typeHash = textHash(event.msg.type)))
    mix(print, event.id)
    mix(print, event.at)
    mix(print, event.cause)
    mix(print, event.target ^ typeHash)
    cause = event.id
    also = undefined
    if (event.target === NOBODY) {
      kernelNotice(event.msg as Notice)
      return true
    }
    actor = actors[event.target]!
    if (holdBack(holding, event)) return true
    if (dropped.delete(event.id)) lose(event, 'dropped')
    else if (!event.lossy && actor.connections.endedAt.size > 0 && isOfBefore(actor.connections, byId.get(event.from)?.index, event.id)) lose(event, 'dead')
    else if (actor.life !== event.life || !actor.up) undeliverable(event)
    else if (actor.paused) actor.inbox.push(event)
    else deliver(event)
    return true
  }

  function kernelNotice(notice: Notice): void {
    if (notice.type === 'kernel-keep-alive') keepAliveFailed(notice.fault, notice.since)
    else if (notice.type === 'kernel-host-gone') hostGone(notice.host, notice.since)
  }

  function deliver(event: Pending): void {
    current = event
    actor.saved = undefined
    for (const observer of observers) observer.delivered?.(event, event.noise)
    const notice = event.msg as Notice
    if (notice.type === 'kernel-start') actor.component.start?.(actor.state, cx)
    else if (notice.type === 'kernel-disconnected') {
      actor.connections.unaware.delete(find(notice.peer).index)
      actor.component.disconnected?.(actor.state, notice.peer, cx, notice.refused)
    }
    else actor.component.step(actor.state, event, cx)
    for (const observer of observers) observer.handled?.(event, actor.state)
  }

  function undeliverable(event: Pending): void {
    const source = byId.get(event.from)
    const refused = !event.lossy && source && source !== actor && !hostOf(actor.host).off
    lose(event, refused ? 'refused' : 'dead')
    if (!refused || !source.up || source.connections.unaware.has(actor.index) || isOfBefore(source.connections, actor.index, event.id)) return
    // The connection request meets a closed port, or a process that knows nothing of this connection.
    source.connections.peers.delete(actor.index)
    actor.connections.peers.delete(source.index)
    tellOfLoss(source, actor, true)
  }

  /** What waited arrives now, in its order. */
  function goOn(waited: readonly Pending[]): void {
    for (const pending of waited) push(queue, now, pending.id, { ...pending, at: now })
  }

  function apply(input: Input): void {
    switch (input.type) {
      case 'message': {
        enqueue(now, 'user', find(input.to), input.msg, cause, undefined, false, false)
        return
      }
      case 'crash': return stop(find(input.actor), true)
      case 'restart': return start(find(input.actor))
      case 'pause': {
        find(input.actor).paused = true
        return
      }
      case 'resume': {
        const one = find(input.actor)
        one.paused = false
        goOn(one.inbox)
        one.inbox = []
        return
      }
      case 'power-off': return setPower(input.host, true)
      case 'power-on': return setPower(input.host, false)
      case 'link': return setLink(input.from, input.to, { ...checkedFault(input.change), from: input.from, to: input.to, since: now })
      case 'clock-skew': return void hosts.set(input.host, { ...hostOf(input.host), skewUs: input.us })
      case 'drop': return void dropped.add(input.event)
      case 'hold': return void holding.events.add(input.event)
      case 'release': return goOn(letGo(holding, input.event))
      case 'disconnect': return disconnect(find(input.from), find(input.to))
      default: unreachable(input)
    }
  }

  return {
    get now() { return now },
    /** How many events were handled: the place of an input in the history. */
    get handled() { return handled },
    /** The event being handled, for the report of a bug of ours. */
    get current(): Delivery<Message> | undefined { return current },

    spawn<State, In extends Message>(id: ActorId, host: HostId, component: Component<State, In>): Address<In> {
      assert(!byId.has(id), `two actors are called ${id}`)
      if (!hosts.has(host)) hosts.set(host, { off: false, since: 0, skewUs: 0 })
      // The kernel is type-erased: an address carries the type of what it accepts.
      const spawned = createActor(id, actors.length, host, component as unknown as Component<unknown, Message>, randomFor(seed, id))
      actors.push(spawned)
      byId.set(id, spawned)
      cause = 0
      notify(spawned, { type: 'kernel-start' }, 0)
      return id
    },

    /** Applies an input at this very moment, before anything else happens. Returns the id of the root that it is. */
    input(input: Input): EventId {
      const id = nextId++
      setRoot(roots, id, id, false)
      mix(print, id)
      mix(print, textHash(JSON.stringify(input)))
      for (const observer of observers) observer.input?.(id, now, input)
      cause = id
      also = undefined
      apply(input)
      return id
    },

    /** Handles the next event; false when nothing is left to happen. */
    step,

    /** Runs the virtual clock up to `until`, or until `budget` events were handled. Returns how many were. */
    run(until: Micros, budget = Infinity): number {
      let count = 0
      while (count < budget && nextAt(queue) <= until) {
        step()
        count++
      }
      if (count < budget) now = Math.max(now, until)
      return count
    },

    /** Lets time pass without handling anything; nothing may be due before `at`. */
    wait(at: Micros): void {
      assert(at >= now && at <= nextAt(queue), 'nothing is skipped by waiting')
      now = at
    },

    /** When the next event is due; Infinity when nothing is. */
    nextAt: (): Micros => nextAt(queue),
    /** The next event, not yet handled. */
    peek: (): Delivery<Message> | undefined => peek(queue),
    /** Messages and timers on their way, in no particular order; held ones wait on a cut link. */
    *pending(): Iterable<Delivery<Message> & { readonly noise: boolean; readonly held: boolean }> {
      for (const pending of waiting(queue)) if (pending.target !== NOBODY) yield { ...pending, held: false }
      for (const pending of [...held, ...holding.waiting]) yield { ...pending, held: true }
    },
    inspect: (id: ActorId): unknown => find(id).state,
    has: (id: ActorId): boolean => byId.has(id),
    actors: (): readonly { readonly id: ActorId; readonly host: HostId; readonly kind: string; readonly up: boolean; readonly paused: boolean; readonly life: number }[] =>
      actors.map(({ id, host, component, up, paused, life }) => ({ id, host, kind: component.kind, up, paused, life })),
    isUp: (id: ActorId): boolean => find(id).up,
    isOff: (host: HostId): boolean => hostOf(host).off,
    clockOf: (host: HostId): Micros => now + hostOf(host).skewUs,
    faults: (): readonly Fault[] => [...faults.values()],
    /** Fingerprint of everything that happened so far. */
    hash: (): string => fingerprintText(print),

    checkpoint(): Checkpoint {
      return {
        now, nextId, handled, print: { ...print }, network: { ...network }, faults: new Map(faults), hosts: new Map(hosts), dropped: new Set(dropped),
        ways: saveWays(ways), roots: saveRoots(roots), held: held.slice(), holding: copyHolding(holding), queue: copyQueue(queue),
        actors: actors.map(saveActor),
      }
    },

    restore(checkpoint: Checkpoint): void {
      assert(checkpoint.actors.length === actors.length, 'a checkpoint fits the world that it was taken from')
      now = checkpoint.now
      nextId = checkpoint.nextId
      handled = checkpoint.handled
      print = { ...checkpoint.print }
      network = { ...checkpoint.network }
      faults = new Map(checkpoint.faults)
      hosts = new Map(checkpoint.hosts)
      dropped = new Set(checkpoint.dropped)
      restoreWays(ways, checkpoint.ways, actors)
      restoreRoots(roots, checkpoint.roots)
      held = checkpoint.held.slice()
      holding = copyHolding(checkpoint.holding)
      queue = copyQueue(checkpoint.queue)
      checkpoint.actors.forEach((saved, index) => restoreActor(actors[index]!, saved))
    },
  }
}
