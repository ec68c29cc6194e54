import { badRequest, type ApiObject, type LocalSubjectAccessReview, type PolicyRule, type SelfSubjectAccessReview, type SelfSubjectRulesReview, type SubjectAccessReview, type TokenReview } from '../../../api/index.ts'
import { ISSUER, tokenUser, type UserInfo } from '../authn/authentication.ts'
import { authorize } from '../authz/authorization.ts'
import { grantsOf } from '../authz/rbac.ts'
import type { Attributes } from '../authz/rules.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import { decodeBody, expectedKind } from '../registry/decode-body.ts'
import { fail, respondWith } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { WRITE_US } from '../timing.ts'

/** Questions in the form of objects that are never stored: who am I, may I, whose token is this. */
export function handleReview(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const decoded = decodeBody(exchange, expectedKind(exchange))
  if ('failure' in decoded) return fail(state, cx, exchange, decoded.failure)
  const { object } = decoded
  const { user, info } = exchange
  const answer = (status: object): void => respondWith(state, cx, exchange, 201, { ...object, metadata: object.metadata ?? {}, status } as ApiObject, WRITE_US)
  switch (object.kind) {
    case 'SelfSubjectReview': return answer({ userInfo: userStatus(user) })
    case 'TokenReview': {
      const { token = '', audiences } = (object as unknown as TokenReview).spec ?? {}
      const found = tokenUser(state, token, audiences?.length ? audiences : [ISSUER], cx.clock)
      return answer(found ? { authenticated: true, user: userStatus(found.user), audiences: found.audiences } : { user: {}, error: token === '' ? undefined : '[invalid bearer token]' })
    }
    case 'SelfSubjectAccessReview': return answer(access(state, user, (object as unknown as SelfSubjectAccessReview).spec))
    case 'SubjectAccessReview': {
      const { spec } = object as unknown as SubjectAccessReview
      if (!spec.user && !spec.groups?.length) return fail(state, cx, exchange, badRequest('SubjectAccessReview.authorization.k8s.io "" is invalid: spec.user: Invalid value: "": at least one of user or group must be specified'))
      return answer(access(state, { name: spec.user ?? '', groups: spec.groups ?? [] }, spec))
    }
    case 'LocalSubjectAccessReview': {
      const { spec } = object as unknown as LocalSubjectAccessReview
      if (spec.resourceAttributes?.namespace !== info.namespace) return fail(state, cx, exchange, badRequest(`spec.resourceAttributes.namespace must match namespace: ${info.namespace}`))
      return answer(access(state, { name: spec.user ?? '', groups: spec.groups ?? [] }, spec))
    }
    case 'SelfSubjectRulesReview': return answer(rulesOf(state, user, (object as unknown as SelfSubjectRulesReview).spec.namespace ?? ''))
    default: return fail(state, cx, exchange, badRequest(`no review ${object.kind}`))
  }
}

type AccessSpec = SelfSubjectAccessReview['spec']

function access(state: ApiServerState, user: UserInfo, spec: AccessSpec): object {
  const { allowed, reason } = authorize(state, user, attributesOf(spec))
  return { allowed, ...(reason !== '' && { reason }) }
}

function attributesOf({ resourceAttributes: asked, nonResourceAttributes }: AccessSpec): Attributes {
  if (!asked) return { verb: nonResourceAttributes?.verb ?? '', isResource: false, group: '', resource: '', subresource: '', namespace: '', name: '', path: nonResourceAttributes?.path ?? '' }
  const { verb = '', group = '', resource = '', subresource = '', namespace = '', name = '' } = asked
  return { verb, isResource: true, group, resource, subresource, namespace, name, path: '' }
}

function userStatus({ name, uid, groups, extra }: UserInfo): object {
  return { username: name, ...(uid && { uid }), groups, ...(extra && { extra }) }
}

function rulesOf(state: ApiServerState, user: UserInfo, namespace: string): object {
  const rules: PolicyRule[] = user.groups.includes('system:masters') ? [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }] : []
  for (const { rule } of grantsOf(state, user, namespace, [])) rules.push(rule)
  return {
    resourceRules: rules.filter((rule) => rule.resources?.length).map(({ verbs, apiGroups, resources, resourceNames }) => ({ verbs, apiGroups, resources, ...(resourceNames && { resourceNames }) })),
    nonResourceRules: rules.filter((rule) => rule.nonResourceURLs?.length).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  }
}
