import { podReady, podTerminal, type Deployment, type Node, type Pod, type ReplicaSet } from '../api/index.ts'
import type { ClusterOptions } from '../cluster/index.ts'
import { clusterInvariants } from '../invariants/index.ts'
import { below, MINUTE, randomFor, SECOND, type Observer, type Random } from '../kernel/index.ts'
import { deployment, testCluster, type TestCluster } from './cluster.ts'

export interface SwarmResult {
  readonly seed: number
  /** What invariants saw, in words; empty when all held. */
  readonly violations: readonly string[]
  /** What was still not as wished after the healing, in words; empty when all was. */
  readonly unsettled: readonly string[]
  readonly faults: readonly string[]
}

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'
const FAULTS = 6
const SETTLE_US = 15 * MINUTE

/** One run under faults: everything about it comes from the seed. `extra` plants a bug, to see that a swarm can fail. */
export function swarm(seed: number, extra?: { readonly afterBoot?: (cluster: TestCluster) => void; readonly observers?: readonly Observer[]; readonly bug?: ClusterOptions['bug'] }): SwarmResult {
  const luck = randomFor(seed, 'swarm')
  const violations: string[] = []
  const invariants = clusterInvariants((words) => { if (violations.length < 5) violations.push(words) })
  const cluster = testCluster({ seed, workers: 2 + below(luck, 3), etcd: below(luck, 4) === 0 ? 1 : 3, bug: extra?.bug, observers: [invariants.observer, ...(extra?.observers ?? [])] })
  invariants.watch(cluster.kernel, cluster.plan)
  extra?.afterBoot?.(cluster)
  const faults: string[] = []
  const heal: (() => void)[] = []
  cluster.say('POST', DEPLOYMENTS, deployment('web', 2 + below(luck, 5), below(luck, 2) === 0 ? 'httpd' : 'nginx'))
  for (let fault = 0; fault < FAULTS; fault++) {
    cluster.run(below(luck, 20 * SECOND))
    faults.push(`${(cluster.kernel.now / SECOND).toFixed(1)} s ${strike(cluster, luck, heal)}`)
    if (below(luck, 2) === 0) work(cluster, luck)
    if (below(luck, 3) === 0) heal.splice(below(luck, heal.length + 1), 1).forEach((undo) => { undo() })
  }
  cluster.run(below(luck, MINUTE))
  for (const undo of heal) undo()
  const settled = cluster.runUntil(sampled(cluster, () => gaps(cluster).length === 0), SETTLE_US)
  invariants.check()
  return { seed, violations, unsettled: settled ? [] : gaps(cluster), faults }
}

/** Looking at the whole cluster after every event would cost more than the run. */
function sampled(cluster: TestCluster, look: () => boolean): () => boolean {
  let next = cluster.kernel.now
  return () => {
    if (cluster.kernel.now < next) return false
    next = cluster.kernel.now + SECOND
    return look()
  }
}

/** Desired against observed, for everything that the swarm made. */
export function gaps(cluster: TestCluster): string[] {
  const found: string[] = []
  for (const node of cluster.list<Node>('', 'nodes')) {
    if (node.status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True') found.push(`node ${node.metadata.name} is not Ready`)
    if (node.spec.taints?.some(({ key }) => key.startsWith('node.kubernetes.io/'))) found.push(`node ${node.metadata.name} is still tainted`)
  }
  for (const one of cluster.list<Deployment>('apps', 'deployments')) {
    const { replicas = 1 } = one.spec
    const { name } = one.metadata
    if ((one.status?.observedGeneration ?? 0) < (one.metadata.generation ?? 0)) found.push(`deployment ${name}: generation ${one.metadata.generation} not observed`)
    if (one.status?.updatedReplicas !== replicas && replicas > 0) found.push(`deployment ${name}: ${one.status?.updatedReplicas ?? 0} of ${replicas} updated`)
    if ((one.status?.availableReplicas ?? 0) !== replicas) found.push(`deployment ${name}: ${one.status?.availableReplicas ?? 0} of ${replicas} available`)
  }
  for (const one of cluster.list<ReplicaSet>('apps', 'replicasets')) {
    const pods = cluster.list<Pod>('', 'pods').filter((pod) => !podTerminal(pod) && pod.metadata.ownerReferences?.some(({ uid }) => uid === one.metadata.uid))
    if (pods.length !== (one.spec.replicas ?? 0)) found.push(`replicaset ${one.metadata.name}: ${pods.length} Pods of ${one.spec.replicas}`)
    for (const pod of pods) if (!podReady(pod)) found.push(`pod ${pod.metadata.name} is not Ready (${pod.status?.phase})`)
  }
  return found
}

/** Something breaks. What undoes it joins `heal`. Returns it in words. */
function strike(cluster: TestCluster, luck: Random, heal: (() => void)[]): string {
  const { kernel, plan } = cluster
  const node = plan.nodes[1 + below(luck, plan.nodes.length - 1)]!.name
  const member = plan.etcd[below(luck, plan.etcd.length)]!
  const twin = (kind: 'crash' | 'pause', actor: string): string => {
    kernel.input({ type: kind, actor })
    heal.push(() => kernel.input({ type: kind === 'crash' ? 'restart' : 'resume', actor }))
    return `${kind} ${actor}`
  }
  switch (below(luck, 13)) {
    case 0: return twin('crash', member)
    case 1: return twin('crash', `kubelet/${node}`)
    case 2: return twin('crash', 'apiserver')
    case 3: return twin('crash', 'kube-controller-manager')
    case 4: return twin('crash', 'kube-scheduler')
    case 5: return twin('pause', ['kube-controller-manager', 'kube-scheduler', 'apiserver', `kubelet/${node}`][below(luck, 4)]!)
    case 6: {
      kernel.input({ type: 'power-off', host: node })
      heal.push(() => kernel.input({ type: 'power-on', host: node }))
      return `power-off ${node}`
    }
    case 7: return cut({ kernel }, luck, node, 'cp-1', heal)
    case 8: return cut({ kernel }, luck, plan.etcd[0]!, member === plan.etcd[0] ? 'apiserver' : member, heal)
    case 9: {
      const peer = ['kube-controller-manager', 'kube-scheduler', `kubelet/${node}`, plan.etcd[0]!][below(luck, 4)]!
      kernel.input({ type: 'disconnect', from: peer, to: 'apiserver' })
      return `reset ${peer} ↔ apiserver`
    }
    case 10: {
      const [first] = [...kernel.pending()].filter(({ from, to }) => from !== to)
      if (!first) return 'nothing to hold'
      kernel.input({ type: 'hold', event: first.id })
      heal.push(() => kernel.input({ type: 'release', event: first.id }))
      return `hold ${first.from} → ${first.to} ${first.msg.type}`
    }
    case 11: {
      const victim = cluster.pods().filter(({ spec }) => spec.nodeName)[below(luck, 4)]
      if (!victim) return 'nobody to leak'
      const leak = (mebibytes: number): void => {
        const { name, namespace } = victim.metadata
        kernel.input({ type: 'message', to: `runtime/${victim.spec.nodeName}`, msg: { type: 'leak-memory', namespace, pod: name, container: victim.spec.containers[0]!.name, bytesPerSecond: mebibytes * 1024 * 1024 } as never })
      }
      leak(8 << below(luck, 8))
      heal.push(() => { leak(0) })
      return `leak in ${victim.metadata.name}`
    }
    default: {
      const slow = { latencyFactor: 2 + below(luck, 30), lossPpm: below(luck, 200_000), duplicatePpm: below(luck, 100_000) }
      kernel.input({ type: 'link', from: member, to: 'cp-1', change: slow })
      heal.push(() => kernel.input({ type: 'link', from: member, to: 'cp-1', change: {} }))
      return `slow and lossy ${member}`
    }
  }
}

function cut({ kernel }: Pick<TestCluster, 'kernel'>, luck: Random, from: string, to: string, heal: (() => void)[]): string {
  const ways = below(luck, 3) === 0 ? [[from, to]] : [[from, to], [to, from]]
  for (const [a, b] of ways) kernel.input({ type: 'link', from: a!, to: b!, change: { down: true } })
  heal.push(() => { for (const [a, b] of ways) kernel.input({ type: 'link', from: a!, to: b!, change: {} }) })
  return `cut ${from} ${ways.length === 1 ? '→' : '↔'} ${to}`
}

/** Users go on while things break. */
function work(cluster: TestCluster, luck: Random): void {
  const scale = (replicas: number): void => cluster.say('PATCH', `${DEPLOYMENTS}/web/scale`, { spec: { replicas } })
  switch (below(luck, 4)) {
    case 0: return scale(1 + below(luck, 7))
    case 1: return cluster.say('PATCH', `${DEPLOYMENTS}/web`, { spec: { template: { spec: { containers: [{ name: 'main', image: ['httpd:2.4', 'nginx:1.27', 'redis'][below(luck, 3)] }] } } } })
    case 2: {
      const pods = cluster.pods()
      const victim = pods[below(luck, Math.max(1, pods.length))]
      if (victim) cluster.say('DELETE', `/api/v1/namespaces/default/pods/${victim.metadata.name}`)
      return
    }
    default: return cluster.say('POST', DEPLOYMENTS, deployment(`extra-${below(luck, 3)}`, 1 + below(luck, 3), 'busybox', { containers: [{ name: 'main', image: 'busybox', command: ['sleep', '3600'] }] }))
  }
}
