import { clonePlain } from './clone.ts'
import type { ActorId, Component, HostId, Message } from './component.ts'
import { copyConnections, createConnections } from './connections.ts'
import type { Random } from './random.ts'
import type { Actor, SavedActor } from './world.ts'

export const createActor = (id: ActorId, index: number, host: HostId, component: Component<unknown, Message>, random: Random): Actor => ({
  id, index, host, component, random, state: component.init(id), life: 0, up: true, paused: false, inbox: [], ways: new Map(), connections: createConnections(), saved: undefined, lastSaved: undefined,
})

/** API objects and messages are immutable values: checkpoints share them. */
const isImmutable = (value: object): boolean => 'metadata' in value || 'apiVersion' in value || ('type' in value && typeof value.type === 'string' && Object.isFrozen(value))

/** A state that nothing has touched since the last checkpoint is not copied again. */
export function saveActor(one: Actor): SavedActor {
  one.saved ??= clonePlain(one.state, isImmutable, one.lastSaved)
  one.lastSaved = one.saved
  return { state: one.saved, ...copied(one) }
}

export function restoreActor(one: Actor, saved: SavedActor): void {
  Object.assign(one, copied(saved))
  one.state = clonePlain(saved.state, isImmutable)
  one.saved = saved.state
  one.lastSaved = saved.state
}

const copied = ({ random, life, up, paused, inbox, connections }: SavedActor): Omit<SavedActor, 'state'> => ({
  random: { ...random }, life, up, paused, inbox: inbox.slice(), connections: copyConnections(connections),
})
