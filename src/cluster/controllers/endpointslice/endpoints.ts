import { podReady, podTerminal, type Endpoint, type EndpointPort, type Node, type Pod, type Service, type ServicePort } from '../../../api/index.ts'

export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
export const MANAGER = 'endpointslice-controller.k8s.io'
export const SERVICE_NAME = 'kubernetes.io/service-name'

export interface PlacedEndpoint {
  readonly endpoint: Endpoint
  /** Endpoints with the same ports share slices; this is their text. */
  readonly portsKey: string
  readonly ports: readonly EndpointPort[]
}

/** What a pod contributes to a Service: nothing once it is over or while it has no address. */
export function endpointOf(pod: Pod, service: Service, node: Node | undefined): PlacedEndpoint | undefined {
  const ip = pod.status?.podIP
  if (!ip || podTerminal(pod)) return undefined
  const serving = podReady(pod)
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating)
  const { name, namespace, uid } = pod.metadata
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone']
  const { hostname, subdomain, nodeName } = pod.spec
  const endpoint: Endpoint = {
    addresses: [ip], conditions: { ready, serving, terminating }, targetRef: { kind: 'Pod', namespace, name, uid },
    ...(nodeName ? { nodeName } : {}), ...(zone ? { zone } : {}),
    ...(hostname && subdomain === service.metadata.name && namespace === service.metadata.namespace ? { hostname } : {}),
  }
  const ports = portsOf(service, pod)
  return { endpoint, ports, portsKey: portsText(ports) }
}

function portsOf({ spec }: Service, pod: Pod): readonly EndpointPort[] {
  const ports: EndpointPort[] = []
  for (const port of spec?.ports ?? []) {
    const number = targetOf(port, pod)
    if (number === undefined) continue
    ports.push({ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP', ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }) })
  }
  return ports
}

/** A named target is looked up in each pod: two pods may serve the same name on different ports. */
function targetOf({ targetPort, port, protocol = 'TCP' }: ServicePort, { spec }: Pod): number | undefined {
  if (typeof targetPort === 'number') return targetPort === 0 ? port : targetPort
  if (targetPort === undefined || targetPort === '') return port
  for (const container of [...spec.containers, ...(spec.initContainers ?? []).filter((each) => each.restartPolicy === 'Always')]) {
    const found = container.ports?.find((each) => each.name === targetPort && (each.protocol ?? 'TCP') === protocol)
    if (found) return found.containerPort
  }
  return undefined
}

/** Order does not matter for whether two port lists are the same. */
export const portsText = (ports: readonly EndpointPort[]): string =>
  ports.map(({ name = '', port = 0, protocol = 'TCP', appProtocol = '' }) => `${name}/${port}/${protocol}/${appProtocol}`).toSorted().join(' ')

/** 'namespace/name' of the pod behind an endpoint. */
export const podOf = ({ targetRef }: Endpoint): string => `${targetRef?.namespace}/${targetRef?.name}`
