import ids from './type-ids.json'

/** How a type is called outside of this program. */
export interface TypeId {
  /** 'io.k8s.api.core.v1.Pod' */
  readonly full: string
  /** Of what can be an object of its own. */
  readonly gvk?: { readonly group: string; readonly version: string; readonly kind: string }
}

const IDS: { readonly [name: string]: TypeId } = ids

/** The ids of the type of this short name ('Pod'), which the schema has. Only documents name them, so that a boot does without. */
export const typeId = (name: string): TypeId => IDS[name]!
