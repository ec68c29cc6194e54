import { expect, test } from 'vitest'
import type { Pod } from '../../api/index.ts'
import { clusterOf, node, pod } from './builders.ts'
import { know, type ClusterCache } from './cache.ts'
import { constraintsFor } from './default-spread.ts'
import { evaluate } from './explain.ts'
import { podRequest } from './resources.ts'
import type { SpreadConstraint } from './shape.ts'

const ask = (cache: ClusterCache, one: Pod, spread: readonly SpreadConstraint[] = []) => evaluate(cache, know(cache, one), spread, { start: 0, atUs: 0, attempt: 1 })
const messageFor = (cache: ClusterCache, one: Pod) => ask(cache, one).message
const score = (cache: ClusterCache, one: Pod, plugin: string, spread?: readonly SpreadConstraint[]) =>
  Object.fromEntries(ask(cache, one, spread).nodes.map(report => [report.node, report.plugins.find(found => found.plugin === plugin)?.normalised]))

test('a cordoned node takes no pods, unless they tolerate it', () => {
  const cache = clusterOf([node('a', { unschedulable: true })])
  expect(messageFor(cache, pod('web'))).toBe('0/1 nodes are available: 1 node(s) were unschedulable.')
  expect(ask(cache, pod('web', { tolerations: [{ operator: 'Exists' }] })).node).toBe('a')
})

test('a taint keeps away pods that do not tolerate it, whatever its value', () => {
  const cache = clusterOf([node('a', { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] })])
  expect(messageFor(cache, pod('web'))).toBe('0/1 nodes are available: 1 node(s) had untolerated taint(s).')
  expect(ask(cache, pod('web', { tolerations: [{ key: 'gpu', value: 'no' }] })).node).toBeUndefined()
  expect(ask(cache, pod('web', { tolerations: [{ key: 'gpu', value: 'yes' }] })).node).toBe('a')
})

test('a PreferNoSchedule taint only costs points', () => {
  const cache = clusterOf([node('a', { taints: [{ key: 'busy', effect: 'PreferNoSchedule' }] }), node('b')])
  expect(score(cache, pod('web'), 'TaintToleration')).toEqual({ a: 0, b: 100 })
  expect(score(clusterOf([node('a'), node('b')]), pod('web'), 'TaintToleration')).toEqual({ a: 100, b: 100 })
})

test('a node selector and required node affinity must both hold', () => {
  const cache = clusterOf([node('a', { labels: { disk: 'ssd', size: '3' } }), node('b', { labels: { disk: 'ssd', size: '7' } })])
  const affinity = (key: string, operator: string, values: string[]) => ({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }] } } })
  expect(ask(cache, pod('web', { nodeSelector: { disk: 'ssd' }, affinity: affinity('size', 'Gt', ['5']) })).best).toEqual(['b'])
  expect(messageFor(cache, pod('web', { nodeSelector: { disk: 'hdd' } }))).toBe("0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.")
})

test("a DaemonSet's pod looks at its own node only", () => {
  const cache = clusterOf([node('a', { unschedulable: true }), node('b'), node('c')])
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }] } } }
  expect(messageFor(cache, pod('agent', { affinity }))).toBe("0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].")
})

test('two pods cannot share a host port of one node', () => {
  const cache = clusterOf([node('a')], [[pod('first', { hostPort: 80 }), 'a']])
  expect(messageFor(cache, pod('second', { hostPort: 80 }))).toBe("0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.")
})

test('every resource that is short is named, and nodes that say the same are counted together', () => {
  const cache = clusterOf([node('a', { cpu: '1' }), node('b', { cpu: '1', memory: '1Gi' }), node('c', { pods: '0' })])
  expect(messageFor(cache, pod('big', { cpu: '2', memory: '2Gi' }))).toBe('0/3 nodes are available: 1 Insufficient memory, 1 Too many pods, 2 Insufficient cpu.')
})

test('what a node never has cannot be freed by preemption', () => {
  const cache = clusterOf([node('a', { cpu: '1' }), node('b', { cpu: '4' })], [[pod('busy', { cpu: '4' }), 'b']])
  expect(ask(cache, pod('big', { cpu: '2' })).nodes.map(({ resolvable }) => resolvable)).toEqual([false, true])
})

test('the emptier node scores higher, and a pod that asks for nothing counts a little', () => {
  const cache = clusterOf([node('a', { cpu: '4', memory: '8Gi' }), node('b', { cpu: '4', memory: '8Gi' })], [[pod('busy', { cpu: '2', memory: '4Gi' }), 'b']])
  // a: cpu (4000-100)*100/4000 = 97, memory (8192-200)*100/8192 = 97; b: 47 and 47.
  expect(score(cache, pod('web'), 'NodeResourcesFit')).toEqual({ a: 97, b: 47 })
})

test('since 1.36 balance is what the pod changes: 75 for nothing, more for a node that it evens out, less for one that it tilts', () => {
  const cache = clusterOf([node('a', { cpu: '4', memory: '8Gi' }), node('b', { cpu: '4', memory: '8Gi' })], [[pod('cpu-heavy', { cpu: '2' }), 'b']])
  const memoryHeavy = pod('memory-heavy', { memory: '4Gi' })
  // a: 100 -> 75, so 50 + (50 - 25) / 2 = 62; b: 75 -> 100, so 50 + (50 + 25) / 2 = 87.
  expect(score(cache, memoryHeavy, 'NodeResourcesBalancedAllocation')).toEqual({ a: 62, b: 87 })
  expect(score(cache, pod('even', { cpu: '2', memory: '4Gi' }), 'NodeResourcesBalancedAllocation')).toEqual({ a: 75, b: 75 })
})

test('nodes that have the image already score by its size and by how many have it', () => {
  const images = [{ names: ['nginx:1.29'], sizeBytes: 1000 * 1024 * 1024 }]
  const cache = clusterOf([node('a', { images }), node('b')])
  // Half of the nodes have it: (500 - 23) * 100 / (1000 - 23) = 48.
  expect(score(cache, pod('web'), 'ImageLocality')).toEqual({ a: 48, b: 0 })
})

const spread = (topologyKey: string, maxSkew = 1, more = {}) => ({ topologySpreadConstraints: [{ maxSkew, topologyKey, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } }, ...more }] })
const web = { labels: { app: 'web' } }

test('a hard spread constraint keeps zones even', () => {
  const cache = clusterOf([node('a', { zone: 'x' }), node('b', { zone: 'y' }), node('c')], [[pod('web-1', web), 'a']])
  const report = ask(cache, pod('web-2', { ...web, ...spread('topology.kubernetes.io/zone') }))
  expect(report.nodes.map(({ node: name, reasons }) => [name, reasons])).toEqual([
    ['a', ["node(s) didn't match pod topology spread constraints"]], ['b', undefined], ['c', ["node(s) didn't match pod topology spread constraints (missing required label)"]],
  ])
})

test('with fewer domains than minDomains the emptiest domain counts as empty', () => {
  const cache = clusterOf([node('a', { zone: 'x' })], [[pod('web-1', web), 'a']])
  expect(ask(cache, pod('web-2', { ...web, ...spread('topology.kubernetes.io/zone', 1) })).node).toBe('a')
  expect(ask(cache, pod('web-2', { ...web, ...spread('topology.kubernetes.io/zone', 1, { minDomains: 2 }) })).node).toBeUndefined()
})

test('pods that are being deleted no longer count for spreading', () => {
  const leaving = pod('web-1', web)
  const cache = clusterOf([node('a', { zone: 'x' }), node('b', { zone: 'y' })], [[{ ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }, 'a']])
  expect(ask(cache, pod('web-2', { ...web, ...spread('topology.kubernetes.io/zone') })).nodes.every(({ feasible }) => feasible)).toBe(true)
})

test("a workload's pods spread over nodes although nobody asked", () => {
  const cache = clusterOf([node('a'), node('b')], [[pod('web-1', web), 'a'], [pod('web-2', web), 'a']])
  const scores = score(cache, pod('web-3', web), 'PodTopologySpread', constraintsFor({ matchLabels: { app: 'web' } }))
  // a: 2 ln(4) + 2, rounded 5; b: 2. Of 5 + 2: a gets 2 of 5, b 5 of 5.
  expect(scores).toEqual({ a: 40, b: 100 })
})

const term = (topologyKey = 'kubernetes.io/hostname') => ({ topologyKey, labelSelector: { matchLabels: { app: 'web' } } })

test('anti-affinity works both ways: pods refuse and are refused', () => {
  const hermit = pod('hermit', { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term()] } } })
  const cache = clusterOf([node('a'), node('b')], [[pod('web-1', web), 'a'], [hermit, 'b']])
  expect(messageFor(cache, pod('web-2', web))).toBeUndefined()
  expect(ask(cache, pod('web-2', web)).best).toEqual(['a'])
  expect(ask(cache, { ...hermit, metadata: { ...hermit.metadata, name: 'hermit-2' } }).nodes.map(({ reasons }) => reasons?.[0])).toEqual(["node(s) didn't match pod anti-affinity rules", undefined])
  const only = clusterOf([node('b')], [[hermit, 'b']])
  expect(messageFor(only, pod('web-2', web))).toBe("0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules.")
})

test('the first pod of a group that wants company may start anywhere', () => {
  const friendly = { ...web, affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term()] } } }
  expect(ask(clusterOf([node('a'), node('b')]), pod('web-1', friendly)).best).toHaveLength(2)
  expect(ask(clusterOf([node('a'), node('b')], [[pod('web-1', friendly), 'b']]), pod('web-2', friendly)).best).toEqual(['b'])
  const lonely = pod('other', { affinity: friendly.affinity })
  expect(messageFor(clusterOf([node('a')]), lonely)).toBe("0/1 nodes are available: 1 node(s) didn't match pod affinity rules.")
})

test('preferred affinity draws pods to a zone', () => {
  const cache = clusterOf([node('a', { zone: 'x' }), node('b', { zone: 'x' }), node('c', { zone: 'y' })], [[pod('web-1', web), 'a']])
  const drawn = pod('cache', { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: term('topology.kubernetes.io/zone') }] } } })
  expect(score(cache, drawn, 'InterPodAffinity')).toEqual({ a: 100, b: 100, c: 0 })
})

test('affinity looks into other namespaces only if told to', () => {
  const cache = clusterOf([node('a')], [[pod('web-1', { ...web, namespace: 'other' }), 'a']])
  const near = (more: object) => pod('near', { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...term(), ...more }] } } })
  expect(ask(cache, near({})).node).toBeUndefined()
  expect(ask(cache, near({ namespaces: ['other'] })).node).toBe('a')
  expect(ask(cache, near({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } })).node).toBe('a')
})

test('a report tells what the plugins behind the first refusal would have said', () => {
  const cache = clusterOf([node('a', { cpu: '1', unschedulable: true })])
  const { plugins, refusedBy } = ask(cache, pod('big', { cpu: '2' })).nodes[0]!
  expect(refusedBy).toBe('NodeUnschedulable')
  expect(plugins.find(({ plugin }) => plugin === 'NodeResourcesFit')).toMatchObject({ verdict: 'fail', ran: false, reasons: ['Insufficient cpu'] })
})

test('a pod without requests counts as 100m and 200Mi where nodes are scored', () => {
  const cache = clusterOf([node('a', { cpu: '1', memory: '1Gi' }), node('b', { cpu: '2', memory: '1Gi' })])
  // a: cpu 90, memory (1024-200)*100/1024 = 80; b: 95 and 80.
  expect(score(cache, pod('web'), 'NodeResourcesFit')).toEqual({ a: 85, b: 87 })
})

test('preferred node affinities of one node add up', () => {
  const prefer = (weight: number, key: string) => ({ weight, preference: { matchExpressions: [{ key, operator: 'Exists' }] } })
  const cache = clusterOf([node('a', { labels: { fast: '', near: '' } }), node('b', { labels: { cheap: '' } })])
  const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [prefer(10, 'fast'), prefer(10, 'near'), prefer(15, 'cheap')] } }
  expect(score(cache, pod('web', { affinity }), 'NodeAffinity')).toEqual({ a: 100, b: 75 })
})

test('who must be near a pod draws it too, and dislike goes down to nothing', () => {
  const friend = pod('friend', { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term()] } }, labels: { app: 'web' } })
  expect(score(clusterOf([node('a'), node('b')], [[friend, 'a']]), pod('web', web), 'InterPodAffinity')).toEqual({ a: 100, b: 0 })
  const shy = pod('shy', { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: term() }] } } })
  const cache = clusterOf([node('a'), node('b'), node('c')], [[pod('web-1', web), 'a'], [pod('web-2', web), 'a'], [pod('web-3', web), 'b']])
  expect(score(cache, shy, 'InterPodAffinity')).toEqual({ a: 0, b: 50, c: 100 })
})

test('the images of all containers count, and the more containers the more bytes are much', () => {
  const images = [{ names: ['nginx:1.29'], sizeBytes: 1000 * 1024 * 1024 }]
  const cache = clusterOf([node('a', { images }), node('b', { images })])
  const two = pod('two')
  // One of two images is there: (1000 - 23) * 100 / (2000 - 23) = 49.
  expect(score(cache, { ...two, spec: { ...two.spec, containers: [...two.spec.containers, { name: 'other', image: 'redis:8' }] } }, 'ImageLocality')).toEqual({ a: 49, b: 49 })
})

test('a pod asks for its containers and sidecars, or for its largest step of initialisation beside the sidecars before it, and for its overhead', () => {
  const asks = (cpu: string) => ({ image: 'i', resources: { requests: { cpu } } })
  const initContainers = [{ name: 'beside', restartPolicy: 'Always', ...asks('200m') }, { name: 'first', ...asks('700m') }]
  const cpu = (more: object): number => podRequest(pod('web', { cpu: '500m', ...more })).cpu
  expect([cpu({}), cpu({ initContainers }), cpu({ initContainers: initContainers.slice(0, 1) }), cpu({ overhead: { cpu: '50m' } })]).toEqual([500, 900, 700, 550])
  expect(cpu({ resources: { requests: { cpu: '2' } }, initContainers })).toBe(2000)
})

test('plugins run in upstream’s order and weigh as much as upstream’s', () => {
  const affinity = {
    nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [{ key: 'fast', operator: 'Exists' }] } }] },
    podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term() }] },
  }
  const cache = clusterOf([node('a'), node('b')], [[pod('web-1', web), 'a']])
  const { plugins } = ask(cache, pod('web-2', { ...web, cpu: '1', affinity }), constraintsFor({ matchLabels: { app: 'web' } })).nodes[0]!
  expect(plugins.map(({ plugin, weight }) => (weight === undefined ? plugin : `${plugin} ${weight}`))).toEqual([
    'NodeUnschedulable', 'NodeName', 'TaintToleration 3', 'NodeAffinity 2', 'NodePorts', 'NodeResourcesFit 1', 'PodTopologySpread 2', 'InterPodAffinity 2', 'NodeResourcesBalancedAllocation 1', 'ImageLocality 1',
  ])
})

test('pods of no workload are not spread by themselves', () => {
  expect(constraintsFor({ matchLabels: {} })).toEqual([])
  expect(constraintsFor({ matchLabels: { app: 'web' } }).map(({ topologyKey, maxSkew }) => [topologyKey, maxSkew])).toEqual([['kubernetes.io/hostname', 3], ['topology.kubernetes.io/zone', 5]])
})

test('a single feasible node is not scored', () => {
  expect(ask(clusterOf([node('a')]), pod('web')).nodes[0]).toMatchObject({ feasible: true, total: undefined })
})
