import type { View } from '../../protocol/index.ts'
import type { Translate } from '../i18n/text.ts'
import { viewOf, type Entities } from '../store/entities.ts'
import { controllerTitle } from './controller-chips.ts'
import { imageName, nodeStateKey, podStateKey } from './pod-state.ts'

/** A row of the stage's mirror: what a blind visitor walks through with the arrow keys. */
export interface MirrorItem { readonly thing: string; readonly level: number; readonly label: string }

/** Control plane → components; Pods in the tray; nodes → agents and Pods → containers. */
export function mirrorItems(entities: Entities, revision: number, t: Translate): readonly MirrorItem[] {
  const items: MirrorItem[] = []
  const add = (level: number, thing: string, label: string) => items.push({ thing, level, label })
  add(1, 'control-plane', t('tree.controlPlane'))
  add(2, 'etcd', t('tree.etcd', { count: entities.etcd.length, revision }))
  for (const id of entities.etcd) {
    const member = viewOf(entities, 'etcd', id)
    if (member !== undefined) add(3, id, t('tree.member', { name: member.name, role: member.up ? member.role : t('state.down'), term: member.term }))
  }
  add(2, 'controller-manager', 'kube-controller-manager')
  for (const id of entities.controllers) {
    const view = viewOf(entities, 'controller', id)
    if (view !== undefined) add(3, id, t('tree.controller', { name: controllerTitle(view.name), state: t(view.paused ? 'box.paused' : view.busy.length > 0 ? 'state.busy' : 'state.idle') }))
  }
  add(2, 'scheduler', 'kube-scheduler')
  add(2, 'apiserver', t('tree.apiserver', { count: viewOf(entities, 'apiserver', 'apiserver')?.watchers ?? 0 }))
  add(2, 'kubectl', 'kubectl')
  add(1, 'limbo', `${t('tree.limbo')}: ${entities.limbo.length}`)
  for (const id of entities.limbo) pod(id, 2)
  add(1, 'nodes', t('tree.nodes'))
  for (const id of entities.nodes) {
    const node = viewOf(entities, 'node', id)
    if (node === undefined) continue
    const pods = (entities.podsOn.get(node.name) ?? []).filter(one => !entities.limbo.includes(one))
    add(2, id, t('tree.node', { name: node.name, state: t(nodeStateKey(node)), count: pods.length }))
    for (const agent of ['kubelet', 'proxy', 'runtime', 'cni'] as const) {
      const view = viewOf(entities, 'agent', `agent/${node.name}/${agent}`)
      if (view !== undefined) add(3, view.id, t('tree.agent', { name: agent, state: t(view.up ? 'state.up' : 'state.down') }))
    }
    for (const one of pods) pod(one, 3)
  }
  return items

  function pod(id: string, level: number): void {
    const view: View | undefined = entities.views.get(id)
    if (view?.kind !== 'pod') return
    const where = view.node === '' ? t('pod.noNode') : t('pod.onNode', { node: view.node })
    add(level, id, t('tree.pod', { name: view.shortName, image: imageName(view.images[0] ?? ''), state: t(podStateKey(view)), where }))
    for (const one of view.containers) add(level + 1, `${id}#${one.name}`, t('tree.container', { name: one.name, image: imageName(one.image), state: t(`state.${one.state}`) }))
  }
}
