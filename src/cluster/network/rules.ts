import type { Endpoint, EndpointSlice, Service, ServicePort } from '../../api/index.ts'
import { base32, sha256 } from './sha256.ts'

// What kube-proxy writes in iptables mode, as data. Models pkg/proxy/iptables/proxier.go for IPv4.

/** One rule of the nat table (or of filter, for REJECT). Absent matches match everything. */
export interface Rule {
  readonly comment?: string
  readonly protocol?: 'tcp' | 'udp' | 'sctp'
  /** An address, without mask: /32. */
  readonly destination?: string
  /** A destination that is one of the node's own addresses. */
  readonly toLocal?: boolean
  readonly port?: number
  readonly source?: string
  /** Sources outside of this range. */
  readonly notSource?: string
  /** As iptables prints it: '0.3333333333'. */
  readonly probability?: string
  /** Session affinity: the client was sent here less than so many seconds ago. */
  readonly recentSeconds?: number
  /** DNAT also remembers the client. */
  readonly remembers?: boolean
  /** Another chain, or DNAT, REJECT, MARK, MASQUERADE, RETURN. */
  readonly jump: string
  /** 'ip:port' of a DNAT. */
  readonly to?: string
}

/** The rules of one Service: entries in the shared chains, and chains of its own. */
export interface ServiceRules {
  readonly service: string
  readonly services: readonly Rule[]
  readonly nodePorts: readonly Rule[]
  readonly filter: readonly Rule[]
  readonly chains: ReadonlyMap<string, readonly Rule[]>
}

export interface RuleTable {
  readonly nat: ReadonlyMap<string, readonly Rule[]>
  readonly filter: ReadonlyMap<string, readonly Rule[]>
}

export interface ProxyPlace { readonly node: string; readonly clusterCidr: string }

/** 'default/kubernetes:https' and 'tcp' → 'NPX46M4PTMTKRN6Y' */
export const portHash = (portName: string, protocol: string): string => base32(sha256(portName + protocol)).slice(0, 16)
const endpointHash = (portName: string, protocol: string, endpoint: string): string => base32(sha256(portName + protocol + endpoint)).slice(0, 16)

export function rulesOf(service: Service, slices: readonly EndpointSlice[], place: ProxyPlace): ServiceRules {
  const services: Rule[] = []
  const nodePorts: Rule[] = []
  const filter: Rule[] = []
  const chains = new Map<string, readonly Rule[]>()
  const { spec, metadata } = service
  const key = `${metadata.namespace}/${metadata.name}`
  const headless = !spec.clusterIP || spec.clusterIP === 'None' || spec.type === 'ExternalName'
  for (const port of headless ? [] : spec.ports ?? []) portRules(service, port, slices, place, { services, nodePorts, filter, chains })
  return { service: key, services, nodePorts, filter, chains }
}

interface Target { readonly services: Rule[]; readonly nodePorts: Rule[]; readonly filter: Rule[]; readonly chains: Map<string, readonly Rule[]> }

function portRules(service: Service, port: ServicePort, slices: readonly EndpointSlice[], place: ProxyPlace, out: Target): void {
  const { spec, metadata, status } = service
  const protocol = (port.protocol ?? 'TCP').toLowerCase() as 'tcp' | 'udp' | 'sctp'
  const name = `${metadata.namespace}/${metadata.name}${port.name ? `:${port.name}` : ''}`
  const hash = portHash(name, protocol)
  const all = endpointsOf(port, slices)
  const cluster = usable(all)
  const local = usable(all.filter(({ endpoint }) => endpoint.nodeName === place.node))
  const internal = spec.internalTrafficPolicy === 'Local' ? local : cluster
  const external = spec.externalTrafficPolicy === 'Local' ? local : cluster
  const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip).filter((ip) => ip !== undefined)
  const outside = [...(spec.externalIPs ?? []), ...ingress]
  const clusterChain = `KUBE-SVC-${hash}`
  const localChain = `KUBE-SVL-${hash}`
  const externalChain = `KUBE-EXT-${hash}`
  if (internal.length > 0) {
    out.services.push({ comment: `${name} cluster IP`, protocol, destination: spec.clusterIP!, port: port.port, jump: spec.internalTrafficPolicy === 'Local' ? localChain : clusterChain })
  } else {
    const why = all.length > 0 && spec.internalTrafficPolicy === 'Local' ? 'has no local endpoints' : 'has no endpoints'
    out.filter.push({ comment: `${name} ${why}`, protocol, destination: spec.clusterIP!, port: port.port, jump: all.length > 0 && cluster.length > 0 ? 'DROP' : 'REJECT' })
  }
  for (const ip of outside) {
    if (external.length > 0) out.services.push({ comment: `${name} ${ingress.includes(ip) ? 'loadbalancer' : 'external'} IP`, protocol, destination: ip, port: port.port, jump: externalChain })
    else out.filter.push({ comment: `${name} has no endpoints`, protocol, destination: ip, port: port.port, jump: cluster.length > 0 ? 'DROP' : 'REJECT' })
  }
  if (port.nodePort) {
    if (external.length > 0) out.nodePorts.push({ comment: name, protocol, port: port.nodePort, jump: externalChain })
    else out.filter.push({ comment: `${name} has no ${cluster.length > 0 ? 'local ' : ''}endpoints`, protocol, toLocal: true, port: port.nodePort, jump: cluster.length > 0 ? 'DROP' : 'REJECT' })
  }
  const usesExternal = external.length > 0 && (port.nodePort !== undefined || outside.length > 0)
  const usesCluster = cluster.length > 0 && (internal === cluster || usesExternal)
  const usesLocal = local.length > 0 && (internal === local || (usesExternal && external === local))
  if (usesExternal) out.chains.set(externalChain, externalRules(name, external === local, clusterChain, localChain, place))
  const affinitySeconds = spec.sessionAffinity === 'ClientIP' ? spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800 : undefined
  const masquerade: Rule = { comment: `${name} cluster IP`, protocol, destination: spec.clusterIP!, port: port.port, notSource: place.clusterCidr, jump: 'KUBE-MARK-MASQ' }
  if (usesCluster) out.chains.set(clusterChain, [masquerade, ...balancing(name, protocol, cluster, affinitySeconds)])
  if (usesLocal) out.chains.set(localChain, [masquerade, ...balancing(name, protocol, local, affinitySeconds)])
  for (const { address, ip } of usesCluster ? cluster : usesLocal ? local : []) {
    out.chains.set(`KUBE-SEP-${endpointHash(name, protocol, address)}`, [
      { comment: name, source: ip, jump: 'KUBE-MARK-MASQ' },
      { comment: name, protocol, jump: 'DNAT', to: address, ...(affinitySeconds === undefined ? undefined : { remembers: true }) },
    ])
  }
}

function externalRules(name: string, isLocal: boolean, clusterChain: string, localChain: string, { clusterCidr }: ProxyPlace): readonly Rule[] {
  if (!isLocal) {
    return [{ comment: `masquerade traffic for ${name} external destinations`, jump: 'KUBE-MARK-MASQ' }, { jump: clusterChain }]
  }
  // Pods of the cluster reach the service everywhere; from outside only this node's endpoints count, and the client's address is kept.
  return [{ comment: `pod traffic for ${name} external destinations`, source: clusterCidr, jump: clusterChain }, { jump: localChain }]
}

/** Clients that were here before first; then endpoint i of n with probability 1/(n−i), and the last one takes what is left. */
function balancing(name: string, protocol: string, endpoints: readonly UsableEndpoint[], affinitySeconds: number | undefined): readonly Rule[] {
  const rules: Rule[] = []
  const chains = endpoints.map(({ address }) => `KUBE-SEP-${endpointHash(name, protocol, address)}`)
  if (affinitySeconds !== undefined) endpoints.forEach(({ address }, i) => rules.push({ comment: `${name} -> ${address}`, recentSeconds: affinitySeconds, jump: chains[i]! }))
  endpoints.forEach(({ address }, i) => {
    const left = endpoints.length - i
    const probability = left === 1 ? undefined : (1 / left).toFixed(10)
    rules.push({ comment: `${name} -> ${address}`, ...(probability ? { probability } : undefined), jump: chains[i]! })
  })
  return rules
}

interface UsableEndpoint { readonly address: string; readonly ip: string; readonly endpoint: Endpoint }

function endpointsOf(port: ServicePort, slices: readonly EndpointSlice[]): UsableEndpoint[] {
  const found = new Map<string, UsableEndpoint>()
  for (const slice of slices) {
    if (slice.addressType !== 'IPv4') continue
    for (const { name = '', port: number } of slice.ports ?? []) {
      if (name !== (port.name ?? '') || !number) continue
      for (const endpoint of slice.endpoints ?? []) {
        const ip = endpoint.addresses[0]!
        found.set(`${ip}:${number}`, { address: `${ip}:${number}`, ip, endpoint })
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.address < b.address ? -1 : 1))
}

/** Ready ones; only if there is none, those that still serve while they terminate. Models CategorizeEndpoints. */
function usable(endpoints: readonly UsableEndpoint[]): readonly UsableEndpoint[] {
  const ready = endpoints.filter(({ endpoint: { conditions } }) => conditions?.ready ?? true)
  return ready.length > 0 ? ready : endpoints.filter(({ endpoint: { conditions } }) => conditions?.serving && conditions.terminating)
}

/** All chains of a node, in the order in which iptables-save shows them: the shared ones first. */
export function assembleTable(all: Iterable<ServiceRules>): RuleTable {
  const services: Rule[] = []
  const nodePorts: Rule[] = []
  const filter: Rule[] = []
  const nat = new Map<string, readonly Rule[]>([
    ['PREROUTING', [{ comment: 'kubernetes service portals', jump: 'KUBE-SERVICES' }]],
    ['OUTPUT', [{ comment: 'kubernetes service portals', jump: 'KUBE-SERVICES' }]],
    ['POSTROUTING', [{ comment: 'kubernetes postrouting rules', jump: 'KUBE-POSTROUTING' }]],
    ['KUBE-SERVICES', services],
    ['KUBE-NODEPORTS', nodePorts],
    ['KUBE-POSTROUTING', [{ comment: 'kubernetes service traffic requiring SNAT', jump: 'MASQUERADE' }]],
    ['KUBE-MARK-MASQ', [{ jump: 'MARK' }]],
  ])
  for (const rules of all) {
    services.push(...rules.services)
    nodePorts.push(...rules.nodePorts)
    filter.push(...rules.filter)
    for (const [chain, own] of rules.chains) nat.set(chain, own)
  }
  services.push({ comment: 'kubernetes service nodeports; NOTE: this must be the last rule in this chain', toLocal: true, jump: 'KUBE-NODEPORTS' })
  const external = filter.filter(({ toLocal }) => toLocal)
  return {
    nat,
    filter: new Map<string, readonly Rule[]>([
      ['KUBE-SERVICES', filter.filter(({ toLocal }) => !toLocal)], ['KUBE-EXTERNAL-SERVICES', external], ['KUBE-FORWARD', []], ['KUBE-PROXY-FIREWALL', []],
    ]),
  }
}

/** As iptables-save prints it. */
export function ruleText(chain: string, rule: Rule): string {
  const parts = [`-A ${chain}`]
  if (rule.notSource) parts.push(`! -s ${rule.notSource}`)
  if (rule.source) parts.push(`-s ${rule.source}${rule.source.includes('/') ? '' : '/32'}`)
  if (rule.destination) parts.push(`-d ${rule.destination}/32`)
  if (rule.protocol) parts.push(`-p ${rule.protocol}`)
  if (rule.comment) parts.push(`-m comment --comment "${rule.comment}"`)
  if (rule.toLocal) parts.push('-m addrtype --dst-type LOCAL')
  if (rule.port) parts.push(`-m ${rule.protocol} --dport ${rule.port}`)
  if (rule.recentSeconds) parts.push(`-m recent --name ${rule.jump} --rcheck --seconds ${rule.recentSeconds} --reap --rsource`)
  if (rule.probability) parts.push(`-m statistic --mode random --probability ${rule.probability}`)
  if (rule.remembers) parts.push(`-m recent --name ${chain} --set --rsource`)
  parts.push(`-j ${rule.jump}`)
  if (rule.jump === 'MARK') parts.push('--or-mark 0x4000')
  if (rule.jump === 'REJECT') parts.push('--reject-with icmp-port-unreachable')
  if (rule.to) parts.push(`--to-destination ${rule.to}`)
  return parts.join(' ')
}
