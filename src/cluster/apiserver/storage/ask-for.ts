import type { EtcdCall } from '../../messages.ts'
import type { Context } from '../context.ts'
import { work } from '../cores.ts'
import type { Exchange } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'
import { ask } from './etcd-line.ts'

/** Asks etcd on behalf of a request, after the work that comes before. */
export function askFor(state: ApiServerState, cx: Context, { key }: Exchange, call: EtcdCall, workUs = 0, noise = false): void {
  ask(state.etcd, cx, { use: 'exchange', exchange: key }, call, work(state.cores, cx.now, workUs), noise)
}
