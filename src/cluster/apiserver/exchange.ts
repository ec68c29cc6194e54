import type { ActorId, EventId, Micros } from '../../kernel/index.ts'
import { extended, type ApiObject, type Status } from '../../api/index.ts'
import type { ApiRequest, KeyValue } from '../messages.ts'
import type { OutputForm } from './negotiation.ts'
import type { RequestInfo } from './routing.ts'
import type { Ticket } from './flowcontrol/ticket.ts'
import type { UserInfo } from './authn/authentication.ts'
import type { Mutation } from './registry/mutation.ts'
import type { DeleteWish } from './registry/delete.ts'
import type { ListWish } from './registry/list-options.ts'

/** One request that is under way: everything that its next step needs, as plain data. */
export interface Exchange {
  readonly key: string
  readonly from: ActorId
  readonly request: ApiRequest
  readonly info: RequestInfo
  readonly user: UserInfo
  readonly output: OutputForm
  readonly arrivedAt: Micros
  readonly event: EventId
  readonly deadline: Micros
  /** Under which limit of requests under way it falls. */
  readonly counts: 'reading' | 'writing' | 'nothing'
  warnings: string[] | undefined
  /** Where it was sent at its arrival, and its seat there or its place in a queue. */
  place: { readonly schema: ApiObject; readonly level: ApiObject } | undefined
  ticket: Ticket | undefined
  work: Work
}

/** What is being done, and so what the next answer of etcd or the next timer means. */
export type Work =
  | { readonly do: 'nothing' }
  | { readonly do: 'get' }
  /** A list (or watch-list) that waits for the quorum's revision, then for the cache to reach it. */
  | { readonly do: 'ask-revision'; readonly wish: ListWish }
  | { readonly do: 'await-revision'; readonly wish: ListWish; readonly revision: number; readonly consistent: boolean }
  | { readonly do: 'list-pages'; readonly wish: ListWish; readonly items: ApiObject[]; revision: number; start: string }
  | { readonly do: 'create'; readonly body: ApiObject; object: ApiObject | undefined; attempt: number; waits: number; created: boolean }
  | { readonly do: 'update'; readonly mutation: Mutation; readonly key: string; current: Stored | undefined; isCurrent: boolean; attempt: number; waits: number; writing: ApiObject | undefined; removing: boolean }
  | { readonly do: 'delete'; readonly wish: DeleteWish; readonly key: string; current: Stored | undefined; isCurrent: boolean; writing: ApiObject | undefined; removing: boolean }
  | { readonly do: 'delete-collection'; readonly wish: DeleteWish; readonly keys: readonly string[]; readonly deleted: ApiObject[]; next: number; current: Stored | undefined; isCurrent: boolean; writing: ApiObject | undefined; removing: boolean }
  | { readonly do: 'kubelet'; readonly call: number }

/** An object as it was read, with the revision of its last change. */
export interface Stored { readonly object: ApiObject; readonly revision: number }

/** A failure on its way to the client. */
export type Failure = Status

/** The object as clients see it: what is stored, with the revision that stored it. */
export function versioned(value: unknown, revision: number): ApiObject {
  const object = value as ApiObject
  return { ...object, metadata: extended(object.metadata, { resourceVersion: String(revision) }) }
}

export const storedOf = (kv: KeyValue): Stored => ({ object: versioned(kv.value, kv.modRevision), revision: kv.modRevision })

/** The form in which etcd keeps it: without the resourceVersion, which is the key's own revision. */
export function storable(object: ApiObject): ApiObject {
  if (object.metadata.resourceVersion === undefined) return object
  const { resourceVersion: _, ...metadata } = object.metadata
  return { ...object, metadata }
}
