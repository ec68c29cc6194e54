import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import type { Tab } from './firefox.ts'

const LIBRARIES = '/usr/lib'
const BEGINS_WITHIN_MS = 30_000
const ASK_AGAIN_MS = 100
const KEYS: Readonly<Record<string, string>> = { Enter: '\uE007' }

export interface WebKit { readonly driver: string; readonly browser: string; readonly display: string }

/** The WebKit of this machine, if any: WebKitGTK with its driver, its small browser, and a screen that nobody sees (Debian: `webkit2gtk-driver` and `xvfb`). */
export function installedWebKit(): WebKit | undefined {
  const [driver, display] = ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb']
  if (!existsSync(driver) || !existsSync(display)) return undefined
  const browser = readdirSync(LIBRARIES).map((name) => `${LIBRARIES}/${name}/webkit2gtk-4.1/MiniBrowser`).find((path) => existsSync(path))
  return browser === undefined ? undefined : { driver, browser, display }
}

/** A tab of a WebKit of its own, driven by WebDriver. */
export async function startWebKit({ driver, browser, display }: WebKit, port: number): Promise<Tab> {
  const screen = spawn(display, ['-displayfd', '1', '-screen', '0', '1600x1000x24'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const number = await new Promise<string>((told) => { screen.stdout.once('data', (text: Buffer) => { told(text.toString().trim()) }) })
  const env = { ...process.env, DISPLAY: `:${number}`, LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }
  const driving = spawn(driver, [`--port=${port}`], { env, stdio: 'ignore' })
  const call = async <Value>(method: 'POST' | 'DELETE' | 'GET', path: string, body?: object): Promise<Value> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body && { body: JSON.stringify(body) }) })
    const { value } = await answer.json() as { value: Value & { error?: string; message?: string } | null }
    if (value?.error !== undefined) throw new Error(`${value.error}: ${value.message}`)
    return value as Value
  }
  await listens(() => call('GET', '/status'))
  const { sessionId } = await call<{ sessionId: string }>('POST', '/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } } } })
  const session = `/session/${sessionId}`
  const evaluate = (expression: string): Promise<unknown> => call('POST', `${session}/execute/sync`, { script: `return ${expression}`, args: [] })
  return {
    evaluate,
    open: async (url) => { await call('POST', `${session}/url`, { url }) },
    async until(expression) {
      while (await evaluate(expression) !== true) await later()
    },
    async press(key) {
      const value = KEYS[key] ?? key
      await call('POST', `${session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions: [{ type: 'keyDown', value }, { type: 'keyUp', value }] }] })
    },
    async close() {
      await call('DELETE', session).catch(() => undefined)
      for (const one of [driving, screen]) await ended(one)
    },
  }
}

const later = (): Promise<void> => new Promise((again) => setTimeout(again, ASK_AGAIN_MS))

async function listens(ask: () => Promise<unknown>): Promise<void> {
  for (const until = performance.now() + BEGINS_WITHIN_MS; performance.now() < until; await later())
    if (await ask().then(() => true, () => false)) return
  throw new Error('WebKitWebDriver does not answer')
}

async function ended(one: ChildProcess): Promise<void> {
  const gone = new Promise((done) => one.once('exit', done))
  one.kill()
  await gone
}
