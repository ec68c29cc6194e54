import { expect, test } from 'vitest'
import type { Packet } from '../../protocol/index.ts'
import { NO_STRAIN, simplified, strained, WITHOUT, type Strain } from './strain.ts'

const after = (pictures: readonly number[], from: Strain = NO_STRAIN): number => pictures.reduce(strained, from).level
const many = (count: number, ms: number): readonly number[] => Array.from({ length: count }, () => ms)

const packet = (id: number, given: Partial<Packet> = {}): Packet => ({ id, verb: 'write', from: 'scheduler', to: 'apiserver', label: `POST ${id}`, sentAt: 0, arrivesAt: 9, progress: 0, flightMs: 700, focus: false, count: 1, held: false, ...given })
const shown = { packets: [packet(1), packet(2, { focus: true }), packet(3, { count: 4 }), packet(4, { verb: 'watch' })], trail: [packet(9)], since: 5 }

test('a device that keeps up draws everything', () => {
  expect(after(many(600, 16.7))).toBe(0)
  expect(simplified(shown, 0)).toBe(shown)
})

test('where pictures come late one thing after the other is left out, until they come in time', () => {
  expect(after([16.7, ...many(30, 50)])).toBe(1)
  expect(after([16.7, ...many(60, 50)])).toBe(2)
  expect(after([16.7, ...many(600, 50)])).toBe(WITHOUT.smooth)
})

test('a screen that shows thirty pictures a second is not a slow device', () => {
  expect(after(many(600, 33.4))).toBe(0)
})

test('one long pause leaves out nothing', () => {
  expect(after([...many(100, 16.7), 4_000, ...many(100, 16.7)])).toBe(0)
})

test('what was left out comes back, but only after a long calm', () => {
  const slow = { ...NO_STRAIN, level: 3, best: 16 }
  expect(after(many(60, 16.7), slow)).toBe(3)
  expect(after(many(180, 16.7), slow)).toBe(2)
  expect(after(many(600, 16.7), slow)).toBe(0)
})

test('trails go first; then labels and easing; then messages with the same ends fly as one that tells their number', () => {
  expect(simplified(shown, WITHOUT.trails)).toEqual({ ...shown, trail: [] })
  expect(simplified(shown, WITHOUT.easing).packets).toBe(shown.packets)
  expect(simplified(shown, WITHOUT.single).packets.map(({ label, count, focus }) => [label, count, focus])).toEqual([['POST 2', 6, true], ['POST 4', 1, false]])
})
