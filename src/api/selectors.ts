import type { LabelSelector } from './schema/types.ts'
import { parseRequirements } from './label-selector-parser.ts'
import { rememberedByIdentity } from './remembered.ts'

export type SelectorOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'

export interface Requirement {
  readonly key: string
  readonly operator: SelectorOperator
  readonly values: readonly string[]
}

/** All requirements must hold; none at all matches everything. `nothing` matches no object. */
export interface Selector {
  readonly requirements: readonly Requirement[]
  readonly nothing?: true
}

export type Labels = { readonly [key: string]: string } | undefined

export const EVERYTHING: Selector = { requirements: [] }
export const NOTHING: Selector = { requirements: [], nothing: true }

const OPERATORS: Readonly<Record<string, SelectorOperator>> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' }
const OPERATOR_TEXT: Readonly<Record<SelectorOperator, string>> = {
  '=': '=', '==': '==', '!=': '!=', in: ' in ', notin: ' notin ', gt: '>', lt: '<', exists: '', '!': '',
}

/** The text form of kubectl's -l and the labelSelector parameter, with upstream's complaints. */
export function parseLabelSelector(text: string): Selector | { readonly error: string } {
  const parsed = parseRequirements(text)
  return 'error' in parsed ? parsed : { requirements: sortedByKey(parsed) }
}

/** An absent LabelSelector matches nothing, an empty one everything; one with a wrong operator matches nothing. */
export const selectorOf = (selector: LabelSelector | undefined): Selector => (selector ? understood(selector) : NOTHING)

/** Controllers ask for the selector of the same object with every Pod that they hear of. */
const understood = rememberedByIdentity(readSelector)

function readSelector(selector: LabelSelector): Selector {
  const requirements: Requirement[] = []
  const { matchLabels, matchExpressions } = selector
  for (const key in matchLabels) requirements.push({ key, operator: '=', values: [matchLabels[key]!] })
  for (const { key, operator, values } of matchExpressions ?? []) {
    const known = OPERATORS[operator]
    if (!known) return NOTHING
    requirements.push({ key, operator: known, values: values ?? [] })
  }
  return requirements.length === 0 ? EVERYTHING : { requirements: sortedByKey(requirements) }
}

/** The selector of a Service or a ReplicationController: a plain map; an empty one matches everything. */
export function selectorOfMap(map: Labels): Selector {
  return readSelector({ matchLabels: map ?? {} })
}

export function matchesLabels(selector: Selector, labels: Labels): boolean {
  if (selector.nothing) return false
  for (const requirement of selector.requirements) if (!matches(requirement, labels)) return false
  return true
}

/** Canonical text: keys in order, values sorted. */
export function selectorText({ requirements }: Selector): string {
  return requirements.map(requirementText).join(',')
}

function requirementText({ key, operator, values }: Requirement): string {
  const list = [...values].sort().join(',')
  switch (operator) {
    case 'exists': return key
    case '!': return `!${key}`
    case 'in': case 'notin': return `${key}${OPERATOR_TEXT[operator]}(${list})`
    default: return `${key}${OPERATOR_TEXT[operator]}${list}`
  }
}

function matches({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'in': case '=': case '==': return value !== undefined && values.includes(value)
    case 'notin': case '!=': return value === undefined || !values.includes(value)
    case 'exists': return value !== undefined
    case '!': return value === undefined
    default: {
      if (value === undefined || !isInteger(value) || !isInteger(values[0])) return false
      return operator === 'gt' ? BigInt(value) > BigInt(values[0]!) : BigInt(value) < BigInt(values[0]!)
    }
  }
}

function isInteger(text: string | undefined): boolean {
  return text !== undefined && /^-?\d+$/.test(text)
}

function sortedByKey(requirements: readonly Requirement[]): readonly Requirement[] {
  return [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}
