import { below, createKernel, randomFor, SECOND, type Input, type Observer, type Random } from '../kernel/index.ts'
import { createApplyCache } from '../cluster/etcd/apply-cache.ts'
import type { DiskChange, DiskSpeed } from '../cluster/etcd/disk-messages.ts'
import { disk } from '../cluster/etcd/disk.ts'
import { etcd, type EtcdState } from '../cluster/etcd/member.ts'
import type { PlantedBug } from '../cluster/etcd/raft/raft.ts'
import { raftInvariants } from '../invariants/raft.ts'
import { etcdClient, type ClientState } from './etcd-client.ts'
import { isLinearizable, type Operation } from './linearizability.ts'

const KEYS = ['/registry/a', '/registry/b', '/registry/c']
const CLIENTS = ['client-0', 'client-1', 'client-2']

/** A calm cluster of five needs a tenth of this. */
const MAX_EVENTS = 200_000

export interface SwarmReport {
  readonly problems: readonly string[]
  readonly events: number
  readonly operations: number
  readonly hash: string
}

export interface SwarmOptions { readonly bug?: PlantedBug; readonly seconds?: number; readonly cached?: boolean; readonly observers?: readonly Observer[] }

/** An etcd cluster of 1, 3 or 5 members under everything that can go wrong for `seconds`, then healed. All of it from the seed. */
export function etcdSwarm(seed: number, { bug, seconds = 25, cached = true, observers = [] }: SwarmOptions = {}): SwarmReport {
  const random = randomFor(seed, 'swarm')
  const size = [1, 3, 3, 3, 5][below(random, 5)]!
  const members = Array.from({ length: size }, (_, i) => `etcd-${i}`)
  const invariants = raftInvariants(members)
  const kernel = createKernel({ seed, observers: [invariants, ...observers] })
  const cache = cached ? createApplyCache() : undefined
  const snapshotEntries = 10 + below(random, 60)
  members.forEach((name, i) => {
    kernel.spawn(`${name}/disk`, `host-${i}`, disk())
    kernel.spawn(name, `host-${i}`, etcd({ name, members, disk: `${name}/disk`, cache, snapshotEntries, bug }))
  })
  for (const client of CLIENTS) kernel.spawn(client, client, etcdClient(members, KEYS))

  kernel.run(3 * SECOND)
  while (kernel.now < seconds * SECOND) {
    // Leaders attract mischief: most of what can go wrong goes wrong around them.
    const leader = members.findIndex((member) => (kernel.inspect(member) as EtcdState).raft?.role === 'leader')
    for (const input of mischief(random, size, leader)) kernel.input(input)
    kernel.run(kernel.now + below(random, 1_500_000), MAX_EVENTS)
  }
  for (const input of healing(size)) kernel.input(input)
  kernel.run(kernel.now + 15 * SECOND, MAX_EVENTS)
  for (const client of CLIENTS) kernel.input({ type: 'message', to: client, msg: { type: 'client-stop' } })
  kernel.run(kernel.now + 15 * SECOND, MAX_EVENTS)

  const problems = [...invariants.violations]
  if (kernel.handled > MAX_EVENTS) problems.push('the members never come to rest')
  const states = members.map((member) => kernel.inspect(member) as EtcdState)
  const [first] = states
  if (!states.some(({ raft }) => raft?.role === 'leader')) problems.push('nobody leads although all is healed')
  for (const { database } of states) if (database.mvcc.revision !== first!.database.mvcc.revision) problems.push('members at rest differ in revision')
  let operations = 0
  for (const key of KEYS) {
    const history: Operation[] = CLIENTS.flatMap((client) => (kernel.inspect(client) as ClientState).operations.get(key)!)
    operations += history.length
    const late = history.filter(({ start, end }) => start > (seconds + 8) * SECOND && end < Infinity).length
    if (late === 0) problems.push(`no client got an answer about ${key} after all was healed`)
    if (!isLinearizable(history)) problems.push(`what clients were told about ${key} has no explanation`)
  }
  return { problems, events: kernel.handled, operations, hash: kernel.hash() }
}

function mischief(random: Random, size: number, leader: number): Input[] {
  const member = leader >= 0 && below(random, 2) === 0 ? leader : below(random, size)
  const other = below(random, size)
  const actor = `etcd-${member}`
  const host = `host-${member}`
  const link = (change: Extract<Input, { type: 'link' }>['change'], both: boolean): Input[] => [
    { type: 'link', from: host, to: `host-${other}`, change },
    ...(both ? [{ type: 'link', from: `host-${other}`, to: host, change } as const] : []),
  ]
  switch (below(random, 15)) {
    case 0:
    case 1: return [{ type: 'crash', actor }]
    case 2:
    case 3: return [{ type: 'restart', actor }]
    case 4: return [{ type: 'power-off', host }]
    case 5: return [{ type: 'power-on', host }]
    case 6: return link({ down: true }, true)
    case 7: return link({ down: true }, false)
    case 8: return link({ lossPpm: 50_000 + below(random, 300_000), duplicatePpm: 200_000 }, true)
    case 9: return link({ extraUs: below(random, 300_000) }, true)
    case 10: return everyLink(host, size, {})
    case 11: return [change(`${actor}/disk`, { type: 'disk-change', speed: (['ssd', 'hdd', 'slow', 'ssd', 'stalled'] as DiskSpeed[])[below(random, 5)], full: below(random, 8) === 0 })]
    case 12:
    case 13: return everyLink(host, size, { down: true })
    default: return [below(random, 2) ? { type: 'pause', actor } : { type: 'resume', actor }]
  }
}

function everyLink(host: string, size: number, change: Extract<Input, { type: 'link' }>['change']): Input[] {
  return Array.from({ length: size }, (_, i) => `host-${i}`).filter((other) => other !== host)
    .flatMap((other): Input[] => [{ type: 'link', from: host, to: other, change }, { type: 'link', from: other, to: host, change }])
}

function healing(size: number): Input[] {
  const inputs: Input[] = []
  for (let i = 0; i < size; i++) {
    inputs.push({ type: 'power-on', host: `host-${i}` }, change(`etcd-${i}/disk`, { type: 'disk-change', speed: 'ssd', full: false }), { type: 'resume', actor: `etcd-${i}` }, { type: 'restart', actor: `etcd-${i}` })
    for (let j = 0; j < size; j++) inputs.push({ type: 'link', from: `host-${i}`, to: `host-${j}`, change: {} })
  }
  return inputs
}

const change = (to: string, msg: DiskChange): Input => ({ type: 'message', to, msg })
