import workerFile from './engines/worker/worker.ts?worker&url'
import type { FromEngine, ToEngine } from './protocol/index.ts'
import { start, startSpeaker, waitToBegin, type EngineDoor, type Said } from './ui/index.ts'

// The composition root: which engine the page speaks to is decided here and nowhere else.

/** An engine that began before this code was here, the command that it was sent, and what it said meanwhile: see `build/early-engine.mjs`. */
interface EarlyEngine { readonly worker: Worker; readonly opened: string; readonly heard: readonly FromEngine[] }

declare global { interface Window { __GLASS_SOCKET__?: string; earlyEngine?: EarlyEngine | undefined } }

/** Messages that came before somebody listened are kept for the listener. */
function door(send: (message: ToEngine) => void, close: () => void): EngineDoor & { readonly hear: (message: FromEngine) => void } {
  let listener: ((message: FromEngine) => void) | undefined
  let early: FromEngine[] = []
  return {
    send, close,
    listen(hear) {
      listener = hear
      for (const message of early) hear(message)
      early = []
    },
    hear(message) {
      if (listener) listener(message)
      else early.push(message)
    },
  }
}

/**
 * WebKit keeps the script that a worker begins with apart from its modules: the late parts, which import from it, would get a second engine. A worker
 * therefore begins with one line that imports it (so does the early one, see `build/early-engine.mjs`).
 */
const beginning = (file: string): string => URL.createObjectURL(new Blob([`import ${JSON.stringify(new URL(file, location.href).href)}`], { type: 'text/javascript' }))

function workerDoor(): EngineDoor {
  const early = window.earlyEngine
  window.earlyEngine = undefined
  const worker = early?.worker ?? new Worker(beginning(workerFile), { type: 'module', name: 'glass-cluster' })
  let told = early?.opened
  const opened = door((message) => {
    const known = message.type === 'command' && told === JSON.stringify(message.command)
    told = undefined
    if (!known) worker.postMessage(message)
  }, () => { worker.terminate() })
  worker.onmessage = ({ data }: MessageEvent<FromEngine>) => { opened.hear(data) }
  worker.onerror = ({ message }) => { opened.hear({ type: 'failed', message, seed: 0, event: 0 }) }
  for (const message of early?.heard ?? []) opened.hear(message)
  return opened
}

/** A fleet's columns are numbers by place in JSON. */
function withColumns(message: FromEngine): FromEngine {
  if (message.type !== 'frame' || message.fleet === undefined) return message
  const { plan, cells } = message.fleet
  const column = (values: object) => Uint16Array.from(Object.values(values) as number[])
  const columns = (all: object) => Object.fromEntries(Object.entries(all).map(([name, values]) => [name, column(values as object)]))
  return { ...message, fleet: { ...message.fleet, ...(plan && { plan: { ...plan, zone: column(plan.zone) as never } }), ...(cells && { cells: columns(cells) as never }) } }
}

function socketDoor(address: string): EngineDoor {
  const socket = new WebSocket(address)
  const waiting: ToEngine[] = []
  const opened = door((message) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
    else waiting.push(message)
  }, () => { socket.close() })
  socket.onopen = () => { for (const message of waiting.splice(0)) socket.send(JSON.stringify(message)) }
  socket.onmessage = ({ data }) => { opened.hear(withColumns(JSON.parse(String(data)) as FromEngine)) }
  socket.onclose = () => { opened.hear({ type: 'failed', message: `The connection to ${address} was closed.`, seed: 0, event: 0 }) }
  return opened
}

const asked = new URLSearchParams(location.search)
const socket = window.__GLASS_SOCKET__ ?? (asked.get('engine') === 'socket' ? `${location.origin.replace('http', 'ws')}/engine` : undefined)
const seed = Number(asked.get('seed') ?? 7)
const speed = asked.has('speed') && socket === undefined ? Number(asked.get('speed')) : 0

const embed = asked.get('embed') === '1' ? { ...(asked.has('from') ? { from: asked.get('from')! } : {}), ...(asked.has('to') ? { to: asked.get('to')! } : {}) } : undefined

const begin = (early: readonly Said[] = []): void => void start(socket ? () => socketDoor(socket) : workerDoor, document.getElementById('root')!, { scenario: asked.get('scenario') ?? 'rollout', seed: Number.isSafeInteger(seed) ? seed : 7, ...(speed > 0 && speed <= 1000 ? { speed } : {}), live: socket !== undefined, ...(embed ? { embed: { ...embed, early } } : {}) })

// The speaker's window of a presentation has no engine: the audience's has.
const presenter = asked.get('presenter')

// Inside somebody else's page a drawing stands until it is touched: a reader pays for no cluster that they only pass by.
if (presenter !== null) void startSpeaker(document.getElementById('root')!, presenter)
else if (embed) void waitToBegin(document.getElementById('root')!, { scenario: asked.get('scenario') ?? 'rollout', from: embed.from }, begin)
else begin()
