import { expect, test } from 'vitest'
import type { EndpointSlice, Pod, Service } from '../../../api/index.ts'
import { endpointOf, portsText, type PlacedEndpoint } from './endpoints.ts'
import { pack } from './packing.ts'

const PORTS = [{ name: '', port: 80, protocol: 'TCP' }]
const placed = (i: number): PlacedEndpoint => ({ endpoint: { addresses: [`10.0.0.${i}`], targetRef: { namespace: 'default', name: `p${i}` } }, ports: PORTS, portsKey: portsText(PORTS) })
const desired = (from: number, to: number): Map<string, PlacedEndpoint> => new Map(Array.from({ length: to - from }, (_, i) => [`default/p${from + i}`, placed(from + i)]))
const slice = (name: string, from: number, to: number): EndpointSlice =>
  ({ metadata: { name }, addressType: 'IPv4', ports: PORTS, endpoints: [...desired(from, to).values()].map(({ endpoint }) => endpoint) }) as unknown as EndpointSlice

test('a slice holds a hundred endpoints', () => {
  expect(pack([], desired(0, 250), undefined).create.map(({ endpoints }) => endpoints.length)).toEqual([100, 100, 50])
})

test('newcomers fill the fullest slice that has room for all of them; nobody is moved', () => {
  const plan = pack([slice('half', 0, 50), slice('fuller', 50, 140), slice('full', 140, 240)], desired(0, 248), undefined)
  expect([plan.create, plan.remove]).toEqual([[], []])
  expect(plan.update.map(({ slice: { metadata }, endpoints }) => [metadata.name, endpoints.length])).toEqual([['fuller', 98]])
})

test('a slice that changes anyway is filled first', () => {
  const all = desired(0, 190)
  all.delete('default/p5')
  all.set('default/p999', placed(999))
  const plan = pack([slice('changes', 0, 100), slice('roomier', 100, 190)], all, undefined)
  expect(plan.update.map(({ slice: { metadata }, endpoints }) => [metadata.name, endpoints.length])).toEqual([['changes', 100]])
})

const service = (spec: object = {}): Service => ({ metadata: { name: 'web', namespace: 'default' }, spec: { ports: [{ port: 80, targetPort: 'http' }], ...spec } }) as unknown as Service
const pod = (ready: boolean, phase = 'Running', more: object = {}): Pod => ({
  metadata: { name: 'p', namespace: 'default', uid: 'u', ...more }, spec: { nodeName: 'a', containers: [{ name: 'c', image: 'i', ports: [{ name: 'http', containerPort: 8080 }] }] },
  status: { phase, podIP: '10.0.0.1', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
}) as unknown as Pod
const leaving = { deletionTimestamp: '2026-01-01T00:00:00Z' }

test('a Pod that is leaving still serves while it is Ready, and takes nothing new', () => {
  const conditions = (...asked: readonly [Pod, Service]): unknown => endpointOf(...asked, undefined)?.endpoint.conditions
  expect(conditions(pod(true), service())).toEqual({ ready: true, serving: true, terminating: false })
  expect(conditions(pod(false), service())).toEqual({ ready: false, serving: false, terminating: false })
  expect(conditions(pod(true, 'Running', leaving), service())).toEqual({ ready: false, serving: true, terminating: true })
  expect(conditions(pod(false, 'Running', leaving), service({ publishNotReadyAddresses: true }))).toEqual({ ready: true, serving: false, terminating: true })
})

test('a Pod that has ended, or has no address yet, is no endpoint', () => {
  expect(endpointOf(pod(false, 'Succeeded'), service(), undefined)).toBeUndefined()
  expect(endpointOf({ ...pod(true), status: { phase: 'Pending' } } as Pod, service(), undefined)).toBeUndefined()
})

test('a target port is a number, the name of a container’s port, or the port of the Service', () => {
  const port = (targetPort: unknown): unknown => endpointOf(pod(true), service({ ports: [{ port: 80, targetPort }] }), undefined)?.ports.map((each) => each.port)
  expect([port(9090), port('http'), port(undefined), port('unknown')]).toEqual([[9090], [8080], [80], []])
})
