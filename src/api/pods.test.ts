import { expect, test } from 'vitest'
import { podAvailable, podRequests, qosClass, withCondition } from './pods.ts'
import { podStatusText } from './pod-status-text.ts'
import type { Container, ContainerState, ContainerStatus, Pod, PodStatus } from './schema/types.ts'

const pod = (containers: readonly Partial<Container>[], more: object = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {},
  spec: { containers: containers.map((container, i) => ({ name: `c${i}`, ...container })), ...more },
})
const asking = (requests: object, limits?: object): Partial<Container> => ({
  resources: { requests: requests as never, limits: limits as never },
})
const text = (status: PodStatus, metadata: object = {}, spec: object = {}): string =>
  podStatusText({ ...pod([{}], spec), metadata, status })
const ended = (exitCode: number, reason?: string): ContainerState => ({ terminated: { exitCode, ...(reason && { reason }) } })
const containerStatus = (state: ContainerState, ready = false): ContainerStatus => ({
  name: 'c0',
  state,
  ready,
  image: '',
  imageID: '',
  restartCount: 0,
})

test('a pod is Guaranteed when every container has limits and asks for just them', () => {
  const full = { cpu: '1', memory: '1Gi' }
  expect(qosClass(pod([asking(full, full), asking(full, full)]))).toBe('Guaranteed')
  expect(qosClass(pod([asking(full, full), {}]))).toBe('Burstable')
  expect(qosClass(pod([asking({ cpu: '1' }, { cpu: '2' })]))).toBe('Burstable')
  expect(qosClass(pod([{}, {}]))).toBe('BestEffort')
})

test('a pod reserves its containers together, or its largest init step, plus overhead', () => {
  expect(podRequests(pod([asking({ cpu: '100m' }), asking({ cpu: '200m' })]))).toEqual({ cpu: 300 })
  expect(
    podRequests(pod([asking({ cpu: '100m' })], { initContainers: [{ name: 'i', ...asking({ cpu: '1' }) }], overhead: { cpu: '10m' } })),
  ).toEqual({ cpu: 1010 })
})

test('a sidecar counts beside the containers', () => {
  const initContainers = [
    { name: 's', restartPolicy: 'Always', ...asking({ cpu: '50m' }) },
    { name: 'i', ...asking({ cpu: '120m' }) },
  ]
  expect(podRequests(pod([asking({ cpu: '100m' })], { initContainers }))).toEqual({ cpu: 170 })
})

test('the time of a condition moves only when its status does', () => {
  const first = withCondition(undefined, { type: 'Ready', status: 'False' }, 't1')
  expect(withCondition(first, { type: 'Ready', status: 'False' }, 't2')).toBe(first)
  expect(withCondition(first, { type: 'Ready', status: 'False', reason: 'Slow' }, 't2')[0]).toEqual({
    type: 'Ready',
    status: 'False',
    reason: 'Slow',
    lastTransitionTime: 't1',
  })
  expect(withCondition(first, { type: 'Ready', status: 'True' }, 't3')[0]!.lastTransitionTime).toBe('t3')
})

test('a pod is available once it was ready for long enough', () => {
  const ready = { ...pod([{}]), status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:10Z' }] } }
  expect(podAvailable(ready, 0, 10_000_000)).toBe(true)
  expect(podAvailable(ready, 5, 14_999_999)).toBe(false)
  expect(podAvailable(ready, 5, 15_000_000)).toBe(true)
})

test('the STATUS column tells what holds a pod up', () => {
  const containers = (state: ContainerState, ready?: boolean): PodStatus => ({
    phase: 'Running',
    containerStatuses: [containerStatus(state, ready)],
  })
  expect(text({ phase: 'Pending' })).toBe('Pending')
  expect(text(containers({ waiting: { reason: 'CrashLoopBackOff' } }))).toBe('CrashLoopBackOff')
  expect(text(containers({ running: {} }, true))).toBe('Running')
  expect(text(containers(ended(0, 'Completed')))).toBe('Completed')
  expect(text(containers(ended(3)))).toBe('ExitCode:3')
  expect(text(containers({ running: {} }, true), { deletionTimestamp: 't' })).toBe('Terminating')
  expect(text({ phase: 'Failed', reason: 'Evicted' })).toBe('Evicted')
  const init = { initContainers: [{ name: 'a' }, { name: 'b' }] }
  expect(
    text(
      {
        phase: 'Pending',
        initContainerStatuses: [
          { ...containerStatus(ended(0)), name: 'a' },
          { ...containerStatus({ running: {} }), name: 'b' },
        ],
      },
      {},
      init,
    ),
  ).toBe('Init:1/2')
  expect(text({ phase: 'Pending', initContainerStatuses: [{ ...containerStatus(ended(1, 'Error')), name: 'a' }] }, {}, init)).toBe(
    'Init:Error',
  )
})
