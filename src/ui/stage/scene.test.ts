import { expect, test } from 'vitest'
import type { Packet } from '../../protocol/index.ts'
import { layout } from './layout.ts'
import { litLines, progressAt, sprites } from './scene.ts'

const plan = layout({ etcd: ['etcd-0'], controllers: ['deployment'], nodes: [{ name: 'node-a', slot: 0, controlPlane: false }] }, { width: 792, height: 572 }, 'wide')
const packet: Packet = { id: 1, verb: 'write', from: 'scheduler', to: 'apiserver', label: 'POST pods/…/binding', sentAt: 0, arrivesAt: 400, progress: .5, flightMs: 700, focus: true, count: 1, held: false }

test('a packet flies from where it is to the end, linearly', () => {
  expect(progressAt(packet, 1000, 1000)).toBe(.5)
  expect(progressAt(packet, 1000, 1350)).toBe(.75)
  expect(progressAt(packet, 1000, 9000)).toBe(1)
})

test('a packet without a flight stands at its place in virtual time', () => {
  expect(progressAt({ ...packet, flightMs: undefined }, 0, 5000)).toBe(.5)
})

test('nothing moves when motion is reduced', () => {
  expect(sprites(plan, { packets: [packet], trail: [], since: 0 }, 100, true).some(sprite => sprite.moving)).toBe(false)
  expect(sprites(plan, { packets: [packet], trail: [], since: 0 }, 100, false).some(sprite => sprite.moving)).toBe(true)
})

test('the last messages leave trails that fade', () => {
  const trail = [packet, { ...packet, id: 2, from: 'kubectl' }]
  expect(litLines(plan, { packets: [], trail, since: 0 }).map(one => one.opacity)).toEqual([.62, .45])
})
