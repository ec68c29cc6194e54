import type { Status } from '../../api/index.ts'
import { MILLISECOND, type Cx, type EventId, type Micros } from '../../kernel/index.ts'
import { call, type Call } from '../client/client.ts'
import {
  createExpectations, creationObserved, deletionObserved, expectCreations, expectDeletions, forgetExpectations, satisfied, type Expectations,
} from '../client/expectations.ts'
import { recordEvent, type EventRecorder } from '../client/event-recorder.ts'
import { all, cached, indexed, indexedCount, isSynced } from '../client/lookups.ts'
import type { IndexName } from '../client/indexers.ts'
import type { Client } from '../client/state.ts'
import {
  add, addAt, addRateLimited, createQueue, done, dueAt, forget, next, queueLength, release, type Work, type WorkQueue,
} from '../client/work-queue.ts'
import type { ControllerManagerMessage } from './messages.ts'
import { createOwnCaches, dueNews, type OwnCaches } from './own-caches.ts'
import type { Answer, Note, ObjectNews, Outcome, Reconciler, View } from './reconciler.ts'
import type { InformerName } from './shared-informers.ts'

/** What one controller of the manager keeps: its queue, the passes under way, and its own memory. */
export interface ControllerState {
  readonly name: string
  readonly queue: WorkQueue
  readonly expectations: Expectations
  readonly passes: Map<string, Pass>
  readonly memory: unknown
  readonly recorder: EventRecorder
  /** Workers that were woken and have not yet taken a key. */
  armed: number
  ready: boolean
  paused: boolean
  /** A learner's dials: how late it hears, and whether it waits to hear of what it did. */
  lagUs: Micros
  own: OwnCaches | undefined
  handOver: EventId
  expecting: boolean
  /** The next periodic look; 0 before the first. */
  tick: EventId
  due: EventId
  dueAt: Micros
  passesDone: number
  errors: number
  lastKey: string
  lastDecision: string
  lastError: string
}

/** A key being worked on: the snapshot that it began with, and all answers so far, by batch. */
export interface Pass {
  readonly key: string
  readonly span: number
  readonly snapshot: unknown
  readonly answers: (readonly Answer[])[]
  batch: (Answer | undefined)[]
  outstanding: number
}

export const createController = (name: string, memory: unknown, recorder: EventRecorder, retryBaseUs?: Micros): ControllerState => ({
  name, queue: createQueue(retryBaseUs), expectations: createExpectations(), passes: new Map(), memory, recorder, armed: 0, ready: false, paused: false,
  lagUs: 0, own: undefined, handOver: 0, expecting: true,
  tick: 0, due: 0, dueAt: 0, passesDone: 0, errors: 0, lastKey: '', lastDecision: '', lastError: '',
})

/** Everything that the functions below need at one moment; made anew for each step, never kept. */
export interface Desk {
  readonly client: Client
  readonly cx: Cx<ControllerManagerMessage>
  nextSpan(): number
}

/** How long a worker takes to pick up a key and make up its mind: while it does, further events for the key merge. */
const SERVICE_MIN_US = 300
const SERVICE_MAX_US = MILLISECOND

export function controllerHeard(controller: ControllerState, own: Reconciler, news: ObjectNews, desk: Desk): void {
  if (controller.own === undefined) return takeIn(controller, own, news, desk)
  controller.own.delayed.push({ dueAt: desk.cx.now + controller.lagUs, news })
  armHandOver(controller, desk)
}

/** From now on it hears of changes this much later. Without lag it reads what all others read, once it has heard of all that waits. */
export function setControllerLag(controller: ControllerState, own: Reconciler, lagUs: Micros, desk: Desk): void {
  controller.lagUs = lagUs
  if (lagUs > 0) {
    // Nobody works on caches that are not filled yet; once they are, what comes then is late.
    if (controller.ready) controller.own ??= createOwnCaches(own, desk.client)
    return
  }
  if (controller.own === undefined) return
  controller.own.delayed = controller.own.delayed.map(({ news }) => ({ dueAt: desk.cx.now, news }))
  controller.handOver = 0
  armHandOver(controller, desk)
}

/** A controller of a new process that stands where another stood. */
export function inheritDials(controller: ControllerState, { paused, expecting, lagUs }: ControllerState): void {
  Object.assign(controller, { paused, expecting, lagUs })
}

/** The lag of the first changes that wait is over. */
export function controllerHandsOver(controller: ControllerState, own: Reconciler, desk: Desk): void {
  if (controller.handOver !== desk.cx.event || controller.own === undefined) return
  controller.handOver = 0
  for (const news of dueNews(controller.own, desk.cx.now)) takeIn(controller, own, news, desk)
  if (controller.lagUs === 0 && controller.own.delayed.length === 0) controller.own = undefined
  else armHandOver(controller, desk)
}

function armHandOver(controller: ControllerState, { cx }: Desk): void {
  const first = controller.own!.delayed[0]
  if (controller.handOver !== 0 || (first === undefined && controller.lagUs > 0)) return
  controller.handOver = cx.after(Math.max(0, (first?.dueAt ?? cx.now) - cx.now), { type: 'controller-heard', controller: controller.name })
}

export function setExpecting(controller: ControllerState, own: Reconciler, on: boolean, desk: Desk): void {
  controller.expecting = on
  keepWorking(controller, own, desk)
}

function takeIn(controller: ControllerState, own: Reconciler, news: ObjectNews, desk: Desk): void {
  own.heard(controller.memory, news, new DeskView(controller, desk), (key, afterUs) => enqueue(controller, key, afterUs, news.event, desk))
  keepWorking(controller, own, desk)
}

export function controllerTicked(controller: ControllerState, own: Reconciler, desk: Desk): void {
  if (controller.tick !== desk.cx.event && controller.tick !== 0) return
  if (!controller.paused && controller.ready) {
    own.tick?.(controller.memory, new DeskView(controller, desk), (key, afterUs) => enqueue(controller, key, afterUs, desk.cx.event, desk))
  }
  keepWorking(controller, own, desk)
  if (own.periodUs !== undefined) controller.tick = desk.cx.after(own.periodUs, { type: 'controller-tick', controller: own.name }, { noise: true })
}

/** Delayed keys are due. */
export function controllerDue(controller: ControllerState, own: Reconciler, desk: Desk): void {
  if (controller.due !== desk.cx.event) return
  controller.due = 0
  release(controller.queue, desk.cx.now)
  keepWorking(controller, own, desk)
}

/** A worker takes the next key. */
export function workerWoke(controller: ControllerState, own: Reconciler, desk: Desk): void {
  if (controller.armed === 0) return // woken before the process restarted
  controller.armed--
  if (controller.paused) return
  const work = next(controller.queue)
  if (work !== undefined) begin(controller, own, work, desk)
  keepWorking(controller, own, desk)
}

export function passAnswered(controller: ControllerState, own: Reconciler, tag: PassTag, code: number, body: unknown, desk: Desk): void {
  const pass = controller.passes.get(tag.key)
  if (pass === undefined || pass.span !== tag.span) return
  const ok = code >= 200 && code < 300
  pass.batch[tag.index] = { ok, code, body, message: ok ? '' : ((body as Partial<Status> | undefined)?.message ?? '') }
  pass.outstanding--
  if (pass.outstanding > 0) return
  pass.answers.push(pass.batch as Answer[])
  proceed(controller, own, pass, desk)
  keepWorking(controller, own, desk)
}

/** Wakes as many workers as there are keys for, and sets the timer of the delayed ones. */
export function keepWorking(controller: ControllerState, own: Reconciler, { cx }: Desk): void {
  const { queue, passes } = controller
  if (controller.ready && !controller.paused) {
    while (queueLength(queue) > controller.armed && passes.size + controller.armed < own.workers) {
      controller.armed++
      cx.after(SERVICE_MIN_US + cx.below(SERVICE_MAX_US - SERVICE_MIN_US), { type: 'controller-work', controller: own.name })
    }
  }
  const due = dueAt(queue)
  if (due === undefined || (controller.due !== 0 && controller.dueAt <= due)) return
  controller.dueAt = due
  controller.due = cx.after(Math.max(0, due - cx.now), { type: 'controller-due', controller: own.name })
}

export interface PassTag {
  readonly for: 'pass'
  readonly controller: string
  readonly key: string
  readonly span: number
  readonly index: number
  readonly [field: string]: unknown
}

function enqueue(controller: ControllerState, key: string, afterUs: Micros | undefined, event: EventId, { cx }: Desk): void {
  if (afterUs !== undefined && afterUs > 0) {
    addAt(controller.queue, key, cx.now + afterUs, event)
    return
  }
  const coalesced = add(controller.queue, key, event)
  cx.fact({ fact: 'enqueue', controller: controller.name, key, coalesced })
}

function begin(controller: ControllerState, own: Reconciler, { key, causes, merged }: Work, desk: Desk): void {
  const { cx } = desk
  const span = desk.nextSpan()
  cx.because(causes.first, causes.also)
  cx.fact({ fact: 'reconcile-begin', controller: controller.name, key, span, merged })
  controller.lastKey = key
  const snapshot = own.look(key, new DeskView(controller, desk), controller.memory)
  const pass: Pass = { key, span, snapshot, answers: [], batch: [], outstanding: 0 }
  controller.passes.set(key, pass)
  if (snapshot === undefined) end(controller, pass, {}, own, desk)
  else proceed(controller, own, pass, desk)
}

/** Replays the decision with the answers so far and performs what comes next. */
function proceed(controller: ControllerState, own: Reconciler, pass: Pass, desk: Desk): void {
  const sync = own.sync(pass.snapshot)
  let step = sync.next()
  for (const answers of pass.answers) step = sync.next(answers)
  while (!step.done) {
    const { calls, notes } = step.value
    if (notes) for (const note of notes) perform(controller, own, pass.key, note, desk)
    if (calls.length > 0) {
      send(controller, own, pass, calls, desk)
      return
    }
    pass.answers.push([])
    step = sync.next([])
  }
  end(controller, pass, step.value, own, desk)
}

function send(controller: ControllerState, own: Reconciler, pass: Pass, calls: readonly Call[], { client, cx }: Desk): void {
  pass.batch = new Array<Answer | undefined>(calls.length).fill(undefined)
  pass.outstanding = calls.length
  calls.forEach((each, index) => {
    const tag: PassTag = { for: 'pass', controller: controller.name, key: pass.key, span: pass.span, index }
    call(client, cx, each, tag, { voice: own.name })
  })
}

function end(controller: ControllerState, pass: Pass, outcome: Outcome, own: Reconciler, desk: Desk): void {
  const { queue } = controller
  const { cx } = desk
  if (outcome.notes) for (const note of outcome.notes) perform(controller, own, pass.key, note, desk)
  controller.passes.delete(pass.key)
  controller.passesDone++
  if (outcome.error === undefined) forget(queue, pass.key)
  else {
    controller.errors++
    controller.lastError = outcome.error
  }
  let requeueAfterUs = outcome.requeueAfterUs
  if (outcome.error !== undefined || outcome.requeueRateLimited) requeueAfterUs = addRateLimited(queue, pass.key, cx.now, cx.event)
  else if (requeueAfterUs !== undefined) addAt(queue, pass.key, cx.now + requeueAfterUs, cx.event)
  done(queue, pass.key)
  const how = outcome.error !== undefined ? 'error' : requeueAfterUs === undefined ? 'done' : 'requeue'
  cx.fact({ fact: 'reconcile-end', controller: controller.name, key: pass.key, span: pass.span, outcome: how, requeueAfterUs, error: outcome.error })
}

function perform(controller: ControllerState, own: Reconciler, key: string, note: Note, desk: Desk): void {
  const { cx, client } = desk
  const { expectations } = controller
  switch (note.note) {
    case 'decision': {
      const { note: _, ...parameters } = note
      controller.lastDecision = note.decision
      return cx.fact({ fact: 'decision', controller: controller.name, key, ...parameters })
    }
    case 'event': return recordEvent(controller.recorder, client, cx, note.event)
    case 'expect-creations': return expectCreations(expectations, key, note.count, cx.now)
    case 'expect-deletions': return expectDeletions(expectations, key, note.keys, cx.now)
    case 'creations-failed': return creationObserved(expectations, key, note.count)
    case 'deletion-failed': return deletionObserved(expectations, key, note.key)
    case 'forget-expectations': return forgetExpectations(expectations, key)
    case 'remember': return own.remember?.(controller.memory, note.value)
    case 'enqueue': return enqueue(controller, note.key, note.afterUs, cx.event, desk)
  }
}

/** A class, because one is made for each change that a controller hears of: its methods are shared. */
class DeskView implements View {
  readonly now: Micros
  readonly clock: Micros
  private readonly reads: Client | OwnCaches

  constructor(private readonly controller: ControllerState, private readonly desk: Desk) {
    this.now = desk.cx.now
    this.clock = desk.cx.clock
    this.reads = controller.own ?? desk.client
  }

  get<T>(informer: InformerName, key: string): T | undefined { return cached(this.reads, informer, key) }
  list<T>(informer: InformerName, index: IndexName, value: string): readonly T[] { return indexed(this.reads, informer, index, value) }
  count(informer: InformerName, index: IndexName, value: string): number { return indexedCount(this.reads, informer, index, value) }
  all<T>(informer: InformerName): Iterable<T> { return all(this.reads, informer) }
  isSynced(informer: InformerName): boolean { return isSynced(this.desk.client, informer) }
  satisfied(key: string): boolean { return !this.controller.expecting || satisfied(this.controller.expectations, key, this.now) }
  created(key: string): void { creationObserved(this.controller.expectations, key) }
  deleted(key: string, objectKey: string): void { deletionObserved(this.controller.expectations, key, objectKey) }
  below(bound: number): number { return this.desk.cx.below(bound) }
}
