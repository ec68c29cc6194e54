import { extended } from '../../api/index.ts'
import { SECOND, type Cx, type Micros } from '../../kernel/index.ts'
import type { ApiRequest } from '../messages.ts'
import type { Call, Client, ClientMessage, Exchange, Tag } from './state.ts'
import { reserve } from './throttle.ts'

export const CALL_TIMEOUT_US = 60 * SECOND

interface NewExchange {
  readonly call: Call
  readonly voice?: string
  readonly informer?: string
  readonly tag?: Tag
  /** 0: never, for streams. */
  readonly timeoutUs?: Micros
}

/** Sends a request, at once or when the voice's rate limit lets it. Returns the number of the exchange. */
export function openExchange(client: Client, cx: Cx<ClientMessage>, { call, voice = '', informer, tag, timeoutUs = CALL_TIMEOUT_US }: NewExchange): number {
  const id = client.nextId++
  const exchange: Exchange = { id, call, voice, informer, tag, stage: 'held', timer: 0, deadline: 0, timeoutUs, retries: 0 }
  client.exchanges.set(id, exchange)
  const throttle = client.voices.get(voice)?.throttle
  const waitUs = throttle === undefined ? 0 : reserve(throttle, cx.now)
  if (waitUs === 0) sendNow(client, cx, exchange)
  else hold(cx, exchange, waitUs)
  return id
}

/** Keeps an exchange back for a while: for a token, or because the server asked for patience. */
export function hold(cx: Cx<ClientMessage>, exchange: Exchange, waitUs: Micros): void {
  exchange.stage = 'held'
  exchange.deadline = Number.POSITIVE_INFINITY
  exchange.timer = cx.after(waitUs, { type: 'client-timer', timer: 'send', exchange: exchange.id }, NOISE)
}

export function sendNow(client: Client, cx: Cx<ClientMessage>, exchange: Exchange): void {
  const { call, timeoutUs } = exchange
  const { credentials, headers } = client.voices.get(exchange.voice)!
  exchange.stage = 'sent'
  exchange.timer = 0
  exchange.deadline = timeoutUs === 0 ? Number.POSITIVE_INFINITY : cx.now + timeoutUs
  const request: ApiRequest = {
    type: 'api-request', id: exchange.id, method: call.method, path: call.path, query: call.query,
    headers: call.headers === undefined ? headers : extended(headers, call.headers), body: call.body, credentials,
  }
  cx.send(client.apiserver, request, call.noise ? NOISE : undefined)
  if (client.sweep === 0 && timeoutUs !== 0) client.sweep = cx.after(timeoutUs, { type: 'client-timer', timer: 'sweep' }, NOISE)
}

/** One timer serves all exchanges: it returns those whose time is up, and sleeps until the next could be. */
export function overdue(client: Client, cx: Cx<ClientMessage>): readonly Exchange[] {
  const late: Exchange[] = []
  let next = Number.POSITIVE_INFINITY
  for (const exchange of client.exchanges.values()) {
    if (exchange.deadline <= cx.now) late.push(exchange)
    else if (exchange.deadline < next) next = exchange.deadline
  }
  for (const { id } of late) client.exchanges.delete(id)
  client.sweep = next === Number.POSITIVE_INFINITY ? 0 : cx.after(next - cx.now, { type: 'client-timer', timer: 'sweep' }, NOISE)
  return late
}

export function closeExchange(client: Client, cx: Cx<ClientMessage>, id: number): void {
  const exchange = client.exchanges.get(id)
  if (exchange === undefined) return
  client.exchanges.delete(id)
  if (exchange.stage === 'sent') cx.send(client.apiserver, { type: 'api-cancel', id }, exchange.call.noise ? NOISE : undefined)
}

const NOISE = { noise: true } as const
