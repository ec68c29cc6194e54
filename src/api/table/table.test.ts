import { expect, test } from 'vitest'
import type { ApiObject } from '../objects.ts'
import { hasTable, tableOf } from './table.ts'

const NOW = 600_000_000
const object = (kind: string, fields: object): ApiObject => ({
  apiVersion: 'v1', kind, ...fields, metadata: { name: 'x', creationTimestamp: '2026-01-01T00:00:00Z', ...(fields as { metadata?: object }).metadata },
})
/** Column name → cell. */
const row = (kind: string, fields: object): Record<string, unknown> => {
  const { columnDefinitions, rows } = tableOf({ group: '', kind }, [object(kind, fields)], { nowUs: NOW })
  expect(rows[0]!.cells).toHaveLength(columnDefinitions.length)
  return Object.fromEntries(columnDefinitions.map(({ name }, i) => [name, rows[0]!.cells[i]]))
}
const started = { name: 'web', ready: true, started: true, restartCount: 0, image: '', imageID: '', state: { running: {} } }

test('a pod that restarted says how often and how long ago', () => {
  const lastState = { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:05:00Z' } }
  expect(row('Pod', { spec: { containers: [{ name: 'web' }], nodeName: 'node-a' }, status: { phase: 'Running', podIPs: [{ ip: '10.244.1.2' }], containerStatuses: [{ ...started, restartCount: 3, lastState }] } }))
    .toEqual({
      Name: 'x', Ready: '1/1', Status: 'Running', Restarts: '3 (5m ago)', Age: '10m', IP: '10.244.1.2', Node: 'node-a', 'Nominated Node': '<none>', 'Readiness Gates': '<none>',
    })
})

test('a crashing, an initialising and a terminating pod say so', () => {
  const spec = { containers: [{ name: 'web' }], initContainers: [{ name: 'a' }, { name: 'b' }] }
  const waiting = { ...started, ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } }
  expect(row('Pod', { spec: { containers: [{ name: 'web' }] }, status: { phase: 'Running', containerStatuses: [waiting] } })).toMatchObject({ Status: 'CrashLoopBackOff', Ready: '0/1' })
  const init = [{ ...started, name: 'a', state: { terminated: { exitCode: 0 } } }, { ...started, name: 'b', ready: false, restartCount: 2 }]
  expect(row('Pod', { spec, status: { phase: 'Pending', initContainerStatuses: init } })).toMatchObject({ Status: 'Init:1/2', Ready: '0/1', Restarts: '2' })
  expect(row('Pod', { metadata: { deletionTimestamp: '2026-01-01T00:09:00Z' }, spec, status: { phase: 'Running' } })).toMatchObject({ Status: 'Terminating' })
})

test('a sidecar counts among the ready containers', () => {
  const spec = { containers: [{ name: 'web' }], initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }
  expect(row('Pod', { spec, status: { phase: 'Running', initContainerStatuses: [{ ...started, name: 'proxy' }], containerStatuses: [started] } })).toMatchObject({ Ready: '2/2', Status: 'Running' })
})

test('a pod that is over tells kubectl so', () => {
  const { rows } = tableOf({ group: '', kind: 'Pod' }, [object('Pod', { spec: { containers: [] }, status: { phase: 'Succeeded' } })], { nowUs: NOW })
  expect(rows[0]!.conditions).toEqual([{ type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' }])
})

test('deployments and replica sets show how far they are', () => {
  const spec = { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: { spec: { containers: [{ name: 'a', image: 'x' }, { name: 'b', image: 'y' }] } } }
  expect(row('Deployment', { spec, status: { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 1 } }))
    .toEqual({ Name: 'x', Ready: '2/3', 'Up-to-date': 3, Available: 1, Age: '10m', Containers: 'a,b', Images: 'x,y', Selector: 'app=web' })
  expect(row('ReplicaSet', { spec, status: { replicas: 3 } })).toMatchObject({ Desired: 3, Current: 3, Ready: 0, Selector: 'app=web' })
})

test('services show where they are reached', () => {
  const ports = [{ port: 80, protocol: 'TCP', nodePort: 30080 }, { port: 53, protocol: 'UDP' }]
  expect(row('Service', { spec: { type: 'NodePort', clusterIPs: ['10.96.0.9'], ports, selector: { b: '2', a: '1' } } }))
    .toEqual({ Name: 'x', Type: 'NodePort', 'Cluster-IP': '10.96.0.9', 'External-IP': '<none>', 'Port(s)': '80:30080/TCP,53/UDP', Age: '10m', Selector: 'a=1,b=2' })
  expect(row('Service', { spec: { type: 'LoadBalancer' } })).toMatchObject({ 'External-IP': '<pending>', 'Port(s)': '<none>', Selector: '<none>' })
})

test('an endpoint slice lists three addresses and counts the rest', () => {
  const endpoints = ['1', '2', '3', '4', '5'].map((address) => ({ addresses: [address] }))
  expect(row('EndpointSlice', { addressType: 'IPv4', ports: [{ port: 80 }], endpoints })).toMatchObject({ Ports: '80', Endpoints: '1,2,3 + 2 more...' })
  expect(row('EndpointSlice', { addressType: 'IPv4', ports: [], endpoints: [] })).toMatchObject({ Ports: '<unset>', Endpoints: '<unset>' })
})

test('a cordoned node says that nothing is scheduled to it', () => {
  const status = { conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { kubeletVersion: 'v1.36.3', kernelVersion: '6.1', architecture: 'amd64' }, addresses: [{ type: 'InternalIP', address: '192.168.0.11' }] }
  expect(row('Node', { metadata: { labels: { 'node-role.kubernetes.io/control-plane': '' } }, spec: { unschedulable: true }, status }))
    .toMatchObject({ Status: 'Ready,SchedulingDisabled', Roles: 'control-plane', Version: 'v1.36.3', 'Internal-IP': '192.168.0.11', 'External-IP': '<none>', 'Kernel-Version': '6.1 (amd64)' })
})

test('an event says what happened to what, and how long ago', () => {
  const fields = { involvedObject: { kind: 'Pod', name: 'web' }, source: { component: 'kubelet', host: 'node-a' }, reason: 'Pulled', type: 'Normal', message: ' done\n', lastTimestamp: '2026-01-01T00:09:30Z', firstTimestamp: '2026-01-01T00:00:00Z', count: 4 }
  expect(row('Event', fields)).toMatchObject({ 'Last Seen': '30s', Object: 'pod/web', Source: 'kubelet, node-a', Message: 'done', 'First Seen': '10m', Count: 4 })
})

test('the other kinds', () => {
  expect(row('ConfigMap', { data: { a: '1' }, binaryData: { b: '' } })).toEqual({ Name: 'x', Data: 2, Age: '10m' })
  expect(row('Secret', { type: 'Opaque', data: { a: '' } })).toMatchObject({ Type: 'Opaque', Data: 1 })
  expect(row('Lease', { spec: { holderIdentity: 'me' } })).toMatchObject({ Holder: 'me' })
  expect(row('Namespace', { status: { phase: 'Active' } })).toMatchObject({ Status: 'Active' })
  expect(row('PriorityClass', { value: 5 })).toMatchObject({ Value: 5, 'Global-Default': false })
  const subjects = [{ kind: 'User', name: 'ann' }, { kind: 'ServiceAccount', namespace: 'default', name: 'robot' }]
  expect(row('RoleBinding', { roleRef: { kind: 'Role', name: 'view' }, subjects })).toMatchObject({ Role: 'Role/view', Users: 'ann', Groups: '', ServiceAccounts: 'default/robot' })
  expect(row('ClusterRole', { rules: [] })).toEqual({ Name: 'x', 'Created At': '2026-01-01T00:00:00Z' })
})

test('rows carry the metadata, the whole object or nothing, as asked', () => {
  const pod = object('Pod', { spec: { containers: [] } })
  const carried = (includeObject: 'Metadata' | 'Object' | 'None') => tableOf({ group: '', kind: 'Pod' }, [pod], { nowUs: NOW, includeObject }).rows[0]!.object
  expect(carried('Metadata')).toEqual({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: pod.metadata })
  expect(carried('Object')).toBe(pod)
  expect(carried('None')).toBeUndefined()
  expect([hasTable({ group: '', kind: 'Pod' }), hasTable({ group: 'authorization.k8s.io', kind: 'SelfSubjectAccessReview' })]).toEqual([true, false])
})
