import { expect, test } from 'vitest'
import { microTimeText, timeText } from '../../api/index.ts'
import { SECOND } from '../../kernel/index.ts'
import { testApiServer } from '../../testing/api-server.ts'
import { SUPER_ADMIN } from '../identity.ts'
import { kubeControllerManager } from './controller-manager.ts'
import { standardControllers } from './standard.ts'

const MANAGER = 'kube-controller-manager'
const MERGE = { 'content-type': 'application/merge-patch+json' }
const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' }

/** Three nodes that heartbeat through the API for as long as they are alive, and a ready pod on the first. */
function nodes() {
  const server = testApiServer({ config: { trusts: [MANAGER] } })
  const get = (path: string): any => server.request(SUPER_ADMIN, 'GET', path).body
  const names = ['node-a', 'node-b', 'node-c']
  for (const name of names) {
    server.request(SUPER_ADMIN, 'POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name } })
    const conditions = [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '', lastHeartbeatTime: timeText(server.kernel.now), lastTransitionTime: timeText(server.kernel.now) }]
    server.request(SUPER_ADMIN, 'PATCH', `/api/v1/nodes/${name}/status`, { status: { conditions } }, {}, STRATEGIC)
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name }, spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: microTimeText(server.kernel.now) } }
    server.request(SUPER_ADMIN, 'POST', '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', lease)
  }
  server.kernel.spawn(MANAGER, 'cp-1', kubeControllerManager({ apiserver: server.apiserver, reconcilers: standardControllers({ rootCertificate: '' }), leaderElection: false }))
  server.run(6 * SECOND)
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { nodeName: 'node-a', containers: [{ name: 'web', image: 'nginx' }] } }
  server.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/pods', pod)
  const ready = { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: timeText(server.kernel.now) }] } }
  server.request(SUPER_ADMIN, 'PATCH', '/api/v1/namespaces/default/pods/web/status', ready, {}, STRATEGIC)
  const live = (alive: readonly string[], seconds: number): void => {
    for (let passed = 0; passed < seconds; passed += 10) {
      for (const name of alive) {
        const body = { spec: { renewTime: microTimeText(server.kernel.now) } }
        server.request(SUPER_ADMIN, 'PATCH', `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`, body, {}, MERGE)
      }
      server.run(10 * SECOND)
    }
  }
  const ready_ = (name: string): any => get(`/api/v1/nodes/${name}`).status.conditions.find(({ type }: any) => type === 'Ready')
  return { server, get, live, names, ready: ready_ }
}

test('a node is believed for fifty seconds after its last heartbeat', () => {
  const { live, names, ready } = nodes()
  live(names, 60)
  expect(ready('node-a').status).toBe('True')
  live(names.slice(1), 30)
  expect(ready('node-a').status).toBe('True')
  live(names.slice(1), 40)
  expect(ready('node-a')).toMatchObject({ status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' })
  expect(ready('node-b').status).toBe('True')
})

test('a silent node is tainted, its pods stop being ready, and after five minutes they are evicted', () => {
  const { live, names, get } = nodes()
  live(names, 20)
  live(names.slice(1), 80)
  const taints = get('/api/v1/nodes/node-a').spec.taints.map(({ key, effect }: any) => `${key}:${effect}`)
  expect(taints.toSorted()).toEqual(['node.kubernetes.io/unreachable:NoExecute', 'node.kubernetes.io/unreachable:NoSchedule'])
  const web = () => get('/api/v1/namespaces/default/pods/web')
  expect(web().status.conditions.find(({ type }: any) => type === 'Ready').status).toBe('False')
  live(names.slice(1), 200)
  expect(web().metadata.deletionTimestamp).toBeUndefined()
  live(names.slice(1), 140)
  expect(web().metadata.deletionTimestamp).toBeDefined()
  expect(web().status.conditions.find(({ type }: any) => type === 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'DeletionByTaintManager' })
})

test('a node that speaks again loses its taints and nobody is evicted', () => {
  const { server, live, names, get, ready } = nodes()
  live(names, 20)
  live(names.slice(1), 80)
  const conditions = [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: timeText(server.kernel.now), lastTransitionTime: timeText(server.kernel.now) }]
  server.request(SUPER_ADMIN, 'PATCH', '/api/v1/nodes/node-a/status', { status: { conditions } }, {}, STRATEGIC)
  live(names, 400)
  expect(ready('node-a').status).toBe('True')
  expect(get('/api/v1/nodes/node-a').spec.taints ?? []).not.toContainEqual(expect.objectContaining({ effect: 'NoExecute' }))
  expect(get('/api/v1/namespaces/default/pods/web').metadata.deletionTimestamp).toBeUndefined()
})

test('when all nodes fall silent at once, nothing is evicted', () => {
  const { live, get } = nodes()
  live([], 500)
  for (const { spec } of get('/api/v1/nodes').items) expect(spec.taints ?? []).not.toContainEqual(expect.objectContaining({ effect: 'NoExecute' }))
  expect(get('/api/v1/namespaces/default/pods/web').metadata.deletionTimestamp).toBeUndefined()
})

test('a pod whose node is deleted is cleared away after a quarantine', () => {
  const { server, live, names, get } = nodes()
  live(names, 20)
  server.request(SUPER_ADMIN, 'DELETE', '/api/v1/nodes/node-a')
  live(names.slice(1), 30)
  expect(get('/api/v1/namespaces/default/pods/web').kind).toBe('Pod')
  live(names.slice(1), 50)
  expect(get('/api/v1/namespaces/default/pods/web').code).toBe(404)
})
