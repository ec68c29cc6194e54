import { existsSync } from 'node:fs'
import { launch } from './chromium.ts'
import { fleetFigures } from './fleet.ts'
import { hostOf } from './host.ts'
import { openingFigures } from './opening.ts'
import { conclude, createReport } from './report.ts'
import { PLAYS, stageFigures } from './stage.ts'
import { timeFigures } from './time.ts'

const DIST = process.env['BENCH_DIST'] ?? 'dist'

/** Figures of the built page in a real browser, driven as a visitor drives it. `only` names parts. */
export async function browserFigures(only: readonly string[]): Promise<void> {
  if (!existsSync(`${DIST}/index.html`)) return console.log(`The page in the browser was not measured: there is none in ${DIST}. Build it with npm run build.`)
  const browser = await launch()
  if (!browser) return console.log('The page in the browser was not measured: there is no browser. npm test installs one.')
  const host = await hostOf(DIST)
  const report = createReport()
  const wanted = (part: string): boolean => only.length === 0 || only.includes(part)
  try {
    if (wanted('opening')) await openingFigures(browser, host, DIST, report)
    if (wanted('time')) await timeFigures(browser, host.address, report)
    if (wanted('fleet')) await fleetFigures(browser, host.address, report)
    if (wanted('stage')) await stageFigures(browser, host.address, report, PLAYS.filter(({ what }) => !process.env['BENCH_PLAY'] || what.includes(process.env['BENCH_PLAY'])))
    conclude(report)
  } finally {
    await browser.close()
    host.close()
  }
}
