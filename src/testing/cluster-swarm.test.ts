import { expect, test } from 'vitest'
import type { Kernel, Message } from '../kernel/index.ts'
import { swarm } from './cluster-swarm.ts'

const SEEDS = Number(process.env['SWARM_SEEDS'] ?? 200)
const FIRST = Number(process.env['SWARM_FIRST'] ?? 1)

test(`${SEEDS} swarms of faults end healed, with desired equal to observed, and nothing impossible on the way`, { timeout: 1_800_000 }, () => {
  const failed: string[] = []
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const { violations, unsettled, faults } = swarm(seed)
    if (violations.length > 0 || unsettled.length > 0) failed.push(`seed ${seed}: ${[...violations, ...unsettled].slice(0, 4).join('; ')}\n    after ${faults.join('; ')}`)
  }
  expect(failed.join('\n')).toBe('')
})

test('a swarm with a planted bug fails: a controller that never hears of healing leaves a gap', () => {
  const deaf = (kernel: Kernel): void => {
    kernel.input({ type: 'message', to: 'kube-controller-manager', msg: { type: 'loop-control', loop: 'replicaset', paused: true } as Message })
  }
  const { unsettled } = swarm(3, { afterBoot: ({ kernel }) => { deaf(kernel) } })
  expect(unsettled).not.toEqual([])
})
