import { expect, test } from 'vitest'
import { testApiServer } from '../../testing/api-server.ts'
import { SUPER_ADMIN } from '../identity.ts'

const PODS = '/api/v1/namespaces/default/pods'
const pod = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...more } })
const binding = (name: string) => ({ apiVersion: 'v1', kind: 'Binding', metadata: { name }, target: { kind: 'Node', name: 'a' } })

test('a Pod mounts a token of one hour and seven seconds, the root certificate and its namespace, unless it or its account declines', () => {
  const { request } = testApiServer()
  const { volumes, containers } = request(SUPER_ADMIN, 'POST', PODS, pod('a')).body.spec
  expect(volumes[0].projected.sources.map((source: object) => Object.keys(source)[0])).toEqual(['serviceAccountToken', 'configMap', 'downwardAPI'])
  expect(volumes[0].projected.sources[0].serviceAccountToken).toEqual({ expirationSeconds: 3607, path: 'token' })
  expect(containers[0].volumeMounts).toEqual([{ name: volumes[0].name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }])
  expect(request(SUPER_ADMIN, 'POST', PODS, pod('b', { automountServiceAccountToken: false })).body.spec.volumes).toBeUndefined()
  request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'mute' }, automountServiceAccountToken: false })
  expect(request(SUPER_ADMIN, 'POST', PODS, pod('c', { serviceAccountName: 'mute' })).body.spec.volumes).toBeUndefined()
})

test('no token is given for less than ten minutes', () => {
  const { request } = testApiServer()
  const ask = (expirationSeconds: number): number =>
    request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences: [], expirationSeconds } }).code
  expect([ask(599), ask(600)]).toEqual([422, 201])
})

test('a new node takes no Pods before it says that it is ready', () => {
  const { request } = testApiServer()
  expect(request(SUPER_ADMIN, 'POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } }).body.spec.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }])
})

test('a Pod is given five minutes on a lost node, except where it says itself how long, whatever the effect it names', () => {
  const { request } = testApiServer()
  const keys = (name: string, tolerations: readonly object[]): unknown => request(SUPER_ADMIN, 'POST', PODS, pod(name, { tolerations })).body.spec.tolerations.map((each: { key?: string; tolerationSeconds?: number }) => `${each.key?.split('/')[1] ?? '*'} ${each.tolerationSeconds ?? 'for ever'}`)
  expect(keys('a', [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }])).toEqual(['not-ready 5', 'unreachable 300'])
  expect(keys('b', [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists' }])).toEqual(['unreachable for ever', 'not-ready 300'])
  expect(keys('c', [{ operator: 'Exists' }])).toEqual(['* for ever'])
  expect(keys('d', [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' }])).toEqual(['not-ready for ever', 'not-ready 300', 'unreachable 300'])
})

test('a priority comes from its class and nobody sets another; of several defaults the lowest counts; and nobody goes above a billion', () => {
  const { request } = testApiServer()
  const classOf = (name: string, value: number, more: object = {}): number => request(SUPER_ADMIN, 'POST', '/apis/scheduling.k8s.io/v1/priorityclasses', { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, ...more }).code
  expect([classOf('urgent', 1_000_000_000), classOf('above', 1_000_000_001)]).toEqual([201, 422])
  expect(request(SUPER_ADMIN, 'POST', PODS, pod('a', { priorityClassName: 'urgent' })).body.spec.priority).toBe(1_000_000_000)
  const other = request(SUPER_ADMIN, 'POST', PODS, pod('b', { priorityClassName: 'urgent', priority: 7 }))
  expect([other.code, other.body.message]).toEqual([403, expect.stringContaining('the integer value of priority (7) must not be provided in pod spec')])
  expect(classOf('usual', 50, { globalDefault: true })).toBe(201)
  expect(request(SUPER_ADMIN, 'POST', PODS, pod('c')).body.spec).toMatchObject({ priority: 50, priorityClassName: 'usual' })
  const node = request(SUPER_ADMIN, 'GET', '/apis/scheduling.k8s.io/v1/priorityclasses').body.items.map(({ metadata, value }: any) => `${metadata.name} ${value}`)
  expect(node).toEqual(expect.arrayContaining(['system-cluster-critical 2000000000', 'system-node-critical 2000001000']))
})

test('what is refused in a namespace that goes away says so to programs, too', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } })
  request(SUPER_ADMIN, 'DELETE', '/api/v1/namespaces/x')
  expect(request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/x/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }).body.details.causes).toEqual([{ reason: 'NamespaceTerminating', message: 'namespace x is being terminated', field: 'metadata.namespace' }])
})

test('a Pod that is leaving, or has gates, is bound to no node', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, { ...pod('leaving'), metadata: { name: 'leaving', finalizers: ['example.com/held'] } })
  request(SUPER_ADMIN, 'DELETE', `${PODS}/leaving`)
  request(SUPER_ADMIN, 'POST', PODS, pod('gated', { schedulingGates: [{ name: 'example.com/quota' }] }))
  const refused = ['leaving', 'gated'].map((name) => request(SUPER_ADMIN, 'POST', `${PODS}/${name}/binding`, binding(name)))
  expect(refused.map(({ code, body }) => [code, body.message])).toEqual([
    [409, expect.stringContaining('pod leaving is being deleted, cannot be assigned to a host')], [409, expect.stringContaining('pod gated has non-empty .spec.schedulingGates')],
  ])
})

test('what the garbage collector has still to do stands in finalizers: a wish of the deletion over one that is there already', () => {
  const { request } = testApiServer()
  const maps = '/api/v1/namespaces/default/configmaps'
  const left = (name: string, finalizers: readonly string[], options: object): unknown => {
    request(SUPER_ADMIN, 'POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, finalizers } })
    request(SUPER_ADMIN, 'DELETE', `${maps}/${name}`, { kind: 'DeleteOptions', apiVersion: 'v1', ...options })
    const { code, body } = request(SUPER_ADMIN, 'GET', `${maps}/${name}`)
    return code === 404 ? 'gone' : body.metadata.finalizers
  }
  expect(left('a', ['foregroundDeletion'], {})).toEqual(['foregroundDeletion'])
  expect(left('b', ['orphan'], { propagationPolicy: 'Background' })).toBe('gone')
  expect(left('c', ['foregroundDeletion'], { propagationPolicy: 'Orphan' })).toEqual(['orphan'])
  expect(left('d', [], { orphanDependents: true })).toEqual(['orphan'])
  expect(left('e', ['orphan'], { orphanDependents: false })).toBe('gone')
})

test('an object that somebody still holds stays, whatever else of it changes', () => {
  const { request } = testApiServer()
  const maps = '/api/v1/namespaces/default/configmaps'
  request(SUPER_ADMIN, 'POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', finalizers: ['example.com/held'] } })
  request(SUPER_ADMIN, 'DELETE', `${maps}/a`)
  const patch = (metadata: object): number => request(SUPER_ADMIN, 'PATCH', `${maps}/a`, { metadata }, {}, { 'content-type': 'application/merge-patch+json' }).code
  patch({ labels: { seen: 'yes' } })
  expect(request(SUPER_ADMIN, 'GET', `${maps}/a`).body.metadata).toMatchObject({ labels: { seen: 'yes' }, finalizers: ['example.com/held'] })
  patch({ finalizers: null })
  expect(request(SUPER_ADMIN, 'GET', `${maps}/a`).code).toBe(404)
})

test('a Pod that has ended goes at once, whatever grace it has', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, pod('a', { nodeName: 'node-a' }))
  request(SUPER_ADMIN, 'PATCH', `${PODS}/a/status`, { status: { phase: 'Succeeded' } }, {}, { 'content-type': 'application/merge-patch+json' })
  request(SUPER_ADMIN, 'DELETE', `${PODS}/a`)
  expect(request(SUPER_ADMIN, 'GET', `${PODS}/a`).code).toBe(404)
})

test('a Lease is renewed only by who names the version that it replaces', () => {
  const { request } = testApiServer()
  const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases'
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'a' }, spec: { holderIdentity: 'me' } }
  const { resourceVersion } = request(SUPER_ADMIN, 'POST', leases, lease).body.metadata
  expect(request(SUPER_ADMIN, 'PUT', `${leases}/a`, lease).code).toBe(422)
  expect(request(SUPER_ADMIN, 'PUT', `${leases}/a`, { ...lease, metadata: { name: 'a', resourceVersion }, spec: { holderIdentity: 'you' } }).code).toBe(200)
})
