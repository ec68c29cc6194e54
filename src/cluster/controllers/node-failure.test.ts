import { expect, test } from 'vitest'
import { microTimeText, timeText } from '../../api/index.ts'
import { SECOND, type Fact } from '../../kernel/index.ts'
import { testApiServer } from '../../testing/api-server.ts'
import { SUPER_ADMIN } from '../identity.ts'
import { kubeControllerManager } from './controller-manager.ts'
import { standardControllers } from './standard.ts'

const MANAGER = 'kube-controller-manager'
const MERGE = { 'content-type': 'application/merge-patch+json' }
const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' }

/** Three nodes that heartbeat through the API for as long as they are alive, and a ready pod on the first. */
function nodes() {
  const facts: Fact[] = []
  const server = testApiServer({ config: { trusts: [MANAGER] }, observers: [{ fact: (_event, _actor, _at, fact) => void facts.push(fact) }] })
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
  const said = (): readonly string[] => get('/api/v1/namespaces/default/events').items.map(({ reason, message }: any) => `${reason}: ${message}`)
  return { server, facts, get, live, names, said, ready: ready_ }
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

test('a node is given up at the first look after fifty seconds, one that never spoke after sixty; looks are five seconds apart', () => {
  const { server, facts, live, names, get, ready } = nodes()
  server.request(SUPER_ADMIN, 'POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'mute' } })
  server.run(5 * SECOND)
  live(names.slice(1), 80)
  const silent = Object.fromEntries(facts.filter((fact) => fact['decision'] === 'node-unknown').map((fact) => [fact['node'], fact['silentSeconds']]))
  expect(silent).toEqual({ 'node-a': 55, mute: 60 })
  expect(ready('mute')).toMatchObject({ status: 'Unknown', reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.' })
  expect(get('/api/v1/nodes/mute').status.conditions.map(({ type, status }: any) => `${type}=${status}`)).toEqual(['Ready=Unknown', 'MemoryPressure=Unknown', 'DiskPressure=Unknown', 'PIDPressure=Unknown'])
})

test('a heartbeat in the status is as good as one in the Lease', () => {
  const { server, live, names, ready } = nodes()
  for (let i = 0; i < 4; i++) {
    const lastHeartbeatTime = timeText(server.kernel.now)
    server.request(SUPER_ADMIN, 'PATCH', '/api/v1/nodes/node-a/status', { status: { conditions: [{ type: 'Ready', lastHeartbeatTime }] } }, {}, STRATEGIC)
    live(names.slice(1), 30)
  }
  expect(ready('node-a').status).toBe('True')
})

test('a silent node is tainted, its pods stop being ready, and after five minutes they are evicted', () => {
  const { live, names, get, said } = nodes()
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
  expect(said()).toContain('TaintManagerEviction: Marking for deletion Pod default/web')
})

test('a node that speaks again loses its taints and nobody is evicted', () => {
  const { server, live, names, get, ready, said } = nodes()
  live(names, 20)
  live(names.slice(1), 80)
  const conditions = [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: timeText(server.kernel.now), lastTransitionTime: timeText(server.kernel.now) }]
  server.request(SUPER_ADMIN, 'PATCH', '/api/v1/nodes/node-a/status', { status: { conditions } }, {}, STRATEGIC)
  live(names, 400)
  expect(ready('node-a').status).toBe('True')
  expect(get('/api/v1/nodes/node-a').spec.taints ?? []).not.toContainEqual(expect.objectContaining({ effect: 'NoExecute' }))
  expect(get('/api/v1/namespaces/default/pods/web').metadata.deletionTimestamp).toBeUndefined()
  expect(said()).toContain('TaintManagerEviction: Cancelling deletion of Pod default/web')
})

test('when all nodes fall silent at once, nothing is evicted', () => {
  const { live, get } = nodes()
  live([], 500)
  for (const { spec } of get('/api/v1/nodes').items) expect(spec.taints ?? []).not.toContainEqual(expect.objectContaining({ effect: 'NoExecute' }))
  expect(get('/api/v1/namespaces/default/pods/web').metadata.deletionTimestamp).toBeUndefined()
})

test('a Pod whose node is deleted is cleared away between forty seconds and a minute later, and says why', () => {
  const { server, live, names, get } = nodes()
  live(names, 20)
  const watched = server.watch(SUPER_ADMIN, '/api/v1/namespaces/default/pods')
  server.request(SUPER_ADMIN, 'DELETE', '/api/v1/nodes/node-a')
  server.run(39 * SECOND)
  expect(get('/api/v1/namespaces/default/pods/web').kind).toBe('Pod')
  server.run(22 * SECOND)
  expect(get('/api/v1/namespaces/default/pods/web').code).toBe(404)
  const last = watched().filter(({ event }) => event === 'MODIFIED').at(-1)!.object as any
  expect(last.status.phase).toBe('Failed')
  expect(last.status.conditions.find(({ type }: any) => type === 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists', observedGeneration: 1 })
})

test('a Pod that was to go before it had a node is ended by nobody but the garbage collector of Pods', () => {
  const { server, get } = nodes()
  const path = '/api/v1/namespaces/default/pods'
  server.request(SUPER_ADMIN, 'POST', path, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'lost', finalizers: ['example.com/held'] }, spec: { containers: [{ name: 'web', image: 'nginx' }] } })
  server.request(SUPER_ADMIN, 'DELETE', `${path}/lost`)
  expect(get(`${path}/lost`).status.phase).toBe('Pending')
  server.run(21 * SECOND)
  expect(get(`${path}/lost`).status.phase).toBe('Failed')
})

test('a second taint does not give a Pod more time than the first one left it', () => {
  const { server, live, names, get } = nodes()
  const path = '/api/v1/namespaces/default/pods'
  const tolerations = ['first', 'second'].map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }))
  server.request(SUPER_ADMIN, 'POST', path, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'brief' }, spec: { nodeName: 'node-b', tolerations, containers: [{ name: 'web', image: 'nginx' }] } })
  const taint = (...keys: readonly string[]): void => {
    server.request(SUPER_ADMIN, 'PATCH', '/api/v1/nodes/node-b', { spec: { taints: keys.map((key) => ({ key, effect: 'NoExecute' })) } }, {}, MERGE)
  }
  taint('first')
  live(names, 40)
  taint('first', 'second')
  live(names, 10)
  expect(get(`${path}/brief`).metadata.deletionTimestamp).toBeUndefined()
  live(names, 20)
  expect(get(`${path}/brief`).metadata.deletionTimestamp).toBeDefined()
})
