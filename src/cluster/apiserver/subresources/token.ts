import { badRequest, conflict, invalid, notFound, timeText, type Pod, type ServiceAccount, type TokenRequest } from '../../../api/index.ts'
import { ISSUER, unixSeconds } from '../authn/authentication.ts'
import { signToken, type Claims } from '../authn/tokens.ts'
import { nodeOfUser } from '../authz/node.ts'
import { refuse } from '../admission/chain.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import { decodeBody, expectedKind } from '../registry/decode-body.ts'
import { newUid } from '../registry/identity.ts'
import { fail, respondWith } from '../respond.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'
import { WRITE_US } from '../timing.ts'

const DEFAULT_SECONDS = 3600
const MIN_SECONDS = 600
const MAX_SECONDS = 2 ** 32
/** Asked for by the volume that every pod gets: clients that never read the file again are given a year, and watched. */
const WARN_ONLY_SECONDS = 3607
const EXTENDED_SECONDS = 365 * 24 * 3600

/** POST serviceaccounts/<name>/token: a JWT for the account, bound to a pod where asked. */
export function handleTokenRequest(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const decoded = decodeBody(exchange, expectedKind(exchange))
  if ('failure' in decoded) return fail(state, cx, exchange, decoded.failure)
  const { namespace, name } = exchange.info
  const account = known(state, '', 'serviceaccounts', `${namespace}/${name}`) as unknown as ServiceAccount | undefined
  if (!account) return fail(state, cx, exchange, notFound(exchange.info, name))
  const request = decoded.object as unknown as TokenRequest
  const seconds = request.spec?.expirationSeconds ?? DEFAULT_SECONDS
  const wrong = seconds < MIN_SECONDS ? 'may not specify a duration less than 10 minutes' : seconds > MAX_SECONDS ? 'may not specify a duration larger than 2^32 seconds' : undefined
  if (wrong) return fail(state, cx, exchange, invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, name, [{ type: 'invalid', field: 'spec.expirationSeconds', value: seconds, detail: wrong }]))

  const ref = request.spec?.boundObjectRef
  const node = nodeOfUser(exchange.user)
  if (node !== undefined && (ref?.kind !== 'Pod' || ref.apiVersion !== 'v1' || !ref.name)) return fail(state, cx, exchange, refuse(exchange, decoded.object, 'node requested token not bound to a pod'))
  if (node !== undefined && !ref?.uid) return fail(state, cx, exchange, refuse(exchange, decoded.object, 'node requested token with a pod binding without a uid'))
  let pod: Pod | undefined
  if (ref) {
    if (ref.kind !== 'Pod') return fail(state, cx, exchange, badRequest(`cannot bind token for serviceaccount ${JSON.stringify(name)} to object of type ${ref.apiVersion}, Kind=${ref.kind}`))
    pod = known(state, '', 'pods', `${namespace}/${ref.name}`) as unknown as Pod | undefined
    if (!pod) return fail(state, cx, exchange, notFound({ group: '', resource: 'pods' }, ref.name ?? ''))
    if (ref.uid && ref.uid !== pod.metadata.uid) return fail(state, cx, exchange, conflict({ group: '', resource: 'pods' }, ref.name ?? '', `the UID in the bound object reference (${ref.uid}) does not match the UID in record. The object might have been deleted and then recreated`))
    if (pod.spec.serviceAccountName !== name) return fail(state, cx, exchange, badRequest(`cannot bind token for serviceaccount ${JSON.stringify(name)} to pod running with different serviceaccount name.`))
    if (node !== undefined && pod.spec.nodeName !== node) return fail(state, cx, exchange, refuse(exchange, decoded.object, 'node requested token bound to a pod scheduled on a different node'))
  }

  const audiences = request.spec?.audiences?.length ? request.spec.audiences : [ISSUER]
  const now = unixSeconds(cx.clock)
  const extended = pod !== undefined && seconds === WARN_ONLY_SECONDS && audiences.length === 1 && audiences[0] === ISSUER
  const onNode = pod?.spec.nodeName ? known(state, '', 'nodes', pod.spec.nodeName) : undefined
  const claims: Claims = {
    aud: audiences, exp: now + (extended ? EXTENDED_SECONDS : seconds), iat: now, iss: state.config.issuer ?? ISSUER, jti: newUid(cx),
    'kubernetes.io': {
      namespace,
      ...(onNode && { node: { name: onNode.metadata.name!, uid: onNode.metadata.uid! } }),
      ...(pod && { pod: { name: pod.metadata.name!, uid: pod.metadata.uid! } }),
      serviceaccount: { name, uid: account.metadata.uid! },
      ...(extended && { warnafter: now + seconds }),
    },
    nbf: now, sub: `system:serviceaccount:${namespace}:${name}`,
  }
  const expirationTimestamp = timeText((Math.floor(cx.clock / 1_000_000) + seconds) * 1_000_000)
  respondWith(state, cx, exchange, 201, {
    ...decoded.object, metadata: { ...decoded.object.metadata, name, namespace, creationTimestamp: timeText(cx.clock) },
    spec: { ...request.spec, audiences, expirationSeconds: seconds }, status: { token: signToken(claims, state.config.tokenKey), expirationTimestamp },
  }, WRITE_US)
}
