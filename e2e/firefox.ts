import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'

/** The Firefox of this machine, if any: the one that FIREFOX names, or the system's. */
export const firefoxPath = (): string | undefined => process.env['FIREFOX'] ?? ['/usr/bin/firefox', '/usr/bin/firefox-esr'].find((path) => existsSync(path))

/** A page in another browser than Playwright's. */
export interface Tab {
  open(url: string): Promise<void>
  /** The value of an expression in the page; a promise is waited for. */
  evaluate(expression: string): Promise<unknown>
  /** Asks again until the expression is true. */
  until(expression: string): Promise<void>
  press(key: string): Promise<void>
  close(): Promise<void>
}

const ENTER = '\uE007'
const KEYS: Readonly<Record<string, string>> = { Enter: ENTER }
const BEGINS_WITHIN_MS = 60_000
const ASK_AGAIN_MS = 100

/** A tab of a Firefox of its own, driven by WebDriver BiDi: Playwright drives none but its own build. */
export async function startFirefox(path: string): Promise<Tab> {
  const profile = mkdtempSync(join(tmpdir(), 'glass-firefox-'))
  const browser = spawn(path, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'], { env: { ...process.env, HOME: profile }, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((done) => { browser.on('exit', () => { done() }) })
  const address = await new Promise<string>((found, failed) => {
    let told = ''
    const late = setTimeout(() => { failed(new Error(`Firefox opened no door: ${told}`)) }, BEGINS_WITHIN_MS)
    browser.stderr.on('data', (text: Buffer) => {
      told += text.toString()
      const listens = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(told)?.[1]
      if (listens === undefined) return
      clearTimeout(late)
      found(listens)
    })
  })
  const socket = new WebSocket(`${address}/session`)
  await new Promise<void>((opened, failed) => { socket.on('open', () => { opened() }).on('error', failed) })
  const waiting = new Map<number, { readonly done: (result: never) => void; readonly failed: (error: Error) => void }>()
  let calls = 0
  socket.on('message', (data: Buffer) => {
    const { id, type, result, message } = JSON.parse(data.toString()) as { id?: number; type: string; result: never; message?: string }
    const call = waiting.get(id ?? -1)
    waiting.delete(id ?? -1)
    if (type === 'error') call?.failed(new Error(message))
    else call?.done(result)
  })
  const send = <Result>(method: string, params: object): Promise<Result> => new Promise((done, failed) => {
    waiting.set(++calls, { done, failed })
    socket.send(JSON.stringify({ id: calls, method, params }))
  })
  await send('session.new', { capabilities: {} })
  const { contexts } = await send<{ contexts: { context: string }[] }>('browsingContext.getTree', {})
  const { context } = contexts[0]!
  const evaluate = async (expression: string): Promise<unknown> => {
    const { type, result, exceptionDetails } = await send<{ type: string; result?: { value?: unknown }; exceptionDetails?: { text: string } }>('script.evaluate', { expression, target: { context }, awaitPromise: true })
    if (type === 'exception') throw new Error(exceptionDetails?.text)
    return result?.value
  }
  return {
    evaluate,
    open: async (url) => { await send('browsingContext.navigate', { context, url, wait: 'complete' }) },
    async until(expression) {
      while (await evaluate(expression) !== true) await new Promise((again) => setTimeout(again, ASK_AGAIN_MS))
    },
    async press(key) {
      const value = KEYS[key] ?? key
      await send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions: [{ type: 'keyDown', value }, { type: 'keyUp', value }] }] })
    },
    async close() {
      socket.close()
      browser.kill()
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
