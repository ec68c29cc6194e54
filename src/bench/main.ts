import { performance } from 'node:perf_hooks'
import { schedulerBench } from '../cluster/scheduler/scheduler.bench.ts'
import { browserFigures } from './browser/browser.ts'
import { fleetFigures } from './fleet.ts'
import { kernelFigures } from './kernel.ts'
import { pageFigures } from './page.ts'
import { row } from './print.ts'

// Figures of this machine. Read the ratios: what one run measures against itself.
//   npm run bench [-- 100,1000,10000,150000]            everything, with these sizes of roll-outs
//   npm run bench -- browser [stage time opening …]      the page in a browser alone, or parts of it; BENCH_PLAY='400 cards' is one case of the stage
//   npm run bench -- engine                              kernel, session and scheduler alone
//   npm run bench -- fleet [100,1000,20000]              roll-outs alone, with these sizes

const [first, ...rest] = process.argv.slice(2)

if (first === 'browser') await browserFigures(rest)
else if (first === 'engine') engineFigures()
else if (first === 'fleet') fleetFigures(sizesOf(rest[0]))
else {
  engineFigures()
  await browserFigures([])
  fleetFigures(sizesOf(first))
}

function engineFigures(): void {
  kernelFigures()
  pageFigures()
  row('scheduler, decisions', JSON.stringify(schedulerBench(() => performance.now())).slice(0, 200))
}

function sizesOf(text = '100,1000,10000,150000'): readonly number[] {
  return text.split(',').map(Number)
}
