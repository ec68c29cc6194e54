import { expect, test } from 'vitest'
import { swarm } from './cluster-swarm.ts'

const SEEDS = Number(process.env['SWARM_SEEDS'] ?? 200)
const FIRST = Number(process.env['SWARM_FIRST'] ?? 1)

/** Open defects that the swarm found. Each must still fail: who mends one takes it off the list. */
const OPEN_DEFECTS: ReadonlyMap<number, string> = new Map([
  [80, 'after etcd-0 is cut from the API server and from etcd-1, the API server stays unready and controllers no longer make Pods'],
])

test(`${SEEDS} swarms of faults end healed, with desired equal to observed, and nothing impossible on the way`, { timeout: 1_800_000 }, () => {
  const failed: string[] = []
  const mended: number[] = []
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const { violations, unsettled, faults } = swarm(seed)
    if (OPEN_DEFECTS.has(seed) && unsettled.length === 0) mended.push(seed)
    if (violations.length > 0 || (unsettled.length > 0 && !OPEN_DEFECTS.has(seed))) failed.push(`seed ${seed}: ${[...violations, ...unsettled].slice(0, 4).join('; ')}\n    after ${faults.join('; ')}`)
  }
  expect(failed.join('\n')).toBe('')
  expect(mended).toEqual([])
})

test('a swarm with a planted bug fails: a ReplicaSet controller that stopped working leaves the cluster unsettled', { timeout: 600_000 }, () => {
  const caught = Array.from({ length: 20 }, (_, seed) => seed + 1).find((seed) => {
    // A crash of the manager heals it, so that one seed alone does not prove anything.
    const { violations, unsettled } = swarm(seed, { afterBoot: ({ kernel }) => { kernel.input({ type: 'message', to: 'kube-controller-manager', msg: { type: 'loop-control', loop: 'replicaset', paused: true } as never }) } })
    return violations.length + unsettled.length > 0
  })
  expect(caught).toBeDefined()
})
