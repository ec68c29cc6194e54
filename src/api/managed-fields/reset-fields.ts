import { type FieldSet, LEAF } from './field-set.ts'

/** What the server writes into every object: an applier never owns it. */
export const SERVER_FIELDS: FieldSet = {
  'f:apiVersion': LEAF,
  'f:kind': LEAF,
  'f:metadata': {
    '.': LEAF, 'f:clusterName': LEAF, 'f:creationTimestamp': LEAF, 'f:generation': LEAF, 'f:managedFields': LEAF, 'f:name': LEAF, 'f:namespace': LEAF,
    'f:resourceVersion': LEAF, 'f:selfLink': LEAF, 'f:uid': LEAF,
  },
}

/** The fields that the kind's strategy puts back to what they were, whatever a request through this endpoint says. */
export function resetFields(kind: string, subresource: string): FieldSet | undefined {
  if (subresource === '') return WITH_STATUS.has(kind) ? STATUS : undefined
  if (subresource !== 'status') return undefined
  return kind === 'Deployment' ? DEPLOYMENT_STATUS : kind === 'Pod' ? POD_STATUS : SPEC
}

const WITH_STATUS: ReadonlySet<string> = new Set(['Namespace', 'Node', 'Pod', 'Service', 'Deployment', 'ReplicaSet'])
const STATUS: FieldSet = { 'f:status': LEAF }
const SPEC: FieldSet = { 'f:spec': LEAF }
const DEPLOYMENT_STATUS: FieldSet = { 'f:spec': LEAF, 'f:metadata': { 'f:labels': LEAF } }
const POD_STATUS: FieldSet = { 'f:spec': LEAF, 'f:metadata': { 'f:deletionTimestamp': LEAF, 'f:ownerReferences': LEAF } }
