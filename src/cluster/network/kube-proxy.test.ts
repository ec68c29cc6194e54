import { expect, test } from 'vitest'
import type { EndpointSlice, Service } from '../../api/index.ts'
import { resolve } from './resolve.ts'
import { assembleTable, portHash, rulesOf, ruleText } from './rules.ts'

const place = { node: 'node-a', clusterCidr: '10.244.0.0/16' }
const web = (more: Partial<Service['spec']> = {}): Service => ({
  apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'default', name: 'web' },
  spec: { clusterIP: '10.96.7.7', type: 'NodePort', ports: [{ port: 80, protocol: 'TCP', nodePort: 30080 }], ...more },
})
const slice = (...addresses: string[]): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'web-1' }, addressType: 'IPv4', ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  endpoints: addresses.map((address, i) => ({ addresses: [address], nodeName: i === 0 ? 'node-a' : 'node-b', conditions: { ready: true, serving: true, terminating: false } })),
})
const toWeb = { ip: '10.96.7.7', port: 80, protocol: 'tcp' as const, source: '10.244.1.9' }

test('chains have the names that a real kube-proxy gives them', () => {
  expect(portHash('default/kubernetes:https', 'tcp')).toBe('NPX46M4PTMTKRN6Y')
  expect(portHash('kube-system/kube-dns:dns', 'udp')).toBe('TCOU7JCQXEZGVUNU')
})

test('three endpoints share the traffic evenly, though their rules say a third, a half and the rest', () => {
  const table = assembleTable([rulesOf(web(), [slice('10.244.1.2', '10.244.2.2', '10.244.3.2')], place)])
  const chain = `KUBE-SVC-${portHash('default/web', 'tcp')}`
  expect(table.nat.get(chain)!.map(({ probability }) => probability)).toEqual([undefined, '0.3333333333', '0.5000000000', undefined])
  let seed = 1
  const below = (bound: number): number => Math.floor(((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647) * bound)
  const hits = new Map<string, number>()
  for (let i = 0; i < 3_000; i++) {
    const { endpoint = '' } = resolve(table, toWeb, below)
    hits.set(endpoint, (hits.get(endpoint) ?? 0) + 1)
  }
  expect([...hits.keys()].sort()).toEqual(['10.244.1.2:8080', '10.244.2.2:8080', '10.244.3.2:8080'])
  for (const count of hits.values()) expect(count).toBeGreaterThan(900)
})

test('a Service without endpoints refuses at once instead of letting clients wait', () => {
  const table = assembleTable([rulesOf(web(), [], place)])
  expect(resolve(table, toWeb, () => 0).outcome).toBe('rejected')
})

test('a terminating pod serves only while nobody else is ready', () => {
  const last = slice('10.244.1.2')
  const leaving: EndpointSlice = { ...last, endpoints: [{ ...last.endpoints![0]!, conditions: { ready: false, serving: true, terminating: true } }] }
  expect(resolve(assembleTable([rulesOf(web(), [leaving], place)]), toWeb, () => 0).endpoint).toBe('10.244.1.2:8080')
  expect(resolve(assembleTable([rulesOf(web(), [leaving, slice('10.244.3.3')], place)]), toWeb, () => 0).endpoint).toBe('10.244.3.3:8080')
})

test('a node port keeps the client’s address only with the Local policy', () => {
  const packet = { ip: '192.168.0.11', port: 30080, protocol: 'tcp' as const, source: '172.16.0.1', toLocal: true }
  const slices = [slice('10.244.1.2', '10.244.2.2')]
  const open = resolve(assembleTable([rulesOf(web(), slices, place)]), packet, () => 999_999_999)
  expect([open.endpoint, open.masquerade]).toEqual(['10.244.2.2:8080', true])
  const local = resolve(assembleTable([rulesOf(web({ externalTrafficPolicy: 'Local' }), slices, place)]), packet, () => 999_999_999)
  expect(local.endpoint).toBe('10.244.1.2:8080')
})

test('a client with session affinity goes where it went before', () => {
  const table = assembleTable([rulesOf(web({ sessionAffinity: 'ClientIP' }), [slice('10.244.1.2', '10.244.2.2')], place)])
  const chosen = resolve(table, toWeb, () => 0).path.filter(({ matched }) => matched).map(({ rule }) => rule.jump).find((jump) => jump.startsWith('KUBE-SEP'))!
  expect(resolve(table, toWeb, () => 999_999_999, new Set([chosen])).endpoint).toBe('10.244.1.2:8080')
  const text = ruleText('KUBE-SVC-X', table.nat.get(`KUBE-SVC-${portHash('default/web', 'tcp')}`)![1]!)
  expect(text).toContain('--rcheck --seconds 10800 --reap')
})
