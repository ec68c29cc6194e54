import type { Micros } from './component.ts'

/** What one process knows of its connections. Peers are named by their index. */
export interface Connections {
  /** Who holds a connection with this process. */
  readonly peers: Set<number>
  /** Whose connection is gone while the notice of it is still on its way: what is sent meanwhile goes into a dead socket. */
  readonly unaware: Set<number>
  /** When this process last heard that the connection to a peer is gone. */
  readonly heardAt: Map<number, Micros>
}

export const createConnections = (): Connections => ({ peers: new Set(), unaware: new Set(), heardAt: new Map() })

export const copyConnections = ({ peers, unaware, heardAt }: Connections): Connections => ({ peers: new Set(peers), unaware: new Set(unaware), heardAt: new Map(heardAt) })

/** A process that has just started knows of no earlier connection. Its peers still do, where nobody said good-bye. */
export function forgetNotices({ unaware, heardAt }: Connections): void {
  unaware.clear()
  heardAt.clear()
}

export function heardOfLoss({ unaware, heardAt }: Connections, peer: number, at: Micros): void {
  unaware.delete(peer)
  heardAt.set(peer, at)
}

/** Whether what was sent at a time went over a connection whose end the sender has heard of, or is about to. */
export const endIsKnown = ({ unaware, heardAt }: Connections, peer: number, sentAt: Micros): boolean => unaware.has(peer) || sentAt < (heardAt.get(peer) ?? -1)
