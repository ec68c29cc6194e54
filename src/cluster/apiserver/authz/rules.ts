import type { PolicyRule } from '../../../api/index.ts'

/** What somebody wants to do, as the authorizers see it. */
export interface Attributes {
  readonly verb: string
  readonly isResource: boolean
  readonly group: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
  readonly path: string
}

/** Whether a rule speaks of this, names aside. Purely additive; '*' stands for all. */
export function ruleMatches(rule: PolicyRule, wanted: Attributes): boolean {
  if (!has(rule.verbs, wanted.verb)) return false
  if (!wanted.isResource) return rule.nonResourceURLs?.some((url) => url === '*' || url === wanted.path || (url.endsWith('*') && wanted.path.startsWith(url.slice(0, -1)))) ?? false
  return has(rule.apiGroups, wanted.group) && resourceMatches(rule.resources, wanted)
}

function resourceMatches(resources: readonly string[] | undefined, { resource, subresource }: Attributes): boolean {
  if (!resources) return false
  const full = subresource === '' ? resource : `${resource}/${subresource}`
  return resources.some((one) => one === '*' || one === full || (subresource !== '' && one === `*/${subresource}`))
}

const has = (values: readonly string[] | undefined, wanted: string): boolean => values !== undefined && (values.includes('*') || values.includes(wanted))
