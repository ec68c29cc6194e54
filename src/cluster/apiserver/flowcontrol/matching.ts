import type { FlowSchema, FlowcontrolSubject, NonResourcePolicyRule, PolicyRulesWithSubjects, ResourcePolicyRule } from '../../../api/index.ts'

export interface User { readonly name: string; readonly groups: readonly string[] }

/** What of a request decides where it belongs, beside who asks. */
export interface About {
  readonly isResource: boolean
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource: string
  /** '' for what has no namespace. */
  readonly namespace: string
  readonly path: string
}

/** The first that matches; `schemas` are in the order of their precedence, and catch-all takes what nobody else does. */
export function matchingSchema(schemas: readonly FlowSchema[], user: User, about: About): FlowSchema {
  for (const schema of schemas) if (schema.spec.rules?.some((rule) => matchesRule(rule, user, about))) return schema
  return schemas.find(({ metadata }) => metadata.name === 'catch-all') ?? schemas.at(-1)!
}

/** What makes requests of one schema one flow: their user, their namespace, or nothing. */
export function flowOf({ spec: { distinguisherMethod } }: FlowSchema, user: User, { namespace }: About): string {
  if (distinguisherMethod === undefined) return ''
  return distinguisherMethod.type === 'ByUser' ? user.name : namespace
}

function matchesRule({ subjects, resourceRules, nonResourceRules }: PolicyRulesWithSubjects, user: User, about: About): boolean {
  if (about.isResource ? !resourceRules : !nonResourceRules) return false
  return subjects.some((subject) => isSubject(subject, user)) && (about.isResource ? resourceRules!.some((rule) => ofResource(rule, about)) : nonResourceRules!.some((rule) => ofPath(rule, about)))
}

const ACCOUNT = 'system:serviceaccount:'

function isSubject({ kind, user, group, serviceAccount }: FlowcontrolSubject, { name, groups }: User): boolean {
  switch (kind) {
    case 'User': return user !== undefined && (user.name === '*' || user.name === name)
    case 'Group': return group !== undefined && (group.name === '*' || groups.includes(group.name))
    case 'ServiceAccount': {
      if (!serviceAccount || !name.startsWith(ACCOUNT)) return false
      const { namespace, name: account } = serviceAccount
      if (!name.startsWith(namespace, ACCOUNT.length) || name[ACCOUNT.length + namespace.length] !== ':') return false
      return account === '*' || name.slice(ACCOUNT.length + namespace.length + 1) === account
    }
    default: return false
  }
}

function ofResource({ verbs, resources, apiGroups, namespaces = [], clusterScope }: ResourcePolicyRule, { verb, resource, subresource, group, namespace }: About): boolean {
  if (!has(verbs, verb) || !has(apiGroups, group)) return false
  if (!isAll(resources) && !resources.includes(subresource === '' ? resource : `${resource}/${subresource}`)) return false
  return namespace === '' ? clusterScope === true : has(namespaces, namespace)
}

const ofPath = ({ verbs, nonResourceURLs }: NonResourcePolicyRule, { verb, path }: About): boolean => has(verbs, verb) && nonResourceURLs.some((url) => isUnder(url, path))

function isUnder(url: string, path: string): boolean {
  if (url === '*' || url === path) return true
  const prefix = url.endsWith('*') ? url.slice(0, -1) : url
  return path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)
}

const isAll = (list: readonly string[]): boolean => list.length === 1 && list[0] === '*'
const has = (list: readonly string[], one: string): boolean => isAll(list) || list.includes(one)
