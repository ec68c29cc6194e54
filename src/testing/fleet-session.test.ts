import { expect, test } from 'vitest'
import { FLEETS } from '../lessons/index.ts'
import * as en from '../lessons/texts/en.ts'
import * as zh from '../lessons/texts/zh.ts'
import { NODE_BITS } from '../protocol/index.ts'
import { testPage } from './session.ts'

const fleetOf = (page: ReturnType<typeof testPage>) => page.last().fleet!
const run = (page: ReturnType<typeof testPage>, seconds: number, speed = 50): void => {
  page.command({ do: 'pace', pace: 'clock', speed })
  page.command({ do: 'play' })
  page.wait((seconds * 1000) / speed)
  page.command({ do: 'pause' })
  page.wait(400)
}

test('a zone that is cut off is seen, and heals; what runs there goes on; the past can be gone back to', { timeout: 300_000 }, () => {
  const page = testPage('fleet-400', 7)
  expect(fleetOf(page).totals).toMatchObject({ nodes: 400, nodesReady: 400, pods: 12_002, podsReady: 12_002, podsDesired: 12_002 })
  const cells = page.frames[0]!.fleet!.cells!
  expect(cells.pods.length).toBe(400)
  expect(page.last().upserts.filter(({ kind }) => kind === 'pod')).toEqual([])
  run(page, 20)
  page.command({ do: 'poke', poke: { poke: 'zone-cut', zone: 'zone-b' } })
  run(page, 70)
  const lost = fleetOf(page)
  const lostAt = page.last().clock.at
  expect(lost.totals).toMatchObject({ nodesUnknown: 133, nodesReady: 267 })
  expect(page.last().flags.map(({ poke }) => poke.poke)).toEqual(['zone-cut'])
  expect(page.frames.findLast(({ fleet }) => fleet?.cells)!.fleet!.cells!.state.filter((state) => (state & NODE_BITS.cut) !== 0).length).toBe(133)
  page.command({ do: 'heal' })
  for (let i = 0; i < 60 && page.session.motion.motion !== 'none'; i++) page.wait(16)
  page.wait(400)
  expect(fleetOf(page).totals).toMatchObject({ nodesUnknown: 0, nodesReady: 400, podsReady: 12_002 })

  page.command({ do: 'seek', to: { at: lostAt } })
  page.wait(400)
  expect(fleetOf(page).totals).toEqual(lost.totals)
  page.command({ do: 'seek', to: { place: 'end' } })
  page.wait(400)
  expect(fleetOf(page).totals.nodesReady).toBe(400)
  expect(page.refused).toEqual([])
})

test('the Pods of a node are told one by one only while somebody looks at it', () => {
  const page = testPage('fleet-400', 3)
  page.command({ do: 'look', nodes: ['b-0002'] })
  page.wait(400)
  const pods = page.frames.flatMap(({ upserts }) => upserts).filter(({ kind }) => kind === 'pod')
  expect(pods.length).toBe(30)
  page.command({ do: 'look', nodes: [] })
  page.wait(400)
  expect(page.frames.flatMap(({ removes }) => removes).filter((id) => id.startsWith('pod/')).length).toBe(30)
})

test('an image storm is a rollout that waits for the registry, and the API server of a fleet survives its own restart', { timeout: 300_000 }, () => {
  const page = testPage('fleet-400', 5)
  page.command({ do: 'poke', poke: { poke: 'image-storm', namespace: 'default', deployment: 'cache' } })
  run(page, 10, 5)
  expect(fleetOf(page).totals.podsStarting).toBeGreaterThan(300)
  expect(page.frames.some(({ fleet }) => fleet!.flows.some(({ from, to }) => from === 'registry' && to === 'zone-a'))).toBe(true)
  page.command({ do: 'poke', poke: { poke: 'relist' } })
  run(page, 30)
  expect(fleetOf(page).series.length + page.frames.length).toBeGreaterThan(10)
  expect(fleetOf(page).gauges.watchers).toBeGreaterThan(1200)
  expect(fleetOf(page).totals.nodesReady).toBe(400)
})

test('every fleet has words in both languages', () => {
  expect(FLEETS.flatMap(({ id }) => [`scenario.${id}`, `scenario.${id}.about`]).filter((id) => !en.has(id) || !zh.has(id))).toEqual([])
})

test('the tiles of a node stand alike, whether somebody looked at it all along or only at the end', { timeout: 300_000 }, () => {
  const lived = (looks: 'all along' | 'at the end'): readonly string[] => {
    const page = testPage('fleet-400', 5)
    const look = (): void => { page.command({ do: 'look', nodes: ['a-0001', 'b-0002', 'c-0003'] }) }
    if (looks === 'all along') look()
    page.command({ do: 'poke', poke: { poke: 'image-storm', namespace: 'default', deployment: 'cache' } })
    run(page, 10, 5)
    // The registry is slow: what was replaced went in another order than it came.
    if (looks === 'at the end') look()
    page.wait(400)
    const told = new Map<string, string>()
    for (const { fresh, removes, upserts } of page.frames) {
      if (fresh) told.clear()
      for (const id of removes) told.delete(id)
      for (const view of upserts) if (view.kind === 'pod') told.set(view.id, `${view.node} ${view.name} ${view.slot}`)
    }
    return [...told.values()].sort()
  }
  const shown = lived('all along')
  expect(shown.length).toBeGreaterThan(80)
  expect(lived('at the end')).toEqual(shown)
})
