import { expect, test } from 'vitest'
import type { Event, Pod } from '../../api/index.ts'
import { SECOND, type Fact } from '../../kernel/index.ts'
import { testApiServer } from '../../testing/api-server.ts'
import { SUPER_ADMIN } from '../identity.ts'
import type { LoopControl } from '../messages.ts'
import { node, pod, type NodeText, type PodText } from './builders.ts'
import { explain, kubeScheduler, LOOP, schedulerView, type SchedulerState } from './scheduler.ts'

const NODES = '/api/v1/nodes'
const PODS = '/api/v1/namespaces/default/pods'

/** A real API server and a real scheduler; no kubelets, so pods stay where they are put. */
function world(leaderElect = false, seed = 1) {
  const facts: Fact[] = []
  const asked: string[] = []
  const api = testApiServer({ seed, observers: [{ fact: (_, __, ___, fact) => void facts.push(fact), delivered: ({ msg, from }) => {
    const { method, path } = msg as { method?: string; path?: string }
    if (from === 'kube-scheduler' && path?.includes('/pods/')) asked.push(`${method} ${path.split('/pods/')[1]}`)
  } }] })
  const { kernel } = api
  kernel.spawn('kube-scheduler', 'cp-1', kubeScheduler({ apiserver: api.apiserver, leaderElect }))
  const ok = (answer: { readonly code: number; readonly body: any }): any => {
    expect(answer.code, JSON.stringify(answer.body)).toBeLessThan(300)
    return answer.body
  }
  return {
    api, facts, asked,
    state: () => kernel.inspect('kube-scheduler') as SchedulerState,
    node(name: string, text?: NodeText): void {
      const { status, metadata: { uid: _, ...metadata }, ...rest } = node(name, text)
      const created = ok(api.request(SUPER_ADMIN, 'POST', NODES, { ...rest, metadata }))
      ok(api.request(SUPER_ADMIN, 'PUT', `${NODES}/${name}/status`, { ...created, status }))
      // Admission taints every new node as not ready; its controller takes that away once the kubelet reports.
      ok(api.request(SUPER_ADMIN, 'PATCH', `${NODES}/${name}`, { spec: { taints: text?.taints ?? null } }, undefined, { 'content-type': 'application/merge-patch+json' }))
    },
    pod(name: string, text?: PodText): void {
      const { status: _, metadata: { uid: __, ...metadata }, ...rest } = pod(name, text)
      ok(api.request(SUPER_ADMIN, 'POST', PODS, { ...rest, metadata }))
    },
    priorityClass: (name: string, value: number) =>
      ok(api.request(SUPER_ADMIN, 'POST', '/apis/scheduling.k8s.io/v1/priorityclasses', { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value })),
    get: (name: string): Pod => ok(api.request(SUPER_ADMIN, 'GET', `${PODS}/${name}`)),
    events: (reason: string): readonly Event[] => (ok(api.request(SUPER_ADMIN, 'GET', '/api/v1/namespaces/default/events')) as { readonly items: readonly Event[] }).items.filter(event => event.reason === reason),
    patch: (path: string, body: unknown) => ok(api.request(SUPER_ADMIN, 'PATCH', path, body, undefined, { 'content-type': 'application/merge-patch+json' })),
    pause: (paused: boolean) => void kernel.input({ type: 'message', to: 'kube-scheduler', msg: { type: 'loop-control', loop: LOOP, paused } as LoopControl }),
    run: (seconds: number) => api.run(seconds * SECOND),
  }
}

test('a pod is bound to a node by a write to the API server', () => {
  const { node, pod, get, run, events, facts } = world()
  node('a')
  node('b', { cpu: '1' })
  pod('web', { cpu: '500m' })
  run(1)
  expect(get('web').spec.nodeName).toBe('a')
  expect(events('Scheduled').map(({ message }) => message)).toEqual(['Successfully assigned default/web to a'])
  expect(facts.filter(fact => fact['pod'] === 'default/web').map(({ fact }) => fact)).toEqual(['schedule-begin', 'filtered', 'scored', 'schedule-end'])
})

test('an unschedulable pod says why, waits, and is tried again when a node comes', () => {
  const { node, pod, get, run, events, state } = world()
  node('a', { cpu: '1' })
  pod('big', { cpu: '2' })
  run(1)
  const message = '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.'
  expect(get('big').status?.conditions?.find(({ type }) => type === 'PodScheduled')).toMatchObject({ status: 'False', reason: 'Unschedulable', message })
  expect(events('FailedScheduling').map(event => event.message)).toEqual([message])
  expect(schedulerView(state()).unschedulable).toMatchObject([{ pod: 'default/big', attempts: 1, plugins: ['NodeResourcesFit'] }])
  run(60)
  expect(schedulerView(state()).unschedulable).toMatchObject([{ attempts: 1 }])
  node('b', { cpu: '4' })
  run(2)
  expect(get('big').spec.nodeName).toBe('b')
})

test('without any node pods are tried again and again, ever more slowly', () => {
  const { pod, node, get, run, events } = world()
  pod('early')
  run(8)
  // A backoff is over when its whole second is: the attempts are at 0, 2, 5 and then 10 seconds.
  expect(events('FailedScheduling')).toMatchObject([{ message: 'no nodes available to schedule pods', count: 3 }])
  node('a')
  run(12)
  expect(get('early').spec.nodeName).toBe('a')
})

test('taking a taint away lets the pods in that it kept out', () => {
  const { node, pod, get, run, patch } = world()
  node('a', { taints: [{ key: 'maintenance', effect: 'NoSchedule' }] })
  pod('web')
  run(1)
  expect(get('web').spec.nodeName).toBeUndefined()
  patch(`${NODES}/a`, { spec: { taints: null } })
  run(2)
  expect(get('web').spec.nodeName).toBe('a')
})

test('an important pod makes a lesser one leave, and then takes its room', () => {
  const { node, pod, get, run, events, priorityClass, api } = world()
  priorityClass('urgent', 1000)
  node('a', { cpu: '2' })
  pod('lesser', { cpu: '2', terminationGracePeriodSeconds: 5 })
  run(1)
  pod('urgent', { cpu: '2', priorityClassName: 'urgent' })
  run(1)
  const { metadata: { uid }, status } = get('urgent')
  expect(status?.nominatedNodeName).toBe('a')
  const lesser = get('lesser')
  expect(lesser.metadata.deletionTimestamp).toBeDefined()
  expect(lesser.status?.conditions).toContainEqual(expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }))
  expect(events('Preempted').map(({ message }) => message)).toEqual([`Preempted by pod ${uid} on node a`])
  // What the kubelet does once the containers have ended.
  api.request(SUPER_ADMIN, 'DELETE', `${PODS}/lesser`, { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 })
  run(2)
  expect(get('urgent').spec.nodeName).toBe('a')
})

test('of several victims the last is told only when all others have been', () => {
  const { node, pod, run, priorityClass, asked } = world()
  priorityClass('urgent', 1000)
  node('a', { cpu: '3' })
  for (const name of ['one', 'two', 'three']) pod(name, { cpu: '1' })
  run(1)
  asked.length = 0
  pod('urgent', { cpu: '3', priorityClassName: 'urgent' })
  run(1)
  const told = asked.filter((each) => !each.includes('urgent'))
  expect(told.map((each) => each.split(' ')[0])).toEqual(['PATCH', 'PATCH', 'DELETE', 'DELETE', 'PATCH', 'DELETE'])
  expect(new Set(told.map((each) => each.split(' ')[1]!.split('/')[0]))).toEqual(new Set(['one', 'two', 'three']))
})

test('a pod with scheduling gates waits until they are gone', () => {
  const { node, pod, get, run, patch, state } = world()
  node('a')
  pod('gated', { schedulingGates: [{ name: 'example.com/quota' }] })
  run(1)
  expect(schedulerView(state()).unschedulable).toMatchObject([{ pod: 'default/gated', gatedBy: 'SchedulingGates', attempts: 0 }])
  patch(`${PODS}/gated`, { spec: { schedulingGates: null } })
  run(1)
  expect(get('gated').spec.nodeName).toBe('a')
})

test('a pod that nothing has helped for five minutes is tried once more, at the next half minute', () => {
  const { node, pod, run, state } = world()
  node('a', { cpu: '1' })
  pod('big', { cpu: '2' })
  run(295)
  expect(schedulerView(state()).unschedulable).toMatchObject([{ attempts: 1 }])
  run(40)
  expect(schedulerView(state()).unschedulable).toMatchObject([{ attempts: 2 }])
})

test('a binding that is refused is an error of the scheduler, says so, and is tried again', () => {
  const { node, pod, get, run, api } = world()
  const path = '/apis/rbac.authorization.k8s.io/v1/clusterroles/system:kube-scheduler'
  node('a')
  const role = api.request(SUPER_ADMIN, 'GET', path).body
  const may = (rules: unknown): unknown => api.request(SUPER_ADMIN, 'PUT', path, { ...role, metadata: { name: role.metadata.name }, rules })
  may(role.rules.filter(({ resources }: { resources: readonly string[] }) => !resources.includes('pods/binding')))
  pod('web')
  run(1)
  const condition = get('web').status?.conditions?.find(({ type }) => type === 'PodScheduled')
  expect(condition).toMatchObject({ status: 'False', reason: 'SchedulerError' })
  expect(condition!.message).toContain('running Bind plugin "DefaultBinder": pods "web" is forbidden: User "system:kube-scheduler" cannot create resource "pods/binding"')
  may(role.rules)
  run(15)
  expect(get('web').spec.nodeName).toBe('a')
})

test('the next search begins where the last one had found enough', () => {
  const { node, pod, run, state } = world()
  for (let i = 0; i < 120; i++) node(`n${i}`)
  pod('one')
  run(1)
  expect(state().nextStart).toBe(100)
  pod('two')
  run(1)
  expect(state().nextStart).toBe(80)
})

test('while the scheduler is paused pods queue up, and anybody else may bind them', () => {
  const { node, pod, get, run, pause, state, api } = world()
  node('a')
  run(1)
  pause(true)
  pod('mine')
  pod('yours')
  run(1)
  expect(schedulerView(state()).active.map(waiting => waiting.pod)).toEqual(['default/mine', 'default/yours'])
  api.request(SUPER_ADMIN, 'POST', `${PODS}/mine/binding`, { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'mine' }, target: { kind: 'Node', name: 'a' } })
  run(1)
  expect(schedulerView(state()).active.map(waiting => waiting.pod)).toEqual(['default/yours'])
  pause(false)
  run(1)
  expect(get('yours').spec.nodeName).toBe('a')
})

test('pods placed at the same moment count on each other before the API server has confirmed any', () => {
  const { node, pod, get, run, pause } = world()
  node('a', { cpu: '2' })
  node('b', { cpu: '2' })
  run(1)
  pause(true)
  for (const name of ['one', 'two', 'three']) pod(name, { cpu: '1500m' })
  pause(false)
  run(1)
  const places = ['one', 'two', 'three'].map(name => get(name).spec.nodeName)
  expect([...places].sort()).toEqual(['a', 'b', undefined])
})

test('only the holder of the lease schedules', () => {
  const { node, pod, get, run, state } = world(true)
  node('a')
  pod('web')
  run(10)
  expect(state().election?.leading).toBe(true)
  expect(get('web').spec.nodeName).toBe('a')
})

test('a scheduler that was killed comes back as another one, and waits until the lease of the one before has run out', () => {
  const { node, pod, get, run, state, api } = world(true)
  node('a')
  run(10)
  const before = state().election!.identity
  for (const type of ['crash', 'restart'] as const) api.kernel.input({ type, actor: 'kube-scheduler' })
  pod('web')
  run(10)
  expect(state().election!.identity).not.toBe(before)
  expect(get('web').spec.nodeName).toBeUndefined()
  run(10)
  expect(get('web').spec.nodeName).toBe('a')
})

test('a scheduler that cannot renew its lease for ten seconds gives up; a shorter silence does not matter', () => {
  const { run, state, api } = world(true)
  run(5)
  const identity = state().election!.identity
  const silence = (seconds: number): void => {
    api.kernel.input({ type: 'crash', actor: 'apiserver' })
    run(seconds)
    api.kernel.input({ type: 'restart', actor: 'apiserver' })
    run(5)
  }
  silence(5)
  expect(state().election).toMatchObject({ identity, leading: true })
  silence(13)
  expect(state().election!.identity).not.toBe(identity)
})

test('what-if: the same pod with a smaller request would fit, and asking changes nothing', () => {
  const { node, pod, get, run, state, api } = world()
  node('a', { cpu: '1' })
  pod('big', { cpu: '2' })
  run(1)
  const asked = get('big')
  const hash = api.kernel.hash()
  const known = JSON.stringify([...state().cache.shapes.keys()])
  expect(explain(state(), asked).node).toBeUndefined()
  expect(explain(state(), asked, { requests: { cpu: '500m' } }).node).toBe('a')
  expect(api.kernel.hash()).toBe(hash)
  expect(JSON.stringify([...state().cache.shapes.keys()])).toBe(known)
})

test('a rewound scheduler decides as before', () => {
  const play = (rewind: boolean): string => {
    const { node, pod, run, api } = world(false, 7)
    for (const name of ['a', 'b', 'c']) node(name)
    for (let i = 0; i < 6; i++) pod(`p${i}`)
    run(1)
    if (rewind) {
      const checkpoint = api.kernel.checkpoint()
      run(3)
      api.kernel.restore(checkpoint)
    }
    run(5)
    return api.kernel.hash()
  }
  expect(play(true)).toBe(play(false))
})
