import { existsSync } from 'node:fs'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { installProbe } from './probe.ts'

export interface Size { readonly width: number; readonly height: number }
const LAPTOP: Size = { width: 1440, height: 900 }

export async function launch(): Promise<Browser | undefined> {
  // The name is a value, so that the bundle of the bench leaves the test runner alone.
  const name = '@playwright/test'
  try {
    const { chromium } = await import(/* @vite-ignore */ name) as typeof import('@playwright/test')
    const executablePath = process.env['PW_CHROMIUM_PATH'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable'].find((path) => existsSync(path))
    return await chromium.launch({ ...(executablePath && { executablePath }), chromiumSandbox: process.getuid?.() !== 0, args: ['--disable-gpu', '--no-first-run', '--disable-background-networking'] })
  } catch {
    return undefined
  }
}

/** A page of its own context, so that nothing is cached, with the probe beside its worker. */
export async function visit(browser: Browser, address: string, query: string, size = LAPTOP): Promise<Page> {
  const context = await browser.newContext({ viewport: size, serviceWorkers: 'block' })
  const page = await context.newPage()
  await page.addInitScript(installProbe)
  await page.goto(`${address}?lang=en&theme=dark&${query}`)
  await page.waitForFunction(() => (document.querySelector<HTMLElement>('[data-hash]')?.dataset['hash'] ?? '') !== '', undefined, { timeout: 180_000 })
  return page
}

/** Bytes that the page's and the worker's JavaScript hold after a collection, typed arrays included. */
export async function heaps(page: Page): Promise<{ readonly page: number; readonly worker: number }> {
  const session = await page.context().newCDPSession(page)
  const worker = await workerSession(session)
  await session.send('HeapProfiler.collectGarbage')
  await worker('HeapProfiler.collectGarbage')
  const own = await session.send('Runtime.getHeapUsage') as Usage
  const its = await worker('Runtime.getHeapUsage') as Usage
  await session.detach()
  return { page: held(own), worker: held(its) }
}

interface Usage { readonly usedSize: number; readonly backingStorageSize?: number }
const held = ({ usedSize, backingStorageSize = 0 }: Usage): number => usedSize + backingStorageSize

/** A way to speak with the page's worker through the page's session. */
async function workerSession(session: CDPSession): Promise<(method: string) => Promise<unknown>> {
  const heard = new Map<number, (result: unknown) => void>()
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { readonly id?: number; readonly result?: unknown }
    if (id !== undefined) heard.get(id)?.(result)
  })
  const attached = new Promise<string>((resolve) => { session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => { if (targetInfo.type === 'worker') resolve(sessionId) }) })
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  const sessionId = await attached
  let nextId = 1
  return (method) => new Promise((resolve) => {
    const id = nextId++
    heard.set(id, resolve)
    void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
  })
}
