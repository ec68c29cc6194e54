import type { PlaceId } from '../../protocol/index.ts'

/** A step of the way from the cluster to a place. */
export interface Crumb { readonly name: string; readonly place: PlaceId }

const TITLES: Readonly<Record<string, string>> = { apiserver: 'kube-apiserver', scheduler: 'kube-scheduler', 'controller-manager': 'kube-controller-manager', etcd: 'etcd', dns: 'CoreDNS' }
const AGENTS: Readonly<Record<string, string>> = { proxy: 'kube-proxy' }

/** What stands between the cluster and this place, the place itself last; `node` is where a Pod is, as far as that is known. */
export function crumbsTo(place: PlaceId, node = ''): readonly Crumb[] {
  const [kind = '', first = '', second, third] = place.split('/')
  switch (kind) {
    case 'node': {
      const home = { name: first, place: `node/${first}` }
      return second === undefined ? [home] : [home, { name: AGENTS[second] ?? second, place }]
    }
    case 'pod': {
      const pod = { name: second ?? '', place: `pod/${first}/${second}` }
      const way = node === '' ? [pod] : [{ name: node, place: `node/${node}` }, pod]
      return third === undefined ? way : [...way, { name: third, place }]
    }
    default: return [{ name: TITLES[kind] ?? place, place }]
  }
}
