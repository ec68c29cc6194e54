import { performance } from 'node:perf_hooks'
import { schedulerBench } from '../cluster/scheduler/scheduler.bench.ts'
import { browserFigures } from './browser/browser.ts'
import { fleetFigures } from './fleet.ts'
import { kernelFigures } from './kernel.ts'
import { pageFigures } from './page.ts'
import { row } from './print.ts'

// Figures of this machine. Read the ratios: what one run measures against itself.
//   npm run bench [-- 100,1000,10000,150000]            everything, with these sizes of roll-outs
//   npm run bench -- browser [stage time opening …]      the page in a browser alone, or parts of it

const [first, ...rest] = process.argv.slice(2)

if (first === 'browser') await browserFigures(rest)
else {
  kernelFigures()
  pageFigures()
  row('scheduler, decisions', JSON.stringify(schedulerBench(() => performance.now())).slice(0, 200))
  await browserFigures([])
  fleetFigures((first ?? '100,1000,10000,150000').split(',').map(Number))
}
