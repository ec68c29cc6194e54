import type { Node, Pod, PodSpec, Taint } from '../../api/index.ts'
import { assumePod, createCache, know, setNode, type ClusterCache } from './cache.ts'
import type { KnownPod } from './shape.ts'

// Short ways to say "a node like this, a pod like that", for tests and benchmarks.

export interface NodeText {
  readonly cpu?: string
  readonly memory?: string
  readonly pods?: string
  readonly labels?: { readonly [key: string]: string }
  readonly taints?: readonly Taint[]
  readonly unschedulable?: boolean
  readonly images?: readonly { readonly names: readonly string[]; readonly sizeBytes: number }[]
  readonly zone?: string
}

export function node(name: string, { cpu = '4', memory = '8Gi', pods = '110', labels, taints, unschedulable, images, zone }: NodeText = {}): Node {
  const zoned: Record<string, string> = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone }
  return {
    apiVersion: 'v1', kind: 'Node', metadata: { name, uid: `uid-${name}`, labels: { 'kubernetes.io/hostname': name, ...zoned, ...labels } },
    spec: { taints, unschedulable }, status: { allocatable: { cpu, memory, pods, 'ephemeral-storage': '100Gi' }, images },
  }
}

export interface PodText extends Partial<PodSpec> {
  readonly cpu?: string
  readonly memory?: string
  readonly labels?: { readonly [key: string]: string }
  readonly namespace?: string
  readonly image?: string
  readonly hostPort?: number
  readonly startTime?: string
}

export function pod(name: string, { cpu, memory, labels, namespace = 'default', image = 'nginx:1.29', hostPort, startTime, ...spec }: PodText = {}): Pod {
  const requests = { ...(cpu && { cpu }), ...(memory && { memory }) }
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, uid: `uid-${namespace}-${name}`, labels },
    spec: { schedulerName: 'default-scheduler', containers: [{ name: 'main', image, resources: { requests }, ...(hostPort && { ports: [{ containerPort: 80, hostPort }] }) }], ...spec },
    status: { phase: 'Pending', ...(startTime && { startTime }) },
  }
}

export function clusterOf(nodes: readonly Node[], placed: readonly (readonly [pod: Pod, node: string])[] = []): ClusterCache {
  const cache = createCache()
  for (const one of nodes) setNode(cache, one)
  for (const namespace of ['default', 'other']) cache.namespaces.set(namespace, { 'kubernetes.io/metadata.name': namespace })
  for (const [one, on] of placed) assumePod(cache, know(cache, one), on)
  return cache
}

export const placed = (cache: ClusterCache, one: Pod, on: string): KnownPod => {
  const known = know(cache, one)
  assumePod(cache, known, on)
  return known
}
