import { extended, type ApiObject, type Pod, type Toleration } from '../../../api/index.ts'

const NOT_READY = 'node.kubernetes.io/not-ready'
const UNREACHABLE = 'node.kubernetes.io/unreachable'
const TOLERATED: readonly Toleration[] = [tolerated(NOT_READY), tolerated(UNREACHABLE)]

/** A pod stays five minutes on a node that is not ready or cannot be reached, unless it says otherwise. */
export function withDefaultTolerations(object: ApiObject): ApiObject {
  const { spec } = object as unknown as Pod
  if (!spec.tolerations?.length) return { ...object, spec: extended(spec, { tolerations: TOLERATED }) }
  const missing = TOLERATED.filter(({ key }) => !spec.tolerations!.some((one) => (one.key === key || (!one.key && one.operator === 'Exists')) && (one.effect === 'NoExecute' || !one.effect)))
  return missing.length === 0 ? object : { ...object, spec: { ...spec, tolerations: [...spec.tolerations, ...missing] } }
}

function tolerated(key: string): Toleration {
  return { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }
}
