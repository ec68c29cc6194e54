import { hexWord, podReady, type ApiObject, type Deployment, type Lease, type Node, type Pod, type ReplicaSet } from '../../api/index.ts'
import { assert, below, randomFor, SECOND, type Kernel, type Random } from '../../kernel/index.ts'
import { copyDatabase, type Database } from '../etcd/database.ts'
import { compact } from '../etcd/mvcc/compaction.ts'
import { keysIn } from '../etcd/mvcc/range.ts'
import { prefixEnd } from '../etcd/mvcc/watch-index.ts'
import { currentKey, finish, put, remove } from '../etcd/mvcc/store.ts'
import type { EtcdState } from '../etcd/state.ts'
import { machineIds } from '../kubelet/node-status.ts'
import { ipText, subnetOf, type FlannelState } from '../network/flannel.ts'
import type { RuntimeState } from '../runtime/state.ts'
import { buildPlanned, type ClusterOptions } from './build.ts'
import { planCluster, type ClusterPlan, type PlannedNode } from './plan.ts'
import { diskWith, machineOf, patternsOf, type Machine, type Made } from './settled-machines.ts'
import { stampOf } from './stamp.ts'
import { isWarm } from './warm.ts'

/** A Deployment that was rolled out long ago. */
export interface Workload { readonly name: string; readonly image: string; readonly replicas: number }

const CALM_US = 30 * SECOND
const LIMIT_US = 300 * SECOND
const SEED_OF_SAMPLE = 0x5a3e

/**
 * A cluster that was in use before: its disks are made, its processes then start over them by their own messages. What the disks hold is taken from a small real
 * cluster, one worker a zone, that rolled the same workloads out: each further node and Pod is a copy with names, addresses and ids of its own.
 */
export function settledCluster({ workloads, ...options }: ClusterOptions & { readonly workloads: readonly Workload[] }): { readonly kernel: Kernel; readonly plan: ClusterPlan } {
  const plan = planCluster({ ...options, fleet: true })
  const sample = sampleOf(options, plan, workloads)
  const content = contentOf(sample.kernel, sample.plan, plan, workloads, options.seed)
  const kernel = buildPlanned({ ...options, startUs: sample.kernel.now }, plan, {
    etcd: () => diskWith(content.database), runtime: ({ name }) => content.machine(name).runtime, cni: ({ name }) => content.machine(name).cni,
  })
  return { kernel, plan }
}

/** The first worker of every zone, with the names that they have in the whole fleet. */
function sampleOf({ seed, startUs }: ClusterOptions, plan: ClusterPlan, workloads: readonly Workload[]): { readonly kernel: Kernel; readonly plan: ClusterPlan } {
  const zones = new Set<string>()
  const nodes = plan.nodes.filter(({ controlPlane, zone }) => controlPlane || (!zones.has(zone) && zones.add(zone)))
  const small: ClusterPlan = { ...plan, nodes }
  const kernel = buildPlanned({ seed: seed ^ SEED_OF_SAMPLE, startUs }, small)
  const limit = kernel.now + LIMIT_US
  const runUntil = (holds: () => boolean): void => {
    while (!holds()) {
      assert(kernel.now < limit, 'a small cluster settles')
      kernel.run(kernel.now + SECOND)
    }
  }
  runUntil(() => isWarm(kernel, small))
  // Spread over all workers, so that every image is on every machine.
  for (const { name, image } of workloads) {
    kernel.input({ type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line: `kubectl create deployment ${name} --image=${image} --replicas=${2 * (nodes.length - 1)}`, background: true } as never })
    kernel.run(kernel.now + 2 * SECOND)
  }
  runUntil(() => isWarm(kernel, small))
  kernel.run(kernel.now + CALM_US)
  runUntil(() => isWarm(kernel, small))
  return { kernel, plan: small }
}

interface Content { readonly database: Database; machine(node: string): Machine }

function contentOf(kernel: Kernel, small: ClusterPlan, plan: ClusterPlan, workloads: readonly Workload[], seed: number): Content {
  const database = copyDatabase((kernel.inspect(small.etcd[0]!) as EtcdState).database)
  const random = randomFor(seed, 'settled')
  const machines = new Map(small.nodes.map(({ name }) => [name, { runtime: kernel.inspect(`runtime/${name}`) as RuntimeState, cni: kernel.inspect(`cni/${name}`) as FlannelState }]))
  forget(database)
  const template = small.nodes.find(({ controlPlane, name }) => !controlPlane && hasAll(read<Node>(database, `/registry/minions/${name}`), workloads))
  assert(template, 'one worker of the small cluster has every image')
  const made = makeNodes(database, small, plan, template, machines, random)
  for (const workload of workloads) makePods(database, workload, template, made, random)
  compact(database.mvcc, database.mvcc.revision)
  const pattern = machines.get(template.name)!
  const patterns = patternsOf(pattern.runtime)
  const whole = new Map([...machines, ...made.map((one) => [one.name, machineOf(pattern, patterns, one, machines.get(one.name))] as const)])
  return { database, machine: (node) => whole.get(node)! }
}

const hasAll = (node: Node, workloads: readonly Workload[]): boolean => workloads.every(({ image }) => node.status?.images?.some(({ names }) => names?.some((name) => name.endsWith(`/${image}`))))

/** Who led before let go of it, and what was told of the past is forgotten. */
function forget(database: Database): void {
  const old = ['/registry/events/', '/registry/leases/kube-system/'].flatMap((prefix) => [...keysIn(database.mvcc, prefix, prefixEnd(prefix))])
  for (const key of old) {
    const event = remove(database.mvcc, database.mvcc.revision + 1, key)
    if (event) finish(database.mvcc, [event])
  }
}

// ---- nodes -------------------------------------------------------------------------------------------------------------

function makeNodes(database: Database, small: ClusterPlan, plan: ClusterPlan, template: PlannedNode, machines: ReadonlyMap<string, Machine>, random: Random): readonly Made[] {
  const node = read<Node>(database, `/registry/minions/${template.name}`)
  const lease = read<Lease>(database, `/registry/leases/kube-node-lease/${template.name}`)
  const ids = Object.values(machineIds(template.name))
  const stampNode = stampOf(node, [node.metadata.uid!, node.spec.podCIDR!, template.hostIP, template.zone, ...ids, template.name])
  const stampLease = stampOf(lease, [lease.metadata.uid!, node.metadata.uid!, template.name])
  const known = new Map(small.nodes.map(({ name }) => [name, read<Node>(database, `/registry/minions/${name}`).spec.podCIDR!]))
  const free = rangesBut(plan.podCidr, new Set(known.values()))
  return plan.nodes.flatMap(({ name, hostIP, zone, controlPlane }) => {
    if (controlPlane) return []
    const cidr = known.get(name) ?? free()
    if (!known.has(name)) {
      const uid = newUid(random)
      write(database, `/registry/minions/${name}`, stampNode([uid, cidr, hostIP, zone, ...Object.values(machineIds(name)), name]), `/registry/minions/${template.name}`)
      write(database, `/registry/leases/kube-node-lease/${name}`, stampLease([newUid(random), uid, name]), `/registry/leases/kube-node-lease/${template.name}`)
    }
    return [{ name, hostIP, cidr, next: Math.max(1, machines.get(name)?.cni.last ?? 1) + 1, pods: [] }]
  })
}

function rangesBut(podCidr: string, taken: ReadonlySet<string>): () => string {
  const { network } = subnetOf(podCidr)
  let next = 0
  return () => {
    for (;;) {
      const cidr = `${ipText(network + 256 * next++)}/24`
      if (!taken.has(cidr)) return cidr
    }
  }
}

// ---- Pods --------------------------------------------------------------------------------------------------------------

function makePods(database: Database, { name, replicas }: Workload, template: PlannedNode, made: readonly Made[], random: Random): void {
  const deploymentKey = `/registry/deployments/default/${name}`
  const setKey = [...keysUnder(database, `/registry/replicasets/default/${name}-`)][0]!
  const set = read<ReplicaSet>(database, setKey)
  const podKeys = [...keysUnder(database, `/registry/pods/default/${set.metadata.name}-`)]
  const patternKey = podKeys.find((key) => read<Pod>(database, key).spec.nodeName === template.name)!
  const pattern = patternOf(read<Pod>(database, patternKey))
  const home = spread(made, podKeys.map((key) => read<Pod>(database, key).spec.nodeName!), replicas)
  const first = below(random, SUFFIXES)
  for (const [index, one] of home.entries()) {
    const pod = pattern.next(one, [set.metadata.name, suffix(first + index)].join('-'), random)
    write(database, ['/registry/pods/default/', pod.metadata.name].join(''), pod, patternKey)
  }
  write(database, deploymentKey, scaled(read<Deployment>(database, deploymentKey), replicas), deploymentKey)
  write(database, setKey, scaledSet(set, replicas), setKey)
}

/** Pods for the emptiest nodes first, until there are as many as wanted. */
function spread(made: readonly Made[], present: readonly string[], replicas: number): readonly Made[] {
  const counts = new Map<string, number>()
  for (const node of present) counts.set(node, (counts.get(node) ?? 0) + 1)
  const home: Made[] = []
  for (let level = 0; present.length + home.length < replicas; level++) {
    for (const one of made) {
      if ((counts.get(one.name) ?? 0) <= level && present.length + home.length < replicas) home.push(one)
    }
  }
  return home
}

function patternOf(pod: Pod): { next(one: Made, name: string, random: Random): Pod } {
  assert(podReady(pod), 'what is copied is Ready')
  const { name, uid } = pod.metadata
  const { nodeName } = pod.spec
  const { hostIP, podIP, containerStatuses } = pod.status!
  const stamp = stampOf(pod, [name!, uid!, nodeName!, hostIP!, podIP!, containerStatuses![0]!.containerID!])
  return {
    next(one, newName, random) {
      const hex = hexText(random, 4)
      // Two different texts of 64 digits: containerd's ids need not be drawn digit by digit.
      const turned = hex.slice(16) + hex.slice(0, 16)
      const ids = { uid: newUid(random), sandbox: [hex, turned].join(''), container: [turned, hex].join('') }
      const ip = ipText(subnetOf(one.cidr).network + one.next++)
      one.pods.push({ name: newName, ip, of: name!, ...ids })
      return stamp([newName, ids.uid, one.name, one.hostIP, ip, `containerd://${ids.container}`])
    },
  }
}

// ---- objects -----------------------------------------------------------------------------------------------------------

function scaled(deployment: Deployment, replicas: number): Deployment {
  const counts = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas }
  return { ...deployment, spec: { ...deployment.spec, replicas }, status: { ...deployment.status, ...counts } }
}

function scaledSet(set: ReplicaSet, replicas: number): ReplicaSet {
  const surge = Math.ceil(replicas / 4)
  const annotations = { ...set.metadata.annotations, 'deployment.kubernetes.io/desired-replicas': String(replicas), 'deployment.kubernetes.io/max-replicas': String(replicas + surge) }
  const counts = { replicas, fullyLabeledReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas }
  return { ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas }, status: { ...set.status, ...counts } }
}

function read<T>(database: Database, key: string): T {
  const found = currentKey(database.mvcc, key)
  assert(found, `the small cluster has ${key}`)
  return found.value as T
}

/** Written like another key: with its weight. */
function write(database: Database, key: string, value: unknown, like: string): void {
  finish(database.mvcc, [put(database.mvcc, database.mvcc.revision + 1, key, value as ApiObject, currentKey(database.mvcc, like)!.bytes, 0)])
}

const keysUnder = (database: Database, prefix: string): Iterable<string> => keysIn(database.mvcc, prefix, prefixEnd(prefix))

// ---- names: joined, because a text that was added is kept in its pieces until somebody looks for it -----------------------

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const SUFFIXES = ALPHABET.length ** 5

/** Five letters, none twice: the step has no factor in common with their number. */
function suffix(index: number): string {
  let left = (index * 5_915_587) % SUFFIXES
  let text = ''
  for (let i = 0; i < 5; i++, left = Math.floor(left / ALPHABET.length)) text = ALPHABET[left % ALPHABET.length]! + text
  return text
}

function hexText(random: Random, words: number): string {
  const parts: string[] = []
  for (let i = 0; i < words; i++) parts.push(hexWord(below(random, 0x1_0000_0000)))
  return parts.join('')
}

function newUid(random: Random): string {
  const hex = hexText(random, 4)
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-')
}
