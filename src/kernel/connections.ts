import type { EventId } from './component.ts'

/** What one process knows of its connections. Peers are named by their index. */
export interface Connections {
  /** Who holds a connection with this process. */
  readonly peers: Set<number>
  /** Whose connection is gone while the notice of it is still on its way: what is sent meanwhile goes into a dead socket. */
  readonly unaware: Set<number>
  /** What a peer and this process sent each other before this event went over a connection that is gone. */
  readonly endedAt: Map<number, EventId>
}

export const createConnections = (): Connections => ({ peers: new Set(), unaware: new Set(), endedAt: new Map() })

export const copyConnections = ({ peers, unaware, endedAt }: Connections): Connections => ({ peers: new Set(peers), unaware: new Set(unaware), endedAt: new Map(endedAt) })

interface End { readonly index: number; readonly connections: Connections }

/** Whoever writes to another holds a connection with it, and the other with him. */
export function connect(source: End, target: End): void {
  if (source.connections.peers.has(target.index)) return
  target.connections.peers.add(source.index)
  source.connections.peers.add(target.index)
}

export const isUnaware = ({ unaware }: Connections, peer: number): boolean => unaware.size > 0 && unaware.has(peer)

/** The connection with a peer is gone; the notice is on its way. */
export function ended({ unaware, endedAt }: Connections, peer: number, at: EventId): void {
  unaware.add(peer)
  endedAt.set(peer, at)
}

/** Whether a message belongs to a connection that is gone. */
export const isOfBefore = ({ endedAt }: Connections, peer: number | undefined, message: EventId): boolean => endedAt.size > 0 && peer !== undefined && message < (endedAt.get(peer) ?? 0)
