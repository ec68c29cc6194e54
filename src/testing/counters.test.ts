import { setFlagsFromString } from 'node:v8'
import { expect, test } from 'vitest'
import type { ApiObject, Pod } from '../api/index.ts'
import { SECOND, type Fact, type Observer } from '../kernel/index.ts'
import { deployment, testCluster, type TestCluster } from './cluster.ts'

// Guards of the engine's costs that no machine's speed can sway: messages, writes, deliveries, looks.

interface Counted { messages: number; requests: number; deliveries: number; writes: number; decisions: number; visited: number }

function rolledOut(replicas: number, nodes: number): { readonly cluster: TestCluster; readonly perPod: Counted } {
  const counted: Counted = { messages: 0, requests: 0, deliveries: 0, writes: 0, decisions: 0, visited: 0 }
  let counting = false
  let start = 0
  const searched = nodes + 1
  const observer: Observer = {
    sent({ from, to, msg }) {
      if (!counting || from === to) return
      counted.messages++
      if (msg.type === 'api-request') counted.requests++
      if (msg.type === 'watch-event') counted.deliveries++
    },
    fact(_event, _actor, _at, fact: Fact) {
      if (!counting) return
      if (fact.fact === 'stored') counted.writes++
      if (fact.fact === 'schedule-end') counted.decisions++
    },
    handled({ to }, state) {
      if (!counting || to !== 'kube-scheduler') return
      const { nextStart } = state as { readonly nextStart: number }
      counted.visited += (nextStart - start + searched) % searched
      start = nextStart
    },
  }
  const cluster = testCluster({ seed: 1, workers: nodes, etcd: 3, fleet: true, cpu: '32', memory: '64Gi', observers: [observer] })
  start = (cluster.kernel.inspect('kube-scheduler') as { readonly nextStart: number }).nextStart
  counting = true
  cluster.ask('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web', replicas))
  const ready = (): number => cluster.list<{ readonly metadata: { readonly name: string }; readonly status?: { readonly readyReplicas?: number } }>('apps', 'deployments').find(({ metadata }) => metadata.name === 'web')?.status?.readyReplicas ?? 0
  expect(cluster.runUntil(() => ready() >= replicas, 120 * SECOND)).toBe(true)
  counting = false
  const perPod = Object.fromEntries(Object.entries(counted).map(([what, count]) => [what, count / replicas])) as unknown as Counted
  return { cluster, perPod }
}

test('what a Pod costs does not grow with their number: messages, requests, watch deliveries and writes', { timeout: 300_000 }, () => {
  const few = rolledOut(100, 4).perPod
  const many = rolledOut(900, 30).perPod
  // Three status updates, the binding, the Pod and one Event; what is left are the statuses of ReplicaSet and Deployment, and heartbeats.
  expect(many.requests).toBeLessThan(8.5)
  expect(many.writes).toBeLessThan(8.5)
  // Five versions of a Pod, each to the controllers and the scheduler, four of them to the node's kubelet.
  expect(many.deliveries).toBeLessThan(18)
  expect(many.messages).toBeLessThan(110)
  for (const what of ['requests', 'writes', 'deliveries', 'messages'] as const) expect(many[what], what).toBeLessThanOrEqual(few[what])
})

test('a decision of the scheduler looks at no more nodes than upstream samples', { timeout: 300_000 }, () => {
  const { perPod } = rolledOut(300, 160)
  expect(perPod.decisions).toBeGreaterThanOrEqual(1)
  // 100 of 161 nodes are enough; the control plane's refuses on the way.
  expect(perPod.visited / perPod.decisions).toBeGreaterThan(99)
  expect(perPod.visited / perPod.decisions).toBeLessThan(103)
})

test('the Pods of a Deployment share their hidden classes, so that all who read them stay fast', { timeout: 300_000 }, () => {
  setFlagsFromString('--allow-natives-syntax')
  const alike = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: unknown, b: unknown) => boolean
  const classes = (all: readonly unknown[]): number => {
    const found: unknown[] = []
    for (const one of all) if (!found.some((other) => alike(one, other))) found.push(one)
    return found.length
  }
  const { cluster } = rolledOut(60, 4)
  const pods = cluster.pods()
  expect(pods.length).toBe(60)
  const parts: Readonly<Record<string, (pod: Pod) => unknown>> = {
    object: (pod) => pod, metadata: ({ metadata }) => metadata, spec: ({ spec }) => spec, container: ({ spec }) => spec.containers[0], status: ({ status }) => status,
    'container status': ({ status }) => status!.containerStatuses![0], 'condition Ready': ({ status }) => status!.conditions!.find(({ type }) => type === 'Ready'),
  }
  for (const [name, part] of Object.entries(parts)) expect(classes(pods.map(part)), name).toBeLessThanOrEqual(3)
  const stored = cluster.kernel.inspect('etcd-0') as { readonly database: { readonly mvcc: { readonly history: { readonly first: number; readonly length: number; get(at: number): { readonly kv?: { readonly value?: ApiObject } } } } } }
  const { history } = stored.database.mvcc
  const versions: ApiObject[] = []
  for (let at = history.first; at < history.length; at++) {
    const value = history.get(at)?.kv?.value
    if (value?.kind === 'Pod' && value.metadata.namespace === 'default') versions.push(value)
  }
  expect(versions.length).toBeGreaterThan(250)
  // Five versions of a Pod: made, bound, and three statuses.
  expect(classes(versions.map(({ status }) => status))).toBeLessThanOrEqual(6)
  expect(classes(versions.flatMap(({ status }) => (status as Pod['status'])?.conditions ?? []))).toBeLessThanOrEqual(12)
})
