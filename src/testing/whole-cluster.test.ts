import { expect, test } from 'vitest'
import { podReady, type Node } from '../api/index.ts'
import { MINUTE, SECOND } from '../kernel/index.ts'
import { deployment, testCluster } from './cluster.ts'

const PATH = '/apis/apps/v1/namespaces/default/deployments'
const ready = (cluster: ReturnType<typeof testCluster>): number => cluster.pods().filter((pod) => podReady(pod) && !pod.metadata.deletionTimestamp).length

test('with two of three etcd members dead, writes time out, running Pods keep running, and healing restores', () => {
  const cluster = testCluster({ seed: 11 })
  cluster.ask('POST', PATH, deployment('web', 2))
  expect(cluster.runUntil(() => ready(cluster) === 2, 2 * MINUTE)).toBe(true)
  cluster.kernel.input({ type: 'crash', actor: 'etcd-1' })
  cluster.kernel.input({ type: 'crash', actor: 'etcd-2' })
  // The first call may still find the line to a dead member open; from then on only the survivor is asked.
  cluster.ask('GET', '/api/v1/namespaces/default/configmaps/kube-root-ca.crt')
  const refused = cluster.ask('POST', '/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'lost' } })
  expect(refused.code).toBeGreaterThanOrEqual(500)
  expect((refused.body as { message: string }).message).toMatch(/etcdserver: (request timed out|no leader|leader changed)|timeout/i)
  const runtimes = cluster.plan.nodes.map(({ name }) => cluster.kernel.inspect(`runtime/${name}`) as { containers: Map<string, { state: string; config: { name: string } }> })
  const running = (): number => runtimes.flatMap(({ containers }) => [...containers.values()]).filter(({ state, config }) => state === 'running' && config.name === 'main').length
  cluster.run(30 * SECOND)
  expect(running()).toBe(2)
  cluster.kernel.input({ type: 'restart', actor: 'etcd-1' })
  cluster.kernel.input({ type: 'restart', actor: 'etcd-2' })
  cluster.run(30 * SECOND)
  expect(cluster.ask('POST', '/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kept' } }).code).toBe(201)
  expect(cluster.runUntil(() => ready(cluster) === 2, 2 * MINUTE)).toBe(true)
})

test('a node without power: 50 seconds of grace, taints, 300 seconds of toleration, then replacements elsewhere', () => {
  const cluster = testCluster({ seed: 12 })
  cluster.ask('POST', PATH, deployment('web', 3))
  expect(cluster.runUntil(() => ready(cluster) === 3, 2 * MINUTE)).toBe(true)
  const victim = cluster.pods()[0]!.spec.nodeName!
  const node = (): Node => cluster.list<Node>('', 'nodes').find(({ metadata }) => metadata.name === victim)!
  const readyStatus = (): string => node().status!.conditions!.find(({ type }) => type === 'Ready')!.status!
  cluster.kernel.input({ type: 'power-off', host: victim })
  const off = cluster.kernel.now
  expect(cluster.runUntil(() => readyStatus() === 'Unknown', 2 * MINUTE)).toBe(true)
  const unknownAfter = (cluster.kernel.now - off) / SECOND
  // The last heartbeat lies up to 10 s before the power went; the monitor looks every 5 s.
  expect(unknownAfter).toBeGreaterThan(39)
  expect(unknownAfter).toBeLessThan(56)
  expect(cluster.runUntil(() => node().spec.taints?.some(({ key, effect }) => key === 'node.kubernetes.io/unreachable' && effect === 'NoExecute') ?? false, MINUTE)).toBe(true)
  const tainted = cluster.kernel.now
  expect(cluster.runUntil(() => cluster.pods().some((pod) => pod.spec.nodeName === victim && pod.metadata.deletionTimestamp), 10 * MINUTE)).toBe(true)
  expect((cluster.kernel.now - tainted) / SECOND).toBeGreaterThanOrEqual(299)
  expect((cluster.kernel.now - tainted) / SECOND).toBeLessThan(303)
  expect(cluster.runUntil(() => cluster.pods().filter((pod) => podReady(pod) && pod.spec.nodeName !== victim).length === 3, 2 * MINUTE)).toBe(true)
})

test('a killed API server comes back, and the cluster goes on as if nothing had happened', () => {
  const cluster = testCluster({ seed: 13 })
  cluster.ask('POST', PATH, deployment('web', 2))
  cluster.kernel.input({ type: 'crash', actor: 'apiserver' })
  cluster.run(20 * SECOND)
  cluster.kernel.input({ type: 'restart', actor: 'apiserver' })
  expect(cluster.runUntil(() => ready(cluster) === 2, 3 * MINUTE)).toBe(true)
})

test('a run of the whole cluster restored from its middle ends exactly like one that never stopped', () => {
  const cluster = testCluster({ seed: 14 })
  const { kernel } = cluster
  cluster.say('POST', PATH, deployment('web', 4))
  cluster.run(SECOND / 3)
  const middle = kernel.checkpoint()
  cluster.run(MINUTE)
  const first = kernel.hash()
  kernel.restore(middle)
  cluster.run(MINUTE)
  expect(kernel.hash()).toBe(first)
  kernel.restore(middle)
  kernel.input({ type: 'crash', actor: 'etcd-0' })
  cluster.run(MINUTE)
  kernel.restore(middle)
  cluster.run(MINUTE)
  expect(kernel.hash()).toBe(first)
})
