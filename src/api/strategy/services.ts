import type { Service, ServicePort, ServiceSpec } from '../schema/types.ts'
import { sameValue } from '../objects.ts'
import { withFields } from '../defaults/fill.ts'

/** A new service has no status, and its one clusterIP is the first of clusterIPs. Allocating addresses is the API server's matter. */
export function serviceForCreate(service: Service): Service {
  return withFields(service, { status: { loadBalancer: {} }, spec: withNormalIPs(service.spec, undefined) })
}

/** What was allocated stays, unless the new type has no use for it. */
export function serviceForUpdate(next: Service, old: Service): Service {
  const kept = withAllocated(withNormalIPs(next.spec, old.spec), old.spec)
  return withFields(next, { status: old.status, spec: withoutUseless(kept, old.spec) })
}

/** Keeps `clusterIP` and `clusterIPs` saying the same when a client knows only one of them. Models normalizeClusterIPs. */
function withNormalIPs(spec: ServiceSpec, old: ServiceSpec | undefined): ServiceSpec {
  const { clusterIP = '', clusterIPs = [] } = spec
  if (!old) return clusterIP !== '' && clusterIPs.length === 0 ? { ...spec, clusterIPs: [clusterIP] } : spec
  if (clusterIP === (old.clusterIP ?? '')) return spec
  if (clusterIP === '') return sameValue(clusterIPs, old.clusterIPs ?? []) ? withFields(spec, { clusterIPs: undefined }) : spec
  return sameValue(clusterIPs, old.clusterIPs ?? []) ? { ...spec, clusterIPs: [clusterIP] } : spec
}

/** Models patchAllocatedValues: a client that leaves out an allocated value means the present one. */
function withAllocated(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let next = spec
  if (needsClusterIP(next) && needsClusterIP(old)) {
    if (!next.clusterIP) next = withFields(next, { clusterIP: old.clusterIP })
    if (!next.clusterIPs?.length && next.clusterIP === old.clusterIP) next = withFields(next, { clusterIPs: old.clusterIPs })
    if (!next.ipFamilies?.length) next = withFields(next, { ipFamilies: old.ipFamilies })
    if (next.ipFamilyPolicy === undefined) next = withFields(next, { ipFamilyPolicy: old.ipFamilyPolicy })
  }
  if (!needsNodePort(next) || !needsNodePort(old)) return next
  const taken = new Set(next.ports?.map(({ nodePort }) => nodePort))
  const ports = next.ports?.map((port) => {
    const before = port.nodePort
      ? undefined
      : old.ports?.find((other) => other.port === port.port && other.protocol === port.protocol)?.nodePort
    if (!before || taken.has(before)) return port
    taken.add(before)
    return { ...port, nodePort: before }
  })
  return sameValue(ports, next.ports) ? next : withFields(next, { ports })
}

/** Models dropTypeDependentFields: a value that the user did not change goes when the new type forbids it. */
function withoutUseless(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let next = spec
  if (needsClusterIP(old) && !needsClusterIP(next)) {
    if (sameValue(next.clusterIPs, old.clusterIPs)) next = withFields(next, { clusterIP: undefined, clusterIPs: undefined })
    if (sameValue(next.ipFamilies, old.ipFamilies)) next = withFields(next, { ipFamilies: undefined })
    if (next.ipFamilyPolicy === old.ipFamilyPolicy) next = withFields(next, { ipFamilyPolicy: undefined })
  }
  if (needsNodePort(old) && !needsNodePort(next) && sameValue(nodePortsOf(next), nodePortsOf(old)))
    next = withFields(next, { ports: next.ports?.map(withoutNodePort) })
  if (old.type === 'LoadBalancer' && next.type !== 'LoadBalancer') {
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'healthCheckNodePort'] as const)
      if (next[field] === old[field]) next = withFields(next, { [field]: undefined })
  }
  if (isOutside(old) && !isOutside(next) && next.externalTrafficPolicy === old.externalTrafficPolicy)
    next = withFields(next, { externalTrafficPolicy: undefined })
  return next
}

function needsClusterIP({ type }: ServiceSpec): boolean {
  return type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer'
}

function needsNodePort({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false)
}

function isOutside({ type, externalIPs }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && (externalIPs?.length ?? 0) > 0)
}

function nodePortsOf({ ports = [] }: ServiceSpec): readonly number[] {
  return ports.map(({ nodePort }) => nodePort ?? 0)
}

function withoutNodePort({ nodePort: _, ...port }: ServicePort): ServicePort {
  return port
}
