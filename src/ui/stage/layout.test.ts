import { expect, test } from 'vitest'
import { layout } from './layout.ts'
import { lineOf, packetPath, pointAlong } from './packet-path.ts'
import type { LayoutClass, StageCast, StagePlan } from './plan.ts'

const cast: StageCast = {
  etcd: ['etcd-0', 'etcd-1', 'etcd-2'],
  controllers: ['deployment', 'replicaset', 'endpointslice', 'node-lifecycle', 'namespace', 'garbage-collector', 'serviceaccount', 'resourcequota', 'job', 'zeta'],
  nodes: ['node-a', 'node-b', 'node-c'].map((name, slot) => ({ name, slot, controlPlane: false })).concat([{ name: 'cp-1', slot: 3, controlPlane: true }]),
}
const plans: readonly (readonly [LayoutClass, StagePlan])[] = [
  ['wide', layout(cast, { width: 792, height: 572 }, 'wide')],
  ['laptop', layout(cast, { width: 964, height: 612 }, 'laptop')],
  ['phone', layout(cast, { width: 390, height: 360 }, 'phone')],
]

test.each(plans)('no two boxes overlap on a %s screen', (_, plan) => {
  for (const a of plan.boxes) for (const b of plan.boxes) {
    if (a !== b) expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y, `${a.id} over ${b.id}`).toBe(true)
  }
})

test.each(plans)('those who decide stand above the rail and nodes below it on a %s screen', (_, plan) => {
  for (const box of plan.boxes) {
    if (['etcd', 'controllers', 'scheduler', 'kubectl'].includes(box.kind)) expect(box.y + box.height).toBeLessThan(plan.railTop)
    if (box.kind === 'node' || box.kind === 'plane') expect(box.y).toBeGreaterThan(plan.railBottom)
  }
})

test.each(plans)('every message between two components crosses the rail on a %s screen', (_, plan) => {
  const places = ['etcd', 'scheduler', 'kubectl', 'controller-manager/deployment', 'controller-manager/zeta', 'node/node-b/kubelet', 'node/node-c/proxy', 'node/cp-1/kubelet']
  for (const place of places) {
    const path = packetPath(plan, place, 'apiserver', 'write')
    expect([plan.railTop, plan.railBottom], place).toContain(path.at(-1)?.y)
    expect(packetPath(plan, 'apiserver', place, 'write')).toEqual([...path].reverse())
  }
  const wrong = packetPath(plan, 'scheduler', 'node/node-b/kubelet', 'write')
  expect(wrong.some(point => point.y === plan.railTop)).toBe(true)
})

test('a watch event takes the dashed line and a write the solid one', () => {
  const [, plan] = plans[0]!
  expect(lineOf(plan, 'scheduler', 'watch')?.kind).toBe('watch')
  expect(lineOf(plan, 'scheduler', 'write')?.kind).toBe('call')
  expect(lineOf(plan, 'etcd/etcd-1', 'write')?.kind).toBe('store')
})

test('a place that the stage does not know has no path, so nothing is drawn for it', () => {
  const [, plan] = plans[0]!
  expect(packetPath(plan, 'node/gone/kubelet', 'apiserver', 'write')).toEqual([])
})

test('a new node changes nobody else\'s row above the rail', () => {
  const [, before] = plans[0]!
  const after = layout({ ...cast, nodes: [...cast.nodes, { name: 'node-d', slot: 4, controlPlane: false }] }, { width: 792, height: 572 }, 'wide')
  const above = (plan: StagePlan) => plan.boxes.filter(box => box.y < plan.railTop)
  expect(above(after)).toEqual(above(before))
})

const forty = { ...cast, nodes: Array.from({ length: 40 }, (_, slot) => ({ name: `node-${slot}`, slot, controlPlane: false })).concat([{ name: 'cp-1', slot: 40, controlPlane: true }]) }

test('forty nodes fill the window from side to side instead of standing in a tall narrow column', () => {
  const plan = layout(forty, { width: 792, height: 572 }, 'wide')
  const zoom = Math.min(792 / plan.width, (572 - 120) / (plan.height - 120))
  expect(plan.width * zoom).toBeGreaterThan(700)
  expect((plan.height - 120) * zoom).toBeGreaterThan(380)
  for (const a of plan.boxes) for (const b of plan.boxes) if (a !== b) expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y, `${a.id} over ${b.id}`).toBe(true)
})

test('progress is linear along a path with corners', () => {
  const path = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 30 }]
  expect(pointAlong(path, 0)).toEqual({ x: 0, y: 0 })
  expect(pointAlong(path, .5)).toEqual({ x: 10, y: 10 })
  expect(pointAlong(path, 1)).toEqual({ x: 10, y: 30 })
})
