import type { Container, Pod, PodSpec, Volume } from '../../../api/index.ts'
import type { ApiServerState } from '../state.ts'

const MIRROR = 'kubernetes.io/config.mirror'

/**
 * Whether a pod that is bound to this node speaks of the object. Models the graph of the node authorizer.
 * NB: upstream keeps the graph up to date; here the node's pods, at most a few hundred, are looked through.
 */
export function isReferenced(state: ApiServerState, node: string, resource: 'secrets' | 'configmaps' | 'serviceaccounts', namespace: string, name: string): boolean {
  const { byNode, objects } = state.caches.get('/pods')!
  for (const key of byNode.get(node) ?? []) {
    if (!key.startsWith(`${namespace}/`)) continue
    const { metadata, spec } = objects.get(key) as unknown as Pod
    // What a kubelet made itself opens nothing to it.
    if (metadata.annotations?.[MIRROR] !== undefined) continue
    if (resource === 'serviceaccounts' ? spec.serviceAccountName === name : NAMES[resource](spec).includes(name)) return true
  }
  return false
}

type Environment = Pick<Container, 'env' | 'envFrom'>
const environments = ({ containers, initContainers = [], ephemeralContainers = [] }: PodSpec): readonly Environment[] => [...containers, ...initContainers, ...ephemeralContainers]
const given = (names: readonly (string | undefined)[]): readonly string[] => names.filter((name) => name !== undefined && name !== '') as string[]

function secretNames(spec: PodSpec): readonly string[] {
  return given([
    ...(spec.imagePullSecrets ?? []).map(({ name }) => name),
    ...environments(spec).flatMap(({ env = [], envFrom = [] }) => [...envFrom.map(({ secretRef }) => secretRef?.name), ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name)]),
    ...(spec.volumes ?? []).flatMap(secretsOfVolume),
  ])
}

function secretsOfVolume({ secret, projected, csi, azureFile, cephfs, cinder, flexVolume, iscsi, rbd, scaleIO, storageos }: Volume): readonly (string | undefined)[] {
  const mounted = [cephfs, cinder, flexVolume, iscsi, rbd, scaleIO, storageos].map((source) => source?.secretRef?.name)
  return [secret?.secretName, csi?.nodePublishSecretRef?.name, azureFile?.secretName, ...(projected?.sources ?? []).map((source) => source.secret?.name), ...mounted]
}

function configMapNames(spec: PodSpec): readonly string[] {
  return given([
    ...environments(spec).flatMap(({ env = [], envFrom = [] }) => [...envFrom.map(({ configMapRef }) => configMapRef?.name), ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name)]),
    ...(spec.volumes ?? []).flatMap(({ configMap, projected }) => [configMap?.name, ...(projected?.sources ?? []).map((source) => source.configMap?.name)]),
  ])
}

const NAMES = { secrets: secretNames, configmaps: configMapNames } as const

/** The first kind of API object that a pod needs: a kubelet's own pods must need none. Models podutil.HasAPIObjectReference. */
export function referencedKind({ spec }: Pod): string | undefined {
  if (spec.serviceAccountName) return 'serviceaccounts'
  if (secretNames(spec).length > 0) return 'secrets'
  if (configMapNames(spec).length > 0) return 'configmaps'
  if (spec.resourceClaims?.length) return 'resourceclaims'
  for (const { configMap, secret, csi, glusterfs, persistentVolumeClaim, ephemeral, azureFile, projected } of spec.volumes ?? []) {
    if (configMap) return 'configmaps (via configmap volumes)'
    if (secret) return 'secrets (via secret volumes)'
    if (csi) return 'csidrivers (via CSI volumes)'
    if (glusterfs) return 'endpoints (via glusterFS volumes)'
    if (persistentVolumeClaim) return 'persistentvolumeclaims'
    if (ephemeral) return 'persistentvolumeclaims (via ephemeral volumes)'
    if (azureFile) return 'secrets (via azureFile volumes)'
    if (projected?.sources?.some((source) => source.serviceAccountToken)) return 'serviceaccounts (via projected volumes)'
  }
  return undefined
}
