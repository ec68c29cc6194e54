import { parseLabelSelector } from '../../api/index.ts'
import type { Comparator, Condition, ConditionReading } from '../../protocol/index.ts'

// The conditions that time can run until, as one line: 'pods ready app=web >= 3', 'node node-b NotReady', 'deployment web complete',
// 'replicasets app=web = 2', 'no pods on node-c', 'rev 1200', 'warning', 'idle'; '-n NAMESPACE' at the end where objects have one.

/** What there is to name, for completions and examples. Only nodes must exist: everything else may come to be. */
export interface Names {
  readonly nodes: readonly string[]
  readonly deployments: readonly string[]
  readonly namespaces: readonly string[]
  readonly selectors: readonly string[]
  readonly revision: number
  readonly pods: number
}

interface Token { readonly text: string; readonly from: number }
type Problem = NonNullable<ConditionReading['problem']>
interface Reader { readonly text: string; readonly tokens: readonly Token[]; next: number; problem: Problem | undefined; readonly names: Names; readonly couldFollow: string[] }

const TOKEN = />=|<=|[<>]|(?<!\S)==?(?=\s|\d|$)|[^\s<>]+/g
const FIRST_WORDS = ['pods', 'node', 'deployment', 'replicasets', 'no', 'rev', 'warning', 'idle']
const NODE_STATES = ['Ready', 'NotReady', 'Unknown']
const COMPARATORS = ['>=', '<=', '=']
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/

export function readCondition(text: string, names: Names): ConditionReading {
  const { condition, problem } = read(text, names)
  const typed = /\S*$/.exec(text)![0]
  const from = text.length - typed.length
  const options = read(text.slice(0, from), names).couldFollow.filter((option) => option.toLowerCase().startsWith(typed.toLowerCase()) && option !== typed)
  return { ...(problem ? { problem } : { condition }), from, options, examples: examplesOf(names) }
}

/** The line that means this condition; undefined for conditions that only lessons use. */
export function textOf(condition: Condition): string | undefined {
  const within = 'namespace' in condition && condition.namespace !== 'default' ? ` -n ${condition.namespace}` : ''
  const chosen = 'selector' in condition && condition.selector !== '' ? ` ${condition.selector}` : ''
  switch (condition.is) {
    case 'pods-ready': return condition.image === undefined ? `pods ready${chosen} ${condition.compare ?? '>='} ${condition.count}${within}` : undefined
    case 'all-ready': return `pods ready${chosen}${within}`
    case 'rollout-complete': return `deployment ${condition.name} complete${within}`
    case 'replicasets': return `replicasets${chosen} = ${condition.count}${within}`
    case 'no-pods-on': return `no pods on ${condition.node}`
    case 'node-ready': return condition.status === 'False' ? undefined : `node ${condition.node} ${{ True: 'Ready', Unknown: 'Unknown', 'not-True': 'NotReady' }[condition.status]}`
    case 'revision': return `rev ${condition.atLeast}`
    case 'warning-event': return 'warning'
    case 'idle': return 'idle'
    case 'never-fewer-ready': case 'hop': return undefined
  }
}

function examplesOf({ deployments, nodes, selectors, revision, pods }: Names): string[] {
  const node = nodes.at(-1)
  return [
    ...(pods > 0 ? ['pods ready'] : []), ...deployments.slice(0, 3).map((name) => `deployment ${name} complete`), ...selectors.slice(0, 1).map((selector) => `pods ready ${selector} >= ${pods + 1}`),
    ...(node === undefined ? [] : [`node ${node} NotReady`]), `rev ${Math.ceil((revision + 1) / 100) * 100}`, 'warning', 'idle',
  ]
}

function read(text: string, names: Names): { readonly condition: Condition | undefined; readonly problem: Problem | undefined; readonly couldFollow: readonly string[] } {
  const reader: Reader = { text, tokens: [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], from: match.index })), next: 0, problem: undefined, names, couldFollow: [] }
  const condition = conditionIn(reader)
  const rest = reader.tokens[reader.next]
  if (!reader.problem && rest) fail(reader, rest, 'extra')
  return { condition: reader.problem ? undefined : condition, problem: reader.problem, couldFollow: reader.couldFollow }
}

function conditionIn(reader: Reader): Condition | undefined {
  const { nodes, deployments } = reader.names
  switch (word(reader, FIRST_WORDS)) {
    case 'pods': return word(reader, ['ready']) === undefined ? undefined : podsReady(reader)
    case 'node': {
      const node = word(reader, nodes, 'node')
      const state = node && word(reader, NODE_STATES)
      return node && state ? { is: 'node-ready', node, status: state === 'Ready' ? 'True' : state === 'Unknown' ? 'Unknown' : 'not-True' } : undefined
    }
    case 'deployment': {
      const name = named(reader, deployments)
      return name && word(reader, ['complete']) ? { is: 'rollout-complete', namespace: namespace(reader), name } : undefined
    }
    case 'replicasets': {
      const selector = selectorIn(reader)
      const count = word(reader, ['=', '==']) && number(reader)
      return count === undefined ? undefined : { is: 'replicasets', selector, count: Number(count), namespace: namespace(reader) }
    }
    case 'no': {
      const node = word(reader, ['pods']) && word(reader, ['on']) && word(reader, nodes, 'node')
      return node ? { is: 'no-pods-on', node } : undefined
    }
    case 'rev': {
      perhaps(reader, ['>='])
      const atLeast = number(reader)
      return atLeast === undefined ? undefined : { is: 'revision', atLeast }
    }
    case 'warning': return { is: 'warning-event' }
    case 'idle': return { is: 'idle' }
    default: return undefined
  }
}

function podsReady(reader: Reader): Condition | undefined {
  const selector = selectorIn(reader)
  const compared = perhaps(reader, COMPARATORS, ['==', '>', '<'])
  if (reader.problem) return undefined
  if (compared === undefined) return { is: 'all-ready', namespace: namespace(reader), selector }
  const count = number(reader)
  if (count === undefined) return undefined
  const compare: Comparator = compared === '>' ? '>=' : compared === '<' ? '<=' : compared === '==' ? '=' : (compared as Comparator)
  return { is: 'pods-ready', namespace: namespace(reader), selector, count: compared === '>' ? count + 1 : compared === '<' ? Math.max(0, count - 1) : count, compare }
}

// ---- one word after the other --------------------------------------------------------------------------------------------

/** One of these words must stand here. */
function word(reader: Reader, options: readonly string[], what: 'unknown' | 'node' = 'unknown'): string | undefined {
  const token = reader.tokens[reader.next]
  if (!token) return missing(reader, options)
  const found = options.find((option) => option.toLowerCase() === token.text.toLowerCase())
  if (found === undefined) return fail(reader, token, what, options)
  reader.next++
  return found
}

/** One of these words may stand here. */
function perhaps(reader: Reader, options: readonly string[], also: readonly string[] = []): string | undefined {
  const token = reader.tokens[reader.next]
  if (!token) offer(reader, options)
  const found = token && [...options, ...also].includes(token.text) ? token.text : undefined
  if (found !== undefined) reader.next++
  return found
}

function named(reader: Reader, known: readonly string[]): string | undefined {
  const token = reader.tokens[reader.next]
  if (!token) return missing(reader, known, 'name')
  if (!NAME.test(token.text)) return fail(reader, token, 'name')
  reader.next++
  return token.text
}

function number(reader: Reader): number | undefined {
  const token = reader.tokens[reader.next]
  if (!token) return void missing(reader, [], 'number')
  if (!/^\d{1,9}$/.test(token.text)) return void fail(reader, token, 'number')
  reader.next++
  return Number(token.text)
}

function selectorIn(reader: Reader): string {
  const token = reader.tokens[reader.next]
  if (!token) offer(reader, reader.names.selectors)
  if (!token || token.text.startsWith('-') || /^[<>=]/.test(token.text)) return ''
  if ('error' in parseLabelSelector(token.text)) fail(reader, token, 'selector')
  reader.next++
  return token.text
}

function namespace(reader: Reader): string {
  if (perhaps(reader, ['-n']) === undefined) return 'default'
  return named(reader, reader.names.namespaces) ?? ''
}

/** What may stand at the end of a line that is right so far. */
function offer(reader: Reader, options: readonly string[]): void {
  if (!reader.problem) reader.couldFollow.push(...options)
}

function missing(reader: Reader, options: readonly string[], what = 'missing'): undefined {
  offer(reader, options)
  reader.problem ??= { from: reader.text.length, until: reader.text.length, text: what === 'missing' ? 'missing' : `missing-${what}`, params: { expected: options.join(', ') } }
}

function fail(reader: Reader, token: Token, what: string, options: readonly string[] = []): undefined {
  reader.problem ??= { from: token.from, until: token.from + token.text.length, text: what, params: { found: token.text, expected: options.join(', ') } }
}
