import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DECISIONS } from '../cluster/index.ts'
import * as en from '../lessons/texts/en.ts'
import * as zh from '../lessons/texts/zh.ts'
import { inputText, paramsOf, TOLD, UNTOLD } from './told.ts'

const CLUSTER = join(import.meta.dirname, '..', 'cluster')
const source = readdirSync(CLUSTER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).map((file) => readFileSync(join(CLUSTER, file), 'utf8')).join('\n')
const found = (pattern: RegExp): readonly string[] => [...new Set([...source.matchAll(pattern)].map((match) => match[1]!))].sort()
const wordless = (texts: readonly string[]): readonly string[] => texts.flatMap((id) => [...(en.has(id) ? [] : [`en ${id}`]), ...(zh.has(id) ? [] : [`zh ${id}`])])

test('every decision that a controller can make has a sentence in both languages', () => {
  const why = ['orphaned', 'terminated', 'unscheduled']
  expect(wordless(DECISIONS.flatMap((one) => (one === 'remove-pod' ? why.map((by) => `decision.${one}.${by}`) : [`decision.${one}`])))).toEqual([])
})

test('every fact of a component is either told, with words in both languages, or is plumbing', () => {
  const facts = found(/\bfact: '([a-z-]+)'/g)
  expect(facts.length).toBeGreaterThan(20)
  expect(facts.filter((fact) => !(fact in TOLD) && !UNTOLD.includes(fact))).toEqual([])
  expect(wordless(facts.filter((fact) => fact in TOLD && TOLD[fact] === undefined).map((fact) => `fact.${fact}`))).toEqual([])
  const stages = found(/export type Stage = ([^\n]+)/g).join('|').match(/[a-z-]+/g)!
  const waits = found(/fact: 'waits-for', waiter: [^,]+, what: '([a-z-]+)'/g)
  const outcomes = found(/\bend\('([a-z]+)'/g)
  expect([stages.length, waits.length, outcomes.length].every((count) => count >= 3)).toBe(true)
  expect(wordless([
    ...stages.map((stage) => `fact.pod-stage.${stage}`), ...waits.map((what) => `fact.waits-for.${what}`), ...outcomes.map((outcome) => `fact.schedule-end.${outcome}`),
    ...['success', 'failure'].map((result) => `fact.probe.${result}`), ...['admit', 'reject'].map((verdict) => `fact.pod-admitted.${verdict}`), ...['leader', 'follower', 'candidate', 'pre-candidate'].map((role) => `fact.raft-role.${role}`),
  ])).toEqual([])
})

test('every timer that may stand at the root of a chain has a sentence in both languages', () => {
  const timers = [...source.matchAll(/\.after\(.*?\{ type: '([a-z-]+)'(?:, timer: '([a-z-]+)')?/g)].map(([, type, timer]) => `timer.${type}${timer === undefined ? '' : `.${timer}`}`)
  expect(new Set(timers).size).toBeGreaterThan(40)
  expect(wordless([...new Set(timers), 'timer.kernel-start', 'timer.kernel-disconnected'])).toEqual([])
})

test('a touch of the visitor is told by what it did, with the places that it touched', () => {
  expect(inputText({ type: 'link', from: 'kubelet/node-a', to: 'apiserver', change: { down: true } })).toEqual({ text: 'poke.link.cut', params: { a: 'node/node-a/kubelet', b: 'apiserver' } })
  expect(inputText({ type: 'link', from: 'a', to: 'b', change: { latencyFactor: 10 } }).text).toBe('poke.link.slow')
  expect(inputText({ type: 'link', from: 'a', to: 'b', change: {} }).text).toBe('poke.link.whole')
  expect(inputText({ type: 'message', to: 'kube-scheduler', msg: { type: 'loop-control', loop: 'schedule-one', paused: true } as never })).toMatchObject({ text: 'poke.message.loop-paused', params: { loop: 'schedule-one', what: 'scheduler' } })
})

test('a sentence may name times in seconds and lists with commas', () => {
  expect(paramsOf({ backOffUs: 20_000_000, pullUs: 1_234_000, taints: ['a', 'b'], deep: { not: 'told' } })).toEqual({ backOffUs: '20000000', backOffSeconds: '20', pullUs: '1234000', pullSeconds: '1.2', taints: 'a, b' })
})
