import { isBootstrap } from '../flowcontrol/bootstrap.ts'
import type { ApiObject } from '../objects.ts'
import type { FlowSchema, PriorityLevelConfiguration } from '../schema/types.ts'
import * as apps from './apps.ts'
import * as core from './core.ts'
import * as flowcontrol from './flowcontrol.ts'
import type { FieldError } from './field-error.ts'
import type { Errors } from './meta.ts'
import { checkMetaUpdate } from './meta.ts'
import { checkPodResize } from './pod-resize.ts'
import * as pods from './pods.ts'
import * as rbac from './rbac.ts'
import * as services from './services.ts'

interface Rules {
  readonly create: (object: never, errors: Errors) => void
  /** Without it an update is checked like a new object, with the rules of metadata. */
  readonly update?: (next: never, old: never, errors: Errors) => void
  readonly status?: (next: never, old: never, errors: Errors) => void
}

// Kinds are unique among the served groups, so the kind alone names the rules.
const RULES: ReadonlyMap<string, Rules> = new Map<string, Rules>([
  ['Pod', { create: pods.checkPodCreate, update: pods.checkPodUpdate, status: pods.checkPodStatusUpdate }],
  ['Deployment', { create: apps.checkDeployment, update: apps.checkDeploymentUpdate, status: apps.checkDeploymentStatusUpdate }],
  ['ReplicaSet', { create: apps.checkReplicaSet, update: apps.checkReplicaSetUpdate, status: apps.checkReplicaSetStatusUpdate }],
  ['Service', { create: services.checkService, update: services.checkServiceUpdate }],
  ['EndpointSlice', { create: services.checkEndpointSlice, update: services.checkEndpointSliceUpdate }],
  ['Namespace', { create: core.checkNamespace, status: core.checkNamespaceStatus }],
  ['Node', { create: core.checkNode, update: core.checkNodeUpdate, status: core.checkNodeUpdate }],
  ['ConfigMap', { create: core.checkConfigMap, update: core.checkConfigMapUpdate }],
  ['Secret', { create: core.checkSecret, update: core.checkSecretUpdate }],
  ['ServiceAccount', { create: core.checkServiceAccount }],
  ['Event', { create: core.checkEvent }],
  ['PriorityClass', { create: core.checkPriorityClass, update: core.checkPriorityClassUpdate }],
  ['FlowSchema', { create: (one: FlowSchema, errors) => { if (!isBootstrap(one)) flowcontrol.checkFlowSchema(one, errors) } }],
  ['PriorityLevelConfiguration', { create: (one: PriorityLevelConfiguration, errors) => { if (!isBootstrap(one)) flowcontrol.checkPriorityLevel(one, errors) } }],
  ['Lease', { create: core.checkLease, update: core.checkLeaseUpdate }],
  ['Scale', { create: core.checkScale }],
  ['Role', { create: rbac.checkRole, update: rbac.checkRoleUpdate(rbac.checkRole) }],
  ['ClusterRole', { create: rbac.checkClusterRole, update: rbac.checkRoleUpdate(rbac.checkClusterRole) }],
  ['RoleBinding', { create: rbac.checkRoleBinding, update: rbac.checkBindingUpdate(rbac.checkRoleBinding) }],
  ['ClusterRoleBinding', { create: rbac.checkClusterRoleBinding, update: rbac.checkBindingUpdate(rbac.checkClusterRoleBinding) }],
])

/** Everything wrong with a new, defaulted and prepared object, in upstream's words. */
export function validateCreate(object: ApiObject): readonly FieldError[] {
  const errors: FieldError[] = []
  RULES.get(object.kind)?.create(object as never, errors)
  return errors
}

/** The rules for a new object, and the fields that may no longer change. Comparing resource versions is the API server's matter. */
export function validateUpdate(next: ApiObject, old: ApiObject): readonly FieldError[] {
  const errors: FieldError[] = []
  const rules = RULES.get(next.kind)
  if (rules?.update) rules.update(next as never, old as never, errors)
  else if (rules) {
    rules.create(next as never, errors)
    checkMetaUpdate(next.metadata, old.metadata, errors)
  }
  return errors
}

export function validateStatusUpdate(next: ApiObject, old: ApiObject): readonly FieldError[] {
  const errors: FieldError[] = []
  const status = RULES.get(next.kind)?.status
  if (status) status(next as never, old as never, errors)
  else checkMetaUpdate(next.metadata, old.metadata, errors)
  return errors
}

/** For PATCH and PUT on pods/…/ephemeralcontainers. */
export function validateEphemeralContainersUpdate(next: ApiObject, old: ApiObject): readonly FieldError[] {
  const errors: FieldError[] = []
  pods.checkEphemeralContainersUpdate(next as never, old as never, errors)
  return errors
}

/** For PATCH and PUT on pods/…/resize. */
export function validateResizeUpdate(next: ApiObject, old: ApiObject): readonly FieldError[] {
  const errors: FieldError[] = []
  checkPodResize(next as never, old as never, errors)
  return errors
}
