import { expect, test } from 'vitest'
import type { Packet } from '../../protocol/index.ts'
import { hit } from './hit.ts'
import { layout } from './layout.ts'
import { packetPath } from './packet-path.ts'
import { nothingShown } from './scene.ts'

const plan = layout({ etcd: ['etcd-0'], controllers: ['deployment'], nodes: [{ name: 'node-a', slot: 0, controlPlane: false }] }, { width: 792, height: 572 }, 'wide')
const packet: Packet = { id: 42, verb: 'write', from: 'scheduler', to: 'apiserver', label: 'POST pods/…/binding', sentAt: 0, arrivesAt: 100, progress: .5, focus: true, count: 1, held: false }
const path = packetPath(plan, packet.from, packet.to, packet.verb)
const middle = { x: path[0]!.x, y: (path[0]!.y + path[1]!.y) / 2 }

test('a message is found where it is drawn, before the line under it', () => {
  expect(hit(plan, { packets: [packet], trail: [], since: 0 }, 0, false, { x: middle.x + 6, y: middle.y - 5 })).toBe('message/42')
  expect(hit(plan, nothingShown(), 0, false, middle)).toBe('line/scheduler')
})

test('where nothing is drawn, nothing is found', () => {
  expect(hit(plan, nothingShown(), 0, false, { x: middle.x + 13, y: middle.y })).toBeUndefined()
})
