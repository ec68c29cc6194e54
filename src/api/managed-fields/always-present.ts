import type { Shape } from '../schema/shape.ts'

const NO_FIELDS: readonly (readonly [string, unknown])[] = []

/**
 * The fields that an object of this type always has, with what they are when nobody sets them. In upstream's Go types these are plain
 * structs, or lists and numbers without `omitempty`: writing into them does not make the writer an owner of the field itself.
 */
export function alwaysPresent(shape: Shape): readonly (readonly [string, unknown])[] {
  return shape.is === 'struct' ? ALWAYS.get(shape.name) ?? NO_FIELDS : NO_FIELDS
}

const EMPTY = Object.freeze({})
const META = ['metadata', EMPTY] as const
const SPEC = ['spec', EMPTY] as const
const STATUS = ['status', EMPTY] as const
const ALWAYS: ReadonlyMap<string, readonly (readonly [string, unknown])[]> = new Map<string, readonly (readonly [string, unknown])[]>([
  ...['Namespace', 'Node', 'Pod', 'Service', 'Deployment', 'ReplicaSet', 'Scale', 'FlowSchema', 'PriorityLevelConfiguration'].map((kind) => [kind, [META, SPEC, STATUS]] as const),
  ...['ConfigMap', 'Secret', 'ServiceAccount', 'EndpointSlice', 'PriorityClass', 'Role', 'ClusterRole'].map((kind) => [kind, [META]] as const),
  ['Lease', [META, SPEC]],
  ['RoleBinding', [META, ['roleRef', EMPTY]]],
  ['ClusterRoleBinding', [META, ['roleRef', EMPTY]]],
  ['Event', [META, ['involvedObject', EMPTY], ['source', EMPTY]]],
  ['PodTemplateSpec', [META, SPEC]],
  ['PersistentVolumeClaimTemplate', [META, SPEC]],
  ['PersistentVolumeClaimSpec', [['resources', EMPTY]]],
  ['DeploymentSpec', [['strategy', EMPTY], ['template', EMPTY]]],
  ['ReplicaSetSpec', [['template', EMPTY]]],
  ['ReplicaSetStatus', [['replicas', 0]]],
  ['PodSpec', [['containers', null]]],
  ['PodCondition', [['lastProbeTime', null], ['lastTransitionTime', null]]],
  ['Container', [['resources', EMPTY]]],
  ['EphemeralContainer', [['resources', EMPTY]]],
  ['ServiceStatus', [['loadBalancer', EMPTY]]],
  ['FlowSchemaSpec', [['matchingPrecedence', 0], ['priorityLevelConfiguration', EMPTY]]],
  ['LimitedPriorityLevelConfiguration', [['limitResponse', EMPTY]]],
  ['NodeStatus', [['daemonEndpoints', EMPTY], ['nodeInfo', EMPTY]]],
  ['NodeDaemonEndpoints', [['kubeletEndpoint', EMPTY]]],
])
