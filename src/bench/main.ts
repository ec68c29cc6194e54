import { performance } from 'node:perf_hooks'
import { schedulerBench } from '../cluster/scheduler/scheduler.bench.ts'
import { fleetFigures } from './fleet.ts'
import { kernelFigures } from './kernel.ts'
import { pageFigures } from './page.ts'
import { row } from './print.ts'
import { stageFigures } from './stage.ts'

// Figures of this machine. Read the ratios: what one run measures against itself.  npm run bench [-- 100,1000,10000,150000]

const sizes = (process.argv[2] ?? '100,1000,10000,150000').split(',').map(Number)

kernelFigures()
pageFigures()
row('scheduler, decisions', JSON.stringify(schedulerBench(() => performance.now())).slice(0, 200))
await stageFigures()
fleetFigures(sizes)
