import { expect, test } from 'vitest'
import type { Container, ContainerStatus, Node, Pod, PodSpec } from '../../api/index.ts'
import { MINUTE, SECOND } from '../../kernel/index.ts'
import { admit, type Usage } from './admission.ts'
import { BACK_OFF_MAX_US, isInBackOffSince, nextBackOff, type BackOff } from './back-off.ts'
import { podConditions, type PodFacts } from './conditions.ts'
import { whoGoesFirst } from './eviction.ts'
import { nodeStatus } from './node-status.ts'
import { phaseOf } from './phase.ts'
import type { KubeletConfig, KubeletState } from './state.ts'

// What a kubelet decides, without a node around it.

const running: Partial<ContainerStatus> = { state: { running: { startedAt: '' } }, started: true, ready: true }
const waiting: Partial<ContainerStatus> = { state: { waiting: {} } }
const ended = (exitCode: number): Partial<ContainerStatus> => ({ state: { terminated: { exitCode } } })
/** Dead, and to be started again. */
const crashed = (exitCode: number): Partial<ContainerStatus> => ({ state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode } } })
const named = (names: readonly string[], states: readonly (Partial<ContainerStatus> | undefined)[]): ContainerStatus[] =>
  names.flatMap((name, i) => (states[i] ? [{ name, image: '', imageID: '', ready: false, restartCount: 0, ...states[i] }] : []))
const containers = (names: readonly string[]): Container[] => names.map((name) => ({ name, image: 'i' }))

/** The phase of a pod with these main containers. */
const phase = (restartPolicy: string, states: readonly (Partial<ContainerStatus> | undefined)[], terminal = false): string => {
  const names = states.map((_, i) => `c${i}`)
  return phaseOf({ restartPolicy, containers: containers(names) }, named(names, states), terminal, true)
}

test('a pod runs while one of its containers does, and is pending while one has never run', () => {
  expect([phase('Always', [running, ended(1)]), phase('Always', [running, waiting]), phase('Always', [running, undefined])]).toEqual(['Running', 'Pending', 'Pending'])
})

test('a pod whose containers have ended is over only if nobody starts them again', () => {
  const ends = (restartPolicy: string): string[] => [phase(restartPolicy, [ended(0), ended(0)]), phase(restartPolicy, [ended(0), ended(1)]), phase(restartPolicy, [crashed(1)])]
  expect(ends('Always')).toEqual(['Running', 'Running', 'Running'])
  expect(ends('OnFailure')).toEqual(['Succeeded', 'Running', 'Running'])
  expect(ends('Never')).toEqual(['Succeeded', 'Failed', 'Failed'])
})

test('a pod that is deleted ends for good, whatever its policy: Failed if any container did', () => {
  expect([phase('Always', [ended(0), ended(0)], true), phase('Always', [ended(0), ended(137)], true)]).toEqual(['Succeeded', 'Failed'])
})

test('an init container that fails is tried again, but under Never the whole pod has failed', () => {
  const of = (restartPolicy: string, init: Partial<ContainerStatus>): string =>
    phaseOf({ restartPolicy, initContainers: containers(['init']), containers: containers(['main']) }, named(['init', 'main'], [init, waiting]), false, false)
  expect([of('Always', crashed(1)), of('Never', ended(1)), of('Never', running), of('Never', ended(0))]).toEqual(['Pending', 'Failed', 'Pending', 'Pending'])
})

test('a sidecar that ended does not matter, one that has not started yet does', () => {
  const of = (sidecar: Partial<ContainerStatus>, main: Partial<ContainerStatus>, initialized: boolean): string =>
    phaseOf({ restartPolicy: 'Never', initContainers: [{ ...containers(['beside'])[0]!, restartPolicy: 'Always' }], containers: containers(['main']) }, named(['beside', 'main'], [sidecar, main]), false, initialized)
  expect([of(ended(1), ended(0), true), of({ ...running, started: false }, waiting, false), of(running, running, true)]).toEqual(['Succeeded', 'Pending', 'Running'])
})

test('the wait of a crashing container doubles from ten seconds to five minutes, and is forgotten after ten good minutes', () => {
  const waits: number[] = []
  let entry: BackOff | undefined
  let now = 0
  for (let i = 0; i < 7; i++) {
    entry = nextBackOff(entry, now, now)
    waits.push(entry.us / SECOND)
    now += entry.us
  }
  expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300])
  const end = entry!.updatedAtUs + 2 * BACK_OFF_MAX_US
  expect([isInBackOffSince(entry, end, end + MINUTE), isInBackOffSince(entry, end + 1, end + MINUTE)]).toEqual([true, false])
  expect([nextBackOff(entry, end, end).us / SECOND, nextBackOff(entry, end + 1, end + 1).us / SECOND]).toEqual([300, 10])
})

const conditions = (spec: Partial<PodSpec>, facts: Partial<PodFacts>, own: readonly object[] = []): Record<string, string> => {
  const pod = { metadata: {}, spec: { containers: containers(['main']), ...spec }, status: { conditions: own } } as unknown as Pod
  const all = podConditions({ pod, phase: 'Running', statuses: named(['main'], [running]), sandboxReady: true, mainStarted: true, ...facts }, [], '')
  return Object.fromEntries(all.map(({ type, status, reason, message }) => [type, [status, reason, message].filter((text) => text !== undefined).join(' ')]))
}

test('a pod is Ready when all its containers are and all its gates are open, and says which are not', () => {
  expect(conditions({}, {})).toMatchObject({ Ready: 'True', ContainersReady: 'True', Initialized: 'True' })
  expect(conditions({}, { statuses: named(['main'], [ended(1)]) })['Ready']).toBe('False ContainersNotReady containers with unready status: [main]')
  expect(conditions({}, { statuses: [] })['Ready']).toBe('False ContainersNotReady containers with unknown status: [main]')
  const readinessGates = [{ conditionType: 'example.com/open' }]
  expect(conditions({ readinessGates }, {})).toMatchObject({ ContainersReady: 'True', Ready: 'False ReadinessGatesNotReady corresponding condition of pod readiness gate "example.com/open" does not exist.' })
  expect(conditions({ readinessGates }, {}, [{ type: 'example.com/open', status: 'False' }])['Ready']).toBe('False ReadinessGatesNotReady the status of pod readiness gate "example.com/open" is not "True", but False')
  expect(conditions({ readinessGates }, {}, [{ type: 'example.com/open', status: 'True' }])['Ready']).toBe('True')
})

test('a pod that is over is not Ready because it is over, and one that was initialised once stays so', () => {
  expect(conditions({}, { phase: 'Succeeded', statuses: named(['main'], [ended(0)]) })).toMatchObject({ Ready: 'False PodCompleted', Initialized: 'True PodCompleted' })
  expect(conditions({}, { phase: 'Failed', statuses: named(['main'], [ended(1)]) })['Ready']).toBe('False PodFailed')
  const initContainers = containers(['init'])
  const statuses = named(['init', 'main'], [{ ...running, ready: false }, waiting])
  expect(conditions({ initContainers }, { statuses, mainStarted: false })['Initialized']).toBe('False ContainersNotInitialized containers with incomplete status: [init]')
  expect(conditions({ initContainers }, { statuses, mainStarted: true })['Initialized']).toBe('True')
})

const NODE = { metadata: { name: 'a', labels: { disk: 'ssd' } }, spec: { taints: [{ key: 'gone', effect: 'NoExecute' }, { key: 'full', effect: 'NoSchedule' }] }, status: { allocatable: { cpu: '2', memory: '1Gi', pods: '3' } } } as unknown as Node
const NONE: Usage = { requests: {}, pods: 0, ports: new Set() }
const tolerations = [{ key: 'gone', operator: 'Exists' }]
function verdict(spec: Partial<PodSpec>, usage: Partial<Usage> = {}, { isStatic = false, pressure = false } = {}): string {
  const answer = admit({ metadata: { name: 'p' }, spec: { nodeName: 'a', containers: containers(['main']), tolerations, ...spec } } as unknown as Pod, NODE, { ...NONE, ...usage }, isStatic, pressure)
  return answer.admit ? 'admitted' : `${answer.reason}: ${answer.message}`
}
const asking = (requests: Record<string, string>): Partial<PodSpec> => ({ containers: [{ name: 'main', image: 'i', resources: { requests } }] })

test('the kubelet looks once more: at room, labels, ports and taints that drive away', () => {
  expect(verdict({})).toBe('admitted')
  expect(verdict({}, { pods: 3 })).toBe('OutOfpods: Node didn\'t have enough resource: pods, requested: 1, used: 3, capacity: 3')
  expect(verdict(asking({ cpu: '1' }), { requests: { cpu: 1_500 } })).toBe('OutOfcpu: Node didn\'t have enough resource: cpu, requested: 1000, used: 1500, capacity: 2000')
  expect(verdict(asking({ memory: '2Gi' }))).toMatch(/^OutOfmemory: /)
  expect(verdict({ nodeSelector: { disk: 'hdd' } })).toBe('NodeAffinity: Predicate NodeAffinity failed: node(s) didn\'t match Pod\'s node affinity/selector')
  expect(verdict({ containers: [{ name: 'main', image: 'i', ports: [{ containerPort: 80, hostPort: 80 }] }] }, { ports: new Set(['TCP/80']) })).toMatch(/^NodePorts: /)
  expect(verdict({ tolerations: [] })).toMatch(/^TaintToleration: /)
  expect(verdict({ tolerations: [] }, {}, { isStatic: true })).toBe('admitted')
})

test('while memory is short only Pods come in that asked for some, tolerate it, or are critical', () => {
  const under = { pressure: true }
  expect(verdict({}, {}, under)).toBe('Evicted: The node had condition: [MemoryPressure]. ')
  expect(verdict(asking({ memory: '1Mi' }), {}, under)).toBe('admitted')
  expect(verdict({ tolerations: [...tolerations, { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists' }] }, {}, under)).toBe('admitted')
  expect([verdict({ priority: 2_000_000_000 }, {}, under), verdict({}, {}, { ...under, isStatic: true })]).toEqual(['admitted', 'admitted'])
})

test('of Pods on a node without memory those over their request go first, then the less important, then whoever is further over', () => {
  const claims = { modest: [-5, 0], greedy: [50, 0], greedier: [90, 0], important: [99, 10] } as const
  const order = Object.entries(claims).toSorted(([, [over, priority]], [, [otherOver, otherPriority]]) => whoGoesFirst({ over, priority }, { over: otherOver, priority: otherPriority }))
  expect(order.map(([name]) => name)).toEqual(['greedier', 'greedy', 'important', 'modest'])
})

test('a node names the fifty largest of its images', () => {
  const images = new Map(Array.from({ length: 60 }, (_, i) => [`i${i}`, { id: `${i}`, digests: [], tags: [`i${i}`], bytes: i }]))
  const state = { images, node: { conditions: [] }, memory: {}, networkReady: true, runtimeKnown: true } as unknown as KubeletState
  const said = nodeStatus(state, { nodeName: 'a', hostIP: '', capacity: { cpu: '2', memory: '4Gi' } } as unknown as KubeletConfig, 0).images!
  expect([said.length, said[0]!.sizeBytes, said.at(-1)!.sizeBytes]).toEqual([50, 59, 10])
})
