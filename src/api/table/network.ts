import type { EndpointSlice, Service } from '../schema/types.ts'
import { AGE, column, labelsText, NAME, orNone, printed, type Printed, since, wide } from './printed.ts'

export const SERVICES: Printed = printed<Service>([
  NAME, column('Type', 'How the service is reached.'), column('Cluster-IP', 'Its address inside the cluster.'), column('External-IP', 'Its addresses outside the cluster.'),
  column('Port(s)', 'Its ports, with node ports and protocols.'), AGE, wide('Selector', 'Which pods it sends traffic to.'),
], (service, nowUs) => {
  const { metadata, spec } = service
  const ports = (spec.ports ?? []).map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? ''}`)
  return [
    metadata.name ?? '', spec.type ?? '', spec.clusterIPs?.[0] ?? orNone(spec.clusterIP), externalAddresses(service), orNone(ports.join(',')),
    since(metadata.creationTimestamp, nowUs), labelsText(spec.selector),
  ]
})

export const ENDPOINT_SLICES: Printed = printed<EndpointSlice>([
  NAME, column('AddressType', 'What kind of addresses it lists.'), column('Ports', 'The ports of every endpoint.'), column('Endpoints', 'The addresses.'), AGE,
], ({ metadata, addressType, ports, endpoints }, nowUs) => [
  metadata.name ?? '', addressType, firstThree((ports ?? []).map(({ port, name }) => (port !== undefined ? String(port) : name ?? '*'))),
  firstThree((endpoints ?? []).flatMap(({ addresses }) => addresses ?? [])), since(metadata.creationTimestamp, nowUs),
])

function externalAddresses({ spec, status }: Service): string {
  const own = spec.externalIPs ?? []
  switch (spec.type) {
    case 'ClusterIP': case 'NodePort': return orNone(own.join(','))
    case 'LoadBalancer': {
      const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter((address) => address !== '')
      return [...[...new Set(ingress)].sort(), ...own].join(',') || '<pending>'
    }
    case 'ExternalName': return spec.externalName ?? ''
    default: return '<unknown>'
  }
}

function firstThree(items: readonly string[]): string {
  if (items.length > 3) return `${items.slice(0, 3).join(',')} + ${items.length - 3} more...`
  return items.join(',') || '<unset>'
}
