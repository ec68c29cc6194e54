import type { FromEngine, ToEngine } from '../../protocol/index.ts'
import { createSession, hear, isActive, kernelOf, tick, type Session } from '../session/session.ts'

// The shell of the engine in the browser: the only place here that knows a wall clock. It maps wall time to slices of the run.

const SLICE_MS = 8
/** When nothing plays, the engine only listens. */
const IDLE_MS = 200

const clock = (): number => performance.now()
const post = (message: FromEngine): void => { self.postMessage(message) }

let session: Session | undefined
let timer: ReturnType<typeof setTimeout> | undefined
let failed = false

self.onmessage = ({ data }: MessageEvent<ToEngine>) => {
  guarded(() => {
    if (data.type === 'command' && data.command.do === 'open') {
      failed = false
      session = createSession(data.command.scenario, data.command.seed, clock())
    } else if (session && !failed) hear(session, data, clock())
    slice()
  })
}

function slice(): void {
  if (timer !== undefined) clearTimeout(timer)
  timer = undefined
  if (!session || failed) return
  for (const message of tick(session, clock(), SLICE_MS, clock)) post(message)
  if (isActive(session)) timer = setTimeout(() => guarded(slice), session.motion.motion === 'run' || session.pace === 'clock' ? 0 : waitMs(session))
  else timer = setTimeout(() => guarded(slice), IDLE_MS)
}

/** Until the flight, dwell or fold that is under way ends; never longer than a frame while something is owed to the page. */
function waitMs({ motion, dirty }: Session): number {
  const untilMs = 'untilMs' in motion ? motion.untilMs - clock() : 0
  return Math.max(0, Math.min(untilMs, dirty ? 16 : 100))
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
