import { badRequest, type Status } from '../../../api/index.ts'
import type { ApiRequest } from '../../messages.ts'
import { authorize, forbiddenRequest } from '../authz/authorization.ts'
import type { Attributes } from '../authz/rules.ts'
import type { ApiServerState } from '../state.ts'
import { accountGroups, accountOf, ANONYMOUS, type UserInfo } from './authentication.ts'

const EXTRA = 'impersonate-extra-'
const AUTHENTICATED = 'system:authenticated'
const UNAUTHENTICATED = 'system:unauthenticated'

/** Acting as somebody else, as the Impersonate headers ask; each part needs the verb impersonate. Models apiserver's WithImpersonation. */
export function impersonated(state: ApiServerState, user: UserInfo, { headers = {} }: ApiRequest): UserInfo | Status {
  const name = headers['impersonate-user'] ?? ''
  const wishes = wishesOf(name, headers)
  if (name === '') return wishes.length === 0 ? user : badRequest(`requested [${wishes.map(referenceText).join(' ')}] without impersonating a user`)
  for (const wish of wishes) {
    const decision = authorize(state, user, wish)
    if (!decision.allowed) return forbiddenRequest(user, wish, decision.reason)
  }
  const uid = headers['impersonate-uid']
  const extra = extraOf(headers)
  return { name, groups: groupsOf(name, valuesOf(headers['impersonate-group'])), ...(uid && { uid }), ...(Object.keys(extra).length > 0 && { extra }) }
}

function wishesOf(name: string, headers: Readonly<Record<string, string>>): readonly Attributes[] {
  const account = accountOf(name)
  const wishes: Attributes[] = []
  if (account) wishes.push(wish('', 'serviceaccounts', account.name, account.namespace))
  else if (name !== '') wishes.push(wish('', 'users', name))
  for (const group of valuesOf(headers['impersonate-group'])) wishes.push(wish('', 'groups', group))
  for (const [key, values] of Object.entries(extraOf(headers))) for (const value of values) wishes.push({ ...wish('authentication.k8s.io', 'userextras', value), subresource: key })
  if (headers['impersonate-uid']) wishes.push(wish('authentication.k8s.io', 'uids', headers['impersonate-uid']))
  return wishes
}

const wish = (group: string, resource: string, name: string, namespace = ''): Attributes => ({ verb: 'impersonate', isResource: true, group, resource, subresource: '', namespace, name, path: '' })

/** Upstream prints its object references as Go structs. */
function referenceText({ group, resource, subresource, name }: Attributes): string {
  const kind = resource === 'groups' ? 'Group' : resource === 'uids' ? 'UID' : 'UserExtra'
  return `{${kind}  ${name}  ${group === '' ? '' : `${group}/v1`}  ${subresource}}`
}

function extraOf(headers: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  const extra: Record<string, readonly string[]> = {}
  for (const header in headers) if (header.startsWith(EXTRA)) extra[unescaped(header.slice(EXTRA.length))] = valuesOf(headers[header])
  return extra
}

function unescaped(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

const valuesOf = (header: string | undefined): readonly string[] => (header === undefined ? [] : header.split('\n'))

/** Who names groups gets these and no others, except that everybody is authenticated or is not. */
function groupsOf(name: string, asked: readonly string[]): readonly string[] {
  const account = accountOf(name)
  const groups = asked.length === 0 && account ? accountGroups(account.namespace) : asked
  if (name === ANONYMOUS.name) return groups.includes(UNAUTHENTICATED) ? groups : [...groups, UNAUTHENTICATED]
  return groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED) ? groups : [...groups, AUTHENTICATED]
}
