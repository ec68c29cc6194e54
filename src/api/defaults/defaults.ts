import type { ApiObject } from '../objects.ts'
import type {
  ClusterRoleBinding,
  Deployment,
  EndpointSlice,
  Event,
  FlowSchema,
  Lease,
  Namespace,
  Node,
  PriorityClass,
  PriorityLevelConfiguration,
  ReplicaSet,
  RoleBinding,
  RoleRef,
  Service,
  ServicePort,
  TokenRequest,
} from '../schema/types.ts'
import { eachOf, withChanged, withEmpty, withFields, withMissing } from './fill.ts'
import { secretDefaults } from './secrets.ts'
import { podDefaults, templateDefaults } from './pods.ts'
import { roundedToMilli } from './containers.ts'

type Defaulting = (object: ApiObject) => ApiObject

const RBAC = 'rbac.authorization.k8s.io'

// Each function takes the kind that its key names; decode has checked the shape.
const BY_KIND: ReadonlyMap<string, Defaulting> = new Map<string, Defaulting>([
  ['v1 Pod', typed(podDefaults)],
  ['v1 Namespace', typed(namespaceDefaults)],
  ['v1 Node', typed(nodeDefaults)],
  ['v1 Service', typed(serviceDefaults)],
  ['v1 Secret', typed(secretDefaults)],
  ['v1 Event', typed((event: Event) => withMissing(event, { source: {}, reportingComponent: '', reportingInstance: '' }))],
  ['apps/v1 Deployment', typed(deploymentDefaults)],
  ['apps/v1 ReplicaSet', typed(replicaSetDefaults)],
  ['discovery.k8s.io/v1 EndpointSlice', typed(endpointSliceDefaults)],
  ['coordination.k8s.io/v1 Lease', typed((lease: Lease) => withMissing(lease, { spec: {} }))],
  [
    'scheduling.k8s.io/v1 PriorityClass',
    typed((priority: PriorityClass) => withMissing(priority, { preemptionPolicy: 'PreemptLowerPriority', value: 0 })),
  ],
  ['flowcontrol.apiserver.k8s.io/v1 FlowSchema', typed((one: FlowSchema) => withChanged(withMissing(one, { spec: {} as FlowSchema['spec'], status: {} }), 'spec', (spec) => withEmpty(spec, { matchingPrecedence: 1000 })))],
  ['flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration', typed(priorityLevelDefaults)],
  [`${RBAC}/v1 RoleBinding`, typed(bindingDefaults)],
  [`${RBAC}/v1 ClusterRoleBinding`, typed(bindingDefaults)],
  [
    'authentication.k8s.io/v1 TokenRequest',
    typed((request: TokenRequest) => withChanged(request, 'spec', (spec) => withMissing(spec, { expirationSeconds: 3600 }))),
  ],
])

/** Fills in what the user left out. The same object comes back when nothing was missing. */
export function applyDefaults(object: ApiObject): ApiObject {
  const defaulting = BY_KIND.get(`${object.apiVersion} ${object.kind}`)
  return defaulting ? defaulting(object) : object
}

/** The border between the loose object and its type, which the map's key vouches for. */
function typed<T>(defaulting: (object: T) => T): Defaulting {
  return (object) => defaulting(object as T) as ApiObject
}

function namespaceDefaults(namespace: Namespace): Namespace {
  const { name } = namespace.metadata
  let next = withMissing(namespace, { spec: {}, status: {} })
  next = withChanged(next, 'status', (status) => withEmpty(status, { phase: 'Active' }))
  if (!name || namespace.metadata.labels?.['kubernetes.io/metadata.name'] === name) return next
  return { ...next, metadata: { ...next.metadata, labels: { ...next.metadata.labels, 'kubernetes.io/metadata.name': name } } }
}

function nodeDefaults(node: Node): Node {
  const next = withMissing(node, { spec: {}, status: {} })
  return withChanged(next, 'status', (status) => {
    const rounded = withChanged(withChanged(status, 'capacity', roundedToMilli), 'allocatable', roundedToMilli)
    return withMissing(rounded, { allocatable: rounded.capacity })
  })
}

function deploymentDefaults(deployment: Deployment): Deployment {
  const next = withMissing(deployment, { spec: {} as Deployment['spec'], status: {} })
  return withChanged(next, 'spec', (spec) => {
    const filled = withMissing(spec, { replicas: 1, strategy: {}, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, template: {} })
    const rolling = withChanged(filled, 'strategy', (strategy) => {
      const named = withEmpty(strategy, { type: 'RollingUpdate' })
      if (named.type !== 'RollingUpdate') return named
      const rollingUpdate = withMissing(named.rollingUpdate ?? {}, { maxUnavailable: '25%', maxSurge: '25%' })
      return withFields(named, { rollingUpdate })
    })
    return withChanged(rolling, 'template', templateDefaults)
  })
}

function replicaSetDefaults(replicaSet: ReplicaSet): ReplicaSet {
  let next = withMissing(replicaSet, { spec: {} as ReplicaSet['spec'], status: { replicas: 0 } })
  next = withChanged(next, 'status', (status) => withMissing(status, { replicas: 0 }))
  return withChanged(next, 'spec', (spec) => withChanged(withMissing(spec, { replicas: 1, template: {} }), 'template', templateDefaults))
}

function serviceDefaults(service: Service): Service {
  const next = withMissing(service, { spec: {}, status: { loadBalancer: {} } })
  const whole = withChanged(next, 'status', (status) => withMissing(status, { loadBalancer: {} }))
  return withChanged(whole, 'spec', (spec) => {
    let filled = withEmpty(spec, { sessionAffinity: 'None', type: 'ClusterIP' })
    if (filled.sessionAffinity === 'None') filled = withFields(filled, { sessionAffinityConfig: undefined })
    if (filled.sessionAffinity === 'ClientIP' && filled.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
      filled = { ...filled, sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } }
    }
    filled = withChanged(filled, 'ports', (ports) => eachOf(ports, portDefaults))
    const outside =
      filled.type === 'NodePort' || filled.type === 'LoadBalancer' || (filled.type === 'ClusterIP' && (filled.externalIPs?.length ?? 0) > 0)
    if (outside) filled = withEmpty(filled, { externalTrafficPolicy: 'Cluster' })
    if (filled.type !== 'ExternalName') filled = withMissing(filled, { internalTrafficPolicy: 'Cluster' })
    return filled.type === 'LoadBalancer' ? withMissing(filled, { allocateLoadBalancerNodePorts: true }) : filled
  })
}

function portDefaults(port: ServicePort): ServicePort {
  return withEmpty(port, { protocol: 'TCP', targetPort: port.port })
}

function endpointSliceDefaults(slice: EndpointSlice): EndpointSlice {
  const next = withChanged(slice, 'ports', (ports) => eachOf(ports, (port) => withMissing(port, { name: '', protocol: 'TCP' })))
  return withChanged(next, 'endpoints', (endpoints) => eachOf(endpoints, (endpoint) => withMissing(endpoint, { conditions: {} })))
}

function priorityLevelDefaults(level: PriorityLevelConfiguration): PriorityLevelConfiguration {
  return withChanged(withMissing(level, { spec: {} as PriorityLevelConfiguration['spec'], status: {} }), 'spec', (spec) => {
    const exempt = withChanged(spec, 'exempt', (one) => withMissing(one, { nominalConcurrencyShares: 0, lendablePercent: 0 }))
    return withChanged(exempt, 'limited', (one) => {
      const limited = withMissing(one, { nominalConcurrencyShares: 30, lendablePercent: 0 })
      return withChanged(limited, 'limitResponse', (response) => withChanged(response, 'queuing', (queuing) => withEmpty(queuing, { handSize: 8, queues: 64, queueLengthLimit: 50 })))
    })
  })
}

function bindingDefaults<T extends RoleBinding | ClusterRoleBinding>(binding: T): T {
  const next = withChanged(binding, 'roleRef', (ref) => withEmpty(ref as RoleRef, { apiGroup: RBAC }))
  return withChanged(
    next,
    'subjects',
    (subjects) =>
      eachOf(subjects, (subject) =>
        subject.kind === 'User' || subject.kind === 'Group' ? withEmpty(subject, { apiGroup: RBAC }) : subject,
      ) as T['subjects'],
  )
}
