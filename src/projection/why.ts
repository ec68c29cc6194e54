import type { Fact, Input } from '../kernel/index.ts'
import type { ChainLink, EffectNode, Verb } from '../protocol/index.ts'
import { genericOf, summaryOf, type Summary } from './describe.ts'
import { placeOf } from './places.ts'
import { factText, inputText, paramsOf, timerText, toldOf } from './told.ts'
import { causeOf, factsOf, isForgotten, rootOf, rowOf, type Row, type Trace } from './trace.ts'

/** The chain of causes that led to an event: root first, raft and plumbing folded into the writes that they carried. */
export function chainTo(trace: Trace, event: number): ChainLink[] {
  const links: ChainLink[] = []
  let stored: number | undefined
  for (let id = event; id > 0;) {
    const input = trace.inputs.get(id)
    if (input) {
      links.unshift(inputLink(id, input.at, input.input))
      break
    }
    const row = rowOf(trace, id)
    if (!row) {
      if (isForgotten(trace, id)) links.unshift(...beforeHistory(trace, links[0]))
      break
    }
    const facts = factsOf(trace, id)
    const revision = facts.find(({ fact }) => fact === 'stored')?.revision
    if (typeof revision === 'number') stored ??= revision
    const link = linkOf(trace, row, facts)
    if (link) {
      const carries = link.verb === 'write' || link.verb === 'user'
      links.unshift(carries && stored !== undefined ? { ...link, stored } : link)
      if (carries) stored = undefined
    }
    if (row.cause === 0) {
      if (row.from === row.to) links.unshift(timerLink(trace, row))
      break
    }
    id = row.cause
  }
  return links
}

/** The chain goes on where nothing is kept any more. What a person did at its root is remembered all the same. */
function beforeHistory(trace: Trace, first: ChainLink | undefined): ChainLink[] {
  const root = first ? rootOf(trace, first.event) : 0
  const input = trace.inputs.get(root)
  const at = first?.at ?? 0
  const gap: ChainLink = { event: first?.event ?? 0, at, place: first?.place ?? 'user', verb: 'timer', text: 'generic.forgotten', params: {}, merged: 0 }
  return input ? [inputLink(root, input.at, input.input), gap] : [gap]
}

/** Everything that one event set off, as a tree of the messages that a learner would name. */
export function effectsOf(trace: Trace, event: number, limit = 400): { readonly total: number; readonly tree: EffectNode[] } {
  const root = trace.inputs.has(event) ? event : rowOf(trace, event)?.root ?? 0
  const children = new Map<number, number[]>()
  for (let id = Math.max(event, trace.gone) + 1; id < trace.end; id++) {
    if (rootOf(trace, id) !== root) continue
    const cause = causeOf(trace, id)
    const siblings = children.get(cause)
    if (siblings) siblings.push(id)
    else children.set(cause, [id])
  }
  let total = 0
  const grow = (id: number): EffectNode[] => {
    const nodes: EffectNode[] = []
    for (const child of children.get(id) ?? []) {
      if (total > limit) break
      const row = rowOf(trace, child)
      const link = row && !row.noise ? linkOf(trace, row, factsOf(trace, child)) : undefined
      if (!link) {
        nodes.push(...grow(child))
        continue
      }
      total++
      nodes.push({ link, count: 1, children: grow(child) })
    }
    return nodes
  }
  const tree = grow(event)
  return { total, tree }
}

/** The messages and decisions that a person would tell; plumbing is undefined. */
export function linkOf(trace: Trace, row: Row, facts: readonly Fact[]): ChainLink | undefined {
  const decision = toldOf(facts)
  const merged = row.also.length
  if (row.from === row.to) {
    if (!decision) return undefined
    return { event: row.id, at: row.at, place: decisionPlace(row, decision), verb: 'decision', text: factText(decision), params: paramsOf(decision), merged }
  }
  const summary = summaryOf(trace, row)
  if (!isTold(summary)) {
    if (!decision) return undefined
    return { event: row.id, at: row.at, place: decisionPlace(row, decision), verb: 'decision', text: factText(decision), params: paramsOf(decision), merged }
  }
  return {
    event: row.id, at: row.at, place: summary.from, to: summary.to, verb: summary.verb, text: `generic.${genericOf(summary)}`,
    params: { label: summary.label, name: summary.object?.name ?? '', resource: summary.object?.resource ?? '', namespace: summary.object?.namespace ?? '', event: summary.event ?? '', method: summary.method ?? '', subresource: summary.subresource ?? '', code: String(summary.code ?? '') }, merged,
  }
}

const isTold = ({ type, verb }: Summary): boolean => type === 'api-request' || type === 'watch-event' || type === 'cri-request' || type === 'cni-request' || type === 'registry-request' || verb === 'error'

function decisionPlace(row: Row, fact: Fact): string {
  if (typeof fact.controller === 'string') return `controller-manager/${fact.controller}`
  return placeOf(row.to)
}

function inputLink(id: number, at: number, input: Input): ChainLink {
  const said = input.type === 'message' ? (input.msg as { readonly line?: string; readonly request?: { readonly method: string; readonly path: string } }) : {}
  if (said.line !== undefined) return { event: id, at, place: 'user', verb: 'user', text: 'generic.command', params: { line: said.line }, merged: 0 }
  if (said.request !== undefined) return { event: id, at, place: 'user', verb: 'user', text: 'generic.outside', params: { method: said.request.method, path: said.request.path }, merged: 0 }
  return { event: id, at, place: 'user', verb: 'fault', ...inputText(input), merged: 0 }
}

const timerLink = (trace: Trace, row: Row): ChainLink => ({
  event: row.id, at: row.at, place: summaryOf(trace, row).to, verb: 'timer' satisfies Verb, text: timerText(row.msg), params: paramsOf({ ...row.msg }), merged: 0,
})
