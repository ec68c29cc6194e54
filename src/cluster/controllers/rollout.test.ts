import { expect, test } from 'vitest'
import { SUPER_ADMIN } from '../identity.ts'
import { SECOND } from '../../kernel/index.ts'
import { controlled, deploymentOf, DEPLOYMENTS, MANAGER, PODS, REPLICA_SETS, setImage } from '../../testing/controllers.ts'
import type { ControllerManagerState } from './controller-manager.ts'
import { controllersView } from './view.ts'

test('a Deployment makes a ReplicaSet, the ReplicaSet makes pods, and all counts arrive at the Deployment', () => {
  const server = controlled()
  server.request(SUPER_ADMIN, 'POST', DEPLOYMENTS, deploymentOf(3, 'nginx:1.27'))
  server.run(10 * SECOND)
  expect(server.get(PODS).items.length).toBe(3)
  const { status, metadata } = server.get(`${DEPLOYMENTS}/web`)
  expect(status).toMatchObject({ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, observedGeneration: 1 })
  expect(status.conditions.map(({ type, status: value, reason }: any) => `${type}=${value} ${reason}`).toSorted()).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable'])
  expect(metadata.annotations['deployment.kubernetes.io/revision']).toBe('1')
  const messages = server.get('/api/v1/namespaces/default/events').items.map(({ message }: any) => message)
  expect(messages.some((message: string) => /^Scaled up replica set web-[a-z0-9]+ from 0 to 3$/.test(message))).toBe(true)
})

test('pods are created in batches of one, two, four and the rest', () => {
  const server = controlled()
  server.request(SUPER_ADMIN, 'POST', DEPLOYMENTS, deploymentOf(10, 'nginx:1.27'))
  server.run(10 * SECOND)
  expect(server.facts.filter(({ decision }) => decision === 'create-pods').map(({ batch }) => batch)).toEqual([1, 2, 4, 3])
  expect(server.get(PODS).items.length).toBe(10)
})

test('a rolling update never has more pods than replicas and surge, nor fewer available than it may', () => {
  const server = controlled()
  server.request(SUPER_ADMIN, 'POST', DEPLOYMENTS, deploymentOf(4, 'nginx:1.27'))
  server.run(10 * SECOND)
  setImage(server, 'nginx:1.28')
  for (let i = 0; i < 200; i++) {
    server.run(SECOND / 10)
    const sets = server.get(REPLICA_SETS).items
    const total = sets.reduce((sum: number, { spec }: any) => sum + spec.replicas, 0)
    const ready = server.get(PODS).items.filter((pod: any) => !pod.metadata.deletionTimestamp && pod.status.conditions?.some((each: any) => each.type === 'Ready' && each.status === 'True')).length
    expect(total).toBeLessThanOrEqual(5)
    expect(ready).toBeGreaterThanOrEqual(3)
  }
  const { status, metadata } = server.get(`${DEPLOYMENTS}/web`)
  expect(status).toMatchObject({ replicas: 4, updatedReplicas: 4, availableReplicas: 4 })
  expect(metadata.annotations['deployment.kubernetes.io/revision']).toBe('2')
})

test('a rollout whose pods never become ready stops half-way and times out', () => {
  const server = controlled({ broken: (pod) => pod.spec.containers[0]!.image === 'broken' })
  server.request(SUPER_ADMIN, 'POST', DEPLOYMENTS, deploymentOf(4, 'nginx:1.27', { progressDeadlineSeconds: 30 }))
  server.run(10 * SECOND)
  setImage(server, 'broken')
  server.run(60 * SECOND)
  const { status } = server.get(`${DEPLOYMENTS}/web`)
  expect(status.availableReplicas).toBe(3)
  expect(status.conditions.find(({ type }: any) => type === 'Progressing')).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' })
})

test('Recreate ends all old pods before it starts a new one', () => {
  const server = controlled()
  server.request(SUPER_ADMIN, 'POST', DEPLOYMENTS, deploymentOf(3, 'nginx:1.27', { strategy: { type: 'Recreate' } }))
  server.run(10 * SECOND)
  setImage(server, 'nginx:1.28')
  for (let i = 0; i < 100; i++) {
    server.run(SECOND / 10)
    expect(new Set(server.get(PODS).items.map(({ spec }: any) => spec.containers[0].image)).size).toBeLessThanOrEqual(1)
  }
  expect(server.get(`${DEPLOYMENTS}/web`).status).toMatchObject({ updatedReplicas: 3, availableReplicas: 3 })
})

test('deleting a Deployment leaves nothing of it behind', () => {
  const server = controlled()
  server.request(SUPER_ADMIN, 'POST', DEPLOYMENTS, deploymentOf(3, 'nginx:1.27'))
  server.run(10 * SECOND)
  server.request(SUPER_ADMIN, 'DELETE', `${DEPLOYMENTS}/web`, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' })
  server.run(40 * SECOND)
  expect(server.get(REPLICA_SETS).items).toEqual([])
  expect(server.get(PODS).items).toEqual([])
})

test('with foreground deletion the owner goes last', () => {
  const server = controlled()
  server.request(SUPER_ADMIN, 'POST', DEPLOYMENTS, deploymentOf(2, 'nginx:1.27'))
  server.run(10 * SECOND)
  server.request(SUPER_ADMIN, 'DELETE', `${DEPLOYMENTS}/web`, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foreground' })
  server.run(SECOND / 2)
  expect(server.get(`${DEPLOYMENTS}/web`).metadata.finalizers).toEqual(['foregroundDeletion'])
  server.run(40 * SECOND)
  expect(server.get(`${DEPLOYMENTS}/web`).code).toBe(404)
  expect(server.get(PODS).items).toEqual([])
})

test('a Service lists the ready pods that it selects in one slice', () => {
  const server = controlled()
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] } }
  server.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/services', service)
  server.request(SUPER_ADMIN, 'POST', DEPLOYMENTS, deploymentOf(3, 'nginx:1.27'))
  server.run(20 * SECOND)
  const slices = server.get('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices').items.filter(({ metadata }: any) => metadata.labels['kubernetes.io/service-name'] === 'web')
  expect(slices.length).toBe(1)
  expect(slices[0].metadata).toMatchObject({ generateName: 'web-', labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' }, ownerReferences: [{ kind: 'Service', name: 'web', controller: true }] })
  expect(slices[0].ports).toEqual([{ name: '', port: 8080, protocol: 'TCP' }])
  expect(slices[0].endpoints.map(({ conditions }: any) => conditions)).toEqual(Array(3).fill({ ready: true, serving: true, terminating: false }))
})

test('a new namespace has its service account and the root certificate, and goes when it is empty', () => {
  const server = controlled()
  server.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } })
  server.run(SECOND)
  expect(server.get('/api/v1/namespaces/team/serviceaccounts/default').kind).toBe('ServiceAccount')
  expect(server.get('/api/v1/namespaces/team/configmaps/kube-root-ca.crt').data).toEqual({ 'ca.crt': 'the certificate' })
  server.request(SUPER_ADMIN, 'DELETE', '/api/v1/namespaces/team')
  server.run(SECOND)
  expect(server.get('/api/v1/namespaces/team').status.phase).toBe('Terminating')
  server.run(30 * SECOND)
  expect(server.get('/api/v1/namespaces/team').code).toBe(404)
})

test('every node gets its own range of pod addresses, in the order in which they came', () => {
  const server = controlled()
  expect(server.get('/api/v1/nodes').items.map(({ spec }: any) => spec.podCIDR)).toEqual(['10.244.0.0/24', '10.244.1.0/24'])
})

test('a paused controller leaves its work in the queue and takes it up when it goes on', () => {
  const server = controlled()
  const pause = (paused: boolean) => server.kernel.input({ type: 'message', to: MANAGER, msg: { type: 'loop-control', loop: 'replicaset', paused } as never })
  pause(true)
  server.request(SUPER_ADMIN, 'POST', DEPLOYMENTS, deploymentOf(3, 'nginx:1.27'))
  server.run(5 * SECOND)
  expect(server.get(PODS).items.length).toBe(0)
  const view = controllersView(server.kernel.inspect(MANAGER) as ControllerManagerState).find(({ name }) => name === 'replicaset')
  expect(view).toMatchObject({ queueLength: 1, paused: true })
  pause(false)
  server.run(5 * SECOND)
  expect(server.get(PODS).items.length).toBe(3)
})

test('the manager leads only with its lease, and a restarted one waits until the old lease has run out', () => {
  const server = controlled({}, true)
  server.run(5 * SECOND)
  const lease = () => server.get('/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager').spec
  const first = lease().holderIdentity
  expect(first).toMatch(/^cp-1_/)
  server.kernel.input({ type: 'crash', actor: MANAGER })
  server.kernel.input({ type: 'restart', actor: MANAGER })
  server.run(10 * SECOND)
  expect(lease().holderIdentity).toBe(first)
  server.run(20 * SECOND)
  expect(lease().holderIdentity).not.toBe(first)
  expect(lease().leaseTransitions).toBe(1)
})
