import type { ObjectRef, Poke } from '../../protocol/index.ts'
import { viewOf, type Entities } from '../store/entities.ts'

/** The object behind a thing of the stage, when it is one of the API's. */
export function objectOf(entities: Entities, thing: string): ObjectRef | undefined {
  const id = thing.split('#')[0] ?? ''
  if (id.startsWith('pod/')) return viewOf(entities, 'pod', id)?.ref
  if (id.startsWith('node/')) return { group: '', resource: 'nodes', namespace: '', name: id.slice('node/'.length) }
  if (id.startsWith('workload/')) return viewOf(entities, 'workload', id)?.ref
  return undefined
}

/** What may be broken about a thing; the order of the menu. */
export function pokesOf(entities: Entities, thing: string): readonly Poke[] {
  const [head = '', one = '', two = ''] = thing.split('/')
  if (thing.startsWith('pod/')) {
    const [id = '', container] = thing.split('#')
    const pod = viewOf(entities, 'pod', id)
    if (pod === undefined) return []
    const kill = (name: string): Poke => ({ poke: 'kill-container', node: pod.node, namespace: pod.namespace, pod: pod.name, container: name })
    const kills = pod.node === '' || pod.ghost ? [] : pod.containers.filter(each => container === undefined || each.name === container).map(each => kill(each.name))
    return container === undefined ? [{ poke: 'delete-pod', namespace: pod.namespace, name: pod.name }, ...kills] : kills
  }
  switch (head) {
    case 'node': return [{ poke: 'power-off', node: one }, { poke: 'stop-kubelet', node: one }, cut(`node/${one}`, 'apiserver'), { ...cut(`node/${one}`, 'apiserver'), oneWay: true }]
    case 'agent': return two === 'kubelet' ? [{ poke: 'stop-kubelet', node: one }, cut(`node/${one}`, 'apiserver')] : []
    case 'etcd': return one === '' ? [] : [{ poke: 'kill-etcd', member: one }, ...entities.etcd.filter(id => id !== thing).map(id => cut(thing, id))]
    case 'controller': return [{ poke: 'pause-controller', controller: one }]
    case 'scheduler': return [{ poke: 'pause-scheduler' }]
    default: return []
  }
}

const cut = (from: string, to: string): Extract<Poke, { poke: 'cut-link' }> => ({ poke: 'cut-link', from, to })

/** What a thing is called when there is no better name for it. */
export function thingName(entities: Entities, thing: string): string {
  const pod = viewOf(entities, 'pod', thing.split('#')[0] ?? '')
  if (pod !== undefined) return thing.includes('#') ? `${pod.shortName} ${thing.split('#')[1] ?? ''}` : pod.name
  const parts = thing.split('/')
  return parts[0] === 'agent' ? `${parts[2] ?? ''} ${parts[1] ?? ''}` : (parts.at(-1) ?? thing)
}

/** The thing on the stage that a place of a message stands for. */
export const thingOfPlace = (place: string): string =>
  place.startsWith('controller-manager/') ? place.replace('controller-manager/', 'controller/') : place.split('/').length === 3 ? place.replace('node/', 'agent/') : place
