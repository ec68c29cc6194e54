import { secondsText } from '../transport/time-scale.ts'

/** A place of the stage as a person calls it. */
export function placeName(place: string): string {
  if (place === 'apiserver') return 'kube-apiserver'
  if (place === 'scheduler') return 'kube-scheduler'
  if (place === 'controller-manager') return 'kube-controller-manager'
  if (place.startsWith('controller-manager/')) return place.slice('controller-manager/'.length)
  const [head, node, agent] = place.split('/')
  if (head === 'node' && node !== undefined) return agent === undefined ? node : `${agent === 'runtime' ? 'containerd' : agent} ${node}`
  return head === 'etcd' && node !== undefined ? node : place
}

/** Virtual microseconds as the clock shows them. */
export const seconds = (at: number): string => secondsText(at)
