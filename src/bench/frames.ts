interface TraceEvent { readonly name: string; readonly ph: string; readonly ts: number; readonly dur?: number; /** Microseconds that the thread had a processor; a shared machine makes `dur` longer. */ readonly tdur?: number; readonly pid: number; readonly tid: number }

const FRAME = 'FireAnimationFrame'
const TASK = /RunTask$/

export interface Frames {
  /** Milliseconds that the page's main thread works from the begin of one frame to the next: of the processor's time, and of the wall's. */
  readonly costs: readonly number[]
  readonly walls: readonly number[]
  /** Milliseconds a frame, on average. */
  readonly script: number
  readonly layout: number
  readonly paint: number
  /** Of the pictures that were due, the share that came late or not at all. */
  readonly dropped: number
}

const SCRIPT: ReadonlySet<string> = new Set(['FunctionCall', FRAME, 'EventDispatch', 'RunMicrotasks', 'TimerFire'])
const LAYOUT: ReadonlySet<string> = new Set(['UpdateLayoutTree', 'Layout'])
const PAINT: ReadonlySet<string> = new Set(['PrePaint', 'Paint', 'Layerize', 'Commit'])

/** What frames cost, from a browser's trace. */
export function framesOf(trace: string): Frames {
  const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] }
  const frames = traceEvents.filter(({ name }) => name === FRAME)
  const thread = busiest(frames)
  if (!thread) return { costs: [], walls: [], script: 0, layout: 0, paint: 0, dropped: 0 }
  const onThread = ({ pid, tid }: TraceEvent): boolean => pid === thread.pid && tid === thread.tid
  const begins = frames.filter(onThread).map(({ ts }) => ts).sort((a, b) => a - b).filter((at, i, all) => i === 0 || at - all[i - 1]! > 1_000)
  const spans = traceEvents.filter((one) => one.ph === 'X' && onThread(one)).sort((a, b) => a.ts - b.ts)
  const perFrame = (kinds: ReadonlySet<string>): number => total(outermost(spans.filter(({ name }) => kinds.has(name)))) / begins.length
  const tasks = outermost(spans.filter(({ name }) => TASK.test(name)))
  const [drawn, dropped] = ['DrawFrame', 'DroppedFrame'].map((wanted) => traceEvents.filter(({ name }) => name === wanted).length) as [number, number]
  return { costs: costs(begins, tasks, worked), walls: costs(begins, tasks, ({ dur = 0 }) => dur), script: perFrame(SCRIPT), layout: perFrame(LAYOUT), paint: perFrame(PAINT), dropped: dropped / Math.max(1, drawn + dropped) }
}

/** The thread that draws most frames is the page's. */
function busiest(frames: readonly TraceEvent[]): TraceEvent | undefined {
  const counts = new Map<string, number>()
  const keyOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`
  for (const frame of frames) counts.set(keyOf(frame), (counts.get(keyOf(frame)) ?? 0) + 1)
  return frames.reduce<TraceEvent | undefined>((most, frame) => (!most || counts.get(keyOf(frame))! > counts.get(keyOf(most))! ? frame : most), undefined)
}

/** Tasks that are part of another one are not counted twice. */
function outermost(tasks: readonly TraceEvent[]): readonly TraceEvent[] {
  let end = 0
  return tasks.filter(({ ts, dur = 0 }) => {
    if (ts < end) return false
    end = ts + dur
    return true
  })
}

const worked = ({ dur = 0, tdur = dur }: TraceEvent): number => tdur

const total = (spans: readonly TraceEvent[]): number => spans.reduce((sum, one) => sum + worked(one), 0) / 1000

/** A task belongs to the last frame that begins before the task's end. */
function costs(begins: readonly number[], tasks: readonly TraceEvent[], cost: (task: TraceEvent) => number): readonly number[] {
  const found = new Array<number>(begins.length).fill(0)
  let frame = 0
  for (const task of tasks) {
    const end = task.ts + (task.dur ?? 0)
    if (begins.length === 0 || end < begins[0]!) continue
    while (frame + 1 < begins.length && begins[frame + 1]! <= end) frame++
    found[frame]! += cost(task) / 1000
  }
  return found
}
