import type { Fact } from '../kernel/index.ts'
import type { Match } from '../lessons/index.ts'
import type { Summary } from './describe.ts'

/** What a predicate of a lesson may look at. */
export type TraceRecord =
  | { readonly record: 'sent' | 'delivered'; readonly summary: Summary }
  | { readonly record: 'fact'; readonly fact: Fact; readonly place: string }

/** Whether all given fields agree. `after` is the caller's business: it knows which hops have happened. */
export function matches(on: Match, record: TraceRecord): boolean {
  if (on.record !== record.record) return false
  if (record.record === 'fact') {
    if (on.fact !== undefined && !like(on.fact, record.fact.fact)) return false
    if (on.from !== undefined && !like(on.from, record.place)) return false
    for (const [name, value] of Object.entries(on.where ?? {})) {
      const actual = record.fact[name]
      if (typeof value === 'string' ? typeof actual !== 'string' || !like(value, actual) : actual !== value) return false
    }
    return true
  }
  const { summary } = record
  return agrees(on.from, summary.from) && agrees(on.to, summary.to) && agrees(on.verb, summary.verb) && agrees(on.method, summary.method) && agrees(on.label, summary.label) &&
    agrees(on.event, summary.event) && agrees(on.group, summary.object?.group) && agrees(on.resource, summary.object?.resource) && agrees(on.name, summary.object?.name) &&
    agrees(on.subresource, summary.subresource ?? '') && (on.code === undefined || on.code === summary.code)
}

const agrees = (wanted: string | undefined, actual: string | undefined): boolean => wanted === undefined || (actual !== undefined && like(wanted, actual))

/** A leading or trailing `*` stands for anything. */
export function like(pattern: string, text: string): boolean {
  if (pattern === '*') return true
  if (pattern.startsWith('*') && pattern.endsWith('*')) return text.includes(pattern.slice(1, -1))
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1))
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1))
  return pattern === text
}
