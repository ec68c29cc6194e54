import { controllerOf, type ApiObject, type Pod } from '../../api/index.ts'

/** Each index maps a value to the objects that have it. All are kept up to date object by object. */
export type IndexName =
  | 'namespace'
  /** uid of the controlling owner */
  | 'owner'
  /** namespace of objects that no controller owns */
  | 'orphan'
  /** uids of all owners */
  | 'any-owner'
  /** spec.nodeName of pods that have one */
  | 'node'
  /** 'true' for pods without a node */
  | 'unassigned'
  /** namespace/name of the Service that an EndpointSlice belongs to */
  | 'service'
  | 'uid'

const NONE: readonly string[] = []

export function indexValues(index: IndexName, object: ApiObject): readonly string[] {
  const { metadata } = object
  switch (index) {
    case 'namespace': return metadata.namespace === undefined ? NONE : [metadata.namespace]
    case 'owner': return some(controllerOf(object)?.uid)
    case 'orphan': return controllerOf(object) === undefined ? some(metadata.namespace) : NONE
    case 'any-owner': return metadata.ownerReferences === undefined ? NONE : [...new Set(metadata.ownerReferences.map((owner) => owner.uid))]
    case 'node': return some(nodeNameOf(object))
    case 'unassigned': return nodeNameOf(object) ? NONE : ['true']
    case 'service': {
      const service = metadata.labels?.['kubernetes.io/service-name']
      return service === undefined ? NONE : [`${metadata.namespace}/${service}`]
    }
    case 'uid': return some(metadata.uid)
  }
}

const some = (value: string | undefined): readonly string[] => (value ? [value] : NONE)
const nodeNameOf = (object: ApiObject): string | undefined => (object as unknown as Pod).spec?.nodeName
