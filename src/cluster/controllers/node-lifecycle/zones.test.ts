import { expect, test } from 'vitest'
import type { Node } from '../../../api/index.ts'
import { SECOND } from '../../../kernel/index.ts'
import { noExecuteTaints, noScheduleTaints } from './taints.ts'
import { updateZones, zoneKey, zoneStateOf, type Health, type Zone } from './zones.ts'

const node = (conditions: Readonly<Record<string, string>>, spec: Node['spec'] = {}, labels: Readonly<Record<string, string>> = {}): Node =>
  ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'a', labels }, spec, status: { conditions: Object.entries(conditions).map(([type, status]) => ({ type, status })) } }) as Node
const keys = (taints: readonly { readonly key: string; readonly effect: string }[] | undefined): readonly string[] | undefined => taints?.map(({ key, effect }) => `${key.replace('node.kubernetes.io/', '')}:${effect}`)

test('each bad condition keeps new Pods away by a taint of its own, and so does a cordon', () => {
  const tainted = (type: string, status: string): unknown => keys(noScheduleTaints(node({ [type]: status }), ''))
  expect(tainted('Ready', 'False')).toEqual(['not-ready:NoSchedule'])
  expect(tainted('Ready', 'Unknown')).toEqual(['unreachable:NoSchedule'])
  expect(tainted('MemoryPressure', 'True')).toEqual(['memory-pressure:NoSchedule'])
  expect(tainted('DiskPressure', 'True')).toEqual(['disk-pressure:NoSchedule'])
  expect(tainted('PIDPressure', 'True')).toEqual(['pid-pressure:NoSchedule'])
  expect(tainted('NetworkUnavailable', 'True')).toEqual(['network-unavailable:NoSchedule'])
  expect(keys(noScheduleTaints(node({ Ready: 'True' }, { unschedulable: true }), ''))).toEqual(['unschedulable:NoSchedule'])
  expect(tainted('Ready', 'True')).toBeUndefined()
})

test('a taint goes with its reason, and taints of others stay', () => {
  const taints = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }, { key: 'gpu', effect: 'NoSchedule' }, { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }]
  expect(keys(noScheduleTaints(node({ Ready: 'True' }, { taints }), ''))).toEqual(['gpu:NoSchedule', 'not-ready:NoExecute'])
  expect(keys(noExecuteTaints(node({}, { taints }), 'Unknown', ''))).toEqual(['unschedulable:NoSchedule', 'gpu:NoSchedule', 'unreachable:NoExecute'])
  expect(keys(noExecuteTaints(node({}, { taints }), 'True', ''))).toEqual(['unschedulable:NoSchedule', 'gpu:NoSchedule'])
})

test('a zone is partly disrupted from three and 55 % of its nodes on, and wholly when none is ready', () => {
  expect([zoneStateOf(0, 2), zoneStateOf(0, 0), zoneStateOf(1, 2)]).toEqual(['FullDisruption', 'Normal', 'Normal'])
  expect([zoneStateOf(9, 11), zoneStateOf(46, 54), zoneStateOf(2, 3)]).toEqual(['PartialDisruption', 'Normal', 'PartialDisruption'])
})

test('a zone is a region and a zone of it', () => {
  const labels = (region: string, zone: string) => ({ 'topology.kubernetes.io/region': region, 'topology.kubernetes.io/zone': zone })
  expect(zoneKey(node({}, {}, labels('eu', 'a')))).not.toBe(zoneKey(node({}, {}, labels('us', 'a'))))
  expect(zoneKey(node({}))).toBe('')
})

test('one node in ten seconds is given up; in a disrupted zone of more than fifty nodes one in a hundred, in a smaller one none; under a disruption of everything none at all', () => {
  const zones = new Map<string, Zone>()
  const health = (each: Readonly<Record<string, readonly [ready: number, notReady: number]>>): ReadonlyMap<string, Health> => new Map(Object.entries(each).map(([zone, [ready, notReady]]) => [zone, { ready, notReady }]))
  const seconds = (zone: string): number | undefined => { const limit = zones.get(zone)!.limit; return limit && limit.intervalUs / SECOND }
  expect(updateZones(zones, health({ small: [50, 0], large: [51, 0] }), 0)).toBe('none')
  expect([seconds('small'), seconds('large')]).toEqual([10, 10])
  updateZones(zones, health({ small: [10, 40], large: [20, 31] }), 0)
  expect([seconds('small'), seconds('large')]).toEqual([undefined, 100])
  updateZones(zones, health({ small: [0, 50], large: [51, 0] }), 0)
  expect([seconds('small'), seconds('large')]).toEqual([10, 10])
  expect(updateZones(zones, health({ small: [0, 50], large: [0, 51] }), 0)).toBe('entered')
  expect([seconds('small'), seconds('large')]).toEqual([undefined, undefined])
  expect(updateZones(zones, health({ small: [50, 0], large: [0, 51] }), 0)).toBe('left')
  expect([seconds('small'), seconds('large')]).toEqual([10, 10])
})
