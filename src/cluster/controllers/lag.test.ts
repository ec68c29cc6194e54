import { expect, test } from 'vitest'
import { SECOND, type Observer } from '../../kernel/index.ts'
import { deployment, testCluster, type TestCluster } from '../../testing/cluster.ts'

const MANAGER = 'kube-controller-manager'

/** Every Pod that was ever made, by the API server's own answers. */
function counted(): { readonly observer: Observer; readonly made: Set<string> } {
  const made = new Set<string>()
  return { made, observer: { delivered({ msg }) {
    const { type, code, body } = msg as { type: string; code?: number; body?: { kind?: string; metadata?: { name: string } } }
    if (type === 'api-response' && code === 201 && body?.kind === 'Pod' && body.metadata!.name.startsWith('web-')) made.add(body.metadata!.name)
  } } }
}

const tell = ({ kernel }: TestCluster, to: string, msg: object): void => void kernel.input({ type: 'message', to, msg: msg as never })
const active = (cluster: TestCluster): number => cluster.pods().filter(({ metadata }) => metadata.deletionTimestamp === undefined).length
const scale = (cluster: TestCluster, replicas: number): unknown => cluster.ask('PATCH', '/apis/apps/v1/namespaces/default/deployments/web', { spec: { replicas } })
const ready = (cluster: TestCluster): number => cluster.list<{ metadata: { name: string }; status?: { readyReplicas?: number } }>('apps', 'deployments').find(({ metadata }) => metadata.name === 'web')?.status?.readyReplicas ?? 0

test('a replica set that hears late makes exactly the Pods that are wanted, because it waits to hear of its own', () => {
  const { observer, made } = counted()
  const cluster = testCluster({ workers: 3, observers: [observer], cpu: '8' })
  tell(cluster, MANAGER, { type: 'cache-lag', loop: 'replicaset', lagUs: 4 * SECOND })
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', 6))
  expect(cluster.runUntil(() => ready(cluster) === 6, 120 * SECOND)).toBe(true)
  cluster.run(60 * SECOND)
  expect([made.size, active(cluster)]).toEqual([6, 6])
})

test('without expectations a replica set that hears late makes too many Pods, and takes the surplus back', () => {
  const { observer, made } = counted()
  const cluster = testCluster({ workers: 3, observers: [observer], cpu: '8' })
  tell(cluster, MANAGER, { type: 'cache-lag', loop: 'replicaset', lagUs: 4 * SECOND })
  tell(cluster, MANAGER, { type: 'expectations-control', loop: 'replicaset', on: false })
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', 6))
  let most = 0
  for (let i = 0; i < 60; i++) {
    cluster.run(SECOND)
    most = Math.max(most, active(cluster))
  }
  expect(made.size).toBeGreaterThan(6)
  expect(most).toBeGreaterThan(6)
  // Put back as it was, exactly those remain that are wanted.
  tell(cluster, MANAGER, { type: 'cache-lag', loop: 'replicaset', lagUs: 0 })
  tell(cluster, MANAGER, { type: 'expectations-control', loop: 'replicaset', on: true })
  expect(cluster.runUntil(() => active(cluster) === 6 && ready(cluster) === 6, 120 * SECOND)).toBe(true)
  cluster.run(60 * SECOND)
  expect(active(cluster)).toBe(6)
})

test('without expectations but with a fresh cache nothing goes wrong that a learner would see', () => {
  const { observer, made } = counted()
  const cluster = testCluster({ workers: 3, observers: [observer], cpu: '8' })
  tell(cluster, MANAGER, { type: 'expectations-control', loop: 'replicaset', on: false })
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', 2))
  expect(cluster.runUntil(() => ready(cluster) === 2, 120 * SECOND)).toBe(true)
  cluster.run(30 * SECOND)
  expect(active(cluster)).toBe(2)
  expect(made.size).toBeLessThanOrEqual(4)
})

test('only the one controller hears late: the deployment and the endpoints are as quick as ever', () => {
  const cluster = testCluster({ workers: 2 })
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', 2))
  expect(cluster.runUntil(() => ready(cluster) === 2, 60 * SECOND)).toBe(true)
  tell(cluster, MANAGER, { type: 'cache-lag', loop: 'replicaset', lagUs: 30 * SECOND })
  scale(cluster, 5)
  cluster.run(SECOND)
  const set = cluster.list<{ metadata: { name: string }; spec: { replicas: number } }>('apps', 'replicasets').find(({ metadata }) => metadata.name.startsWith('web-'))
  expect([set!.spec.replicas, active(cluster)]).toEqual([5, 2])
  cluster.run(30 * SECOND)
  expect(active(cluster)).toBe(5)
})

test('what waits is handed on in its order when the lag is taken back', () => {
  const cluster = testCluster({ workers: 2 })
  tell(cluster, MANAGER, { type: 'cache-lag', loop: 'replicaset', lagUs: 600 * SECOND })
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', 3))
  cluster.run(20 * SECOND)
  expect(active(cluster)).toBe(0)
  tell(cluster, MANAGER, { type: 'cache-lag', loop: 'replicaset', lagUs: 0 })
  expect(cluster.runUntil(() => ready(cluster) === 3, 60 * SECOND)).toBe(true)
})

test('a scheduler and a kubelet that hear late bind and start late, and nothing else changes', () => {
  const cluster = testCluster({ workers: 1 })
  tell(cluster, 'kube-scheduler', { type: 'cache-lag', lagUs: 10 * SECOND })
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', 1))
  cluster.run(9 * SECOND)
  expect(cluster.pods()[0]!.spec.nodeName).toBeUndefined()
  expect(cluster.runUntil(() => cluster.pods()[0]!.spec.nodeName === 'node-a', 5 * SECOND)).toBe(true)
  tell(cluster, 'kube-scheduler', { type: 'cache-lag', lagUs: 0 })
  expect(cluster.runUntil(() => ready(cluster) === 1, 60 * SECOND)).toBe(true)
  tell(cluster, 'kubelet/node-a', { type: 'cache-lag', lagUs: 10 * SECOND })
  scale(cluster, 2)
  cluster.run(9 * SECOND)
  expect(cluster.pods().map(({ status }) => status?.phase).sort()).toEqual(['Pending', 'Running'])
  expect(cluster.runUntil(() => ready(cluster) === 2, 60 * SECOND)).toBe(true)
})

test('a run with a lag that is rewound in the middle goes on exactly as it did', () => {
  const cluster = testCluster({ workers: 2 })
  tell(cluster, MANAGER, { type: 'cache-lag', loop: 'replicaset', lagUs: 2 * SECOND })
  tell(cluster, MANAGER, { type: 'expectations-control', loop: 'replicaset', on: false })
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', 4))
  cluster.run(2.5 * SECOND)
  const { kernel } = cluster
  const middle = kernel.checkpoint()
  const end = kernel.now + 10 * SECOND
  kernel.run(end)
  const hash = kernel.hash()
  kernel.restore(middle)
  kernel.run(end)
  expect(kernel.hash()).toBe(hash)
})
