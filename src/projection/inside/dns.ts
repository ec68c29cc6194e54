import { podReady, type ConfigMap, type EndpointSlice, type Pod, type Service } from '../../api/index.ts'
import { objectAt } from '../../cluster/index.ts'
import type { DnsInside, DnsRecord } from '../../protocol/index.ts'
import { objectsNow } from '../objects.ts'
import { state } from '../views.ts'
import type { Looking } from './inside.ts'
import { placeOfPod } from './worker.ts'

const LISTED = 200

/** The names that the kubernetes plugin of CoreDNS would answer for, from the Services and EndpointSlices as they are. */
export function insideDns({ kernel }: Looking): DnsInside {
  const api = state(kernel, 'apiserver')
  const objects = objectsNow(kernel)
  const corefile = ((objectAt(api, '', 'configmaps', 'kube-system/coredns') as unknown as ConfigMap | undefined)?.data?.['Corefile'] ?? '').trimEnd().split('\n')
  const zone = /^\s*kubernetes\s+(\S+)/m.exec(corefile.join('\n'))?.[1] ?? 'cluster.local'
  const ttl = /kubernetes[^}]*?\bttl\s+(\d+)/.exec(corefile.join('\n'))?.[1]
  const slices = slicesByService(objects.list<EndpointSlice>('discovery.k8s.io', 'endpointslices'))
  const services = [...objects.list<Service>('', 'services')].sort((a, b) => order(keyOf(a)) - order(keyOf(b)) || (keyOf(a) < keyOf(b) ? -1 : 1))
  const records = services.flatMap((service) => recordsOf(service, slices.get(keyOf(service)) ?? [], zone))
  return {
    inside: 'dns', address: (objectAt(api, '', 'services', 'kube-system/kube-dns') as unknown as Service | undefined)?.spec.clusterIP ?? '', corefile, zone, ttlSeconds: Number(ttl ?? 5),
    pods: podsOf(objects.list<Pod>('', 'pods')), records: records.slice(0, LISTED), more: Math.max(0, records.length - LISTED),
  }
}

const podsOf = (pods: readonly Pod[]): DnsInside['pods'] => pods.filter(({ metadata }) => metadata.namespace === 'kube-system' && metadata.labels?.['k8s-app'] === 'kube-dns')
  .map((pod) => ({ pod: pod.metadata.name!, place: placeOfPod(`kube-system/${pod.metadata.name!}`), node: pod.spec.nodeName ?? '', ready: podReady(pod) })).sort((a, b) => (a.pod < b.pod ? -1 : 1))

const keyOf = ({ metadata }: Service): string => `${metadata.namespace}/${metadata.name}`
/** The visitor's own names come before those of the system. */
const order = (key: string): number => (key.startsWith('kube-') || key === 'default/kubernetes' ? 1 : 0)

function slicesByService(slices: readonly EndpointSlice[]): ReadonlyMap<string, readonly EndpointSlice[]> {
  const found = new Map<string, EndpointSlice[]>()
  for (const slice of slices) {
    const key = `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`
    const known = found.get(key)
    if (known) known.push(slice)
    else found.set(key, [slice])
  }
  return found
}

/** Models the records of the specification of DNS-based service discovery, as the plugin makes them for IPv4. */
function recordsOf(service: Service, slices: readonly EndpointSlice[], zone: string): readonly DnsRecord[] {
  const { spec: { type, clusterIP = '', externalName = '', ports = [] }, metadata } = service
  const name = `${metadata.name}.${metadata.namespace}.svc.${zone}`
  const headless = clusterIP === 'None'
  const base = { service: keyOf(service), headless }
  if (type === 'ExternalName') return [{ ...base, name, type: 'CNAME', data: [externalName] }]
  if (!headless) {
    if (clusterIP === '') return []
    const named = ports.filter((port) => port.name).map((port): DnsRecord => ({ ...base, name: `_${port.name}._${(port.protocol ?? 'TCP').toLowerCase()}.${name}`, type: 'SRV', data: [`${port.port} ${name}`] }))
    return [{ ...base, name, type: 'A', data: [clusterIP] }, ...named]
  }
  // Unready endpoints are left out unless the Service asks for them; the slices tell by their ready condition.
  const ready = slices.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false)
  const each = ready.map(({ addresses, hostname }): DnsRecord => ({ ...base, name: `${hostname ?? addresses[0]!.replaceAll('.', '-')}.${name}`, type: 'A', data: [addresses[0]!] }))
  return [{ ...base, name, type: 'A', data: each.flatMap(({ data }) => data) }, ...each]
}
