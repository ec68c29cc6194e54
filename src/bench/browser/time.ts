import type { Browser, Page } from '@playwright/test'
import { quantile } from '../print.ts'
import { heaps, visit } from './chromium.ts'
import type { Figure, Report } from './report.ts'

const STORY = ['kubectl create deployment httpd-app --image=httpd --replicas=2', 'kubectl set image deployment/httpd-app httpd=httpd:2.4', 'kubectl rollout undo deployment/httpd-app']
const CROWD = 'kubectl create deployment crowd --image=httpd --replicas=60'
const TEN_MINUTES_US = 600_000_000
const SEEKS = 40
const FORKS = 6
const PRESSES = 12
const FLIGHT = 'stage flight'

/** What a visitor waits for: a rollout, its update and its undo, ten virtual minutes of it, and then every way to look around in it. */
export async function timeFigures(browser: Browser, address: string, report: Report): Promise<void> {
  const page = await visit(browser, address, 'scenario=rollout')
  await live(page)
  await heapFigures(page, report)
  await seekFigures(page, report)
  await scrubFigures(page, report)
  await stepFigures(page, report)
  await keyFigures(page, report)
  await whyFigures(page, report)
  await forkFigures(page, report)
  await laneFigures(page, report)
  await page.context().close()
}

/** By commands at a thousandfold speed, so that the figures begin soon; the history is the same at any. */
async function live(page: Page): Promise<void> {
  await page.evaluate(async ({ lines, limitUs }) => {
    const { probe } = window
    probe.send({ do: 'pace', pace: 'story', speed: 1000 })
    for (const line of lines) {
      probe.send({ do: 'kubectl', line })
      await probe.until((frame) => !frame.transport.settled)
      await probe.until((frame) => frame.transport.settled)
    }
    probe.send({ do: 'run-until', until: { is: 'revision', atLeast: 1_000_000 }, limitUs })
    await probe.until((frame) => frame.clock.at >= limitUs - 1_000_000 && !frame.transport.busy)
    probe.send({ do: 'pause' })
    probe.send({ do: 'pace', pace: 'story', speed: 1 })
  }, { lines: STORY, limitUs: TEN_MINUTES_US })
}

async function heapFigures(page: Page, report: Report): Promise<void> {
  const held = await heaps(page)
  report.add({ what: 'heap after 10 virtual minutes of the lesson: page and worker', measured: (held.page + held.worker) / 1e6, unit: 'MB', budget: 150, hard: 250, note: `page ${(held.page / 1e6).toFixed(1)}, worker ${(held.worker / 1e6).toFixed(1)}` })
}

type Limits = Pick<Figure, 'budget' | 'hard'>

/** The middle is held against the budget, the worst against the limit. */
function times(report: Report, what: string, found: readonly number[], { budget, hard }: Limits, note = ''): void {
  report.add({ what: `${what}, median`, measured: quantile(found, 0.5), unit: 'ms', budget, hard, note })
  report.add({ what: `${what}, worst of ${found.length}`, measured: Math.max(...found), unit: 'ms', budget: hard, hard })
}

const timeline = (page: Page) => page.locator('#transport [role="slider"] svg').first()

/** Clicks on the timeline, all over what was lived. */
async function seekFigures(page: Page, report: Report): Promise<void> {
  const box = (await timeline(page).boundingBox())!
  const width = await page.evaluate(() => Number(document.querySelector('#transport [role="slider"] rect[rx="8"] ~ rect')?.getAttribute('width') ?? 400))
  const found: number[] = []
  for (let i = 0; i < SEEKS; i++) {
    const x = box.x + 8 + (((i * 7919) % 997) / 997) * (Math.min(width, box.width) - 16)
    await page.evaluate(() => { Object.assign(window, { seen: window.probe.reaction('pointerdown', () => document.querySelector('#transport [role="slider"]')?.getAttribute('aria-valuetext')) }) })
    await page.mouse.click(x, box.y + 29)
    found.push(await measured(page))
  }
  times(report, 'seek anywhere in a trace of 10 minutes, click to picture', found, { budget: 80, hard: 200 })
}

/** What `reaction` found; a place at which nothing changes is not waited for. */
const measured = (page: Page): Promise<number> => page.evaluate(() => Promise.race([(window as unknown as { seen: Promise<number> }).seen, new Promise<number>((resolve) => { setTimeout(() => { resolve(0) }, 3_000) })]))

async function scrubFigures(page: Page, report: Report): Promise<void> {
  const box = (await timeline(page).boundingBox())!
  const deltas = page.evaluate(() => new Promise<number[]>((resolve) => {
    const found: number[] = []
    const begun = performance.now()
    let last = begun
    const picture = (at: number): void => {
      found.push(at - last)
      last = at
      if (at - begun < 2_500) requestAnimationFrame(picture)
      else resolve(found.slice(1))
    }
    requestAnimationFrame(picture)
  }))
  await page.mouse.move(box.x + 20, box.y + 29)
  await page.mouse.down()
  for (let i = 0; i < 120; i++) {
    await page.mouse.move(box.x + 20 + Math.abs(((i * 8) % 800) - 400), box.y + 29)
    await page.waitForTimeout(12)
  }
  await page.mouse.up()
  report.add({ what: 'scrub drag: between pictures, p95', measured: quantile(await deltas, 0.95), unit: 'ms', budget: 20, hard: 50 })
}

/** Keys, from the press to the picture. A step flies for 700 ms: what comes on top is the wait. */
async function stepFigures(page: Page, report: Report): Promise<void> {
  await page.evaluate(async () => { window.probe.send({ do: 'seek', to: { at: 2_000_000 } }); await window.probe.until((frame) => frame.clock.at <= 2_000_000) })
  await page.locator('#stage').click({ position: { x: 5, y: 90 } })
  const back: number[] = []
  const forward: number[] = []
  for (let i = 0; i < PRESSES; i++) {
    await page.evaluate(() => { Object.assign(window, { seen: window.probe.reaction('keydown', () => window.probe.last?.clock.head) }) })
    await page.keyboard.press(',')
    back.push(await measured(page))
  }
  for (let i = 0; i < PRESSES; i++) {
    await page.evaluate((name) => {
      let flown = 0
      Object.assign(window, { seen: window.probe.reaction('keydown', () => {
        const flies = Math.max(0, ...(window.probe.last?.packets ?? []).map(({ flightMs = 0 }) => flightMs))
        flown = Math.max(flown, flies)
        Object.assign(window, { [name]: flown })
        return flown > 0 && flies === 0
      }) })
    }, FLIGHT)
    await page.keyboard.press('.')
    forward.push(await measured(page) - await page.evaluate((name) => Number((window as unknown as Record<string, number>)[name]), FLIGHT))
  }
  times(report, 'step back, key to picture', back, { budget: 60, hard: 120 })
  times(report, 'step forward, key to picture, without its flight', forward, { budget: 60, hard: 120 })
}

async function keyFigures(page: Page, report: Report): Promise<void> {
  const keys: number[] = []
  for (let i = 0; i < PRESSES; i++) {
    await page.evaluate(() => { Object.assign(window, { seen: window.probe.reaction('keydown', () => document.querySelector('#transport [role="radio"][aria-checked="true"]')?.textContent) }) })
    await page.keyboard.press(String(1 + ((i + 1) % 5)))
    keys.push(await measured(page))
  }
  await page.keyboard.press('1')
  times(report, 'key to visible reaction', keys, { budget: 50, hard: 100 })
  const letters: number[] = []
  await page.keyboard.press('t')
  await page.locator('#terminal textarea').first().fill('')
  for (const letter of 'kubectl get pods -o wide --all-namespaces') {
    await page.evaluate(() => { Object.assign(window, { seen: window.probe.reaction('keydown', () => document.querySelector<HTMLTextAreaElement>('#terminal textarea')?.value) }) })
    await page.keyboard.press(letter === ' ' ? 'Space' : letter)
    letters.push(await measured(page))
  }
  await page.locator('#terminal textarea').first().fill('')
  report.add({ what: 'terminal keystroke to picture, median', measured: quantile(letters, 0.5), unit: 'ms', budget: 16, hard: 32, note: 'a picture comes every 16.7 ms' })
  report.add({ what: 'terminal keystroke to picture, p95', measured: quantile(letters, 0.95), unit: 'ms', budget: 32, hard: 32 })
}

async function whyFigures(page: Page, report: Report): Promise<void> {
  await page.evaluate(async () => { window.probe.send({ do: 'seek', to: { at: 20_000_000 } }); await window.probe.until((frame) => frame.clock.at <= 20_000_000) })
  const tiles = page.locator('#stage .react-flow__node [data-thing^="pod/"][data-ghost]')
  const count = await tiles.count()
  await tiles.first().click()
  await page.locator('aside ol li').first().waitFor()
  const found: number[] = []
  for (let i = 1; i <= PRESSES; i++) {
    // While the answer is on its way there is no chain; that is not the picture yet.
    await page.evaluate(() => { const chain = () => document.querySelector('aside ol')?.textContent, before = chain(); Object.assign(window, { seen: window.probe.reaction('click', () => chain() ?? before) }) })
    await tiles.nth(i % count).click()
    found.push(await measured(page))
  }
  const answers = await page.evaluate(async () => {
    const all: number[] = []
    for (let i = 0; i < 20; i++) all.push((await window.probe.ask({ ask: 'why', event: window.probe.last?.caption?.event ?? 0 })).ms)
    return all
  })
  report.add({ what: 'why-chain: the engine\'s answer, median', measured: quantile(answers, 0.5), unit: 'ms', budget: 30, hard: 100 })
  times(report, 'why-chain of a Pod, click to picture', found.filter((one) => one > 0), { budget: 30, hard: 100 }, 'the click, the question, its answer and the next picture')
}

async function forkFigures(page: Page, report: Report): Promise<void> {
  const found: number[] = []
  for (let i = 0; i < FORKS; i++) {
    await page.evaluate(async (at) => { window.probe.send({ do: 'seek', to: { at } }); await window.probe.until((frame) => frame.clock.at <= at) }, 3_000_000 + i * 400_000)
    await page.evaluate(() => { Object.assign(window, { seen: window.probe.reaction('click', () => window.probe.last?.timeline?.branches.length) }) })
    await page.getByRole('button', { name: 'Fork here' }).click()
    found.push(await measured(page))
  }
  times(report, 'fork, click to picture', found, { budget: 50, hard: 150 })
}

async function laneFigures(page: Page, report: Report): Promise<void> {
  await page.evaluate(async (line) => {
    const { probe } = window
    probe.send({ do: 'pace', pace: 'story', speed: 1000 })
    probe.send({ do: 'kubectl', line })
    await probe.until((frame) => !frame.transport.settled)
    await probe.until((frame) => frame.transport.settled)
  }, CROWD)
  const arrows = 'svg[role="group"] [data-event]'
  const found: number[] = []
  for (let i = 0; i < 5; i++) {
    await page.getByRole('tab', { name: 'etcd log' }).click()
    await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 0, arrows)
    await page.evaluate((selector) => { Object.assign(window, { seen: window.probe.reaction('mousedown', () => document.querySelectorAll(selector).length > 0) }) }, arrows)
    await page.getByRole('tab', { name: 'Swimlanes' }).click()
    found.push(await measured(page))
    await page.waitForTimeout(200)
  }
  const shown = await page.locator(arrows).count()
  const answers = await page.evaluate(async () => {
    const all: number[] = []
    for (let i = 0; i < 10; i++) all.push((await window.probe.ask({ ask: 'swimlanes', limit: 500 })).ms)
    return all
  })
  report.add({ what: 'swimlanes of 500 messages: the engine\'s answer, median', measured: quantile(answers, 0.5), unit: 'ms', budget: 100, hard: 300 })
  times(report, `swimlanes of ${shown} messages, click to picture`, found.slice(1), { budget: 100, hard: 300 })
}
