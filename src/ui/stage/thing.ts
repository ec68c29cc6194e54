import type { ObjectRef } from '../../protocol/index.ts'
import { viewOf, type Entities } from '../store/entities.ts'

/** The object behind a thing of the stage, when it is one of the API's. */
export function objectOf(entities: Entities, thing: string): ObjectRef | undefined {
  const id = thing.split('#')[0] ?? ''
  if (id.startsWith('pod/')) return viewOf(entities, 'pod', id)?.ref
  if (id.startsWith('node/')) return { group: '', resource: 'nodes', namespace: '', name: id.slice('node/'.length) }
  if (id.startsWith('workload/')) return viewOf(entities, 'workload', id)?.ref
  return undefined
}

/** What a thing is called when there is no better name for it. */
export function thingName(entities: Entities, thing: string): string {
  const pod = viewOf(entities, 'pod', thing.split('#')[0] ?? '')
  if (pod !== undefined) return thing.includes('#') ? `${pod.shortName} ${thing.split('#')[1] ?? ''}` : pod.name
  const parts = thing.split('/')
  if (parts[0] === 'line') return `${parts[1] === 'node' ? `${parts[3] ?? ''} ${parts[2] ?? ''}` : parts[1] ?? ''} – kube-apiserver`
  return parts[0] === 'agent' ? `${parts[2] ?? ''} ${parts[1] ?? ''}` : (parts.at(-1) ?? thing)
}

/** The thing on the stage that a place of a message stands for. */
export const thingOfPlace = (place: string): string =>
  place.startsWith('controller-manager/') ? place.replace('controller-manager/', 'controller/') : place.split('/').length === 3 ? place.replace('node/', 'agent/') : place
