import type { Command, Frame, FromEngine, Question, ToEngine } from '../../protocol/index.ts'

/** What a spy beside the page's worker saw. It reads the same messages as the page and sends what a button would. */
export interface Probe {
  worker?: Worker
  /** The frames of a window, with the moment of their coming; only while `keeps`. */
  frames: { readonly at: number; readonly frame: Frame }[]
  keeps: boolean
  last?: Frame
  /** Lines to be run in turn, each when the story of the one before rests or nothing flies any more. */
  lines: readonly string[]
  send(command: Command): void
  ask(question: Question): Promise<{ readonly ms: number; readonly bytes: number }>
  /** Milliseconds until a frame is as told. */
  until(holds: (frame: Frame) => boolean): Promise<number>
  /** Milliseconds from the next event of a type to the picture in which something that is looked at is another. */
  reaction(type: string, look: () => unknown): Promise<number>
}

declare global { interface Window { probe: Probe } }

/** Runs in the page before its scripts. */
export function installProbe(): void {
  const Native = window.Worker
  const waiting: { holds: (frame: Frame) => boolean; done: () => void }[] = []
  let nextId = 1_000_000
  let nextLine = 0
  let quietSince = 0
  const probe: Probe = {
    frames: [], keeps: false, lines: [],
    send: (command) => { probe.worker?.postMessage({ type: 'command', command } satisfies ToEngine) },
    ask: (question) => new Promise((resolve) => {
      const id = nextId++
      const begun = performance.now()
      const hear = ({ data }: MessageEvent<FromEngine>): void => {
        if (data.type !== 'answer' || data.id !== id) return
        probe.worker?.removeEventListener('message', hear)
        resolve({ ms: performance.now() - begun, bytes: JSON.stringify(data).length })
      }
      probe.worker?.addEventListener('message', hear)
      probe.worker?.postMessage({ type: 'question', id, question } satisfies ToEngine)
    }),
    until: (holds) => new Promise((resolve) => {
      const begun = performance.now()
      waiting.push({ holds, done: () => { resolve(performance.now() - begun) } })
    }),
    reaction: (type, look) => new Promise((resolve) => {
      const before = look()
      addEventListener(type, ({ timeStamp }) => {
        const picture = (): void => {
          if (look() === before) return void requestAnimationFrame(picture)
          const { port1, port2 } = new MessageChannel()
          port2.onmessage = () => { resolve(performance.now() - timeStamp) }
          port1.postMessage(0)
        }
        requestAnimationFrame(picture)
      }, { once: true, capture: true })
    }),
  }
  const hear = ({ data }: MessageEvent<FromEngine>): void => {
    if (data.type !== 'frame') return
    const now = performance.now()
    probe.last = data
    if (probe.keeps) probe.frames.push({ at: now, frame: data })
    for (const one of waiting.filter(({ holds }) => holds(data))) { waiting.splice(waiting.indexOf(one), 1); one.done() }
    if (data.packets.length > 0) quietSince = now
    const rests = data.transport.pace === 'story' ? data.transport.settled : now - quietSince > 400
    if (!rests || probe.lines.length === 0 || data.seq < 3) return
    quietSince = now
    probe.send({ do: 'kubectl', line: probe.lines[nextLine++ % probe.lines.length]! })
  }
  window.Worker = class extends Native {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      probe.worker = this
      this.addEventListener('message', hear)
    }
  }
  window.probe = probe
}
