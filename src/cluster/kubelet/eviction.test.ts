import { expect, test } from 'vitest'
import { podCondition, type Event, type Node, type Pod } from '../../api/index.ts'
import { MILLISECOND, MINUTE, SECOND, type Message } from '../../kernel/index.ts'
import { testCluster } from '../../testing/cluster.ts'
import { usedBytes } from '../runtime/memory.ts'
import type { RuntimeState } from '../runtime/state.ts'

const PODS = '/api/v1/namespaces/default/pods'
const MIB = 1024 * 1024

function node(requests?: string) {
  const cluster = testCluster({ seed: 3, workers: 1, etcd: 1 })
  const add = (name: string, resources: object = {}, more: object = {}): void => {
    expect(cluster.ask('POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { nodeName: 'node-a', containers: [{ name: 'main', image: 'nginx:1.28', resources }], ...more } }).code).toBe(201)
  }
  const pod = (name: string): Pod | undefined => cluster.pods().find(({ metadata }) => metadata.name === name)
  const ready = (name: string): boolean => podCondition(pod(name) as Pod, 'Ready')?.status === 'True'
  add('greedy', requests === undefined ? {} : { requests: { memory: requests } })
  add('modest')
  expect(cluster.runUntil(() => ready('greedy') && ready('modest'), MINUTE)).toBe(true)
  const leak = (bytesPerSecond: number): void => {
    cluster.kernel.input({ type: 'message', to: 'runtime/node-a', msg: { type: 'leak-memory', namespace: 'default', pod: 'greedy', container: 'main', bytesPerSecond } as Message })
  }
  const condition = () => cluster.list<Node>('', 'nodes').find(({ metadata }) => metadata.name === 'node-a')!.status!.conditions!.find(({ type }) => type === 'MemoryPressure')!
  const events = (name: string): readonly Event[] => cluster.list<Event>('', 'events').filter(({ involvedObject }) => involvedObject.name === name)
  return { ...cluster, add, pod, leak, condition, events }
}

test('a container that leaks slowly is evicted before the machine is full, the node is tainted, and after five minutes it is well again', () => {
  const cluster = node()
  cluster.leak(8 * MIB)
  expect(cluster.runUntil(() => cluster.pod('greedy')?.status?.phase === 'Failed', 20 * MINUTE)).toBe(true)
  const { reason, message } = cluster.pod('greedy')!.status!
  expect(reason).toBe('Evicted')
  expect(message).toMatch(/^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+Ki\. Container main was using \d+Ki, request is 0, has larger consumption of memory\. $/)
  expect(podCondition(cluster.pod('greedy') as Pod, 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'TerminationByKubelet' })
  expect(cluster.pod('modest')!.status!.phase).toBe('Running')
  cluster.run(15 * SECOND)
  expect(cluster.condition()).toMatchObject({ status: 'True', reason: 'KubeletHasInsufficientMemory' })
  expect(cluster.list<Node>('', 'nodes').find(({ metadata }) => metadata.name === 'node-a')!.spec.taints).toContainEqual(expect.objectContaining({ key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' }))
  expect(cluster.events('node-a').map(({ reason: said }) => said)).toEqual(expect.arrayContaining(['EvictionThresholdMet', 'NodeHasInsufficientMemory']))
  cluster.add('late')
  expect(cluster.runUntil(() => cluster.pod('late')?.status?.phase === 'Failed', MINUTE)).toBe(true)
  expect(cluster.pod('late')!.status!).toMatchObject({ reason: 'Evicted', message: 'Pod was rejected: The node had condition: [MemoryPressure]. ' })
  cluster.run(3.5 * MINUTE)
  expect(cluster.condition().status).toBe('True')
  expect(cluster.runUntil(() => cluster.condition().status === 'False', 3.5 * MINUTE)).toBe(true)
  cluster.run(10 * SECOND)
  expect(cluster.list<Node>('', 'nodes').find(({ metadata }) => metadata.name === 'node-a')!.spec.taints ?? []).toEqual([])
})

test('who asked for what he uses is spared, and the other one goes', () => {
  const cluster = node('3700Mi')
  cluster.leak(8 * MIB)
  expect(cluster.runUntil(() => cluster.pod('modest')?.status?.phase === 'Failed', 20 * MINUTE)).toBe(true)
  expect(cluster.pod('modest')!.status!.reason).toBe('Evicted')
})

test('a container that takes all at once is killed by the machine\'s kernel before the kubelet looks, and is started again', () => {
  const cluster = node()
  cluster.leak(1024 * MIB)
  expect(cluster.runUntil(() => (cluster.pod('greedy')?.status?.containerStatuses?.[0]?.restartCount ?? 0) > 0, MINUTE)).toBe(true)
  expect(cluster.pod('greedy')!.status!.containerStatuses![0]!.lastState!.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
  expect(cluster.pod('modest')!.status!.containerStatuses![0]!.restartCount).toBe(0)
  cluster.run(5 * SECOND)
  expect(cluster.events('node-a').find(({ reason }) => reason === 'SystemOOM')?.message).toBe('System OOM encountered, victim process: nginx')
})

test('a leak that is stopped gives its memory back', () => {
  const cluster = node()
  cluster.leak(64 * MIB)
  cluster.run(20 * SECOND)
  cluster.leak(0)
  cluster.run(20 * MINUTE)
  expect(cluster.pod('greedy')!.status!.phase).toBe('Running')
  expect(cluster.condition().status).toBe('False')
})

test('a leak that is stopped and begun again within a second drips once a second', () => {
  const cluster = node()
  const used = (): number => usedBytes(cluster.kernel.inspect('runtime/node-a') as RuntimeState)
  const before = used()
  cluster.leak(8 * MIB)
  cluster.run(400 * MILLISECOND)
  cluster.leak(0)
  cluster.leak(8 * MIB)
  cluster.run(10 * SECOND)
  expect(used() - before).toBe(10 * 8 * MIB)
})
