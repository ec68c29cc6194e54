import type { Cx } from '../../kernel/index.ts'
import { all, cached } from '../client/client.ts'
import { recordEvent, referenceTo } from '../client/event-recorder.ts'
import type { Pod } from '../../api/index.ts'
import { assumePod, nominate, unnominate } from './cache.ts'
import { defaultSpread } from './default-spread.ts'
import { evaluate, isSmall, leftOut, withOutcome } from './explain.ts'
import { fitMessage, NO_NODES, truncated } from './failure-message.ts'
import type { Refusal } from './oracle.ts'
import { bind, patchStatus } from './pod-calls.ts'
import { preempt, type Budget, type Preemption } from './preemption.ts'
import { startPreemption } from './preemption-actions.ts'
import type { QueuedPod } from './queue-state.ts'
import { dequeue, popNext, putBack, queued } from './queue.ts'
import { rank } from './ranking.ts'
import { gateFor, armTimers } from './queue-timers.ts'
import { ask, oracleOf, passes, refusedOutright, search, why, type Findings, type Question } from './search.ts'
import { searchOrder } from './cache.ts'
import { nodeInfo } from './snapshot.ts'
import type { SchedulerMessage, SchedulerState } from './state.ts'

/** Thinking takes this long; upstream's own measure for small clusters is a few hundred microseconds. */
export const CYCLE_MIN_US = 200
export const CYCLE_MAX_US = 400

/** Takes the next pod if the scheduler is free. One pod at a time: this is why its queue can be seen. */
export function takeNext(state: SchedulerState, cx: Cx<SchedulerMessage>): void {
  if (!state.active || state.paused || state.cycle) return
  for (let entry = popNext(state.queue); entry; entry = popNext(state.queue)) {
    if (state.cache.assumed.has(entry.known.key)) {
      dequeue(state.queue, entry.known.key)
      continue
    }
    cx.because(entry.cause, entry.also)
    const span = ++state.spans
    cx.fact({ fact: 'schedule-begin', pod: entry.known.key, span, attempt: entry.attempts })
    const timer = cx.after(CYCLE_MIN_US + cx.below(CYCLE_MAX_US - CYCLE_MIN_US + 1), { type: 'cycle-ended', span })
    state.cycle = { key: entry.known.key, uid: entry.known.uid, span, startedAt: cx.now, timer }
    return
  }
  armTimers(state, cx)
}

/** The cycle's thinking is over: what it finds is what is true now. */
export function cycleEnded(state: SchedulerState, cx: Cx<SchedulerMessage>, span: number): void {
  const { cycle } = state
  if (cycle?.span !== span) return
  state.cycle = undefined
  const entry = queued(state.queue, cycle.key)
  if (entry?.known.uid === cycle.uid && entry.pool === 'in-flight') decide(state, cx, entry, span)
  takeNext(state, cx)
}

function decide(state: SchedulerState, cx: Cx<SchedulerMessage>, entry: QueuedPod, span: number): void {
  const { known } = entry
  const end = (outcome: string, node?: string): void => cx.fact({ fact: 'schedule-end', pod: known.key, outcome, span, node })
  if (known.terminating) {
    const { namespace, name } = known.pod.metadata
    recordEvent(state.recorder, state.client, cx, { regarding: referenceTo(known.pod), type: 'Warning', reason: 'FailedScheduling', message: `skip schedule deleting pod: ${namespace}/${name}` })
    dequeue(state.queue, known.key)
    return end('skipped')
  }
  const { cache } = state
  const nodes = searchOrder(cache).length
  if (nodes === 0) {
    cx.fact({ fact: 'filtered', pod: known.key, feasible: 0, nodes })
    failed(state, cx, entry, { message: NO_NODES, reason: 'Unschedulable', plugins: [], nominatedNode: '' })
    return end('unschedulable')
  }
  const question = ask(cache, known, defaultSpread(state, known))
  const findings = findNodes(state, question)
  if (findings.feasible.length > 0) {
    cx.fact({ fact: 'filtered', pod: known.key, feasible: findings.feasible.length, nodes })
    const node = choose(state, cx, question, findings.feasible, entry.attempts)
    assumeAndBind(state, cx, entry, node)
    return end('bound', node)
  }
  unschedulable(state, cx, entry, question, nodes)
  end('unschedulable')
}

/** A node that preemption made room on is tried first, alone. */
function findNodes(state: SchedulerState, question: Question): Findings {
  const { cache, known } = question
  if (refusedOutright(question)) return { feasible: [], visited: 0, nodes: 0 }
  const nominated = known.pod.status?.nominatedNodeName
  const slot = nominated ? cache.slots.get(nominated) : undefined
  if (slot !== undefined && cache.nodes[slot] && passes(question, slot)) return { feasible: [slot], visited: 1, nodes: 1 }
  const findings = search(question, state.nextStart)
  state.nextStart = (state.nextStart + findings.visited) % searchOrder(cache).length
  return findings
}

/** The best of them; equals draw lots. A single one is not scored at all. */
function choose(state: SchedulerState, cx: Cx<SchedulerMessage>, question: Question, feasible: readonly number[], attempt: number): string {
  const { cache, known, defaultSpread: constraints } = question
  const nameOf = (slot: number): string => cache.nodes[slot]!.metadata.name!
  const small = isSmall(cache)
  const report = small ? evaluate(cache, known, constraints, { start: 0, atUs: cx.now, attempt }) : undefined
  let chosen = feasible[0]!
  if (feasible.length > 1) {
    const totals = rank(question, feasible)
    chosen = feasible[drawBest(totals, cx)]!
    const scores = small ? feasible.map((slot, i) => ({ node: nameOf(slot), score: totals[i]! })) : []
    cx.fact({ fact: 'scored', pod: known.key, node: nameOf(chosen), score: totals[feasible.indexOf(chosen)]!, scores })
  }
  if (report) remember(state, withOutcome(report, { outcome: 'assumed', node: nameOf(chosen) }))
  return nameOf(chosen)
}

/** The place of one of the highest totals, each equally likely. */
export function drawBest(totals: Float64Array, { below }: Pick<Cx<SchedulerMessage>, 'below'>): number {
  let most = -Infinity
  let count = 0
  for (let i = 0; i < totals.length; i++) {
    if (totals[i]! > most) {
      most = totals[i]!
      count = 1
    } else if (totals[i] === most) count++
  }
  let left = count > 1 ? below(count) : 0
  for (let i = 0; i < totals.length; i++) if (totals[i] === most && left-- === 0) return i
  return 0
}

/** The cluster is believed to be as it will be, so that the next pod need not wait for the API server. */
function assumeAndBind(state: SchedulerState, cx: Cx<SchedulerMessage>, entry: QueuedPod, node: string): void {
  const { known } = entry
  dequeue(state.queue, known.key)
  unnominate(state.cache, known.key)
  assumePod(state.cache, known, node)
  state.binding.set(known.key, { known, node, entry })
  bind(state, cx, known, node)
}

function unschedulable(state: SchedulerState, cx: Cx<SchedulerMessage>, entry: QueuedPod, question: Question, nodes: number): void {
  const { cache, known } = question
  const outright = refusedOutright(question)
  const refused: { readonly slot: number; readonly refusal: Refusal }[] = []
  const searched = question.only ? question.only.flatMap(name => cache.slots.get(name) ?? []).filter(slot => cache.nodes[slot]) : searchOrder(cache)
  if (!outright) for (const slot of searched) refused.push({ slot, refusal: why(question, slot)! })

  const plugins = [...new Set(outright ? [outright.plugin] : refused.map(({ refusal }) => refusal.plugin))]
  if (plugins.length === 0) plugins.push('NodeAffinity')
  cx.fact({ fact: 'filtered', pod: known.key, feasible: 0, nodes, reasons: countReasons(refused) })

  const outcome: Preemption = preempt({
    prepared: () => oracleOf(question), infoOf: slot => nodeInfo(cache, slot), slotOf: name => cache.slots.get(name),
    known, nodeCount: nodes, refused,
    budgets: [...all<Budget>(state.client, 'poddisruptionbudgets')], nowUs: cx.clock, below: bound => cx.below(bound),
  })
  const afterwards = 'message' in outcome ? `no new claims to deallocate, preemption: ${outcome.message}` : ''
  const message = outright ? `0/${nodes} nodes are available: ${outright.reasons.join(', ')}.${afterwards ? ` ${afterwards}` : ''}`
    : fitMessage(nodes, refused.map(({ refusal }) => refusal.reasons), { nodes: nodes - refused.length, reason: question.only ? leftOut(['NodeAffinity']) : '' }, afterwards)
  const nominatedNode = 'node' in outcome ? outcome.node : outcome.clear ? '' : undefined
  if (isSmall(cache)) {
    const report = evaluate(cache, known, question.defaultSpread, { start: 0, atUs: cx.now, attempt: entry.attempts })
    remember(state, withOutcome(report, { outcome: 'unschedulable', node: undefined, message, nominatedNode, victims: 'node' in outcome ? outcome.victims.map(({ key }) => key) : undefined }))
  }
  cx.fact({ fact: 'waits-for', waiter: known.key, what: 'node', nodes, reasons: countReasons(refused) })
  if ('node' in outcome) {
    cx.fact({ fact: 'preempts', pod: known.key, node: outcome.node, victims: outcome.victims.map(({ key }) => key) })
    startPreemption(state, cx, known, outcome.node, outcome.victims)
  }
  failed(state, cx, entry, { message, reason: 'Unschedulable', plugins, nominatedNode })
}

export interface Failure {
  readonly message: string
  readonly reason: 'Unschedulable' | 'SchedulerError'
  /** The plugins that refused; none for an error. */
  readonly plugins: readonly string[]
  readonly nominatedNode: string | undefined
}

/** Back into the queue; an event and a condition say why. Models handleSchedulingFailure. */
export function failed(state: SchedulerState, cx: Cx<SchedulerMessage>, entry: QueuedPod, { message, reason, plugins, nominatedNode }: Failure): void {
  const { known } = entry
  entry.reason = message
  putBack(state.queue, entry, cx.now, plugins, gateFor(state))
  armTimers(state, cx)
  if (nominatedNode !== undefined) nominate(state.cache, known, nominatedNode)
  else if (known.pod.status?.nominatedNodeName) nominate(state.cache, known, known.pod.status.nominatedNodeName)
  recordEvent(state.recorder, state.client, cx, { regarding: referenceTo(known.pod), type: 'Warning', reason: 'FailedScheduling', message: truncated(message) })
  const latest = cached<Pod>(state.client, 'pods', known.key) ?? known.pod
  patchStatus(state, cx, latest, { condition: { type: 'PodScheduled', status: 'False', reason, message }, nominatedNode }, { for: 'pod-status', key: known.key })
}

function countReasons(refused: readonly { readonly refusal: Refusal }[]): readonly { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const { refusal } of refused) for (const reason of refusal.reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count }))
}

function remember({ reports }: SchedulerState, report: SchedulerState['reports'][number]): void {
  reports.push(report)
  let rows = reports.reduce((sum, { nodes }) => sum + nodes.length, 0)
  while (reports.length > REPORTS_MAX || rows > ROWS_MAX) rows -= reports.shift()!.nodes.length
}

const REPORTS_MAX = 50
const ROWS_MAX = 500
