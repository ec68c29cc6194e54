import type { ApiObject, Node } from '../../../api/index.ts'

const NOT_READY = 'node.kubernetes.io/not-ready'

/** A new node takes no pods before it has said that it is ready. */
export function withNotReadyTaint(object: ApiObject): ApiObject {
  const { spec } = object as unknown as Node
  if (spec?.taints?.some(({ key, effect }) => key === NOT_READY && effect === 'NoSchedule')) return object
  return { ...object, spec: { ...spec, taints: [...(spec?.taints ?? []), { key: NOT_READY, effect: 'NoSchedule' }] } }
}
