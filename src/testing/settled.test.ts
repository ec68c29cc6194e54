import { expect, test } from 'vitest'
import type { ApiObject, Node, Pod } from '../api/index.ts'
import { podReady } from '../api/index.ts'
import { isWarm, kubeletView, objectsOf, settledCluster } from '../cluster/index.ts'
import { clusterInvariants } from '../invariants/index.ts'
import { SECOND, type Kernel } from '../kernel/index.ts'
import './late-parts.ts'

const WORKLOADS = [{ name: 'web', image: 'nginx:1.28', replicas: 900 }, { name: 'cache', image: 'redis:8', replicas: 451 }]

function started(seed: number) {
  const complaints: string[] = []
  const written: string[] = []
  const invariants = clusterInvariants((words) => complaints.push(words))
  const { kernel, plan } = settledCluster({
    seed, workers: 45, etcd: 3, zones: 3, cpu: '32', memory: '64Gi', workloads: WORKLOADS,
    observers: [invariants.observer, { fact(_, __, ___, fact) { if (fact.fact === 'stored') written.push(String(fact.key)) } }],
  })
  invariants.watch(kernel, plan)
  kernel.run(kernel.now + 20 * SECOND)
  return { kernel, plan, complaints, written, invariants }
}

const list = <T>(kernel: Kernel, resource: string, group = ''): readonly T[] => [...(objectsOf(kernel.inspect('apiserver') as never, group, resource) as Iterable<ApiObject>)] as unknown as T[]

test.each([1, 7])('seed %i: a cluster that was settled before is at rest: in a minute only heartbeats are written', (seed) => {
  const { kernel, plan, complaints, written, invariants } = started(seed)
  expect(isWarm(kernel, plan)).toBe(true)
  written.length = 0
  kernel.run(kernel.now + 60 * SECOND)
  expect(written.filter((key) => !key.startsWith('/registry/leases/'))).toEqual([])
  expect(written.length).toBeGreaterThan(45 * 5)
  invariants.check()
  expect(complaints).toEqual([])
})

test('every kubelet of it runs what the API server wants, under addresses of its own, and every zone has its nodes', () => {
  const { kernel, plan } = started(3)
  const pods = list<Pod>(kernel, 'pods').filter(({ metadata }) => metadata.namespace === 'default')
  expect(pods.length).toBe(1351)
  expect(pods.every(podReady)).toBe(true)
  expect(new Set(pods.map(({ status }) => status?.podIP)).size).toBe(1351)
  expect(new Set(pods.map(({ metadata }) => metadata.uid)).size).toBe(1351)
  for (const { name } of plan.nodes) {
    const own = new Set(list<Pod>(kernel, 'pods').filter(({ spec }) => spec.nodeName === name).map(({ metadata }) => metadata.uid))
    expect(new Set(kubeletView(kernel.inspect(`kubelet/${name}`) as never).pods.filter(({ stage }) => stage === 'ready').map(({ uid }) => uid))).toEqual(own)
  }
  const zones = list<Node>(kernel, 'nodes').map(({ metadata }) => metadata.labels!['topology.kubernetes.io/zone'])
  expect(['zone-a', 'zone-b', 'zone-c'].map((zone) => zones.filter((one) => one === zone).length)).toEqual([16, 15, 15])
})

test('it goes on like any other: a Pod that is deleted is replaced, and a Deployment that is scaled grows', () => {
  const { kernel, complaints } = started(5)
  const type = (line: string): void => void kernel.input({ type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line, background: true } as never })
  type('kubectl scale deployment/web --replicas=950')
  const victim = list<Pod>(kernel, 'pods').find(({ metadata }) => metadata.name!.startsWith('cache-'))!
  type(`kubectl delete pod ${victim.metadata.name} --wait=false`)
  kernel.run(kernel.now + 60 * SECOND)
  const ready = list<Pod>(kernel, 'pods').filter((pod) => pod.metadata.namespace === 'default' && podReady(pod))
  expect(ready.filter(({ metadata }) => metadata.labels!['app'] === 'web').length).toBe(950)
  expect(ready.filter(({ metadata }) => metadata.labels!['app'] === 'cache').length).toBe(451)
  expect(ready.some(({ metadata }) => metadata.uid === victim.metadata.uid)).toBe(false)
  expect(complaints).toEqual([])
})

test('the same seed settles the same cluster', () => {
  expect(started(11).kernel.hash()).toBe(started(11).kernel.hash())
})
