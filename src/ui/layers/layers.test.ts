import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Packet } from '../../protocol/index.ts'
import { LAYERS, layersText, readLayers, restsVisibly, shownThrough } from './layers.ts'

const packet = (id: number, verb: Packet['verb']): Packet => ({ id, verb, from: 'apiserver', to: 'scheduler', label: '', sentAt: 0, arrivesAt: 1, progress: .5, focus: false, count: 1, held: false })

test('what a link holds of the layers is what was chosen', () => {
  fc.assert(fc.property(fc.subarray([...LAYERS]), fc.constantFrom('none' as const, 'focus' as const, 'all' as const), fc.boolean(), (hidden, labels, noise) => {
    expect(readLayers(layersText({ hidden, labels, noise }) ?? '')).toEqual({ hidden, labels, noise })
  }))
  expect(layersText({ hidden: [], labels: 'focus', noise: false })).toBeUndefined()
  expect(readLayers('-nonsense labels:x')).toEqual({ hidden: [], labels: 'focus', noise: false })
})

test('a layer that is off takes its messages and its lines out of the picture, and no others', () => {
  const shown = { since: 0, packets: [packet(1, 'watch'), packet(2, 'write'), packet(3, 'error')], trail: [packet(4, 'raft')] }
  const through = shownThrough(shown, ['calls', 'raft'])
  expect(through.packets.map(({ id }) => id)).toEqual([1])
  expect(through.trail).toEqual([])
  expect(shownThrough(shown, [])).toBe(shown)
  expect(restsVisibly({ kind: 'watch' }, ['calls'])).toBe(true)
  expect(restsVisibly({ kind: 'watch' }, ['watch'])).toBe(false)
  expect(restsVisibly({ kind: 'store' }, ['lines'])).toBe(false)
})
