import { invalid, selectorOf, selectorText, type ApiObject, type LabelSelector, type Status } from '../../../api/index.ts'

/** The Scale of a Deployment or ReplicaSet: autoscaling/v1's view of its replicas. */
export function scaleOf(object: ApiObject): ApiObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const spec = object.spec as { readonly replicas?: number; readonly selector?: LabelSelector }
  const status = object.status as { readonly replicas?: number } | undefined
  return {
    apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, selector: selectorText(selectorOf(spec.selector)) },
  }
}

/** The object with the replicas that the Scale asks for. */
export function rescaled(object: ApiObject, scale: ApiObject): { readonly object: ApiObject } | { readonly failure: Status } {
  const replicas = (scale.spec as { readonly replicas?: number } | undefined)?.replicas ?? 0
  if (!Number.isInteger(replicas) || replicas < 0) return { failure: invalid({ group: 'autoscaling', kind: 'Scale' }, object.metadata.name!, [{ type: 'invalid', field: 'spec.replicas', value: replicas, detail: 'must be greater than or equal to 0' }]) }
  const { uid, resourceVersion } = scale.metadata
  const metadata = { ...object.metadata, ...(uid && { uid }), resourceVersion: resourceVersion ?? '' }
  return { object: { ...object, metadata, spec: { ...(object.spec as object), replicas } } }
}
