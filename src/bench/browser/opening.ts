import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from '@playwright/test'
import { quantile } from '../print.ts'
import { MOBILE, type Host, type Line } from './host.ts'
import type { Report } from './report.ts'

const ROUNDS = 5

interface Way { readonly what: string; readonly line?: Line; readonly slower: number; readonly size: { readonly width: number; readonly height: number } }
const WAYS: readonly Way[] = [
  { what: 'this machine, files at once', slower: 1, size: { width: 1440, height: 900 } },
  { what: 'files at once, main thread 4 times slower', slower: 4, size: { width: 1440, height: 900 } },
  { what: 'phone: 4G (9 Mbit/s, 170 ms), main thread 4 times slower', line: MOBILE, slower: 4, size: { width: 390, height: 844 } },
]

/** What a first visitor waits for: nothing is cached, and a line as phones have it. */
export async function openingFigures(browser: Browser, host: Host, dist: string, report: Report): Promise<void> {
  for (const way of WAYS) {
    host.line = way.line
    const rounds: Opened[] = []
    for (let i = 0; i < ROUNDS; i++) rounds.push(await open(browser, host.address, way))
    const middle = (of: (one: Opened) => number): number => quantile(rounds.map(of), 0.5)
    report.add({ what: `first paint (${way.what})`, measured: middle(({ painted }) => painted), unit: 'ms', budget: 800, hard: 1_500 })
    report.add({ what: `Run works (${way.what})`, measured: middle(({ ready }) => ready), unit: 'ms', budget: 1_500, hard: 2_500, note: `worst ${Math.max(...rounds.map(({ ready }) => ready)).toFixed(0)}; visible reaction to Enter ${middle(({ reaction }) => reaction).toFixed(0)} ms` })
  }
  host.line = undefined
  sizeFigures(dist, report)
}

interface Opened { readonly painted: number; readonly ready: number; readonly reaction: number }

async function open(browser: Browser, address: string, { slower, size }: Way): Promise<Opened> {
  const context = await browser.newContext({ viewport: size, serviceWorkers: 'block' })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  if (slower > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await page.goto(`${address}?lang=en&theme=dark`, { waitUntil: 'commit' })
  const ready = await page.evaluate(() => new Promise<number>((resolve) => {
    const picture = (): void => {
      // A visitor can run the lesson's command: the engine has opened it, and the key that runs it has a page to hear it.
      if ((document.querySelector<HTMLElement>('[data-hash]')?.dataset['hash'] ?? '') !== '') resolve(performance.now())
      else requestAnimationFrame(picture)
    }
    picture()
  }))
  const before = await page.evaluate(() => document.querySelector<HTMLElement>('[data-settled]')?.dataset['settled'])
  const pressed = await page.evaluate(() => performance.now())
  await page.keyboard.press('Enter')
  const reaction = await page.evaluate(({ was, from }) => new Promise<number>((resolve) => {
    const picture = (): void => {
      if (document.querySelector<HTMLElement>('[data-settled]')?.dataset['settled'] !== was) resolve(performance.now() - from)
      else requestAnimationFrame(picture)
    }
    picture()
  }), { was: before, from: pressed })
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN)
  await context.close()
  return { painted, ready, reaction }
}

function sizeFigures(dist: string, report: Report): void {
  const first = new Set([...readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/(?:src|href)="\.\/assets\/([^"]+\.js)"/g)].map((match) => match[1]!))
  const size = (wanted: (name: string) => boolean): number => readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js') && wanted(name)).reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, 'assets', name))).length, 0) / 1000
  report.add({ what: 'JavaScript of the first screen, gzip', measured: size((name) => first.has(name)), unit: 'kB', budget: 190, hard: 300 })
  report.add({ what: 'JavaScript of the worker, gzip', measured: size((name) => name.startsWith('worker')), unit: 'kB', budget: 180, hard: 250 })
}
