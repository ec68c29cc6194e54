import { parseTimeUs, serviceUnavailable } from '../../api/index.ts'
import type { ApiAnswer, ApiRequest, ClusterShape } from '../../cluster/index.ts'
import { SECOND, type Input, type Message } from '../../kernel/index.ts'
import type { Command, FromEngine, ToEngine } from '../../protocol/index.ts'
import { createSession, hear, join, kernelOf, leave, take, tick, type Session } from '../session/session.ts'
import { runUntil } from '../session/timeline.ts'
import { door, type DoorMessage } from './door.ts'

/** One cluster that lives at wall-clock pace, with clients from outside and pages that look at it. */
export interface Live {
  readonly session: Session
  /** Hands a request to the API server; `hears` gets all that comes back. Returns the way to give up. */
  request(request: Omit<ApiRequest, 'type' | 'id'>, hears: (answer: LiveAnswer) => void): () => void
  /** A page begins to look. It is sent frames as fast as it shows them, and none while it `isBehind` in reading them. */
  view(send: (message: FromEngine) => void, isBehind: () => boolean): { hear(message: ToEngine): void; leave(): void }
  stop(): void
}

/** A watch is open before it has anything to tell. */
export type LiveAnswer = ApiAnswer | { readonly type: 'watch-open' }

export interface LiveOptions {
  readonly shape: ClusterShape
  readonly seed: number
  /** Virtual seconds in a second on the wall. */
  readonly speed: number
  /** The machinery is broken by a bug of ours; nothing goes on. */
  readonly onFailure: (report: string) => void
}

interface Waiting { readonly hears: (answer: LiveAnswer) => void; opens: boolean }

const SLICE_MS = 10
const PAUSE_MS = 4
/** More than a boot takes: the machines are switched on this long before now, and the rest is lived through at once. */
const BOOT_US = 40 * SECOND

export function goLive({ shape, seed, speed, onFailure }: LiveOptions): Live {
  const clock = (): number => performance.now()
  // Virtual time is the time on the wall, so that the ages that a client reckons by its own clock are right.
  const wallUs = (): number => parseTimeUs(new Date().toISOString())
  const waiting = new Map<number, Waiting>()
  const sendAll = new Set<() => void>()
  let nextId = 1
  let failed = false
  const session = createSession('sandbox', seed, clock(), {
    shape, startUs: Math.floor((wallUs() - BOOT_US) / SECOND) * SECOND,
    prepare: (kernel) => void kernel.spawn('door', 'outside', door),
  })
  session.timeline.onRecorded.push((_branch, { delivery }) => {
    if (delivery?.to !== 'door') return
    if (delivery.msg.type === 'kernel-disconnected') dropAll()
    else if (ANSWERS.has(delivery.msg.type)) answered(delivery.msg as ApiAnswer)
  })
  runUntil(session.timeline, wallUs(), Infinity)
  Object.assign(session, { pace: 'clock', speed, playing: true, settled: false, lastTickMs: clock() })

  function answered(answer: ApiAnswer): void {
    const found = waiting.get(answer.id)
    if (!found) return
    const more = answer.type === 'watch-event' || (answer.type === 'api-response' && answer.streaming) || (answer.type === 'api-chunk' && !answer.last)
    if (!more) waiting.delete(answer.id)
    found.opens = false
    found.hears(answer)
  }

  /** The API server of the simulation went away: to its clients, a connection that broke. */
  function dropAll(): void {
    const all = [...waiting]
    waiting.clear()
    for (const [id, { hears }] of all) hears({ type: 'api-response', id, code: 503, body: serviceUnavailable('the connection to the API server was lost') })
  }

  /** An input of the present. NB: no checkpoint before it, unlike `act`, because nobody goes back in a cluster that others use. */
  function say(message: DoorMessage): void {
    const input: Input = { type: 'message', to: 'door', msg: message as Message }
    const { current, kernel } = session.timeline
    current.endAt = kernel.now
    current.inputs.push({ handled: kernel.handled, at: kernel.now, input })
    session.timeline.applied = current.inputs.length
    kernel.input(input)
  }

  function turn(): void {
    tick(session, clock(), SLICE_MS, clock)
    tellOpened()
    // A story that has come to rest must not hold up the clients outside.
    if (session.settled && !session.playing) Object.assign(session, { pace: 'clock', speed, playing: true, settled: false })
    const { checkpoints } = session.timeline.current
    if (checkpoints.length > 1) checkpoints.splice(0, checkpoints.length - 1)
    for (const send of sendAll) send()
  }

  function tellOpened(): void {
    const { watches } = kernelOf(session).inspect('apiserver') as { readonly watches: ReadonlyMap<string, string> }
    for (const [id, one] of waiting) {
      if (!one.opens || !watches.has(`door ${id}`)) continue
      one.opens = false
      one.hears({ type: 'watch-open' })
    }
  }

  /** A throw in the run is a bug of ours: everybody learns where, and nothing goes on. */
  function guarded(work: () => void): void {
    if (failed) return
    try {
      work()
    } catch (error) {
      failed = true
      clearInterval(timer)
      dropAll()
      onFailure(`${error instanceof Error ? error.stack ?? error.message : String(error)}\nseed ${seed}, event ${kernelOf(session).current?.id ?? 0}`)
    }
  }
  const timer = setInterval(() => guarded(turn), PAUSE_MS)

  return {
    session,
    request(request, hears) {
      const id = nextId++
      if (failed) {
        hears({ type: 'api-response', id, code: 500, body: serviceUnavailable('the simulation has stopped') })
        return () => undefined
      }
      waiting.set(id, { hears, opens: request.query?.watch === 'true' || request.query?.watch === '1' })
      guarded(() => say({ type: 'door-request', request: { type: 'api-request', id, ...request } }))
      return () => {
        if (waiting.delete(id)) guarded(() => say({ type: 'door-cancel', id }))
      }
    },
    view(send, isBehind) {
      const viewer = join(session)
      const sendOwed = (): void => {
        if (!isBehind()) for (const message of take(session, viewer, clock())) send(message)
      }
      sendAll.add(sendOwed)
      return {
        hear(message) {
          if (message.type === 'command' && message.command.do === 'open') return
          if (message.type === 'command' && isAboutThePast(message.command)) return send({ type: 'refused', command: message.command, text: 'refused.live', params: {} })
          if (message.type === 'command' && message.command.do === 'pace' && message.command.pace === 'story') return send({ type: 'refused', command: message.command, text: 'refused.livePace', params: {} })
          guarded(() => hear(session, viewer, message, clock()))
        },
        leave() {
          sendAll.delete(sendOwed)
          leave(session, viewer)
        },
      }
    },
    stop() {
      clearInterval(timer)
      dropAll()
    },
  }
}

const ANSWERS: ReadonlySet<string> = new Set<ApiAnswer['type']>(['api-response', 'watch-event', 'watch-end', 'api-chunk'])

/** What would move or split the time of a cluster that others are using. */
function isAboutThePast(command: Command): boolean {
  switch (command.do) {
    case 'seek': case 'fork': case 'switch-branch': case 'delete-branch': return true
    case 'step': return command.direction === -1
    default: return false
  }
}
