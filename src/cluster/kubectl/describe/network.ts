import type { EndpointSlice, Service } from '../../../api/index.ts'
import { heading, pairsText } from './blocks.ts'

/** Models describeService. */
export function serviceText({ metadata, spec, status }: Service, slices: readonly EndpointSlice[]): string {
  const line = (title: string, value: unknown): string => (value === undefined || value === '' || value === 0 ? '' : `${title}:\t${String(value)}\n`)
  const ports = (spec.ports ?? []).map(({ name, port, protocol, targetPort, nodePort, appProtocol }) => `Port:\t${name || '<unset>'}\t${port}/${protocol}\nTargetPort:\t${targetPort}/${protocol}\n${line('AppProtocol', appProtocol)}${
    nodePort ? `NodePort:\t${name || '<unset>'}\t${nodePort}/${protocol}\n` : ''}Endpoints:\t${endpointsText(slices, name ?? '')}\n`)
  const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, ipMode, hostname }) => (ip ? `${ip}${ipMode ? ` (${ipMode})` : ''}` : hostname)).join(', ')
  return `${heading(metadata)}Selector:\t${pairsText(spec.selector)}\nType:\t${spec.type ?? ''}\n${line('IP Family Policy', spec.ipFamilyPolicy)}IP Families:\t${spec.ipFamilies?.join(',') || '<none>'}\nIP:\t${spec.clusterIP ?? ''}\nIPs:\t${spec.clusterIPs?.join(',') || '<none>'}\n${
    line('External IPs', spec.externalIPs?.join(','))}${line('External Name', spec.externalName)}${line('LoadBalancer Ingress', ingress)}${ports.join('')}Session Affinity:\t${spec.sessionAffinity ?? ''}\n${
    line('External Traffic Policy', spec.externalTrafficPolicy)}${line('Internal Traffic Policy', spec.internalTrafficPolicy)}${line('HealthCheck NodePort', spec.healthCheckNodePort)}${line('Traffic Distribution', spec.trafficDistribution)}`
}

const SHOWN_MAX = 3

/** Models formatEndpointSlices: the ready addresses of one port, three at most. */
function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>'
  const all = slices.flatMap(({ endpoints, ports }) => {
    const addresses = (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).map(({ addresses: [first = ''] }) => first)
    return ports?.length ? ports.filter(({ name }) => (name ?? '') === portName).flatMap(({ port }) => addresses.map((address) => `${address.includes(':') ? `[${address}]` : address}:${port}`)) : addresses
  })
  return `${all.slice(0, SHOWN_MAX).join(',')}${all.length > SHOWN_MAX ? ` + ${all.length - SHOWN_MAX} more...` : ''}`
}

/** Models describeEndpointSliceV1. */
export function endpointSliceText({ metadata, addressType, ports, endpoints }: EndpointSlice): string {
  const rows = (ports ?? []).map(({ name, port, protocol }) => `  ${name || '<unset>'}\t${port ?? '<unset>'}\t${protocol}\n`)
  const points = (endpoints ?? []).map(({ addresses, conditions, hostname, targetRef, nodeName, zone }) => `  - Addresses:\t${addresses.join(', ') || '<none>'}\n    Conditions:\n      Ready:\t${conditions?.ready ?? '<unset>'}\n    Hostname:\t${hostname ?? '<unset>'}\n${
    targetRef ? `    TargetRef:\t${targetRef.kind}/${targetRef.name}\n` : ''}    NodeName:\t${nodeName ?? '<unset>'}\n    Zone:\t${zone ?? '<unset>'}\n`)
  return `${heading(metadata)}AddressType:\t${addressType}\nPorts:${rows.length === 0 ? ' <unset>\n' : `\n  Name\tPort\tProtocol\n  ----\t----\t--------\n${rows.join('')}`}Endpoints:${points.length === 0 ? ' <none>\n' : `\n${points.join('')}`}`
}
