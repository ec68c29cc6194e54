import { expect, test } from 'vitest'
import { testApiServer } from '../../testing/api-server.ts'
import { certificate, KUBERNETES_ADMIN, kubeletOf, serviceAccount, SUPER_ADMIN } from '../identity.ts'
import type { WatchEvent } from '../messages.ts'

const CONFIGS = '/api/v1/namespaces/default/configmaps'
const PODS = '/api/v1/namespaces/default/pods'
const config = (name: string, labels: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } })
const pod = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...more } })
const MERGE = { 'content-type': 'application/merge-patch+json' }
const names = (items: readonly { metadata: { name: string } }[]) => items.map((item) => item.metadata.name)
const told = (events: readonly WatchEvent[]) => events.map(({ event, object }) => `${event} ${(object as { metadata: { name?: string } }).metadata.name}`)

test('a list sees every write that was answered before it', () => {
  const { request } = testApiServer()
  for (const name of ['b', 'a', 'c']) {
    request(SUPER_ADMIN, 'POST', CONFIGS, config(name))
    expect(names(request(SUPER_ADMIN, 'GET', CONFIGS).body.items)).toContain(name)
  }
  expect(names(request(SUPER_ADMIN, 'GET', CONFIGS).body.items)).toEqual(['a', 'b', 'c'])
})

test('a long list comes in chunks of one revision', () => {
  const { request } = testApiServer()
  for (const name of ['a', 'b', 'c', 'd', 'e']) request(SUPER_ADMIN, 'POST', CONFIGS, config(name))
  const first = request(SUPER_ADMIN, 'GET', CONFIGS, undefined, { limit: '2' }).body
  expect([names(first.items), first.metadata.remainingItemCount]).toEqual([['a', 'b'], 3])
  request(SUPER_ADMIN, 'POST', CONFIGS, config('bb'))
  request(SUPER_ADMIN, 'DELETE', `${CONFIGS}/c`)
  const second = request(SUPER_ADMIN, 'GET', CONFIGS, undefined, { limit: '2', continue: first.metadata.continue }).body
  expect([names(second.items), second.metadata.resourceVersion]).toEqual([['c', 'd'], first.metadata.resourceVersion])
  expect(names(request(SUPER_ADMIN, 'GET', CONFIGS, undefined, { limit: '2', continue: second.metadata.continue }).body.items)).toEqual(['e'])
})

test('after a compaction an old chunk is refused with a token for the rest as it is now', () => {
  const api = testApiServer({ config: { compactionIntervalUs: 10_000_000 } })
  for (const name of ['a', 'b', 'c']) api.request(SUPER_ADMIN, 'POST', CONFIGS, config(name))
  const first = api.request(SUPER_ADMIN, 'GET', CONFIGS, undefined, { limit: '1' }).body
  api.request(SUPER_ADMIN, 'POST', CONFIGS, config('d'))
  api.run(25_000_000)
  const refused = api.request(SUPER_ADMIN, 'GET', CONFIGS, undefined, { limit: '1', continue: first.metadata.continue })
  expect([refused.code, refused.body.reason]).toEqual([410, 'Expired'])
  expect(names(api.request(SUPER_ADMIN, 'GET', CONFIGS, undefined, { continue: refused.body.metadata.continue }).body.items)).toEqual(['b', 'c', 'd'])
})

test('a revision that does not exist yet is waited for, three seconds long', () => {
  const { request, kernel } = testApiServer()
  const before = kernel.now
  const { code, body } = request(SUPER_ADMIN, 'GET', CONFIGS, undefined, { resourceVersion: '9999', resourceVersionMatch: 'NotOlderThan' })
  expect([code, body.details.causes[0].reason]).toEqual([504, 'ResourceVersionTooLarge'])
  expect(kernel.now - before).toBeGreaterThan(3_000_000)
})

test('a watch tells additions, changes and removals in order', () => {
  const { request, watch } = testApiServer()
  request(SUPER_ADMIN, 'POST', CONFIGS, config('a'))
  const heard = watch(SUPER_ADMIN, CONFIGS)
  request(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, { data: { k: '1' } }, {}, MERGE)
  request(SUPER_ADMIN, 'DELETE', `${CONFIGS}/a`)
  const events = heard()
  expect(told(events)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a'])
  const revisions = events.map(({ object }) => Number((object as { metadata: { resourceVersion: string } }).metadata.resourceVersion))
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b))
})

test('an object that begins to match is added, one that no longer does is deleted as it last matched', () => {
  const { request, watch } = testApiServer()
  request(SUPER_ADMIN, 'POST', CONFIGS, config('a', { on: 'no' }))
  const heard = watch(SUPER_ADMIN, CONFIGS, { labelSelector: 'on=yes' })
  request(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, { metadata: { labels: { on: 'yes' } } }, {}, MERGE)
  const off = request(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, { metadata: { labels: { on: 'no' } } }, {}, MERGE).body
  const events = heard()
  expect(told(events)).toEqual(['ADDED a', 'DELETED a'])
  expect(events[1]!.object.metadata).toMatchObject({ labels: { on: 'yes' }, resourceVersion: off.metadata.resourceVersion })
})

test('a kubelet hears only of the pods of its node, from the moment they are bound', () => {
  const { request, watch } = testApiServer()
  const heard = watch(kubeletOf('node-a'), '/api/v1/pods', { fieldSelector: 'spec.nodeName=node-a' })
  for (const name of ['a', 'b']) request(SUPER_ADMIN, 'POST', PODS, pod(name))
  request(SUPER_ADMIN, 'POST', `${PODS}/a/binding`, { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'a' }, target: { name: 'node-a' } })
  expect(told(heard())).toEqual(['ADDED a'])
})

test('a watch from a remembered revision misses nothing', () => {
  const { request, watch } = testApiServer()
  const at = request(SUPER_ADMIN, 'POST', CONFIGS, config('a')).body.metadata.resourceVersion
  for (const name of ['b', 'c']) request(SUPER_ADMIN, 'POST', CONFIGS, config(name))
  expect(told(watch(SUPER_ADMIN, CONFIGS, { resourceVersion: at })())).toEqual(['ADDED b', 'ADDED c'])
})

test('a watch from before the server remembers is told that it is too late', () => {
  const api = testApiServer()
  const at = api.request(SUPER_ADMIN, 'POST', CONFIGS, config('a')).body.metadata.resourceVersion
  api.request(SUPER_ADMIN, 'POST', CONFIGS, config('b'))
  api.kernel.input({ type: 'crash', actor: 'apiserver' })
  api.run(1_000_000)
  api.kernel.input({ type: 'restart', actor: 'apiserver' })
  api.run(1_000_000)
  const [only] = api.watch(SUPER_ADMIN, CONFIGS, { resourceVersion: at })()
  expect([only!.event, only!.object]).toEqual(['ERROR', expect.objectContaining({ code: 410, reason: 'Expired' })])
  expect((only!.object as { message: string }).message).toMatch(new RegExp(`^too old resource version: ${at} \\(\\d+\\)$`))
})

test('a streamed list ends with a bookmark that says so', () => {
  const { request, watch } = testApiServer()
  for (const name of ['a', 'b']) request(SUPER_ADMIN, 'POST', CONFIGS, config(name))
  const events = watch(SUPER_ADMIN, CONFIGS, { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true' })()
  expect(events.map(({ event }) => event)).toEqual(['ADDED', 'ADDED', 'BOOKMARK'])
  expect(events[2]!.object.metadata).toMatchObject({ annotations: { 'k8s.io/initial-events-end': 'true' } })
})

test('a watch ends when its time is up, and not before', () => {
  const api = testApiServer()
  const id = api.send(SUPER_ADMIN, 'GET', CONFIGS, undefined, { watch: 'true', timeoutSeconds: '5' })
  api.run(4_900_000)
  expect(api.answers(id)).toEqual([])
  api.run(200_000)
  expect(api.answers(id).map(({ type }) => type)).toEqual(['watch-end'])
})

test('a table is answered to whoever asks for one', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, pod('a'))
  const { body } = request(KUBERNETES_ADMIN, 'GET', PODS, undefined, { limit: '500' }, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' })
  expect([body.kind, body.rows[0].cells[0]]).toEqual(['Table', 'a'])
})

test('who may not is told what and where', () => {
  const { request } = testApiServer()
  const { code, body } = request(certificate('jane'), 'GET', PODS)
  expect([code, body.message]).toEqual([403, 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"'])
})

test('a role binding opens one namespace only', () => {
  const { request } = testApiServer()
  const binding = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'jane' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }] }
  expect(request(KUBERNETES_ADMIN, 'POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings', binding).code).toBe(201)
  expect(request(certificate('jane'), 'GET', PODS).code).toBe(200)
  expect(request(certificate('jane'), 'GET', '/api/v1/namespaces/kube-system/pods').code).toBe(403)
  expect(request(certificate('jane'), 'DELETE', `${PODS}/a`).code).toBe(403)
})

test('nobody gives away rights that they do not hold', () => {
  const { request } = testApiServer()
  const account = serviceAccount('kube-system', 'clusterrole-aggregation-controller')
  expect(request(account, 'GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles').code).toBe(200)
  const bind = (name: string, roleRef: string, user: string) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleRef }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }] })
  const path = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings'
  request(KUBERNETES_ADMIN, 'POST', path, bind('jane', 'admin', 'jane'))
  const { code, body } = request(certificate('jane'), 'POST', path, bind('joe', 'cluster-admin', 'joe'))
  expect(code).toBe(403)
  expect(body.message).toContain('user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n')
})

test('a kubelet touches its own node and no other', () => {
  const { request } = testApiServer()
  const node = (name: string) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name } })
  const own = request(kubeletOf('node-a'), 'POST', '/api/v1/nodes', node('node-a'))
  expect([own.code, own.body.spec.taints]).toEqual([201, [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]])
  const other = request(kubeletOf('node-a'), 'POST', '/api/v1/nodes', node('node-b'))
  expect([other.code, other.body.message]).toEqual([403, 'nodes "node-b" is forbidden: node "node-a" is not allowed to modify node "node-b"'])
})

test('a token of a pod works as long as the pod lives', () => {
  const api = testApiServer()
  const { request } = api
  request(SUPER_ADMIN, 'POST', PODS, pod('a'))
  const asked = request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec: { expirationSeconds: 3607, boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'a' } } })
  expect(asked.code).toBe(201)
  const { token } = asked.body.status
  const who = () => request({ token }, 'POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} })
  expect(who().body.status.userInfo).toMatchObject({ username: 'system:serviceaccount:default:default', extra: { 'authentication.kubernetes.io/pod-name': ['a'] } })
  request(SUPER_ADMIN, 'DELETE', `${PODS}/a`)
  api.run(10_000)
  expect(who().code).toBe(401)
})

test('an internal name is not believed from outside', () => {
  const { request } = testApiServer({ config: { trusts: ['kube-'] } })
  expect(request(serviceAccount('kube-system', 'namespace-controller'), 'GET', PODS).code).toBe(401)
})

test('paths, verbs and formats that do not exist are refused each in its way', () => {
  const { request } = testApiServer()
  expect(request(SUPER_ADMIN, 'GET', '/apis/nothing.example.com/v1/things').code).toBe(404)
  expect(request(SUPER_ADMIN, 'POST', `${PODS}/a`, pod('a')).code).toBe(405)
  expect(request(SUPER_ADMIN, 'GET', PODS, undefined, {}, { accept: 'text/html' }).code).toBe(406)
  expect(request(SUPER_ADMIN, 'PATCH', `${PODS}/a`, {}, {}, { 'content-type': 'text/plain' }).code).toBe(415)
})

test('health, version and discovery are there without an account', () => {
  const { request } = testApiServer()
  expect(request(certificate('jane'), 'GET', '/readyz').body).toBe('ok')
  expect(request(certificate('jane'), 'GET', '/version').body.gitVersion).toMatch(/^v1\.36/)
  expect(request(certificate('jane'), 'GET', '/apis').body.kind).toBe('APIGroupList')
})

test('an API server that restarts knows everything again from etcd', () => {
  const api = testApiServer()
  api.request(SUPER_ADMIN, 'POST', CONFIGS, config('a'))
  api.kernel.input({ type: 'crash', actor: 'apiserver' })
  api.run(1_000_000)
  api.kernel.input({ type: 'restart', actor: 'apiserver' })
  api.run(1_000_000)
  expect(names(api.request(KUBERNETES_ADMIN, 'GET', CONFIGS).body.items)).toEqual(['a'])
})

test('without etcd a request fails after its minute; when etcd is back all goes on', () => {
  const api = testApiServer()
  api.kernel.input({ type: 'crash', actor: 'etcd-0' })
  api.run(1_000)
  const failed = api.request(SUPER_ADMIN, 'POST', CONFIGS, config('a'))
  expect(failed.code).toBeGreaterThanOrEqual(500)
  api.kernel.input({ type: 'restart', actor: 'etcd-0' })
  api.run(5_000_000)
  expect(api.request(SUPER_ADMIN, 'POST', CONFIGS, config('b')).code).toBe(201)
  expect(names(api.request(SUPER_ADMIN, 'GET', CONFIGS).body.items)).toContain('b')
})
