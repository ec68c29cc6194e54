import type { EndpointSlice, Service, ServicePort, ServiceSpec } from '../schema/types.ts'
import { duplicate, forbiddenField, invalid, notSupported, required, tooMany } from './field-error.ts'
import type { FieldError } from './field-error.ts'
import { dns1123Label, dns1123Subdomain, inRange, isIP, isIPv4, isIPv6, portNumber, qualifiedName } from './formats.ts'
import type { Errors } from './meta.ts'
import { checkImmutable, checkLabels, checkMeta, checkMetaUpdate, complain, labelName, subdomainName } from './meta.ts'
import { checkPort } from './probes.ts'

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const SET_ONCE = 'may not change once set'
const ENDPOINTS_MAX = 1000
const ADDRESSES_MAX = 100

export function checkService(service: Service, errors: Errors): void {
  checkMeta(service.metadata, true, labelName, errors)
  checkServiceSpec(service.spec, errors)
}

export function checkServiceUpdate(next: Service, old: Service, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkClusterIPsKept(next.spec, old.spec, errors)
  checkServiceSpec(next.spec, errors)
}

export function checkEndpointSlice(slice: EndpointSlice, errors: Errors): void {
  checkMeta(slice.metadata, true, subdomainName, errors)
  if (!slice.addressType) errors.push(required('addressType'))
  else if (!['FQDN', 'IPv4', 'IPv6'].includes(slice.addressType))
    errors.push(notSupported('addressType', slice.addressType, ['FQDN', 'IPv4', 'IPv6']))
  checkEndpointPorts(slice, errors)
  checkEndpoints(slice, errors)
}

export function checkEndpointSliceUpdate(next: EndpointSlice, old: EndpointSlice, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkEndpointSlice(next, errors)
  checkImmutable('addressType', next.addressType, old.addressType, errors)
}

export function isHeadless({ clusterIP, clusterIPs }: ServiceSpec): boolean {
  return (clusterIPs?.[0] ?? clusterIP) === 'None'
}

function checkServiceSpec(spec: ServiceSpec, errors: Errors): void {
  const { type = '', ports = [], sessionAffinity = '' } = spec
  const headless = isHeadless(spec)
  if (ports.length === 0 && !headless && type !== 'ExternalName') errors.push(required('spec.ports'))
  if (headless && (type === 'LoadBalancer' || type === 'NodePort'))
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`))
  if (type === 'ExternalName') checkExternalName(spec, errors)
  const names = new Set<string>()
  ports.forEach((port, i) => { checkServicePort(port, ports.length > 1, names, `spec.ports[${i}]`, errors) })
  checkLabels(spec.selector, 'spec.selector', errors)
  if (!sessionAffinity) errors.push(required('spec.sessionAffinity'))
  else if (sessionAffinity !== 'ClientIP' && sessionAffinity !== 'None')
    errors.push(notSupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None']))
  if (sessionAffinity === 'ClientIP' || spec.sessionAffinityConfig) checkAffinityTimeout(spec, errors)
  checkClusterIPs(spec, errors)
  if (spec.externalIPs) checkExternalIPs(spec.externalIPs, errors)
  if (!type) errors.push(required('spec.type'))
  else if (!TYPES.includes(type)) errors.push(notSupported('spec.type', type, TYPES))
  checkPortsTogether(ports, type, errors)
  if (!isPlain(spec)) checkTrafficFields(spec, type, errors)
}

const SAYS_MORE = ['loadBalancerSourceRanges', 'allocateLoadBalancerNodePorts', 'loadBalancerClass', 'externalTrafficPolicy', 'externalIPs', 'trafficDistribution', 'healthCheckNodePort'] as const
/** Nearly every Service: reached from inside, by the rules that hold where nothing is said. */
const isPlain = (spec: ServiceSpec): boolean => spec.type === 'ClusterIP' && spec.internalTrafficPolicy === 'Cluster' && SAYS_MORE.every((field) => spec[field] === undefined)

function checkExternalIPs(ips: readonly string[], errors: Errors): void {
  ips.forEach((ip, i) => {
    const path = `spec.externalIPs[${i}]`
    if (!isIP(ip)) errors.push(invalid(path, ip, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'))
    else checkEndpointIP(ip, path, errors)
  })
}

function checkServicePort(port: ServicePort, nameRequired: boolean, names: Set<string>, path: string, errors: Errors): void {
  if (nameRequired && !port.name) errors.push(required(`${path}.name`))
  else if (port.name) {
    complain(dns1123Label(port.name), `${path}.name`, port.name, errors)
    if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name))
    names.add(port.name)
  }
  complain(portNumber(port.port), `${path}.port`, port.port, errors)
  if (!port.protocol) errors.push(required(`${path}.protocol`))
  else if (!PROTOCOLS.includes(port.protocol)) errors.push(notSupported(`${path}.protocol`, port.protocol, PROTOCOLS))
  checkPort(port.targetPort, `${path}.targetPort`, errors)
  if (port.appProtocol !== undefined) complain(qualifiedName(port.appProtocol), `${path}.appProtocol`, port.appProtocol, errors)
}

function checkPortsTogether(ports: readonly ServicePort[], type: string, errors: Errors): void {
  if (type === 'ClusterIP')
    ports.forEach(({ nodePort }, i) => {
      if (nodePort) errors.push(forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"))
    })
  const nodePorts = new Set<string>()
  const seen = new Set<string>()
  const repeated: FieldError[] = []
  ports.forEach(({ protocol, nodePort, port }, i) => {
    if (nodePort && nodePorts.has(`${protocol}/${nodePort}`)) errors.push(duplicate(`spec.ports[${i}].nodePort`, nodePort))
    if (nodePort) nodePorts.add(`${protocol}/${nodePort}`)
    // The value is printed as Go's struct of the internal type.
    if (seen.has(`${protocol}/${port}`))
      repeated.push(
        duplicate(`spec.ports[${i}]`, { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 }),
      )
    seen.add(`${protocol}/${port}`)
  })
  errors.push(...repeated)
}

function checkExternalName({ clusterIPs, ipFamilies, ipFamilyPolicy, externalName = '' }: ServiceSpec, errors: Errors): void {
  const never = 'may not be set for ExternalName services'
  if (clusterIPs?.length) errors.push(forbiddenField('spec.clusterIPs', never))
  if (ipFamilies?.length) errors.push(forbiddenField('spec.ipFamilies', never))
  if (ipFamilyPolicy !== undefined) errors.push(forbiddenField('spec.ipFamilyPolicy', never))
  const name = externalName.endsWith('.') ? externalName.slice(0, -1) : externalName
  if (name === '') errors.push(required('spec.externalName'))
  else complain(dns1123Subdomain(name), 'spec.externalName', name, errors)
}

function checkAffinityTimeout({ sessionAffinity, sessionAffinityConfig }: ServiceSpec, errors: Errors): void {
  if (sessionAffinity === 'None' && sessionAffinityConfig)
    errors.push(forbiddenField('spec.sessionAffinityConfig', 'must not be set when session affinity is None'))
  if (sessionAffinity !== 'ClientIP') return
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds
  if (seconds === undefined) errors.push(required('spec.sessionAffinityConfig', 'when session affinity type is ClientIP'))
  else if (seconds <= 0 || seconds > 86_400)
    errors.push(invalid('spec.sessionAffinityConfig.clientIP.timeoutSeconds', seconds, 'must be greater than 0 and less than 86400'))
}

function checkClusterIPs({ type, clusterIP = '', clusterIPs = [] }: ServiceSpec, errors: Errors): void {
  if (type === 'ExternalName') return
  if (clusterIP !== '' && clusterIPs.length === 0) errors.push(required('spec.clusterIPs'))
  if (clusterIPs.length > 0 && clusterIPs[0] !== clusterIP)
    errors.push(invalid('spec.clusterIPs', clusterIPs, 'first value must match `clusterIP`'))
  if (clusterIPs.length > 1 && clusterIPs.includes('None'))
    errors.push(invalid('spec.clusterIPs', clusterIPs, "'None' must be the first and only value"))
  clusterIPs.forEach((ip, i) => {
    if (ip !== 'None' && !isIP(ip))
      errors.push(invalid(`spec.clusterIPs[${i}]`, ip, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'))
  })
  if (clusterIPs.length > 2) errors.push(invalid('spec.clusterIPs', clusterIPs, 'may only hold up to 2 values'))
}

function checkClusterIPsKept(next: ServiceSpec, old: ServiceSpec, errors: Errors): void {
  if (next.type === 'ExternalName' || old.type === 'ExternalName' || (isHeadless(next) && isHeadless(old))) return
  const before = old.clusterIPs ?? []
  const after = next.clusterIPs ?? []
  if (before.length > after.length && after.length === 0)
    errors.push(invalid('spec.clusterIPs[0]', null, 'primary clusterIP can not be unset'))
  const compared = before.length === after.length ? before.length : Math.min(before.length, after.length, 1)
  for (let i = 0; i < compared; i++) if (before[i] !== after[i]) errors.push(invalid(`spec.clusterIPs[${i}]`, after, SET_ONCE))
}

function checkTrafficFields(spec: ServiceSpec, type: string, errors: Errors): void {
  const balanced = type === 'LoadBalancer'
  const outside = balanced || type === 'NodePort' || (type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0)
  if (spec.loadBalancerSourceRanges?.length && !balanced)
    errors.push(forbiddenField('spec.LoadBalancerSourceRanges', "may only be used when `type` is 'LoadBalancer'"))
  if (spec.allocateLoadBalancerNodePorts !== undefined && !balanced)
    errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', "may only be used when `type` is 'LoadBalancer'"))
  if (spec.loadBalancerClass !== undefined && !balanced)
    errors.push(forbiddenField('spec.loadBalancerClass', "may only be used when `type` is 'LoadBalancer'"))
  const policy = spec.externalTrafficPolicy ?? ''
  if (!outside && policy !== '')
    errors.push(invalid('spec.externalTrafficPolicy', policy, 'may only be set for externally-accessible services'))
  if (outside && policy === '') errors.push(required('spec.externalTrafficPolicy'))
  if (outside && policy !== '' && policy !== 'Cluster' && policy !== 'Local')
    errors.push(notSupported('spec.externalTrafficPolicy', policy, ['Cluster', 'Local']))
  const internal = spec.internalTrafficPolicy
  if (internal === undefined && type !== 'ExternalName' && TYPES.includes(type)) errors.push(required('spec.internalTrafficPolicy'))
  if (internal !== undefined && internal !== 'Cluster' && internal !== 'Local')
    errors.push(notSupported('spec.internalTrafficPolicy', internal, ['Cluster', 'Local']))
  const distribution = spec.trafficDistribution
  const distributions = ['PreferClose', 'PreferSameNode', 'PreferSameZone']
  if (distribution !== undefined && !distributions.includes(distribution))
    errors.push(notSupported('spec.trafficDistribution', distribution, distributions))
  if (spec.healthCheckNodePort && !(balanced && policy === 'Local'))
    errors.push(
      invalid(
        'spec.healthCheckNodePort',
        spec.healthCheckNodePort,
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ),
    )
}

function checkEndpointPorts({ ports = [] }: EndpointSlice, errors: Errors): void {
  if (ports.length > 100) return void errors.push(tooMany('ports', ports.length, 100))
  const names = new Set<string>()
  ports.forEach(({ name = '', protocol, port }, i) => {
    if (name !== '') complain(dns1123Label(name), `ports[${i}].name`, name, errors)
    if (names.has(name)) errors.push(duplicate(`ports[${i}].name`, name))
    names.add(name)
    if (protocol === undefined) errors.push(required(`ports[${i}].protocol`))
    else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`ports[${i}].protocol`, protocol, PROTOCOLS))
    if (port !== undefined) complain(inRange(port, 1, 65_535), `ports[${i}].port`, port, errors)
  })
}

function checkEndpoints({ endpoints = [], addressType }: EndpointSlice, errors: Errors): void {
  if (endpoints.length > ENDPOINTS_MAX) return void errors.push(tooMany('endpoints', endpoints.length, ENDPOINTS_MAX))
  endpoints.forEach(({ addresses = [], nodeName, hostname }, i) => {
    const path = `endpoints[${i}]`
    if (addresses.length === 0) errors.push(required(`${path}.addresses`, 'must contain at least 1 address'))
    else if (addresses.length > ADDRESSES_MAX) errors.push(tooMany(`${path}.addresses`, addresses.length, ADDRESSES_MAX))
    if (addressType !== 'FQDN')
      addresses.forEach((address, j) => {
        const at = `${path}.addresses[${j}]`
        if (!isIP(address)) errors.push(invalid(at, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'))
        else if (addressType === 'IPv4' && !isIPv4(address)) errors.push(invalid(`${path}.addresses`, address, 'must be an IPv4 address'))
        else if (addressType === 'IPv6' && !isIPv6(address)) errors.push(invalid(`${path}.addresses`, address, 'must be an IPv6 address'))
        else checkEndpointIP(address, at, errors)
      })
    if (nodeName !== undefined) complain(dns1123Subdomain(nodeName), `${path}.nodeName`, nodeName, errors)
    if (hostname !== undefined) complain(dns1123Label(hostname), `${path}.hostname`, hostname, errors)
  })
}

/** Models ValidateEndpointIP: addresses that name no other host. */
function checkEndpointIP(ip: string, field: string, errors: Errors): void {
  if (ip === '0.0.0.0' || ip === '::') errors.push(invalid(field, ip, `may not be unspecified (${ip})`))
  else if (ip.startsWith('127.') || ip === '::1') errors.push(invalid(field, ip, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'))
  else if (ip.startsWith('169.254.') || /^fe[89ab]/i.test(ip))
    errors.push(invalid(field, ip, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'))
  else if (ip.startsWith('224.0.0.') || /^ff02/i.test(ip))
    errors.push(invalid(field, ip, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'))
}
