import type {
  ContainerStatus,
  DownwardAPIVolumeFile,
  Pod,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
  Volume,
  VolumeProjection,
} from '../schema/types.ts'
import { addQuantities } from '../quantity.ts'
import { rememberedByIdentity } from '../remembered.ts'
import { containerDefaults, pullPolicyFor, resourceDefaults } from './containers.ts'
import { eachOf, withChanged, withEmpty, withMissing } from './fill.ts'

/** Models SetDefaults_Pod: what a pod gets beyond what a template gets. */
export function podDefaults(pod: Pod): Pod {
  let next = withMissing(pod, { spec: { containers: [] } })
  next = withChanged(next, 'spec', ownSpecDefaults)
  next = withMissing(next, { status: {} })
  return withChanged(next, 'status', statusDefaults)
}

export function templateDefaults(template: PodTemplateSpec): PodTemplateSpec {
  const next = withMissing(template, { metadata: {}, spec: { containers: [] } })
  return withChanged(next, 'spec', templateSpecDefaults)
}

// The Pods of a ReplicaSet share its template's spec.
const ownSpecDefaults = rememberedByIdentity((spec: PodSpec) => withMissing(podSpecDefaults(spec, true), { enableServiceLinks: true }))
const templateSpecDefaults = rememberedByIdentity((spec: PodSpec) => podSpecDefaults(spec, false))

function podSpecDefaults(spec: PodSpec, ofPod: boolean): PodSpec {
  let next = withEmpty(spec, { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler' })
  next = withMissing(next, { containers: [], securityContext: {}, terminationGracePeriodSeconds: 30 })
  // The deprecated name and the present one always say the same.
  const account = next.serviceAccountName || next.serviceAccount
  if (account) next = withEmpty(next, { serviceAccountName: account, serviceAccount: account })
  if (account && next.serviceAccount !== account) next = { ...next, serviceAccount: account }
  const options = { requestsFromLimits: ofPod, hostNetwork: next.hostNetwork === true }
  next = withChanged(next, 'containers', (list) => eachOf(list, (container) => containerDefaults(container, options)) ?? [])
  next = withChanged(next, 'initContainers', (list) => eachOf(list, (container) => containerDefaults(container, options)))
  const plain = { requestsFromLimits: false, hostNetwork: false }
  next = withChanged(next, 'ephemeralContainers', (list) => eachOf(list, (container) => containerDefaults(container, plain)))
  next = withChanged(next, 'volumes', (list) => eachOf(list, volumeDefaults))
  next = withChanged(next, 'resources', (resources) => resourceDefaults(resources, false))
  return ofPod && next.resources?.limits ? podLevelRequests(next) : next
}

/** Models defaultPodRequests: a pod-level request is the sum of what the containers ask for, else the pod-level limit. */
function podLevelRequests(spec: PodSpec): PodSpec {
  const { limits = {}, requests = {} } = spec.resources!
  const sums: Record<string, string> = {}
  for (const { resources } of spec.containers)
    for (const name in resources?.requests) {
      if (name === 'cpu' || name === 'memory') sums[name] = addQuantities(sums[name] ?? '0', resources!.requests[name]!)
    }
  const filled = withMissing(withMissing(requests, sums), limits)
  return filled === requests ? spec : { ...spec, resources: { ...spec.resources, requests: filled } }
}

function volumeDefaults(volume: Volume): Volume {
  // A volume without a source is an emptyDir.
  let next = Object.keys(volume).some((key) => key !== 'name') ? volume : { ...volume, emptyDir: {} }
  next = withChanged(next, 'secret', (source) => withMissing(source, { defaultMode: 0o644 }))
  next = withChanged(next, 'configMap', (source) => withMissing(source, { defaultMode: 0o644 }))
  next = withChanged(next, 'hostPath', (source) => withMissing(source, { type: '' }))
  next = withChanged(next, 'image', (source) => withEmpty(source, { pullPolicy: pullPolicyFor(source.reference) }))
  next = withChanged(next, 'downwardAPI', (source) =>
    withMissing(
      withChanged(source, 'items', (items) => eachOf(items, fieldRefDefaults)),
      { defaultMode: 0o644 },
    ),
  )
  return withChanged(next, 'projected', (source) =>
    withMissing(
      withChanged(source, 'sources', (list) => eachOf(list, projectionDefaults)),
      { defaultMode: 0o644 },
    ),
  )
}

function projectionDefaults(projection: VolumeProjection): VolumeProjection {
  const next = withChanged(projection, 'serviceAccountToken', (token) => withMissing(token, { expirationSeconds: 3600 }))
  return withChanged(next, 'downwardAPI', (source) => withChanged(source, 'items', (items) => eachOf(items, fieldRefDefaults)))
}

function fieldRefDefaults(item: DownwardAPIVolumeFile): DownwardAPIVolumeFile {
  return withChanged(item, 'fieldRef', (ref) => withEmpty(ref, { apiVersion: 'v1' }))
}

function statusDefaults(status: PodStatus): PodStatus {
  let next = status
  for (const list of ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const) {
    next = withChanged(next, list, (statuses) => eachOf(statuses, (one: ContainerStatus) => withMissing(one, { state: {}, lastState: {} })))
  }
  return next
}
