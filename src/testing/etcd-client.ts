import { unreachable, type Component, type Cx, type EventId } from '../kernel/index.ts'
import type { EtcdAnswer, EtcdCall, EtcdClientMessage, EtcdOpResult, EtcdResult } from '../cluster/messages.ts'
import type { Operation, Register } from './linearizability.ts'

export type ClientOrder = { readonly type: 'client-next' } | { readonly type: 'client-late' } | { readonly type: 'client-stop' }

/** A client that keeps a few keys busy and remembers what it was told, for the check of linearizability. */
export interface ClientState {
  readonly operations: Map<string, Operation[]>
  nextId: number
  current: { readonly id: number; readonly key: string; readonly operation: Operation } | undefined
  timer: EventId
  stopped: boolean
  versions: Map<string, number>
}

const PATIENCE_US = 3_000_000

export const etcdClient = (members: readonly string[], keys: readonly string[]): Component<ClientState, EtcdAnswer | ClientOrder> => ({
  kind: 'test-client',
  init: () => ({ operations: new Map(keys.map((key) => [key, []])), nextId: 1, current: undefined, timer: 0, stopped: false, versions: new Map() }),

  start: (state, cx) => rest(state, cx),

  step(state, { id, msg }, cx) {
    switch (msg.type) {
      case 'client-next': return state.stopped ? undefined : act(state, members, keys, cx)
      case 'client-late': {
        if (id !== state.timer || !state.current) return
        finish(state, undefined, cx)
        return
      }
      case 'client-stop': {
        state.stopped = true
        if (state.current) finish(state, undefined, cx)
        return
      }
      case 'etcd-response': return msg.id === state.current?.id ? finish(state, msg.result, cx) : undefined
      case 'etcd-watch-response':
      case 'etcd-watch-canceled': return
      default: unreachable(msg)
    }
  },
})

function act(state: ClientState, members: readonly string[], keys: readonly string[], cx: Cx<EtcdAnswer | ClientOrder>): void {
  const key = keys[cx.below(keys.length)]!
  const id = state.nextId++
  const value = `${cx.self} ${id}`
  const chance = cx.below(10)
  const expected = state.versions.get(key) ?? 0
  const base = { start: cx.now, end: Infinity }
  const operation: Operation = chance < 5 ? { ...base, act: 'get' } : chance < 8 ? { ...base, act: 'put', value } : { ...base, act: 'swap', value, expected }
  state.current = { id, key, operation }
  cx.send<EtcdClientMessage>(members[cx.below(members.length)]!, { type: 'etcd-request', id, call: callFor(key, operation) })
  state.timer = cx.after(PATIENCE_US, { type: 'client-late' })
}

function callFor(key: string, { act, value, expected }: Operation): EtcdCall {
  if (act === 'get') return { call: 'range', key }
  const compare = act === 'swap' ? [{ target: 'version', key, op: '=', version: expected ?? 0 } as const] : []
  return { call: 'txn', compare, success: [{ op: 'put', key, value, bytes: 100 }], failure: [{ op: 'range', key }] }
}

function finish(state: ClientState, result: EtcdResult | undefined, cx: Cx<EtcdAnswer | ClientOrder>): void {
  const { key, operation } = state.current!
  state.current = undefined
  state.timer = 0
  const known = told(operation, result, cx.now)
  if (known) state.operations.get(key)!.push(known)
  if (known?.saw) state.versions.set(key, known.saw.version + (known.swapped ? 1 : 0))
  rest(state, cx)
}

/** Undefined when nothing can be learnt: a read that failed. */
function told(operation: Operation, result: EtcdResult | undefined, now: number): Operation | undefined {
  const ended = { ...operation, end: now }
  if (!result?.ok) return operation.act === 'get' ? undefined : operation
  if ('result' in result) return { ...ended, saw: register(result.result) }
  if (!('succeeded' in result)) return operation
  return { ...ended, swapped: result.succeeded, saw: register(result.results[0]!) }
}

function register(result: EtcdOpResult): Register {
  const kv = result.op === 'range' ? result.kvs[0] : result.op === 'put' ? result.previous : undefined
  return { value: kv?.value, version: kv?.version ?? 0 }
}

function rest(state: ClientState, cx: Cx<EtcdAnswer | ClientOrder>): void {
  if (!state.stopped) cx.after(20_000 + cx.below(200_000), { type: 'client-next' })
}
