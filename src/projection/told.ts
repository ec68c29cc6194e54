import type { Fact, Input, Message } from '../kernel/index.ts'
import { placeOf } from './places.ts'

// Which facts, timers and inputs a chain of causes tells, and by which sentence. An id is never shown itself: the texts have words for each.

/** Facts that a person would tell, and the parameter by which their sentences differ. */
export const TOLD: Readonly<Record<string, string | undefined>> = {
  'decision': 'decision', 'scored': undefined, 'schedule-end': 'outcome', 'preempts': undefined, 'pod-admitted': 'decision', 'pod-stage': 'stage', 'image-pulled': undefined, 'container-exited': undefined, 'probe': 'result',
  'node-registered': undefined, 'evicted': undefined, 'rules-written': undefined, 'waits-for': 'what', 'raft-role': 'role',
}

/** What is known besides, for panels of their own: never a link of a chain. */
export const UNTOLD: readonly string[] = [
  'address-given', 'address-returned', 'apiserver-ready', 'enqueue', 'filtered', 'fsync', 'kubectl', 'pod-network', 'raft-commit', 'reconcile-begin', 'reconcile-end', 'revision', 'schedule-begin', 'stage', 'stored', 'watch-fan-out',
]

/** The first of an event's facts that is told. */
export const toldOf = (facts: readonly Fact[]): Fact | undefined => facts.find(({ fact }) => fact in TOLD)

export function factText(fact: Fact): string {
  if (fact.fact === 'decision') return `decision.${String(fact['decision'])}${fact['decision'] === 'remove-pod' ? `.${String(fact['why'])}` : ''}`
  const by = TOLD[fact.fact]
  return `fact.${fact.fact}${by === undefined ? '' : `.${String(fact[by])}`}`
}

export function timerText(msg: Message | undefined): string {
  const { timer } = (msg ?? {}) as { readonly timer?: unknown }
  return `timer.${msg?.type ?? ''}${typeof timer === 'string' ? `.${timer}` : ''}`
}

/** What a visitor did, by its sentence and parameters. */
export function inputText(input: Input): { readonly text: string; readonly params: Readonly<Record<string, string>> } {
  switch (input.type) {
    case 'crash': case 'restart': case 'pause': case 'resume': return { text: `poke.${input.type}`, params: { what: placeOf(input.actor) } }
    case 'power-off': case 'power-on': case 'clock-skew': return { text: `poke.${input.type}`, params: { what: input.host } }
    case 'link': return { text: `poke.link.${howChanged(input.change)}`, params: { a: placeOf(input.from), b: placeOf(input.to) } }
    case 'disconnect': return { text: 'poke.disconnect', params: { a: placeOf(input.from), b: placeOf(input.to) } }
    case 'drop': case 'hold': case 'release': return { text: `poke.${input.type}`, params: {} }
    case 'message': return messageText(input.to, input.msg)
  }
}

const SAID: readonly string[] = ['kill-container', 'leak-memory', 'disk-change', 'registry-control', 'kubectl-interrupt']

function messageText(to: string, msg: Message): ReturnType<typeof inputText> {
  const params = { ...paramsOf(msg as unknown as Fact), what: placeOf(to.replace(/\/disk$/, '')) }
  if (msg.type === 'loop-control') {
    const { paused } = msg as { readonly paused?: unknown }
    return { text: `poke.message.loop-${paused === true ? 'paused' : paused === false ? 'resumed' : 'changed'}`, params }
  }
  return { text: SAID.includes(msg.type) ? `poke.message.${msg.type}` : 'poke.message', params }
}

function howChanged({ down, lossPpm = 0, duplicatePpm = 0, extraUs = 0, latencyFactor = 1 }: Extract<Input, { readonly type: 'link' }>['change']): 'cut' | 'slow' | 'lossy' | 'whole' {
  if (down) return 'cut'
  if (lossPpm > 0 || duplicatePpm > 0) return 'lossy'
  return extraUs > 0 || latencyFactor !== 1 ? 'slow' : 'whole'
}

/** What a sentence may name; a time in microseconds stands there in seconds too: `backOffUs` as `backOffSeconds`. */
export function paramsOf(fact: Readonly<Record<string, unknown>>): Record<string, string> {
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries(fact)) {
    if (Array.isArray(value)) params[name] = value.filter((one) => typeof one === 'string' || typeof one === 'number').join(', ')
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') params[name] = String(value)
    if (typeof value === 'number' && name.endsWith('Us')) params[`${name.slice(0, -2)}Seconds`] = String(Math.round(value / 100_000) / 10)
  }
  return params
}
