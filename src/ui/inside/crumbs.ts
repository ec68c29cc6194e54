import type { PlaceId } from '../../protocol/index.ts'
import { placeOfThing } from './zoom.ts'

/** A step of the way from the cluster to a place. Without a thing there is nothing to see on that step. */
export interface Crumb { readonly name: string; readonly thing?: string }

const TITLES: Readonly<Record<string, string>> = { apiserver: 'kube-apiserver', scheduler: 'kube-scheduler', 'controller-manager': 'kube-controller-manager', etcd: 'etcd' }
const AGENTS: Readonly<Record<string, string>> = { proxy: 'kube-proxy', runtime: 'containerd' }

/** What stands between the cluster and this place, the place itself last. */
export function crumbsTo(place: PlaceId): readonly Crumb[] {
  const [kind = '', node, agent] = place.split('/')
  if (kind !== 'node' || node === undefined) return [{ name: TITLES[kind] ?? place }]
  const home = `node/${node}`
  if (agent === undefined) return [{ name: node }]
  return [{ name: node, ...(placeOfThing(home) === undefined ? {} : { thing: home }) }, { name: AGENTS[agent] ?? agent }]
}
