import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { failure } from '../../api/index.ts'
import type { ApiRequest } from '../../cluster/index.ts'
import type { ToEngine } from '../../protocol/index.ts'
import { writeAnswer, writeFailure } from './answer.ts'
import { BODY_MAX, bodyOf } from './body.ts'
import { admit, secretPath } from './credentials.ts'
import type { Live } from './live.ts'
import { OPENAPI_V2_ASKED, OPENAPI_V2_TYPE, openApiV2 } from './openapi-v2.ts'
import { servePage } from './page.ts'

export interface ServeOptions {
  /** Folder of the built page, absolute. */
  readonly dist: string
  readonly adminToken: string
  /** By what names the server may be called: other pages on the web must not reach it through the user's browser. */
  readonly hosts: readonly string[]
}

const API = /^\/(api|apis|openapi|version|healthz|livez|readyz|metrics|logs|debug|\.well-known|openid)(\/|$)/
const METHODS: ReadonlySet<string> = new Set<ApiRequest['method']>(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
/** A page with this much unsent is behind. */
const BEHIND_BYTES = 1_000_000

/** One port for both: the API server's door for clients, and the page that shows the same cluster. */
export function serve(live: Live, options: ServeOptions): Server {
  const server = createServer((request, response) => {
    const url = urlOf(request, options.adminToken)
    if (!url) return writeFailure(response, 400, 'BadRequest', `the path ${request.url} cannot be read`)
    if (!isCalledByName(request, options.hosts)) return writeFailure(response, 403, 'Forbidden', `this server is not called ${request.headers.host}`)
    if (!url.secret && !API.test(url.path)) return servePage(options.dist, url.path, response)
    askApi(live, options.adminToken, request, response, url).catch(() => response.destroy())
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_MAX })
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/engine') return refuseUpgrade(socket, 501, 'NotImplemented', 'exec, attach and port-forward are not simulated')
    if (!isCalledByName(request, options.hosts) || !isOwnPage(request)) return refuseUpgrade(socket, 403, 'Forbidden', 'only the page of this server may connect')
    sockets.handleUpgrade(request, socket, head, (opened) => { showTo(live, opened) })
  })
  return server
}

function showTo(live: Live, socket: WebSocket): void {
  const viewer = live.view((message) => { socket.send(JSON.stringify(message)) }, () => socket.bufferedAmount > BEHIND_BYTES || socket.readyState !== socket.OPEN)
  socket.on('message', (data) => {
    const message = parsed(String(data))
    if (message) viewer.hear(message)
    else socket.close(1007, 'not a message of this protocol')
  })
  socket.on('error', () => { socket.terminate() })
  socket.on('close', () => { viewer.leave() })
}

function refuseUpgrade(socket: Duplex, code: number, reason: string, message: string): void {
  const body = JSON.stringify(failure(code, reason, message))
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${code} ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`)
}

async function askApi(live: Live, adminToken: string, request: IncomingMessage, response: ServerResponse, { path, query, secret }: Asked): Promise<void> {
  const bytes = await bytesOf(request)
  const admission = admit(secret ? { ...request.headers, authorization: `Bearer ${adminToken}` } : request.headers, path, adminToken)
  if ('code' in admission) return writeFailure(response, admission.code, 'Unauthorized', admission.message)
  if (!METHODS.has(request.method ?? '')) return writeFailure(response, 405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')
  if (path === '/openapi/v2' && request.headers.accept?.includes(OPENAPI_V2_ASKED)) return void response.setHeader('content-type', OPENAPI_V2_TYPE).end(openApiV2())
  if (!bytes) return writeFailure(response, 413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BODY_MAX}`)
  const body = bodyOf(bytes, request.headers['content-type'] ?? '')
  if ('problem' in body) return writeFailure(response, 400, 'BadRequest', body.problem)
  const headers: Record<string, string> = {}
  for (const name of ['accept', 'user-agent'] as const) {
    const value = request.headers[name]
    if (value !== undefined) headers[name] = value
  }
  for (const [name, values = []] of Object.entries(request.headersDistinct)) if (name.startsWith('impersonate-')) headers[name] = values.join('\n')
  if (body.contentType !== undefined) headers['content-type'] = body.contentType
  const cancel = live.request({
    method: request.method as ApiRequest['method'], path, query, headers, credentials: admission.credentials,
    ...(body.value !== undefined && { body: body.value }), ...(body.warnings && { bodyWarnings: body.warnings }),
  }, (answer) => { writeAnswer(response, answer) })
  response.on('close', cancel)
}

/** The whole body; undefined where it is too long (the rest is read and forgotten, so that the client hears the answer). */
async function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size <= BODY_MAX) chunks.push(chunk as Buffer)
    else chunks.length = 0
  }
  return size <= BODY_MAX ? Buffer.concat(chunks) : undefined
}

interface Asked { readonly path: string; readonly query: Readonly<Record<string, string>>; /** It came by the path that only the kubeconfig knows. */ readonly secret: boolean }

function urlOf(request: IncomingMessage, adminToken: string): Asked | undefined {
  try {
    const [path = '/', ...rest] = (request.url ?? '/').split('?')
    const prefix = secretPath(adminToken)
    const secret = path === prefix || path.startsWith(`${prefix}/`)
    return { path: decodeURIComponent(secret ? path.slice(prefix.length) || '/' : path), query: Object.fromEntries(new URLSearchParams(rest.join('?'))), secret }
  } catch {
    // Percent signs that stand for nothing.
    return undefined
  }
}

function isCalledByName({ headers }: IncomingMessage, hosts: readonly string[]): boolean {
  const host = headers.host ?? ''
  return hosts.includes('*') || hosts.includes(host.replace(/:\d+$/, ''))
}

/** Browsers say which page opens a socket; other clients say nothing. */
const isOwnPage = ({ headers }: IncomingMessage): boolean => headers.origin === undefined || headers.origin === `http://${headers.host}`

function parsed(text: string): ToEngine | undefined {
  try {
    const message = JSON.parse(text) as ToEngine | null
    return typeof message === 'object' && message !== null && KNOWN.has(message.type) ? message : undefined
  } catch {
    return undefined
  }
}

const KNOWN: ReadonlySet<string> = new Set<ToEngine['type']>(['command', 'question', 'shown'])
