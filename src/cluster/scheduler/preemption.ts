import { matchesLabels, selectorOf, type LabelSelector } from '../../api/index.ts'
import { fitMessage } from './failure-message.ts'
import type { NodeInfo } from './framework.ts'
import { copyStates, refusal, withoutPod, withPod, type PreparedFilters, type Refusal } from './oracle.ts'
import { matchesEverything } from './plugins/pod-topology-spread.ts'
import { startedAtUs, type KnownPod } from './shape.ts'

/** What matters of a PodDisruptionBudget. */
export interface Budget {
  readonly metadata: { readonly namespace?: string }
  readonly spec?: { readonly selector?: LabelSelector }
  readonly status?: { readonly disruptionsAllowed?: number; readonly disruptedPods?: { readonly [pod: string]: unknown } }
}

export interface PreemptionQuestion {
  /** The oracle's filters and its nodes, made only if they are needed. */
  readonly prepared: () => PreparedFilters
  readonly infoOf: (slot: number) => NodeInfo
  readonly slotOf: (node: string) => number | undefined
  readonly known: KnownPod
  readonly nodeCount: number
  /** Nodes with why they refused; nodes that were not looked at are absent. In the order of the visit. */
  readonly refused: readonly { readonly slot: number; readonly refusal: Refusal }[]
  readonly budgets: readonly Budget[]
  readonly nowUs: number
  readonly below: (bound: number) => number
}

export type Preemption =
  | { readonly node: string; readonly victims: readonly KnownPod[] }
  /** `clear`: a nomination that the pod may have is void. */
  | { readonly message: string; readonly clear: boolean }

export interface Candidate {
  readonly node: string
  /** Most important first. */
  readonly victims: readonly KnownPod[]
  readonly violations: number
}

/** May less important pods make room, where, and which? Models DefaultPreemption's PostFilter; decides, and touches nothing. */
export function preempt(question: PreemptionQuestion): Preemption {
  const { refused, nodeCount } = question
  const never = ineligible(question)
  if (never) return { message: never, clear: false }
  const hopeful = refused.filter(one => one.refusal.resolvable)
  const { said, candidates } = hopeful.length > 0 ? searchVictims(question, hopeful) : { said: [], candidates: [] }
  const best = mildest(candidates, question.nowUs)
  if (best) return { node: best.node, victims: best.victims }
  return { message: fitMessage(nodeCount, said, { nodes: nodeCount - said.length, reason: 'Preemption is not helpful for scheduling' }), clear: true }
}

const CANDIDATES_MIN = 100

/** The nodes on which something less important stands, from anywhere on: a tenth of them is enough. `said`: why the others do not help. */
function searchVictims(question: PreemptionQuestion, hopeful: PreemptionQuestion['refused']): { readonly said: (readonly string[])[]; readonly candidates: Candidate[] } {
  const said: (readonly string[])[] = []
  const candidates: Candidate[] = []
  const offset = question.below(hopeful.length)
  const enough = Math.min(Math.max(Math.trunc(hopeful.length / 10), CANDIDATES_MIN), hopeful.length)
  let peaceful = 0
  for (let i = 0; i < hopeful.length && !(peaceful > 0 && candidates.length >= enough); i++) {
    const { slot } = hopeful[(offset + i) % hopeful.length]!
    const outcome = victimsOn(question, question.infoOf(slot))
    if ('refusal' in outcome) said.push(outcome.refusal.reasons)
    else {
      candidates.push(outcome)
      if (outcome.violations === 0) peaceful++
    }
  }
  return { said, candidates }
}

const NO_VICTIMS: Refusal = { plugin: 'DefaultPreemption', reasons: ['No preemption victims found for incoming pod'], resolvable: false }

function ineligible({ known, infoOf, slotOf, refused }: PreemptionQuestion): string | undefined {
  if (known.shape.neverPreempts) return 'not eligible due to preemptionPolicy=Never.'
  const nominated = known.pod.status?.nominatedNodeName
  if (!nominated) return undefined
  const slot = slotOf(nominated)
  const verdict = refused.find(one => one.slot === slot)
  if (!verdict?.refusal.resolvable) return undefined
  const leaving = infoOf(verdict.slot).pods.some(pod => pod.shape.priority < known.shape.priority && leavesForPreemption(pod))
  return leaving ? 'not eligible due to a terminating pod on the nominated node.' : undefined
}

const leavesForPreemption = ({ terminating, pod }: KnownPod): boolean =>
  terminating && !!pod.status?.conditions?.some(({ type, status, reason }) => type === 'DisruptionTarget' && status === 'True' && reason === 'PreemptionByScheduler')

/** Take away everything less important; if the pod then fits, give back whom it can, the most important first. */
function victimsOn({ prepared: prepare, known, budgets, nowUs }: PreemptionQuestion, node: NodeInfo): Candidate | { readonly refusal: Refusal } {
  const lesser = node.pods.filter(({ shape }) => shape.priority < known.shape.priority)
  if (lesser.length === 0) return { refusal: NO_VICTIMS }
  const prepared = prepare()
  const states = copyStates(prepared.states)
  const trial: PreparedFilters = { ...prepared, states }
  let info = node
  for (const pod of lesser) info = withoutPod(prepared.subject, states, info, pod)
  const hopeless = refusal(trial, info)
  if (hopeless) return { refusal: hopeless }

  const important = [...lesser].sort((a, b) => importance(a, b, nowUs))
  const { violating, others } = byBudget(important, budgets)
  const victims: KnownPod[] = []
  let violations = 0
  for (const pod of [...violating, ...others]) {
    const fuller = withPod(prepared.subject, states, info, pod)
    if (!refusal(trial, fuller)) {
      info = fuller
      continue
    }
    info = withoutPod(prepared.subject, states, fuller, pod)
    victims.push(pod)
    if (violating.includes(pod)) violations++
  }
  return { node: node.name, victims: victims.sort((a, b) => importance(a, b, nowUs)), violations }
}

/** Higher priority first, then whoever started earlier. */
function importance(a: KnownPod, b: KnownPod, nowUs: number): number {
  return b.shape.priority - a.shape.priority || startedAtUs(a, nowUs) - startedAtUs(b, nowUs)
}

function byBudget(pods: readonly KnownPod[], budgets: readonly Budget[]): { readonly violating: readonly KnownPod[]; readonly others: readonly KnownPod[] } {
  const allowed = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0)
  const violating: KnownPod[] = []
  const others: KnownPod[] = []
  for (const pod of pods) {
    let violated = false
    budgets.forEach(({ metadata, spec, status }, i) => {
      const selector = selectorOf(spec?.selector)
      if (metadata.namespace !== pod.shape.namespace || matchesEverything(selector) || !matchesLabels(selector, pod.shape.labels)) return
      if (status?.disruptedPods?.[pod.pod.metadata.name!] !== undefined) return
      if (--allowed[i]! < 0) violated = true
    })
    if (violated) violating.push(pod)
    else others.push(pod)
  }
  return { violating, others }
}

/** The node where least harm is done. Models pickOneNodeForPreemption: each rule only breaks the ties of those before. */
export function mildest(candidates: readonly Candidate[], nowUs: number): Candidate | undefined {
  const rules: readonly ((candidate: Candidate) => number)[] = [
    ({ violations }) => violations,
    ({ victims }) => victims[0]!.shape.priority,
    ({ victims }) => victims.reduce((sum, { shape }) => sum + shape.priority + 2147483648, 0),
    ({ victims }) => victims.length,
    ({ victims }) => -earliestStart(victims, nowUs),
  ]
  let left = candidates.filter(({ victims }) => victims.length > 0)
  for (const harm of rules) {
    const least = left.reduce((min, one) => Math.min(min, harm(one)), Infinity)
    left = left.filter(one => harm(one) === least)
    if (left.length <= 1) break
  }
  return left[0]
}

/** Of the most important victims. */
function earliestStart(victims: readonly KnownPod[], nowUs: number): number {
  const top = victims[0]!.shape.priority
  return victims.reduce((min, pod) => (pod.shape.priority === top ? Math.min(min, startedAtUs(pod, nowUs)) : min), Infinity)
}
