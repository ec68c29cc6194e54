import { existsSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import type { Browser } from '@playwright/test'
import { quantile } from '../print.ts'
import { launch } from './chromium.ts'
import { fleetFigures } from './fleet.ts'
import { hostOf } from './host.ts'
import { openingFigures } from './opening.ts'
import { conclude, createReport, type Report } from './report.ts'
import { PLAYS, stageFigures } from './stage.ts'
import { timeFigures } from './time.ts'

const DIST = process.env['BENCH_DIST'] ?? 'dist'
const PARTS = ['opening', 'time', 'fleet', 'stage']
/** Words of the plays that are wanted of the stage, such as '400 cards'. */
const PLAY = process.env['BENCH_PLAY'] ?? ''

/** What an empty page gets of this machine: where that is little, the wall's clock says nothing about ours. */
async function machineFigures(browser: Browser, report: Report): Promise<void> {
  const page = await browser.newPage()
  const pictures = await page.evaluate(() => new Promise<number[]>((resolve) => {
    const found: number[] = []
    let last = performance.now()
    const picture = (at: number): void => {
      found.push(at - last)
      last = at
      if (found.length < 180) requestAnimationFrame(picture)
      else resolve(found.slice(1))
    }
    requestAnimationFrame(picture)
  }))
  await page.close()
  report.add({ what: 'an empty page: between pictures, p95', measured: quantile(pictures, 0.95), unit: 'ms', note: `${cpus().length} cores, ${loadavg()[0]!.toFixed(1)} tasks want them, ${browser.version()}` })
}

/** Figures of the built page in a real browser, driven as a visitor drives it. `only` names parts. */
export async function browserFigures(only: readonly string[]): Promise<void> {
  const unknown = only.filter((part) => !PARTS.includes(part))
  if (unknown.length > 0) throw new Error(`There is no part "${unknown.join('", "')}" of the browser's figures. The parts are: ${PARTS.join(', ')}.`)
  if (!existsSync(`${DIST}/index.html`)) return console.log(`The page in the browser was not measured: there is none in ${DIST}. Build it with npm run build.`)
  const browser = await launch()
  if (!browser) return console.log('The page in the browser was not measured: there is no browser. npm test installs one.')
  const host = await hostOf(DIST)
  const report = createReport()
  const wanted = (part: string): boolean => only.length === 0 || only.includes(part)
  try {
    await machineFigures(browser, report)
    if (wanted('opening')) await openingFigures(browser, host, DIST, report)
    if (wanted('time')) await timeFigures(browser, host.address, report)
    if (wanted('fleet')) await fleetFigures(browser, host.address, report)
    if (wanted('stage')) await stageFigures(browser, host.address, report, PLAYS.filter(({ what }) => what.includes(PLAY)))
    conclude(report)
  } finally {
    await browser.close()
    host.close()
  }
}
