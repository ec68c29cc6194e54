import type { PodView } from '../../protocol/index.ts'

export function aPod(given: Partial<PodView> & { readonly id: `pod/${string}`; readonly name: string }): PodView {
  return {
    kind: 'pod', ref: { group: '', resource: 'pods', namespace: 'default', name: given.name }, uid: given.id, shortName: given.name.slice(-5), namespace: 'default',
    node: '', ghost: false, order: 0, slot: 0, fill: 'pending', terminating: false, graceLeft: 0, grace: 30, progress: 0, status: 'Pending', ready: '0/1', restarts: 0, ip: '',
    images: ['httpd'], containers: [{ name: 'httpd', image: 'httpd', state: 'waiting', ready: false, reason: '' }], static: false, ...given,
  }
}
