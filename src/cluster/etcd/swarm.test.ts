import { expect, test } from 'vitest'
import { etcdSwarm } from '../../testing/etcd-swarm.ts'

const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

test('nothing that raft rules out happens under 200 seeds of crashes, cuts, loss and slow disks, and all goes on afterwards', () => {
  const failed = seeds(200).map((seed) => ({ seed, problems: etcdSwarm(seed).problems })).filter(({ problems }) => problems.length > 0)
  expect(failed).toEqual([])
}, 60_000)

for (const bug of ['votes-for-any-log', 'acks-before-fsync', 'reads-without-quorum'] as const) {
  test(`the swarm notices a member that ${bug.replaceAll('-', ' ')}`, () => {
    expect(seeds(200).some((seed) => etcdSwarm(seed, { bug }).problems.length > 0)).toBe(true)
  }, 60_000)
}

test('a run does not depend on whether members share the work of applying', () => {
  for (const seed of seeds(10)) expect(etcdSwarm(seed, { cached: false })).toEqual(etcdSwarm(seed))
})
