import { EVENTS, FLOW_SCHEMAS, LEASES, NAMESPACES, NODES, PRIORITY_CLASSES, PRIORITY_LEVELS } from './cluster.ts'
import { CONFIG_MAPS, ROLE_BINDINGS, SECRETS, SERVICE_ACCOUNTS } from './configuration.ts'
import { ENDPOINT_SLICES, SERVICES } from './network.ts'
import { PODS } from './pods.ts'
import type { Printed } from './printed.ts'
import { DEPLOYMENTS, REPLICA_SETS } from './workloads.ts'

/** The kinds with columns of their own. */
export const TABLES: ReadonlyMap<string, Printed> = new Map([
  ['Pod', PODS], ['Deployment', DEPLOYMENTS], ['ReplicaSet', REPLICA_SETS], ['Service', SERVICES], ['EndpointSlice', ENDPOINT_SLICES], ['Node', NODES],
  ['Namespace', NAMESPACES], ['Event', EVENTS], ['Lease', LEASES], ['PriorityClass', PRIORITY_CLASSES], ['ConfigMap', CONFIG_MAPS], ['Secret', SECRETS],
  ['ServiceAccount', SERVICE_ACCOUNTS], ['RoleBinding', ROLE_BINDINGS], ['ClusterRoleBinding', ROLE_BINDINGS], ['FlowSchema', FLOW_SCHEMAS], ['PriorityLevelConfiguration', PRIORITY_LEVELS],
])
