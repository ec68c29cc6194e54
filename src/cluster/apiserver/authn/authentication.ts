import { parseTimeUs, type Pod } from '../../../api/index.ts'
import type { ActorId } from '../../../kernel/index.ts'
import type { ApiRequest, Credentials } from '../../messages.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'
import { readToken, type Claims } from './tokens.ts'

export interface UserInfo {
  readonly name: string
  readonly uid?: string
  readonly groups: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

export const ISSUER = 'https://kubernetes.default.svc.cluster.local'
const INTERNAL = 'internal:'
const ACCOUNT = 'system:serviceaccount:'
const AUTHENTICATED = 'system:authenticated'
export const ANONYMOUS: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] }
/** Whom the cluster's own components are by their ids. */
const TRUSTED: readonly string[] = ['kube-controller-manager', 'kube-scheduler', 'kubelet/', 'kube-proxy/', 'cni/', 'coredns', 'apiserver', 'client']

/** Undefined: 401. No credentials at all make the anonymous user. */
export function authenticate(state: ApiServerState, credentials: Credentials | undefined, from: ActorId, nowUs: number): UserInfo | undefined {
  if (!credentials) return ANONYMOUS
  if ('certificate' in credentials) {
    const { commonName, organizations } = credentials.certificate
    return { name: commonName, groups: [...organizations, AUTHENTICATED] }
  }
  const { token } = credentials
  if (token === '') return ANONYMOUS
  if (token.startsWith(INTERNAL)) {
    const trusted = state.config.trusts ?? TRUSTED
    const account = token.slice(INTERNAL.length).split(':')
    return trusted.some((id) => from.startsWith(id)) && account.length === 4 ? accountUser(account[2]!, account[3]!) : undefined
  }
  return tokenUser(state, token, [ISSUER], nowUs)?.user
}

/** Whose token this is, if it is valid now for one of these audiences and what it is bound to still exists. */
export function tokenUser(state: ApiServerState, token: string, audiences: readonly string[], nowUs: number): { readonly user: UserInfo; readonly audiences: readonly string[] } | undefined {
  const claims = readToken(token, state.config.tokenKey)
  if (!claims) return undefined
  const now = unixSeconds(nowUs)
  const shared = claims.aud.filter((audience) => audiences.includes(audience))
  if (now >= claims.exp || now < claims.nbf || shared.length === 0 || !boundObjectsLive(state, claims)) return undefined
  const { namespace, serviceaccount, pod, node } = claims['kubernetes.io']
  const extra: Record<string, readonly string[]> = { 'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`] }
  if (pod) {
    extra['authentication.kubernetes.io/pod-name'] = [pod.name]
    extra['authentication.kubernetes.io/pod-uid'] = [pod.uid]
  }
  if (node) {
    extra['authentication.kubernetes.io/node-name'] = [node.name]
    extra['authentication.kubernetes.io/node-uid'] = [node.uid]
  }
  return { user: { ...accountUser(namespace, serviceaccount.name), uid: serviceaccount.uid, extra }, audiences: shared }
}

function boundObjectsLive(state: ApiServerState, claims: Claims): boolean {
  const { namespace, serviceaccount, pod } = claims['kubernetes.io']
  if (known(state, '', 'serviceaccounts', `${namespace}/${serviceaccount.name}`)?.metadata.uid !== serviceaccount.uid) return false
  if (!pod) return true
  const bound = known(state, '', 'pods', `${namespace}/${pod.name}`) as unknown as Pod | undefined
  return bound?.metadata.uid === pod.uid
}

export const accountUser = (namespace: string, name: string): UserInfo => ({ name: `${ACCOUNT}${namespace}:${name}`, groups: [...accountGroups(namespace), AUTHENTICATED] })

export const accountGroups = (namespace: string): readonly string[] => ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]

/** The service account behind a user name 'system:serviceaccount:<namespace>:<name>'. */
export function accountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(ACCOUNT)) return undefined
  const [namespace = '', name = '', more] = user.slice(ACCOUNT.length).split(':')
  return namespace !== '' && name !== '' && more === undefined ? { namespace, name } : undefined
}

const EPOCH_UNIX = 1_767_225_600
export const unixSeconds = (us: number): number => Math.floor(us / 1_000_000) + EPOCH_UNIX
export const unixOfText = (text: string): number => unixSeconds(parseTimeUs(text))

export const isImpersonating = ({ headers }: ApiRequest): boolean => {
  for (const header in headers) if (header.startsWith('impersonate-')) return true
  return false
}
