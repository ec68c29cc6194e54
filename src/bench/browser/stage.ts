import type { Browser, Page } from '@playwright/test'
import { framesOf } from '../frames.ts'
import { quantile } from '../print.ts'
import { visit, type Size } from './chromium.ts'
import type { Report } from './report.ts'

/** How long frames are looked at. */
const WINDOW_MS = 6_000
const WANTED_PER_SECOND = 60
const SAMPLE_MS = 1_500
/** By the clock most messages fly for a millisecond: beyond this speed fewer of them are seen, not more. */
const FASTEST = { story: 100, clock: 2 } as const

export interface Play {
  readonly what: string
  readonly query: string
  readonly size?: Size
  /** Only the stage, so that all cards have their room. */
  readonly stageOnly?: boolean
  readonly before?: readonly string[]
  /** Run in turn, for as long as the window takes. */
  readonly lines: readonly string[]
  readonly pace: 'story' | 'clock'
  /** Not tuned to the wanted rate of messages. */
  readonly speed?: number
}

const restart = (...names: readonly string[]): readonly string[] => names.map((name) => `kubectl rollout restart deployment/${name}`)
const FEW = { query: 'scenario=rollout', before: ['kubectl create deployment httpd-app --image=httpd --replicas=2'], lines: restart('httpd-app') } as const
const SOME = { query: 'scenario=scale-storm', stageOnly: true, before: ['kubectl scale deployment/web --replicas=36'], lines: restart('web') } as const
const MANY = { query: 'scenario=forty-nodes', stageOnly: true, lines: restart('web', 'api') } as const

export const PLAYS: readonly Play[] = [
  { what: '5 cards, story pace', ...FEW, pace: 'story' },
  { what: '5 cards, clock pace', ...FEW, pace: 'clock' },
  { what: '40 cards, story pace', ...SOME, pace: 'story' },
  { what: '40 cards, clock pace', ...SOME, pace: 'clock' },
  { what: '400 cards, story pace', ...MANY, pace: 'story' },
  { what: '400 cards, clock pace', ...MANY, pace: 'clock' },
  { what: '60 Pods on 3 nodes, story pace at speed 8', query: 'scenario=rollout', lines: ['kubectl create deployment crowd --image=httpd --replicas=60'], pace: 'story', speed: 8 },
]

/** What a frame costs while messages fly: on the page's main thread, and from picture to picture. */
export async function stageFigures(browser: Browser, address: string, report: Report, plays: readonly Play[] = PLAYS): Promise<void> {
  for (const play of plays) await playFigures(browser, address, report, play)
}

async function playFigures(browser: Browser, address: string, report: Report, { what, query, size, stageOnly = false, before = [], lines, pace, speed }: Play): Promise<void> {
  const page = await visit(browser, address, query, size)
  for (const line of before) await carryOut(page, line)
  if (stageOnly) await page.keyboard.press('h')
  await page.evaluate(({ kept, at }) => { window.probe.send({ do: 'pace', ...at }); window.probe.send({ do: 'play' }); window.probe.lines = kept }, { kept: lines, at: { pace, speed: speed ?? 2 } })
  if (speed === undefined) await tune(page, pace)
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame'] })
  const pictures = await page.evaluate(lookOn, WINDOW_MS)
  const { costs, walls, script, layout, paint, dropped } = framesOf((await browser.stopTracing()).toString('utf8'))
  const seen = await page.evaluate(sizesInPage)
  const cards = await page.evaluate(() => ({ cards: document.querySelectorAll('#stage .react-flow__node :is([data-thing^="node/"], [data-thing^="pod/"][data-ghost])').length, elements: document.querySelectorAll('*').length }))
  report.add({ what: `stage, ${what}: main thread a frame, median`, measured: quantile(costs, 0.5), unit: 'ms', budget: 16.7 })
  report.add({ what: `stage, ${what}: main thread a frame, p95`, measured: quantile(costs, 0.95), unit: 'ms', budget: 20, hard: 33.3, note: `worst ${Math.max(...costs).toFixed(0)}, by the wall's clock p95 ${quantile(walls, 0.95).toFixed(0)}; on average script ${script.toFixed(1)}, style and layout ${layout.toFixed(1)}, paint ${paint.toFixed(1)}` })
  report.add({ what: `stage, ${what}: between pictures, median`, measured: quantile(pictures, 0.5), unit: 'ms', budget: 16.8 })
  report.add({ what: `stage, ${what}: between pictures, p95`, measured: quantile(pictures, 0.95), unit: 'ms', budget: 20, hard: 33.4, note: `${(dropped * 100).toFixed(0)} % of the compositor's pictures late` })
  report.remark(`${cards.cards} node and Pod cards of ${cards.elements} elements; ${seen.messages.toFixed(0)} messages/s in ${seen.perSecond.toFixed(0)} frames/s of ${(seen.bytes / 1000).toFixed(1)} kB at speed ${seen.speed}: ${seen.parts}`)
  await page.context().close()
}

async function carryOut(page: Page, line: string): Promise<void> {
  await page.evaluate(async (command) => {
    window.probe.send({ do: 'pace', pace: 'story', speed: 1000 })
    window.probe.send({ do: 'kubectl', line: command })
    await window.probe.until((frame) => !frame.transport.settled)
    await window.probe.until((frame) => frame.transport.settled)
  }, line)
}

/** Finds the speed at which as many messages are seen as are wanted. */
async function tune(page: Page, pace: Play['pace']): Promise<void> {
  let speed = 2
  for (let round = 0; round < 5; round++) {
    await page.evaluate((at) => { window.probe.send({ do: 'pace', ...at }) }, { pace, speed })
    await page.evaluate(lookOn, SAMPLE_MS)
    const { messages } = await page.evaluate(sizesInPage)
    speed = Math.min(FASTEST[pace], Math.max(0.02, speed * Math.min(4, Math.max(0.25, WANTED_PER_SECOND / Math.max(1, messages)))))
  }
  await page.evaluate((at) => { window.probe.send({ do: 'pace', ...at }) }, { pace, speed: Number(speed.toPrecision(2)) })
}

/** Keeps the engine's frames for a while; milliseconds between the page's own pictures meanwhile. Runs in the page. */
function lookOn(windowMs: number): Promise<number[]> {
  const found: number[] = []
  const begun = performance.now()
  let last = begun
  window.probe.frames = []
  window.probe.keeps = true
  return new Promise((resolve) => {
    const picture = (at: number): void => {
      found.push(at - last)
      last = at
      if (at - begun < windowMs) return void requestAnimationFrame(picture)
      window.probe.keeps = false
      resolve(found.slice(1))
    }
    requestAnimationFrame(picture)
  })
}

/** Of the frames that were kept: how many messages they told of, and how large they are. Runs in the page. */
function sizesInPage(): { readonly messages: number; readonly perSecond: number; readonly bytes: number; readonly speed: number; readonly parts: string } {
  const { frames, last } = window.probe
  const windowMs = Math.max(1, (frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0))
  const ids = new Set<number>()
  const parts = new Map<string, number>()
  let bytes = 0
  for (const { frame } of frames) {
    for (const { id, count } of frame.packets) for (let i = 0; i < count; i++) ids.add(id + i / 1000)
    for (const { id } of frame.trail) ids.add(id)
    for (const [name, part] of Object.entries(frame)) {
      const length = JSON.stringify(part)?.length ?? 0
      bytes += length
      parts.set(name, (parts.get(name) ?? 0) + length)
    }
  }
  const largest = [...parts].sort((a, b) => b[1] - a[1]).slice(0, 5).map(([name, length]) => `${name} ${(length / Math.max(1, frames.length) / 1000).toFixed(1)}`)
  window.probe.frames = []
  return { messages: (ids.size / windowMs) * 1000, perSecond: (frames.length / windowMs) * 1000, bytes: bytes / Math.max(1, frames.length), speed: last?.transport.speed ?? 0, parts: largest.join(', ') }
}
