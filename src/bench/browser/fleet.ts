import type { Browser, Page } from '@playwright/test'
import { framesOf } from '../frames.ts'
import { quantile } from '../print.ts'
import { heaps, visit } from './chromium.ts'
import type { Report } from './report.ts'

const WINDOW_MS = 6_000

/** 5,000 nodes and 150,000 Pods: how they are drawn while time runs and a zone is lost, and while a pointer walks over them with the lens. */
export async function fleetFigures(browser: Browser, address: string, report: Report): Promise<void> {
  const begun = performance.now()
  const page = await visit(browser, address, 'scenario=fleet-5000')
  await page.getByTestId('fleet-cells').waitFor({ timeout: 180_000 })
  report.add({ what: '5,000 nodes: from the address to the picture', measured: (performance.now() - begun) / 1000, unit: 's' })
  await page.evaluate(() => { window.probe.send({ do: 'pace', pace: 'clock', speed: 1 }); window.probe.send({ do: 'play' }); window.probe.send({ do: 'poke', poke: { poke: 'zone-off', zone: 'zone-c' } }) })
  await watch(browser, page, report, 'time runs, a zone is lost', () => page.waitForTimeout(WINDOW_MS))
  await page.evaluate(() => { window.probe.send({ do: 'pause' }) })
  await watch(browser, page, report, 'a pointer with the lens walks over the cells', () => walk(page))
  await watch(browser, page, report, 'the wheel goes nearer and farther, a hand drags', () => nearAndFar(page))
  const held = await heaps(page)
  report.add({ what: '5,000 nodes: heap of page and worker', measured: (held.page + held.worker) / 1e6, unit: 'MB', budget: 900, hard: 1_300, note: `page ${(held.page / 1e6).toFixed(1)}, worker ${(held.worker / 1e6).toFixed(0)}` })
  await page.context().close()
}

async function watch(browser: Browser, page: Page, report: Report, what: string, act: () => Promise<void>): Promise<void> {
  const draws = page.evaluate((windowMs) => new Promise<{ readonly draws: number[]; readonly deltas: number[] }>((resolve) => {
    const canvas = document.querySelector<HTMLElement>('canvas[data-draw-ms]')
    const draws: number[] = []
    const deltas: number[] = []
    const seen = new MutationObserver(() => { draws.push(Number(canvas?.dataset['drawMs'])) })
    if (canvas) seen.observe(canvas, { attributes: true, attributeFilter: ['data-draw-ms'] })
    const begun = performance.now()
    let last = begun
    const picture = (at: number): void => {
      deltas.push(at - last)
      last = at
      if (at - begun < windowMs) requestAnimationFrame(picture)
      else resolve({ draws: draws.length > 0 ? draws : [Number(canvas?.dataset['drawMs'])], deltas: deltas.slice(1) })
    }
    requestAnimationFrame(picture)
  }), WINDOW_MS)
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'devtools.timeline.frame'] })
  await act()
  const { costs, script, layout, paint } = framesOf((await browser.stopTracing()).toString('utf8'))
  const seen = await draws
  report.add({ what: `5,000 nodes, ${what}: all cells drawn, p95`, measured: quantile(seen.draws, 0.95), unit: 'ms', budget: 6, note: `${seen.draws.length} drawings` })
  report.add({ what: `5,000 nodes, ${what}: main thread a frame, p95`, measured: quantile(costs, 0.95), unit: 'ms', budget: 16.7, hard: 33.3, note: `worst ${Math.max(...costs).toFixed(0)}; on average script ${script.toFixed(1)}, style and layout ${layout.toFixed(1)}, paint ${paint.toFixed(1)}` })
  report.add({ what: `5,000 nodes, ${what}: between pictures, p95`, measured: quantile(seen.deltas, 0.95), unit: 'ms', budget: 20, hard: 33.4 })
}

/** From all cells to cards of single nodes and back, with a drag at each size. */
async function nearAndFar(page: Page): Promise<void> {
  const box = (await page.getByTestId('fleet-cells').boundingBox())!
  const [x, y] = [box.x + box.width / 3, box.y + box.height / 3]
  await page.mouse.move(x, y)
  const until = performance.now() + WINDOW_MS
  for (let i = 0; performance.now() < until; i++) {
    // Twenty turns lead from the whole to cards, and none inside.
    await page.mouse.wheel(0, i % 40 < 20 ? -110 : 110)
    if (i % 10 === 9) {
      await page.mouse.down()
      for (let step = 1; step <= 8; step++) await page.mouse.move(x + step * 6, y + step * 3)
      await page.mouse.up()
      await page.mouse.move(x, y)
    }
    await page.waitForTimeout(8)
  }
}

async function walk(page: Page): Promise<void> {
  const box = (await page.getByTestId('fleet-cells').boundingBox())!
  await page.mouse.move(box.x + 20, box.y + 60)
  await page.keyboard.down('z')
  const until = performance.now() + WINDOW_MS
  for (let i = 0; performance.now() < until; i++) {
    await page.mouse.move(box.x + 20 + ((i * 7) % (box.width - 40)), box.y + 60 + ((i * 3) % (box.height - 90)))
    await page.waitForTimeout(8)
  }
  await page.keyboard.up('z')
}
