import type { ServerResponse } from 'node:http'
import { failure } from '../../api/index.ts'
import type { LiveAnswer } from './live.ts'

/** Writes the next piece of an answer to a client. */
export function writeAnswer(response: ServerResponse, answer: LiveAnswer): void {
  if (response.writableEnded || response.destroyed) return
  switch (answer.type) {
    case 'api-response': {
      if (answer.streaming) return begin(response, 'text/plain')
      if (response.headersSent) return void response.end()
      for (const warning of answer.warnings ?? []) response.appendHeader('warning', `299 - ${quoted(warning)}`)
      for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
      const isText = typeof answer.body === 'string'
      if (!response.hasHeader('content-type')) response.setHeader('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json')
      response.writeHead(answer.code || 503)
      response.end(answer.body === undefined ? '' : isText ? answer.body : `${JSON.stringify(answer.body)}\n`)
      return
    }
    case 'watch-open': return begin(response, 'application/json')
    case 'watch-event': {
      begin(response, 'application/json')
      response.write(`${JSON.stringify({ type: answer.event, object: answer.object })}\n`)
      return
    }
    case 'api-chunk': {
      begin(response, 'text/plain')
      if (answer.text !== '') response.write(answer.text)
      if (answer.last) response.end()
      return
    }
    case 'watch-end': {
      begin(response, 'application/json')
      response.end()
      return
    }
  }
}

/** A failure that the door itself finds. */
export function writeFailure(response: ServerResponse, code: number, reason: string, message: string): void {
  writeAnswer(response, { type: 'api-response', id: 0, code, body: failure(code, reason, message) })
}

function begin(response: ServerResponse, contentType: string): void {
  if (response.headersSent) return
  response.writeHead(200, { 'content-type': contentType })
  response.flushHeaders()
}

/** As RFC 7234 wants a warn-text; headers carry Latin letters only. */
const quoted = (text: string): string => `"${text.replace(/[^\x20-\x7e\xa0-\xff]/g, '?').replace(/["\\]/g, '\\$&')}"`
