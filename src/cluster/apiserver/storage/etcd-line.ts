import type { ActorId, Address, Micros } from '../../../kernel/index.ts'
import type { EtcdCall, EtcdClientMessage } from '../../messages.ts'
import type { Context } from '../context.ts'
import { ETCD_RECONNECT_US } from '../timing.ts'

/** The line to etcd: one member at a time; the next one when the connection breaks or the member has no leader. */
export interface EtcdLine {
  readonly members: readonly Address<EtcdClientMessage>[]
  at: number
  nextId: number
  /** What is under way, and with whom: an answer still counts after the line has moved on. */
  readonly calls: Map<number, Call & { readonly member: ActorId }>
  /** Our watch numbers to the caches that they feed. */
  readonly watches: Map<number, string>
  /** No member answers: until the next attempt, what is asked waits here. */
  down: boolean
  parked: Call[]
  /** Members that failed one after the other. */
  failures: number
  movedAt: Micros
}

export interface Call { readonly use: EtcdUse; readonly call: EtcdCall }

/** What an answer of etcd is for. */
export type EtcdUse =
  | { readonly use: 'exchange'; readonly exchange: string }
  | { readonly use: 'cache'; readonly cache: string }
  | { readonly use: 'compact-key' }
  | { readonly use: 'compact' }
  | { readonly use: 'event-lease' }

export const createLine = (members: readonly Address<EtcdClientMessage>[]): EtcdLine => ({
  members, at: 0, nextId: 1, calls: new Map(), watches: new Map(), down: false, parked: [], failures: 0, movedAt: 0,
})

export const currentMember = (line: EtcdLine): Address<EtcdClientMessage> => line.members[line.at % line.members.length]!
export const isMember = (line: EtcdLine, peer: ActorId): boolean => line.members.includes(peer)

export function ask(line: EtcdLine, cx: Context, use: EtcdUse, call: EtcdCall, delayUs = 0, noise = false): void {
  if (line.down) {
    line.parked.push({ use, call })
    return
  }
  const id = line.nextId++
  const member = currentMember(line)
  line.calls.set(id, { use, call, member })
  cx.send(member, { type: 'etcd-request', id, call }, noise ? { delayUs, noise } : { delayUs })
}

export function openFeed(line: EtcdLine, cx: Context, cache: string, key: string, end: string, revision: number): number {
  const id = line.nextId++
  line.watches.set(id, cache)
  cx.send(currentMember(line), { type: 'etcd-watch', id, key, end, revision, previous: false, progress: true })
  return id
}

/** Another member takes over, for what is asked from now on and for all watches. */
export function moveOn(line: EtcdLine, cx: Context, alive: boolean): void {
  if (alive) for (const id of line.watches.keys()) cx.send(currentMember(line), { type: 'etcd-watch-cancel', id })
  line.at = (line.at + 1) % line.members.length
  line.movedAt = cx.now
  line.failures++
  line.watches.clear()
  if (line.failures >= line.members.length) {
    line.down = true
    cx.after(ETCD_RECONNECT_US, { type: 'reconnect' }, { noise: true })
  }
}

/** What was under way with a member whose connection broke is handed back. */
export function lostCalls(line: EtcdLine, member: ActorId): readonly Call[] {
  const lost: Call[] = []
  for (const [id, call] of line.calls) {
    if (call.member !== member) continue
    line.calls.delete(id)
    lost.push(call)
  }
  return lost
}

/** The words of etcd, which the API server passes on in a 500 without a reason. */
export function etcdErrorText(_code: string, error: string): string {
  return error.startsWith('etcdserver: ') || error.startsWith('rpc error') || error.startsWith('mvcc: ') ? error : `etcdserver: ${error}`
}

/** What grpc says of a write whose connection broke before its answer. */
export const LINE_BROKEN = 'rpc error: code = Unavailable desc = error reading from server: EOF'
