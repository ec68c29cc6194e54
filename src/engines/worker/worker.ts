import type { FromEngine, ToEngine } from '../../protocol/index.ts'
import { isWhole, loadParts, missingParts, type LatePart } from '../late-parts.ts'
import { createSession, hear, isActive, isOwing, join, kernelOf, take, tick, type Session, type Viewer } from '../session/session.ts'

// The shell of the engine in the browser: the only place here that knows a wall clock. It maps wall time to slices of the run.

const SLICE_MS = 8
/** When nothing plays, the engine only listens. */
const IDLE_MS = 200

const clock = (): number => performance.now()
const post = (message: FromEngine): void => { self.postMessage(message, { transfer: columnsOf(message) }) }

/** The columns of a fleet are handed over, not copied. */
const columnsOf = (message: FromEngine): ArrayBuffer[] =>
  (message.type === 'frame' ? Object.values(message.fleet?.cells ?? {}).map((column) => (column as Uint8Array<ArrayBuffer>).buffer) : [])

let session: Session | undefined
let viewer: Viewer | undefined
let timer: ReturnType<typeof setTimeout> | undefined
let failed = false
/** What was said while a late part is on its way, in order. */
let held: ToEngine[] | undefined
/** What the first part alone was asked to do. */
let early: ToEngine[] = []
/** While that is done again. */
let mending: Promise<void> | undefined

self.onmessage = ({ data }: MessageEvent<ToEngine>) => { listen(data) }

function listen(data: ToEngine): void {
  if (held) {
    if (data.type === 'shown') heard(data)
    else held.push(data)
    return
  }
  const parts = missingParts(data, session)
  if (parts.length === 0) heard(data)
  else if (data.type === 'question') void answerLater(data, parts)
  else void hold(data, parts)
}

/** A question changes nothing: what is said meanwhile need not wait for its answer. */
async function answerLater(data: Extract<ToEngine, { type: 'question' }>, parts: readonly LatePart[]): Promise<void> {
  try {
    await loadParts(parts)
    listen(data)
  } catch (error) {
    post({ type: 'answer', id: data.id, answer: { answer: 'error', message: String(error) } })
  }
}

/** What needs a part that is not here waits for it, and all that is said afterwards waits too. */
async function hold(first: ToEngine, parts: readonly LatePart[]): Promise<void> {
  held = []
  try {
    await loadParts(parts)
    await mending
    for (let more = missingParts(first, session); more.length > 0; more = missingParts(first, session)) await loadParts(more)
    heard(first)
  } catch (error) {
    if (first.type === 'command' && first.command.do !== 'open') post({ type: 'refused', command: first.command, text: 'refused.part', params: {} })
    else post({ type: 'failed', message: String(error), seed: 0, event: 0 })
  }
  letGo()
}

function letGo(): void {
  const waiting = held ?? []
  held = undefined
  for (const data of waiting) listen(data)
}

/** The first picture stands: what comes next is fetched before somebody asks for it. Where that fails, whoever asks tries again. */
async function fetchAhead(): Promise<void> {
  try {
    for (const part of ['rest', 'describe', 'asides', 'yaml'] as const) await loadParts([part])
  } catch {
    // Said to whoever asks.
  }
}

/** The first part lacked something after all: with the rest, the same session is lived again. It takes the same steps, and finds what it lacked. */
async function beginAgain(error: unknown): Promise<void> {
  const again = early
  const isHeld = held !== undefined
  held ??= []
  session = undefined
  try {
    await loadParts(['rest'])
    for (const data of again) heard(data)
  } catch {
    stop(error)
  }
  if (!isHeld) letGo()
}

function heard(data: ToEngine): void {
  if (data.type === 'command' && !isWhole()) early = data.command.do === 'open' ? [data] : [...early, data]
  guarded(() => {
    if (data.type === 'command' && data.command.do === 'open') {
      failed = false
      session = createSession(data.command.scenario, data.command.seed, clock())
      viewer = join(session)
    } else if (session && viewer && !failed) hear(session, viewer, data, clock())
    if (data.type === 'shown' && data.seq === 1) void fetchAhead()
    slice()
  })
}

function slice(): void {
  if (timer !== undefined) clearTimeout(timer)
  timer = undefined
  if (!session || !viewer || failed) return
  const nowMs = clock()
  tick(session, nowMs, SLICE_MS, clock)
  for (const message of take(session, viewer, nowMs)) post(message)
  if (isActive(session)) timer = setTimeout(() => guarded(slice), session.motion.motion === 'run' || session.pace === 'clock' ? 0 : waitMs(session))
  else timer = setTimeout(() => guarded(slice), IDLE_MS)
}

/** Until the flight, dwell or fold that is under way ends; never longer than a frame while something is owed to the page. */
function waitMs(session: Session): number {
  const { motion } = session
  const untilMs = 'untilMs' in motion ? motion.untilMs - clock() : 0
  return Math.max(0, Math.min(untilMs, isOwing(session) ? 16 : 100))
}

/** A throw is a bug of ours: the engine stops, and the page learns where. */
function guarded(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (isWhole()) stop(error)
    else mending = beginAgain(error)
  }
}

function stop(error: unknown): void {
  failed = true
  const kernel = session ? kernelOf(session) : undefined
  post({ type: 'failed', message: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error), seed: session?.seed ?? 0, event: kernel?.current?.id ?? 0 })
}
