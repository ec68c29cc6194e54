import { expect, test } from 'vitest'
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

test('a swarm with a planted bug fails: an etcd that votes for a shorter log is caught', { timeout: 600_000 }, () => {
  const caught = Array.from({ length: 60 }, (_, seed) => seed + 1).find((seed) => {
    const { violations, unsettled } = swarm(seed, { bug: 'votes-for-any-log' })
    return violations.length + unsettled.length > 0
  })
  expect(caught).toBeDefined()
})
