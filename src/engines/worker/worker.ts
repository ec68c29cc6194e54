import type { FromEngine, ToEngine } from '../../protocol/index.ts'
import { loadParts, missingParts, type LatePart } from '../late-parts.ts'
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

self.onmessage = ({ data }: MessageEvent<ToEngine>) => { listen(data) }

function listen(data: ToEngine): void {
  if (held) {
    if (data.type === 'shown') heard(data)
    else held.push(data)
    return
  }
  const parts = missingParts(data)
  if (parts.length > 0) void hold(data, parts)
  else heard(data)
}

/** What needs a part that is not here waits for it, and all that is said afterwards waits too. */
async function hold(first: ToEngine, parts: readonly LatePart[]): Promise<void> {
  held = []
  try {
    await loadParts(parts)
    heard(first)
  } catch (error) {
    if (first.type === 'command' && first.command.do !== 'open') post({ type: 'refused', command: first.command, text: 'refused.part', params: {} })
    else post({ type: 'failed', message: String(error), seed: 0, event: 0 })
  }
  const rest = held
  held = undefined
  for (const data of rest) listen(data)
}

function heard(data: ToEngine): void {
  guarded(() => {
    if (data.type === 'command' && data.command.do === 'open') {
      failed = false
      session = createSession(data.command.scenario, data.command.seed, clock())
      viewer = join(session)
    } else if (session && viewer && !failed) hear(session, viewer, data, clock())
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
    failed = true
    const kernel = session ? kernelOf(session) : undefined
    post({ type: 'failed', message: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error), seed: session?.seed ?? 0, event: kernel?.current?.id ?? 0 })
  }
}
