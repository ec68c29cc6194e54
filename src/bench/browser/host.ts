import { createServer, type Server, type ServerResponse } from 'node:http'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'

const PREFIX = '/any/sub/path'
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json', '.webmanifest': 'application/manifest+json' }
const PIECE_MS = 10

/** A way to the page's files; without one they come at once. */
export interface Line { readonly latencyMs: number; readonly bytesPerSecond: number }

/** What WebPageTest calls "4G". The round trips that open a connection are not counted. */
export const MOBILE: Line = { latencyMs: 170, bytesPerSecond: 9_000_000 / 8 }

export interface Host { readonly address: string; line: Line | undefined; close(): void }

/** A static host as they are: compressed files under a sub path. All requests share one line. */
export async function hostOf(dist: string): Promise<Host> {
  const ready = new Map<string, Buffer>()
  const host: { address: string; line: Line | undefined; close: () => void } = { address: '', line: undefined, close: () => { server.close(); server.closeAllConnections() } }
  const wire = createWire(() => host.line)
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    const inside = path.startsWith(`${PREFIX}/`) ? normalize(path.slice(PREFIX.length)) : undefined
    const file = inside && join(dist, inside.endsWith('/') ? `${inside}index.html` : inside)
    if (!file || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end()
    let body = ready.get(file)
    if (!body) ready.set(file, body = gzipSync(readFileSync(file)))
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-encoding': 'gzip', 'cache-control': 'no-cache' })
    wire(response, body)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const bound = server.address()
  host.address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}${PREFIX}/`
  return host
}

interface Sending { readonly response: ServerResponse; readonly body: Buffer; sent: number }

/** Hands bodies over in pieces, in turn, as fast as the line carries them. */
function createWire(lineNow: () => Line | undefined): (response: ServerResponse, body: Buffer) => void {
  const sending: Sending[] = []
  let timer: ReturnType<typeof setInterval> | undefined
  let last = 0
  const carry = (): void => {
    const now = performance.now()
    let left = ((now - last) / 1000) * (lineNow()?.bytesPerSecond ?? Infinity)
    last = now
    while (left > 0 && sending.length > 0) {
      const one = sending.shift()!
      const piece = Math.min(left, one.body.length - one.sent, 16_000)
      one.response.write(one.body.subarray(one.sent, one.sent + Math.ceil(piece)))
      one.sent += Math.ceil(piece)
      left -= piece
      if (one.sent >= one.body.length) one.response.end()
      else sending.push(one)
    }
    if (sending.length > 0) return
    clearInterval(timer)
    timer = undefined
  }
  return (response, body) => {
    const line = lineNow()
    if (!line) return void response.end(body)
    setTimeout(() => {
      sending.push({ response, body, sent: 0 })
      if (timer) return
      last = performance.now()
      timer = setInterval(carry, PIECE_MS)
    }, line.latencyMs)
  }
}
