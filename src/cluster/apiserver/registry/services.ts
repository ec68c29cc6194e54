import type { ApiObject, FieldError, Service, ServicePort } from '../../../api/index.ts'
import type { Context } from '../context.ts'
import type { ApiServerState } from '../state.ts'
import { allocateAddress, allocatePort, claimAddress, claimPort, releaseAddress, releasePort, type Claim } from './allocators.ts'

type Allocated = { readonly object: ApiObject } | { readonly errors: readonly FieldError[] }

/** Gives a new service its addresses and ports, or claims the ones it wants. What was taken belongs to the object's uid. */
export function serviceCreated(state: ApiServerState, cx: Context, object: ApiObject): Allocated {
  return allocate(state, cx, object as unknown as Service, undefined)
}

/** An update keeps what the service has, gets what its new type needs, and gives back the rest once it is stored. */
export function serviceUpdated(state: ApiServerState, cx: Context, next: ApiObject, old: ApiObject): Allocated {
  return allocate(state, cx, kept(next as unknown as Service, old as unknown as Service), old as unknown as Service)
}

function allocate(state: ApiServerState, cx: Context, service: Service, old: Service | undefined): Allocated {
  const owner = service.metadata.uid!
  let spec = service.spec
  const type = spec.type ?? 'ClusterIP'
  if (type === 'ExternalName') {
    const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _f, ipFamilyPolicy: _p, ...rest } = spec
    return { object: { ...service, spec: rest } as unknown as ApiObject }
  }

  const wanted = spec.clusterIP || spec.clusterIPs?.[0]
  let address = wanted
  if (!wanted) {
    address = allocateAddress(state.addresses, (bound) => cx.below(bound), owner)
    if (!address) return { errors: [{ type: 'internal', field: 'spec.clusterIPs', detail: 'failed to allocate a serviceIP: range is full' }] }
  } else if (wanted !== 'None' && wanted !== old?.spec.clusterIP) {
    const claim = claimAddress(state.addresses, wanted, owner)
    if (claim !== 'ok') return { errors: [addressError(state, wanted, claim)] }
  }
  spec = { ...spec, clusterIP: address!, clusterIPs: spec.clusterIPs?.length ? spec.clusterIPs : [address!], ipFamilies: spec.ipFamilies ?? ['IPv4'], ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack' }

  if (needsPorts(service)) {
    const { ports, errors } = nodePorts(state, cx, spec.ports ?? [], owner)
    if (errors.length > 0) {
      undoService(state, { ...service, spec: { ...spec, ports } } as unknown as ApiObject, old as unknown as ApiObject | undefined)
      return { errors }
    }
    spec = { ...spec, ports }
  }
  return { object: { ...service, spec } as unknown as ApiObject }
}

function nodePorts(state: ApiServerState, cx: Context, wanted: readonly ServicePort[], owner: string): { readonly ports: readonly ServicePort[]; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = []
  const ports = wanted.map((port, index): ServicePort => {
    if (!port.nodePort) {
      const nodePort = allocatePort(state.ports, (bound) => cx.below(bound), owner)
      if (nodePort === undefined) errors.push({ type: 'internal', field: `spec.ports[${index}].nodePort`, detail: 'failed to allocate a nodePort: range is full' })
      return { ...port, nodePort }
    }
    const claim = claimPort(state.ports, port.nodePort, owner)
    if (claim !== 'ok') errors.push({ type: 'invalid', field: `spec.ports[${index}].nodePort`, value: port.nodePort, detail: claim === 'taken' ? 'provided port is already allocated' : `provided port is not in the valid range. The range of valid ports is ${state.ports.first}-${state.ports.last}` })
    return port
  })
  return { ports, errors }
}

function addressError(state: ApiServerState, address: string, claim: Claim): FieldError {
  const field = 'spec.clusterIPs'
  const value = [address]
  if (claim === 'taken') return { type: 'invalid', field, value, detail: `failed to allocate IP ${address}: provided IP is already allocated` }
  if (claim === 'outside') return { type: 'invalid', field, value, detail: `failed to allocate IP ${address}: the provided IP (${address}) is not in the valid range. The range of valid IPs is ${state.config.serviceCidr}` }
  return { type: 'invalid', field: 'spec.clusterIPs[0]', value: address, detail: 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)' }
}

const needsPorts = ({ spec }: Service): boolean => spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)

/** What an update leaves out stays as it was. */
function kept(next: Service, old: Service): Service {
  let { spec } = next
  if (spec.type === 'ExternalName' || old.spec.type === 'ExternalName') return next
  if (!spec.clusterIP) spec = { ...spec, clusterIP: old.spec.clusterIP, clusterIPs: spec.clusterIPs ?? old.spec.clusterIPs }
  if (!spec.ipFamilies && old.spec.ipFamilies) spec = { ...spec, ipFamilies: old.spec.ipFamilies, ipFamilyPolicy: spec.ipFamilyPolicy ?? old.spec.ipFamilyPolicy }
  if (needsPorts(next) && needsPorts(old)) {
    spec = { ...spec, ports: spec.ports?.map((port) => {
      const before = port.nodePort ? undefined : old.spec.ports?.find((one) => one.port === port.port && (one.protocol ?? 'TCP') === (port.protocol ?? 'TCP'))
      return before?.nodePort ? { ...port, nodePort: before.nodePort } : port
    }) }
  }
  return spec === next.spec ? next : { ...next, spec }
}

/** The service was not stored: what it took, and the old one had not, is free again. */
export function undoService(state: ApiServerState, next: ApiObject, old: ApiObject | undefined): void {
  release(state, next as unknown as Service, old as unknown as Service | undefined)
}

export const releaseService = (state: ApiServerState, object: ApiObject): void => release(state, object as unknown as Service, undefined)

function release(state: ApiServerState, { metadata, spec }: Service, unless: Service | undefined): void {
  const owner = metadata.uid!
  for (const address of spec.clusterIPs ?? []) if (!unless?.spec.clusterIPs?.includes(address)) releaseAddress(state.addresses, address, owner)
  for (const { nodePort } of spec.ports ?? []) if (nodePort && !unless?.spec.ports?.some((port) => port.nodePort === nodePort)) releasePort(state.ports, nodePort, owner)
}

/** The cache heard of a service: the allocators follow it. */
export function serviceHeard(state: ApiServerState, object: ApiObject | undefined, previous: ApiObject | undefined): void {
  if (previous) release(state, previous as unknown as Service, object as unknown as Service | undefined)
  if (!object) return
  const { metadata, spec } = object as unknown as Service
  for (const address of spec.clusterIPs ?? []) if (address !== 'None') claimAddress(state.addresses, address, metadata.uid!)
  for (const { nodePort } of spec.ports ?? []) if (nodePort) claimPort(state.ports, nodePort, metadata.uid!)
}
