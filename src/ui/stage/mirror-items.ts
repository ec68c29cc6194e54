import type { View } from '../../protocol/index.ts'
import type { Translate } from '../i18n/text.ts'
import type { Entities } from '../store/entities.ts'
import { controllerTitle } from './controller-chips.ts'
import { imageName, nodeStateKey, podStateKey } from './pod-state.ts'

/** A row of the stage's mirror: what a blind visitor walks through with the arrow keys. `thing` says which, its words come from `mirrorLabel`. */
export interface MirrorItem { readonly thing: string; readonly level: number; /** How many are inside, where the words tell it. */ readonly count?: number }

type Lists = Pick<Entities, 'etcd' | 'controllers' | 'limbo' | 'nodes' | 'podsOn'>

/** Control plane → components; Pods in the tray; nodes → agents and Pods → containers. Changes only when something appears, disappears or moves. */
export function mirrorItems({ etcd, controllers, limbo, nodes, podsOn }: Lists, views: ReadonlyMap<string, View>): readonly MirrorItem[] {
  const items: MirrorItem[] = []
  const add = (level: number, thing: string, count?: number) => items.push({ thing, level, ...(count === undefined ? {} : { count }) })
  const pod = (id: string, level: number) => {
    const view = views.get(id)
    if (view?.kind !== 'pod') return
    add(level, id)
    for (const one of view.containers) add(level + 1, `${id}#${one.name}`)
  }
  add(1, 'control-plane')
  add(2, 'etcd', etcd.length)
  for (const id of etcd) add(3, id)
  add(2, 'controller-manager')
  for (const id of controllers) add(3, id)
  for (const thing of ['scheduler', 'apiserver', 'kubectl']) add(2, thing)
  add(1, 'limbo', limbo.length)
  for (const id of limbo) pod(id, 2)
  add(1, 'nodes')
  const waiting = new Set(limbo)
  for (const id of nodes) {
    const name = id.slice('node/'.length)
    const pods = (podsOn.get(name) ?? []).filter(one => !waiting.has(one))
    add(2, id, pods.length)
    for (const agent of ['kubelet', 'proxy', 'runtime', 'cni']) if (views.has(`agent/${name}/${agent}`)) add(3, `agent/${name}/${agent}`)
    for (const one of pods) pod(one, 3)
  }
  return items
}

/** What a row says about its thing; `view` is missing for rows that only gather others. */
export function mirrorLabel({ thing, count = 0 }: MirrorItem, view: View | undefined, revision: number, t: Translate): string {
  switch (thing) {
    case 'control-plane': return t('tree.controlPlane')
    case 'etcd': return t('tree.etcd', { count, revision })
    case 'controller-manager': return 'kube-controller-manager'
    case 'scheduler': return 'kube-scheduler'
    case 'apiserver': return t('tree.apiserver', { count: view?.kind === 'apiserver' ? view.watchers : 0 })
    case 'kubectl': return 'kubectl'
    case 'limbo': return `${t('tree.limbo')}: ${count}`
    case 'nodes': return t('tree.nodes')
    default: return viewLabel(view, thing.split('#')[1], count, t)
  }
}

function viewLabel(view: View | undefined, container: string | undefined, count: number, t: Translate): string {
  switch (view?.kind) {
    case 'etcd': return t('tree.member', { name: view.name, role: view.up ? view.role : t('state.down'), term: view.term })
    case 'controller': return t('tree.controller', { name: controllerTitle(view.name), state: t(view.paused ? 'box.paused' : view.busy.length > 0 ? 'state.busy' : 'state.idle') })
    case 'node': return t('tree.node', { name: view.name, state: t(nodeStateKey(view)), count })
    case 'agent': return t('tree.agent', { name: view.agent, state: t(view.up ? 'state.up' : 'state.down') })
    case 'pod': {
      const inside = view.containers.find(({ name }) => name === container)
      if (inside !== undefined) return t('tree.container', { name: inside.name, image: imageName(inside.image), state: t(`state.${inside.state}`) })
      return t('tree.pod', { name: view.shortName, image: imageName(view.images[0] ?? ''), state: t(podStateKey(view)), where: view.node === '' ? t('pod.noNode') : t('pod.onNode', { node: view.node }) })
    }
    default: return ''
  }
}
