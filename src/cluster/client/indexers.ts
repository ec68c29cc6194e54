import { controllerOf, type ApiObject, type Pod } from '../../api/index.ts'

/** Each index maps a value to the objects that have it. All are kept up to date object by object. */
export type IndexName =
  | 'namespace'
  /** uid of the controlling owner */
  | 'owner'
  /** namespace of objects that no controller owns */
  | 'orphan'
  /** spec.nodeName of pods that have one */
  | 'node'
  /** 'true' for pods without a node */
  | 'unassigned'
  /** namespace/name of the Service that an EndpointSlice belongs to */
  | 'service'

/** The value that an object is found by; undefined if this index does not hold it. */
export function indexValue(index: IndexName, object: ApiObject): string | undefined {
  const { metadata } = object
  switch (index) {
    case 'namespace': return metadata.namespace
    case 'owner': return controllerOf(object)?.uid || undefined
    case 'orphan': return controllerOf(object) === undefined ? metadata.namespace || undefined : undefined
    case 'node': return nodeNameOf(object) || undefined
    case 'unassigned': return nodeNameOf(object) ? undefined : 'true'
    case 'service': {
      const service = metadata.labels?.['kubernetes.io/service-name']
      return service === undefined ? undefined : `${metadata.namespace}/${service}`
    }
  }
}

const nodeNameOf = (object: ApiObject): string | undefined => (object as unknown as Pod).spec?.nodeName
