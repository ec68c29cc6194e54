import { parseTimeUs, timeText } from '../../api/index.ts'
import { SECOND, type ActorId, type Address, type Message, type Micros } from '../../kernel/index.ts'
import type { CriResponse, LogLine } from '../runtime/cri.ts'
import type { KubeletAnswer, KubeletRequest } from './api.ts'
import { ask, containerNamed } from './asking.ts'
import type { ContainerRecord, CriWait, KubeletConfig, KubeletCx, KubeletState, LogFollow } from './state.ts'

/** GET /containerLogs/<namespace>/<pod>/<container>, and small things that operators ask a kubelet. */
export function requested(state: KubeletState, config: KubeletConfig, { id, path, query }: KubeletRequest, from: ActorId, cx: KubeletCx): void {
  const [, kind, namespace = '', name = '', container = ''] = path.split('/')
  if (kind === 'healthz') return respond(cx, from, id, 200, 'ok')
  if (kind === 'pods') return respond(cx, from, id, 200, JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [...state.pods.values()].map(({ pod }) => pod) }))
  if (kind !== 'containerLogs') return respond(cx, from, id, 404, '404 page not found\n')
  const worker = state.pods.get(state.uids.get(`${namespace}/${name}`) ?? '')
  if (!worker) return respond(cx, from, id, 404, `pod "${name}" does not exist`)
  const record = containerNamed(worker, container)
  if (!record) return respond(cx, from, id, 404, `container "${container}" not found in pod "${name}"`)
  const source = logSource(record, name, query['previous'] === 'true')
  if ('error' in source) return respond(cx, from, id, 400, source.error)
  // Follow first, then read: what is written in between is in the answer, and what comes after it in events.
  if (query['follow'] === 'true') cx.send(config.runtime, { type: 'cri-follow', container: source.container, follow: true })
  ask(state, config, cx, { method: 'Logs', container: source.container, fromLine: 0 }, { for: 'logs', request: id, from, container: source.container, query })
}

/** Which container's log is meant, or upstream's words for why there is none. Models validateContainerLogStatus. */
export function logSource(record: ContainerRecord, podName: string, previous: boolean): { container: string } | { error: string } {
  const what = `container "${record.name}" in pod "${podName}"`
  if (previous) {
    const dead = record.state === 'exited' && record.waiting ? record.id : record.previousId
    return dead === '' ? { error: `previous terminated ${what} not found` } : { container: dead }
  }
  if (record.state === 'running' || record.state === 'exited') return { container: record.id }
  if (record.previousId !== '') return { container: record.previousId }
  switch (record.waiting?.reason) {
    case 'ErrImagePull': return { error: `${what} is waiting to start: image can't be pulled` }
    case 'ImagePullBackOff': return { error: `${what} is waiting to start: trying and failing to pull image` }
    default: return { error: `${what} is waiting to start: ${record.waiting?.reason ?? 'ContainerCreating'}` }
  }
}

export function logsRead(state: KubeletState, wait: CriWait & { for: 'logs' }, msg: CriResponse, cx: KubeletCx): void {
  const { request, from, container, query } = wait
  if (!msg.ok) return respond(cx, from, request, 500, msg.error)
  if (msg.result.method !== 'Logs') return
  const timestamps = query['timestamps'] === 'true'
  let text = textOf(selected(msg.result.lines, query, cx.clock), timestamps)
  const limit = query['limitBytes']
  if (limit !== undefined) text = text.slice(0, Number(limit))
  const follows = query['follow'] === 'true' && !msg.result.ended
  if (!follows) return respond(cx, from, request, 200, text)
  cx.send(from as Address<KubeletAnswer & Message>, { type: 'kubelet-response', id: request, code: 200, body: '', streaming: true })
  if (text !== '') chunk(cx, from, request, text, false)
  state.follows.set(followKey(from, request), { container, request, from, timestamps })
}

export function logLines(state: KubeletState, container: string, lines: readonly LogLine[], cx: KubeletCx): void {
  for (const follow of state.follows.values()) if (follow.container === container) chunk(cx, follow.from, follow.request, textOf(lines, follow.timestamps), false)
}

/** A followed log ends when its container does. */
export function logEnded(state: KubeletState, container: string, cx: KubeletCx): void {
  for (const [key, follow] of state.follows) {
    if (follow.container !== container) continue
    state.follows.delete(key)
    chunk(cx, follow.from, follow.request, '', true)
  }
}

export function unfollow(state: KubeletState, config: KubeletConfig, from: ActorId, request: number, cx: KubeletCx): void {
  const follow = state.follows.get(followKey(from, request))
  if (!follow) return
  state.follows.delete(followKey(from, request))
  if (![...state.follows.values()].some(({ container }) => container === follow.container)) cx.send(config.runtime, { type: 'cri-follow', container: follow.container, follow: false })
}

export function callerLost(state: KubeletState, config: KubeletConfig, from: ActorId, cx: KubeletCx): void {
  for (const follow of [...state.follows.values()] as LogFollow[]) if (follow.from === from) unfollow(state, config, from, follow.request, cx)
}

const followKey = (from: ActorId, request: number): string => `${from} ${request}`

/** sinceSeconds or sinceTime first, then the last tailLines of those. */
export function selected(lines: readonly LogLine[], query: Readonly<Record<string, string>>, clockUs: Micros): readonly LogLine[] {
  const since = query['sinceSeconds'] !== undefined ? clockUs - Number(query['sinceSeconds']) * SECOND : query['sinceTime'] !== undefined ? parseTimeUs(query['sinceTime']) : undefined
  const recent = since === undefined ? lines : lines.filter(({ atUs }) => atUs >= since)
  const tail = query['tailLines']
  return tail === undefined ? recent : Number(tail) === 0 ? [] : recent.slice(-Number(tail))
}

/** A timestamp has nanoseconds at a real kubelet; ours ends with the microsecond. */
function textOf(lines: readonly LogLine[], timestamps: boolean): string {
  const texts = lines.map(({ atUs, text }) => (timestamps ? `${timeText(atUs).slice(0, -1)}.${String(atUs % SECOND).padStart(6, '0')}000Z ${text}` : text))
  return texts.length === 0 ? '' : `${texts.join('\n')}\n`
}

function respond(cx: KubeletCx, to: ActorId, id: number, code: number, body: string): void {
  cx.send(to as Address<KubeletAnswer & Message>, { type: 'kubelet-response', id, code, body, streaming: false })
}

function chunk(cx: KubeletCx, to: ActorId, id: number, text: string, last: boolean): void {
  cx.send(to as Address<KubeletAnswer & Message>, { type: 'kubelet-chunk', id, text, last })
}
