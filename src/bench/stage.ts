import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { Browser, Page } from '@playwright/test'
import { framesOf, type Frames } from './frames.ts'
import { against, quantile, row } from './print.ts'

const PORT = 4199
const PREFIX = '/any/sub/path'
const DIST = process.env['BENCH_DIST'] ?? 'dist'
const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'
const CROWD = 'kubectl create deployment crowd --image=httpd --replicas=60'
/** How long frames are looked at, from the moment that Enter is pressed. */
const WINDOW_MS = 6_000

interface Play { readonly what: string; readonly speed: number; readonly line: string }
const PLAYS: readonly Play[] = [
  { what: '2 Pods on 3 nodes at speed 1', speed: 1, line: CREATE },
  { what: '2 Pods on 3 nodes at speed 8', speed: 8, line: CREATE },
  { what: '60 Pods on 3 nodes at speed 8', speed: 8, line: CROWD },
]

/** What a frame costs the page's main thread while packets fly, in a real browser. */
export async function stageFigures(): Promise<void> {
  if (!existsSync(`${DIST}/index.html`)) return row('stage', 'SKIPPED', `no page in ${DIST}: npm run build`)
  const browser = await launch()
  if (!browser) return row('stage', 'SKIPPED', 'no browser: npm test installs one')
  const server = spawn(process.execPath, ['src/build/serve.mjs', '--port', String(PORT), '--prefix', PREFIX, '--dir', DIST], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const address = await addressOf(server)
    for (const play of PLAYS) await playFigures(browser, address, play)
  } finally {
    await browser.close()
    server.kill()
  }
}

async function launch(): Promise<Browser | undefined> {
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

/** The address that the server tells: it takes the next port where its own is taken. */
function addressOf({ stdout }: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  return new Promise((resolve, reject) => {
    stdout.setEncoding('utf8').on('data', (text: string) => {
      const address = /http:\S+/.exec(text)?.[0]
      if (address) resolve(address)
    })
    stdout.once('end', () => { reject(new Error('the page is not served')) })
  })
}

async function playFigures(browser: Browser, address: string, { what, speed, line }: Play): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const opened = Date.now()
  await page.goto(`${address}?speed=${speed}&lang=en&theme=dark`)
  await page.waitForFunction(() => (document.querySelector<HTMLElement>('[data-hash]')?.dataset['hash'] ?? '') !== '')
  if (speed === 1) await openingFigures(page, Date.now() - opened)
  if (!(await page.locator('#terminal').isVisible())) await page.keyboard.press('t')
  const input = page.locator('#terminal textarea').first()
  await input.fill(line)
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] })
  await input.press('Enter')
  const deltas = await frameDeltas(page)
  const frames = framesOf((await browser.stopTracing()).toString('utf8'))
  report(what, deltas, frames)
  row('    JS heap of the page', `${(await heapBytes(page) / 1e6).toFixed(0)} MB`, 'the worker not counted')
  await page.close()
}

async function openingFigures(page: Page, warmMs: number): Promise<void> {
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN)
  row('stage, first contentful paint', `${painted.toFixed(0)} ms`, `${against(painted, 800, 'ms')} (on localhost)`)
  row('stage, a warm cluster to act on', `${warmMs} ms`, against(warmMs, 1500, 'ms'))
}

/** Milliseconds between frames, as the page itself sees them. */
const frameDeltas = (page: Page): Promise<number[]> => page.evaluate((windowMs) => new Promise<number[]>((resolve) => {
  const found: number[] = []
  const begun = performance.now()
  let last = begun
  const frame = (at: number): void => {
    found.push(at - last)
    last = at
    if (at - begun < windowMs) requestAnimationFrame(frame)
    else resolve(found.slice(1))
  }
  requestAnimationFrame(frame)
}), WINDOW_MS)

function report(what: string, deltas: readonly number[], { costs, script, layout, paint }: Frames): void {
  const pace = quantile(deltas, 0.95)
  row(`stage, ${what}: frame median, p95`, `${quantile(deltas, 0.5).toFixed(1)}, ${pace.toFixed(1)} ms`, against(pace, 20, 'ms at p95'))
  const p95 = quantile(costs, 0.95)
  row('    main thread a frame: median, p95, worst', `${quantile(costs, 0.5).toFixed(1)}, ${p95.toFixed(1)}, ${Math.max(...costs).toFixed(0)} ms`, `${against(p95, 16.7, 'ms at p95')}; on average script ${script.toFixed(1)}, style and layout ${layout.toFixed(1)}, paint ${paint.toFixed(1)} ms`)
}

async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
}
