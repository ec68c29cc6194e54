import type { Pod } from './schema/types.ts'

/** kubectl's STATUS column. Models printPod. */
export function podStatusText(pod: Pod, _nowUs = 0): string {
  return pod.status?.phase ?? 'Unknown'
}
