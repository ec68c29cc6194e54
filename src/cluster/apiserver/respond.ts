import { isStatus, type ApiObject, type Status } from '../../api/index.ts'
import type { Micros } from '../../kernel/index.ts'
import type { ApiAnswer } from '../messages.ts'
import { work } from './cores.ts'
import type { Exchange } from './exchange.ts'
import { leaveSeat, placeHeaders } from './fairness.ts'
import { presentOne } from './negotiation.ts'
import type { ApiServerState } from './state.ts'
import { BOOT_SETTLE_US, ENCODE_US } from './timing.ts'
import type { Context } from './context.ts'

/** Ends an exchange with an answer. Nothing is sent to a client that has gone, or to ourselves. */
export function respond(state: ApiServerState, cx: Context, exchange: Exchange, code: number, body: unknown, delayUs = ENCODE_US, headers?: Readonly<Record<string, string>>): void {
  const doneUs = work(state.cores, cx.now, delayUs)
  if (!close(state, exchange, cx.now + doneUs)) return
  cx.fact({ fact: 'stage', stage: 'respond', request: exchange.event, verb: exchange.info.verb, resource: exchange.info.resource, namespace: exchange.info.namespace, name: exchange.info.name, decision: String(code) })
  if (exchange.from === cx.self) {
    if (state.boot.waiting > 0 && --state.boot.waiting === 0) cx.after(BOOT_SETTLE_US, { type: 'boot' })
    return
  }
  const { warnings } = exchange
  const { id } = exchange.request
  const place = placeHeaders(exchange)
  const all = headers && place ? { ...place, ...headers } : headers ?? place
  cx.send<ApiAnswer>(exchange.from, warnings || all ? { type: 'api-response', id, code, body, warnings, headers: all } : { type: 'api-response', id, code, body }, { delayUs: doneUs })
}

export function fail(state: ApiServerState, cx: Context, exchange: Exchange, failure: Status, delayUs?: number): void {
  const seconds = failure.details?.retryAfterSeconds
  respond(state, cx, exchange, failure.code ?? 500, failure, delayUs, seconds ? { 'retry-after': String(seconds) } : undefined)
}

/** One object in the form that the client asked for. */
export function respondWith(state: ApiServerState, cx: Context, exchange: Exchange, code: number, object: ApiObject | Status, delayUs?: number): void {
  const { output, info } = exchange
  const body = output.as === 'object' || isStatus(object) || !info.info ? object : presentOne(output, info.info, object, cx.clock)
  respond(state, cx, exchange, code, body, delayUs)
}

/** An error without a reason of its own: 500 with the words of whoever failed. */
export const unexplained = (message: string): Status => ({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 })

/** Each warning is given once, however often the change had to be made again. */
export function warn(exchange: Exchange, ...texts: readonly string[]): void {
  for (const text of texts) if (!exchange.warnings?.includes(text)) (exchange.warnings ??= []).push(text)
}

/** Takes the exchange off the books; false where it was off already. Its seats come back when the answer has left, at `at`. */
export function close(state: ApiServerState, exchange: Exchange, at: Micros): boolean {
  if (!state.exchanges.delete(exchange.key)) return false
  state.byPeer.get(exchange.from)?.delete(exchange.key)
  if (exchange.counts !== 'nothing') state[exchange.counts]--
  leaveSeat(state, exchange, at)
  return true
}
