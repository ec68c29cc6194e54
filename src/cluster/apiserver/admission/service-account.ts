import { extended, randomName, type ApiObject, type Container, type Pod, type PodSpec, type ServiceAccount, type Volume, type VolumeMount } from '../../../api/index.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'
import { refuse, type Admitted } from './chain.ts'

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'
const VOLUME = 'kube-api-access-'
const MIRROR = 'kubernetes.io/config.mirror'
/** The default account is made by a controller soon after its namespace: it is worth waiting for. */
const DEFAULT_ATTEMPTS = 10

/** Every pod speaks for an account: sets it, and mounts a token of it unless that was declined. */
export function withServiceAccount(state: ApiServerState, cx: Context, exchange: Exchange, object: ApiObject, waits: number): Admitted {
  const pod = object as unknown as Pod
  const { namespace } = exchange.info
  if (pod.metadata.annotations?.[MIRROR] !== undefined) {
    if (pod.spec.serviceAccountName) return { failure: refuse(exchange, object, 'a mirror pod may not reference service accounts') }
    return { object }
  }
  const name = pod.spec.serviceAccountName || 'default'
  const account = known(state, '', 'serviceaccounts', `${namespace}/${name}`) as unknown as ServiceAccount | undefined
  if (!account) {
    if (name === 'default' && waits < DEFAULT_ATTEMPTS) return { waitUs: 100_000 + cx.below(100_000) }
    return { failure: refuse(exchange, object, `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`) }
  }
  let spec: PodSpec = extended(pod.spec, { serviceAccountName: name, serviceAccount: name })
  if (pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) spec = withToken(cx, spec)
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) spec = { ...spec, imagePullSecrets: account.imagePullSecrets.map((secret) => ({ name: secret.name })) }
  return { object: { ...object, spec } }
}

function withToken(cx: Context, spec: PodSpec): PodSpec {
  const present = spec.volumes?.find((volume) => volume.name.startsWith(VOLUME))
  const name = present?.name ?? randomName((n) => cx.below(n), VOLUME)
  const mount: VolumeMount = { name, readOnly: true, mountPath: TOKEN_PATH }
  const mounted = (containers: readonly Container[] | undefined): readonly Container[] | undefined => containers?.map((container) => (
    container.volumeMounts?.some(({ mountPath }) => mountPath === TOKEN_PATH) ? container : extended(container, { volumeMounts: (container.volumeMounts ?? []).concat(mount) })
  ))
  const containers = mounted(spec.containers)!
  const initContainers = mounted(spec.initContainers)
  const used = containers.some((one, i) => one !== spec.containers[i]) || (initContainers?.some((one, i) => one !== spec.initContainers![i]) ?? false)
  if (!used) return spec
  return extended(spec, { containers, ...(initContainers && { initContainers }), ...(!present && { volumes: (spec.volumes ?? []).concat({ name, ...TOKEN_SOURCE }) }) })
}

/** One more second than an hour marks tokens that may outlive their time, for old clients. */
const TOKEN_SOURCE: Omit<Volume, 'name'> = {
  projected: {
    defaultMode: 0o644,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
    ],
  },
}
