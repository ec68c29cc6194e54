import type { PlaceId } from '../protocol/index.ts'
import type { ActorId } from '../kernel/index.ts'

/** Where an actor stands on the stage. */
export function placeOf(actor: ActorId): PlaceId {
  switch (actor) {
    case 'apiserver': return 'apiserver'
    case 'kube-controller-manager': return 'controller-manager'
    case 'kube-scheduler': return 'scheduler'
    // A client outside stands where the visitor's own kubectl does.
    case 'kubectl': case 'door': return 'kubectl'
    case 'registry': return 'registry'
    case 'user': return 'user'
  }
  if (actor.startsWith('etcd-')) return `etcd/${actor.split('/')[0]!}`
  const [kind, node] = actor.split('/')
  switch (kind) {
    case 'kubelet': return `node/${node}/kubelet`
    case 'runtime': return `node/${node}/runtime`
    case 'cni': return `node/${node}/cni`
    case 'kube-proxy': return `node/${node}/proxy`
    default: return actor
  }
}

/** The actors that a place of the stage stands for; a node stands for its host. */
export function endOfLink(place: PlaceId): string {
  const [kind, name, agent] = place.split('/')
  switch (kind) {
    case 'etcd': return name ?? 'cp-1'
    case 'controller-manager': return 'kube-controller-manager'
    case 'scheduler': return 'kube-scheduler'
    case 'node': {
      if (!agent) return name!
      return agent === 'proxy' ? `kube-proxy/${name}` : `${agent}/${name}`
    }
    default: return place
  }
}
