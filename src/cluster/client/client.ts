import type { ApiObject, Status } from '../../api/index.ts'
import { SECOND, unreachable, type ActorId, type Cx, type EventId, type Micros } from '../../kernel/index.ts'
import type { ApiResponse, ApiServerAddress, Credentials } from '../messages.ts'
import { closeExchange, hold, openExchange, overdue, sendNow } from './exchange.ts'
import { informerCutOff, informerHandsOver, informerResponded, informerRetries, informerWatched, setLag } from './informer.ts'
import type { Call, Client, ClientMessage, Exchange, News, Tag, Voice } from './state.ts'
import { createThrottle } from './throttle.ts'

export type { Call, Client, ClientMessage, ClientTimer, News, Tag } from './state.ts'
export { startInformer, stopInformer } from './informer.ts'
export { all, cached, indexed, indexedCount, isSynced } from './lookups.ts'

export interface VoiceOptions {
  readonly credentials: Credentials
  /** 'kubelet/v1.36.0 (linux/amd64) kubernetes/abcdef0' */
  readonly userAgent: string
  /** Requests a second and how many may come at once; unlimited without. */
  readonly qps?: number
  readonly burst?: number
}

export interface ClientOptions extends VoiceOptions { readonly apiserver: ApiServerAddress }

export function createClient({ apiserver, ...voice }: ClientOptions): Client {
  const client: Client = { apiserver, voices: new Map(), exchanges: new Map(), informers: new Map(), nextId: 1, lagUs: 0, sweep: 0 }
  addVoice(client, '', voice)
  return client
}

/** A further identity of the same process, with a rate limit of its own. Calls choose it with `voice`. */
export function addVoice(client: Client, name: string, { credentials, userAgent, qps, burst }: VoiceOptions): void {
  const voice: Voice = {
    credentials, headers: { accept: 'application/json', 'user-agent': userAgent },
    throttle: qps === undefined ? undefined : createThrottle(qps, burst ?? qps),
  }
  client.voices.set(name, voice)
}

export interface CallOptions {
  /** 60 s by default; 0 never gives up, for streams. */
  readonly timeoutUs?: Micros
  readonly voice?: string
}

/** Asks the API server; the answer comes as News with this tag. The number returned is for `cancel`. */
export const call = (client: Client, cx: Cx<ClientMessage>, request: Call, tag: Tag, options: CallOptions = {}): number =>
  openExchange(client, cx, { call: request, tag, voice: options.voice, timeoutUs: options.timeoutUs })

/** No answer will come; an open watch or stream is closed. */
export const cancel = (client: Client, cx: Cx<ClientMessage>, exchange: number): void => closeExchange(client, cx, exchange)

/** A named timer for machinery that lives on a client (queues, elections): comes back as News 'woken'. */
export const wakeAfter = (cx: Cx<ClientMessage>, delayUs: Micros, name: string, noise = true): EventId =>
  cx.after(Math.max(0, delayUs), { type: 'client-timer', timer: 'wake', name }, { noise })

/** Feed every ClientMessage here. What comes back is in the order in which it happened. */
export function hear(client: Client, cx: Cx<ClientMessage>, msg: ClientMessage): readonly News[] {
  switch (msg.type) {
    case 'client-timer':
      switch (msg.timer) {
        case 'send': {
          const exchange = client.exchanges.get(msg.exchange)
          if (exchange?.timer === cx.event) sendNow(client, cx, exchange)
          return NOTHING
        }
        case 'sweep': return client.sweep === cx.event ? gaveUp(client, cx) : NOTHING
        case 'wake': return [{ news: 'woken', name: msg.name, timer: cx.event }]
        case 'retry': {
          const informer = client.informers.get(msg.informer)
          if (informer) informerRetries(client, cx, informer)
          return NOTHING
        }
        case 'hand-over': {
          const informer = client.informers.get(msg.informer)
          return informer ? informerHandsOver(cx, informer) : NOTHING
        }
        default: return unreachable(msg)
      }
    case 'cache-lag': {
      client.lagUs = msg.lagUs
      for (const name of client.informers.keys()) setLag(client, cx, name, msg.lagUs)
      return NOTHING
    }
    case 'api-response': return responded(client, cx, msg)
    case 'watch-event': {
      const exchange = client.exchanges.get(msg.id)
      if (exchange === undefined) return NOTHING
      if (exchange.tag) return [{ news: 'watched', tag: exchange.tag, event: msg.event, object: msg.object as ApiObject | Status }]
      const informer = client.informers.get(exchange.informer!)
      return informer ? informerWatched(client, cx, informer, msg) : NOTHING
    }
    case 'watch-end': {
      const exchange = client.exchanges.get(msg.id)
      if (exchange === undefined) return NOTHING
      client.exchanges.delete(msg.id)
      if (exchange.tag) return [{ news: 'answer', tag: exchange.tag, code: 200, body: undefined }]
      const informer = client.informers.get(exchange.informer!)
      if (informer) informerCutOff(client, cx, informer)
      return NOTHING
    }
    case 'api-chunk': {
      const exchange = client.exchanges.get(msg.id)
      if (exchange?.tag === undefined) return NOTHING
      if (msg.last) client.exchanges.delete(msg.id)
      return [{ news: 'chunk', tag: exchange.tag, text: msg.text, last: msg.last }]
    }
    default: return unreachable(msg)
  }
}

/** Feed the component's `disconnected` here: everything that was under way on that connection has failed. */
export function lost(client: Client, cx: Cx<ClientMessage>, peer: ActorId): readonly News[] {
  if (peer !== client.apiserver) return NOTHING
  const broken: Exchange[] = []
  for (const exchange of client.exchanges.values()) if (exchange.stage === 'sent') broken.push(exchange)
  for (const { id } of broken) client.exchanges.delete(id)
  return failed(client, cx, broken, 'the connection to the API server was lost')
}

function responded(client: Client, cx: Cx<ClientMessage>, response: ApiResponse): readonly News[] {
  const exchange = client.exchanges.get(response.id)
  if (exchange === undefined) return NOTHING
  const retryAfterSeconds = response.code === 429 ? Number(response.headers?.['retry-after'] ?? 0) : 0
  if (retryAfterSeconds > 0 && exchange.retries < RETRIES_MAX) {
    exchange.retries++
    hold(cx, exchange, retryAfterSeconds * SECOND)
    return NOTHING
  }
  if (exchange.informer !== undefined) {
    client.exchanges.delete(response.id)
    const informer = client.informers.get(exchange.informer)
    return informer ? informerResponded(client, cx, informer, response) : NOTHING
  }
  client.exchanges.delete(response.id)
  return [{ news: 'answer', tag: exchange.tag!, code: response.code, body: response.body, warnings: response.warnings }]
}

const RETRIES_MAX = 10
const NOTHING: readonly News[] = []

function gaveUp(client: Client, cx: Cx<ClientMessage>): readonly News[] {
  const late = overdue(client, cx)
  for (const { id, call: { noise } } of late) cx.send(client.apiserver, { type: 'api-cancel', id }, { noise })
  return failed(client, cx, late, 'context deadline exceeded')
}

function failed(client: Client, cx: Cx<ClientMessage>, exchanges: readonly Exchange[], message: string): readonly News[] {
  const news: News[] = []
  for (const { tag, informer: name } of exchanges) {
    if (tag) {
      news.push({ news: 'answer', tag, code: 0, body: { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', message } satisfies Status })
      continue
    }
    const informer = client.informers.get(name!)
    if (informer) informerCutOff(client, cx, informer)
  }
  return news
}
