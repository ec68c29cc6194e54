import { timeText, type Event, type ObjectReference } from '../../api/index.ts'
import { MINUTE, SECOND, type Cx, type Micros } from '../../kernel/index.ts'
import { call } from './client.ts'
import type { Client, ClientMessage, News } from './state.ts'
import { createThrottle, tryTake, type Throttle } from './throttle.ts'

/** Kubernetes Events of one component. Models client-go's EventCorrelator and its sink. All maps are bounded. */
export interface EventRecorder {
  readonly component: string
  readonly host: string | undefined
  readonly voice: string
  /** One token bucket per object and type. */
  readonly spam: Map<string, Throttle>
  /** Similar events (the same but for their message) of the last ten minutes. */
  readonly similar: Map<string, { messages: Set<string>; lastAt: Micros }>
  /** Events already written, by everything that makes them identical. */
  readonly written: Map<string, WrittenEvent>
  /** Keeps the names of events of the same microsecond apart. */
  sequence: number
}

interface WrittenEvent {
  name: string
  firstTimestamp: string
  count: number
}

export interface EventText {
  readonly regarding: ObjectReference
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

const CACHE_MAX = 4_096
const SIMILAR_MAX = 10
const SIMILAR_WITHIN_US = 10 * MINUTE
const SPAM_BURST = 25
const SPAM_INTERVAL_SECONDS = 300

export const createRecorder = (component: string, options: { host?: string; voice?: string } = {}): EventRecorder =>
  ({ component, host: options.host, voice: options.voice ?? '', spam: new Map(), similar: new Map(), written: new Map(), sequence: 0 })

/** Writes an Event about an object, or counts a repeated one up, or drops it if there are too many about this object. */
export function recordEvent(recorder: EventRecorder, client: Client, cx: Cx<ClientMessage>, text: EventText): void {
  const { regarding, type, reason } = text
  const about = `${recorder.component}/${regarding.kind}/${regarding.namespace ?? ''}/${regarding.name}/${regarding.uid ?? ''}/${regarding.apiVersion}`
  if (!allowed(recorder, `${about}/${type}`, cx.now)) return
  const similar = `${about}/${type}/${reason}`
  const combined = tooManySimilar(recorder, similar, text.message, cx.now)
  const message = combined ? `(combined from similar events): ${text.message}` : text.message
  const identical = combined ? similar : `${similar}/${regarding.fieldPath ?? ''}/${text.message}`
  const timestamp = timeText(cx.clock)
  const written = recorder.written.get(identical)
  if (written === undefined) {
    const fresh: WrittenEvent = { name: eventName(regarding, cx.clock, recorder.sequence++), firstTimestamp: timestamp, count: 1 }
    remember(recorder.written, identical, fresh)
    create(recorder, client, cx, text, message, fresh, timestamp, identical)
    return
  }
  written.count++
  remember(recorder.written, identical, written)
  const { count, name } = written
  const body = combined ? { count, lastTimestamp: timestamp, message } : { count, lastTimestamp: timestamp }
  call(client, cx, {
    method: 'PATCH', path: `${eventsPath(regarding)}/${name}`, headers: { 'content-type': 'application/strategic-merge-patch+json' }, body,
  }, { for: 'event-recorder', component: recorder.component, step: 'patch', text, message, key: identical, timestamp }, { voice: recorder.voice })
}

/** Feed all news here: true if it was about this recorder's writes. An event that has meanwhile expired is written anew. */
export function recorderNews(recorder: EventRecorder, client: Client, cx: Cx<ClientMessage>, news: News): boolean {
  if (news.news !== 'answer' || news.tag.for !== 'event-recorder' || news.tag['component'] !== recorder.component) return false
  if (news.tag['step'] !== 'patch' || news.code !== 404) return true
  const { text, message, key, timestamp } = news.tag as unknown as { text: EventText; message: string; key: string; timestamp: string }
  const written = recorder.written.get(key)
  if (written === undefined) return true
  written.name = eventName(text.regarding, cx.clock, recorder.sequence++)
  create(recorder, client, cx, text, message, written, timestamp, key)
  return true
}

/** A reference to an API object, as the events about it carry it. */
export function referenceTo(object: {
  readonly apiVersion: string; readonly kind: string
  readonly metadata: { readonly name?: string; readonly namespace?: string; readonly uid?: string; readonly resourceVersion?: string }
}, fieldPath?: string): ObjectReference {
  const { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } } = object
  return fieldPath === undefined ? { apiVersion, kind, name, namespace, uid, resourceVersion } : { apiVersion, kind, name, namespace, uid, resourceVersion, fieldPath }
}

function create(
  recorder: EventRecorder, client: Client, cx: Cx<ClientMessage>, { regarding, type, reason }: EventText, message: string,
  { name, firstTimestamp, count }: WrittenEvent, lastTimestamp: string, key: string,
): void {
  const source = recorder.host === undefined ? { component: recorder.component } : { component: recorder.component, host: recorder.host }
  const body: Event = {
    apiVersion: 'v1', kind: 'Event', metadata: { name, namespace: regarding.namespace || 'default' }, involvedObject: regarding, reason, message, source,
    firstTimestamp, lastTimestamp, count, type, reportingComponent: recorder.component, reportingInstance: recorder.host ?? '',
  }
  call(client, cx, { method: 'POST', path: eventsPath(regarding), body }, { for: 'event-recorder', component: recorder.component, step: 'create', key }, { voice: recorder.voice })
}

const eventsPath = ({ namespace }: ObjectReference): string => `/api/v1/namespaces/${namespace || 'default'}/events`

/** '<object>.<hex of the time in nanoseconds>'; the clock here counts microseconds, so a sequence number fills the rest. */
function eventName({ name }: ObjectReference, clock: Micros, sequence: number): string {
  const nanoseconds = (BigInt(clock) + EPOCH_US) * 1_000n + BigInt(sequence % 1_000)
  return `${name}.${nanoseconds.toString(16)}`
}

const EPOCH_US = 1_767_225_600n * BigInt(SECOND)

function allowed({ spam }: EventRecorder, about: string, now: Micros): boolean {
  const throttle = spam.get(about) ?? createThrottle(1 / SPAM_INTERVAL_SECONDS, SPAM_BURST)
  remember(spam, about, throttle)
  return tryTake(throttle, now)
}

function tooManySimilar({ similar }: EventRecorder, key: string, message: string, now: Micros): boolean {
  const known = similar.get(key)
  const group = known !== undefined && now - known.lastAt <= SIMILAR_WITHIN_US ? known : { messages: new Set<string>(), lastAt: now }
  group.lastAt = now
  group.messages.add(message)
  remember(similar, key, group)
  if (group.messages.size < SIMILAR_MAX) return false
  group.messages.delete(group.messages.values().next().value!)
  return true
}

/** Least recently used entries leave first. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > CACHE_MAX) map.delete(map.keys().next().value!)
}
