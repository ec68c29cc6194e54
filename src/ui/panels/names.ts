import { secondsText } from '../transport/time-scale.ts'

/** A place of the stage as a person calls it. */
export function placeName(place: string): string {
  if (place === 'apiserver') return 'kube-apiserver'
  if (place === 'scheduler') return 'kube-scheduler'
  if (place === 'controller-manager') return 'kube-controller-manager'
  if (place.startsWith('controller-manager/')) {
    const name = place.slice('controller-manager/'.length)
    return name.endsWith('controller') ? name : `${name}-controller`
  }
  const [head, node, agent] = place.split('/')
  if (head === 'node' && node !== undefined) return agent === undefined ? node : `${agent === 'runtime' ? 'containerd' : agent} ${node}`
  return head === 'etcd' && node !== undefined ? node : place
}

/** The same where there is little room. */
export const shortPlace = (place: string): string => placeName(place).replace('kube-apiserver', 'API').replace('kube-controller-manager', 'controllers').replace('kube-scheduler', 'scheduler').replace(/-controller$/, ' ctrl')

/** Virtual microseconds as the clock shows them. */
export const seconds = (at: number): string => secondsText(at)
