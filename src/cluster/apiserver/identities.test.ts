import { expect, test } from 'vitest'
import { testApiServer, type TestApiServer } from '../../testing/api-server.ts'
import { certificate, SUPER_ADMIN } from '../identity.ts'

const RBAC = '/apis/rbac.authorization.k8s.io/v1'
const PODS = '/api/v1/namespaces/default/pods'
const jane = certificate('jane')
const nodeA = certificate('system:node:node-a', 'system:nodes')
const nodeB = certificate('system:node:node-b', 'system:nodes')

const grant = ({ request }: TestApiServer, name: string, rules: readonly object[], user = 'jane') => {
  request(SUPER_ADMIN, 'POST', `${RBAC}/clusterroles`, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules })
  request(SUPER_ADMIN, 'POST', `${RBAC}/clusterrolebindings`, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }] })
}
const whoAmI = (api: TestApiServer, credentials: typeof jane, headers: Readonly<Record<string, string>>) =>
  api.request(credentials, 'POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }, {}, headers)

test('an administrator may act as somebody else, with the rights of that somebody', () => {
  const api = testApiServer()
  expect(whoAmI(api, SUPER_ADMIN, { 'impersonate-user': 'jane' }).body.status.userInfo).toEqual({ username: 'jane', groups: ['system:authenticated'] })
  const refused = api.request(SUPER_ADMIN, 'GET', PODS, undefined, {}, { 'impersonate-user': 'jane' })
  expect([refused.code, refused.body.message]).toEqual([403, 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"'])
})

test('whoever may not impersonate is told so, in the words of the resource users', () => {
  const api = testApiServer()
  const { code, body } = api.request(jane, 'GET', PODS, undefined, {}, { 'impersonate-user': 'admin' })
  expect([code, body.message]).toEqual([403, 'users "admin" is forbidden: User "jane" cannot impersonate resource "users" in API group "" at the cluster scope'])
})

test('each user, group and service account to act as is asked for by itself', () => {
  const api = testApiServer()
  grant(api, 'act', [{ apiGroups: [''], resources: ['users'], verbs: ['impersonate'], resourceNames: ['joe'] }, { apiGroups: [''], resources: ['groups'], verbs: ['impersonate'], resourceNames: ['dev', 'ops'] }])
  expect(whoAmI(api, jane, { 'impersonate-user': 'joe' }).body.status.userInfo.username).toBe('joe')
  expect(whoAmI(api, jane, { 'impersonate-user': 'ann' }).code).toBe(403)
  expect(whoAmI(api, jane, { 'impersonate-user': 'joe', 'impersonate-group': 'dev\nops' }).body.status.userInfo.groups).toEqual(['dev', 'ops', 'system:authenticated'])
  expect(whoAmI(api, jane, { 'impersonate-user': 'joe', 'impersonate-group': 'system:masters' }).body.message).toContain('cannot impersonate resource "groups"')
  const account = whoAmI(api, jane, { 'impersonate-user': 'system:serviceaccount:default:default' })
  expect(account.body.message).toBe('serviceaccounts "default" is forbidden: User "jane" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "default"')
  expect(whoAmI(api, SUPER_ADMIN, { 'impersonate-user': 'system:serviceaccount:default:default' }).body.status.userInfo.groups).toEqual(['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'])
})

test('a group without a user is no one', () => {
  const api = testApiServer()
  const { code, body } = api.request(SUPER_ADMIN, 'GET', PODS, undefined, {}, { 'impersonate-group': 'dev' })
  expect([code, body.message]).toEqual([400, 'requested [{Group  dev    }] without impersonating a user'])
})

test('a kubelet reads the secrets and config maps of its own pods, and no others', () => {
  const api = testApiServer()
  for (const name of ['mounted', 'env', 'pulled', 'other']) api.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name } })
  for (const name of ['settings', 'other']) api.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })
  api.request(SUPER_ADMIN, 'POST', PODS, {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' },
    spec: {
      nodeName: 'node-a', imagePullSecrets: [{ name: 'pulled' }], volumes: [{ name: 'v', secret: { secretName: 'mounted' } }, { name: 'w', projected: { sources: [{ configMap: { name: 'settings' } }] } }],
      containers: [{ name: 'c', image: 'nginx', env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 'env', key: 'k' } } }] }],
    },
  })
  api.run(100_000)
  const code = (node: typeof nodeA, path: string, query?: Readonly<Record<string, string>>) => api.request(node, 'GET', `/api/v1/namespaces/default/${path}`, undefined, query).code
  expect(['secrets/mounted', 'secrets/env', 'secrets/pulled', 'configmaps/settings'].map((path) => code(nodeA, path))).toEqual([200, 200, 200, 200])
  expect(['secrets/other', 'configmaps/other', 'secrets'].map((path) => code(nodeA, path))).toEqual([403, 403, 403])
  expect(code(nodeA, 'secrets', { fieldSelector: 'metadata.name=mounted' })).toBe(200)
  expect(code(nodeB, 'secrets/mounted')).toBe(403)
  expect(api.request(nodeB, 'GET', '/api/v1/namespaces/default/secrets/mounted').body.message).toBe('secrets "mounted" is forbidden: User "system:node:node-b" cannot get resource "secrets" in API group "" in the namespace "default": no relationship found between node \'node-b\' and this object')
  api.request(SUPER_ADMIN, 'DELETE', `${PODS}/a`, { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 })
  api.run(100_000)
  expect(code(nodeA, 'secrets/mounted')).toBe(403)
})

test('a kubelet gets tokens only for pods on its own node, bound to them', () => {
  const api = testApiServer()
  const { metadata } = api.request(SUPER_ADMIN, 'POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { nodeName: 'node-a', containers: [{ name: 'c', image: 'nginx' }] } }).body
  api.run(100_000)
  const ask = (node: typeof nodeA, boundObjectRef?: object) => api.request(node, 'POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { boundObjectRef } })
  const bound = { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: metadata.uid }
  expect(ask(nodeA, bound).code).toBe(201)
  expect(ask(nodeA).body.message).toContain('node requested token not bound to a pod')
  expect(ask(nodeA, { ...bound, uid: undefined }).body.message).toContain('node requested token with a pod binding without a uid')
  expect(ask(nodeB, bound).body.message).toContain("no relationship found between node 'node-b' and this object")
})

test('a kubelet makes mirror pods of its own node, which need nothing of the API', () => {
  const api = testApiServer()
  const { metadata } = api.request(nodeA, 'POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' } }).body
  api.run(100_000)
  const owner = { apiVersion: 'v1', kind: 'Node', name: 'node-a', uid: metadata.uid, controller: true }
  const mirror = (ownerReferences: readonly object[], more: object = {}) => api.request(nodeA, 'POST', '/api/v1/namespaces/kube-system/pods', {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'etcd-node-a', annotations: { 'kubernetes.io/config.mirror': 'x' }, ownerReferences }, spec: { nodeName: 'node-a', containers: [{ name: 'c', image: 'etcd' }], ...more },
  })
  expect(mirror([]).body.message).toContain('node "node-a" can only create pods with an owner reference set to itself')
  expect(mirror([{ ...owner, uid: 'other' }]).body.message).toContain(`node node-a UID mismatch: expected other got ${metadata.uid}`)
  expect(mirror([owner], { volumes: [{ name: 'v', configMap: { name: 'x' } }] }).body.message).toContain('node "node-a" can not create pods that reference configmaps')
  expect(mirror([owner]).code).toBe(201)
})

test('a kubelet may not label its node as it likes, nor its pods', () => {
  const api = testApiServer()
  const refused = api.request(nodeA, 'POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a', labels: { 'node-restriction.kubernetes.io/secure': 'yes' } } })
  expect([refused.code, refused.body.message]).toEqual([403, 'nodes "node-a" is forbidden: node "node-a" is not allowed to set the following labels: node-restriction.kubernetes.io/secure'])
  api.request(SUPER_ADMIN, 'POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { nodeName: 'node-a', containers: [{ name: 'c', image: 'nginx' }] } })
  api.run(100_000)
  const patch = (body: object) => api.request(nodeA, 'PATCH', `${PODS}/a/status`, body, {}, { 'content-type': 'application/strategic-merge-patch+json' })
  expect(patch({ status: { phase: 'Running' } }).code).toBe(200)
})

test('a service account that patches is held to the fields that exist; the cluster\'s own components are not checked again', () => {
  const api = testApiServer()
  grant(api, 'patches', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['*'] }], 'system:serviceaccount:default:default')
  api.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } })
  const { token } = api.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }).body.status
  const patch = (body: object, fieldValidation = 'Strict') => api.request({ token }, 'PATCH', '/api/v1/namespaces/default/configmaps/a', body, { fieldValidation }, { 'content-type': 'application/merge-patch+json' })
  const strict = patch({ dada: { k: 'w' } })
  expect([strict.code, strict.body.message]).toEqual([422, expect.stringContaining('unknown field "dada"')])
  expect(patch({ dada: { k: 'w' } }, 'Warn')).toMatchObject({ code: 200, warnings: ['unknown field "dada"'] })
  expect(patch({ data: { k: 'w' } }).body.data).toEqual({ k: 'w' })
  const unfit = patch({ data: { k: 7 } })
  expect([unfit.code, unfit.body.message]).toEqual([422, expect.stringMatching(/^ "" is invalid: patch: Invalid value: ".*json: cannot unmarshal number into Go struct field/)])
})

test('an API server that starts again repairs the default roles, and leaves alone what opted out or was added', () => {
  const api = testApiServer()
  const path = `${RBAC}/clusterroles/system:basic-user`
  const opted = `${RBAC}/clusterroles/system:discovery`
  const binding = `${RBAC}/clusterrolebindings/system:kube-scheduler`
  const before = api.request(SUPER_ADMIN, 'GET', path).body
  const optedOut = api.request(SUPER_ADMIN, 'GET', opted).body
  const extra = { apiGroups: ['example.com'], resources: ['things'], verbs: ['get'] }
  api.request(SUPER_ADMIN, 'PUT', path, { ...before, rules: [extra] })
  api.request(SUPER_ADMIN, 'PUT', opted, { ...optedOut, metadata: { ...optedOut.metadata, annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'false' } }, rules: [] })
  api.request(SUPER_ADMIN, 'PUT', binding, { ...api.request(SUPER_ADMIN, 'GET', binding).body, subjects: [] })
  api.request(SUPER_ADMIN, 'DELETE', `${RBAC}/clusterroles/system:node-proxier`)
  api.kernel.input({ type: 'crash', actor: 'apiserver' })
  api.run(1_000_000)
  api.kernel.input({ type: 'restart', actor: 'apiserver' })
  api.run(5_000_000)
  const after = api.request(SUPER_ADMIN, 'GET', path).body
  expect(after.rules[0]).toEqual(extra)
  expect(JSON.stringify(after.rules)).toContain('selfsubjectaccessreviews')
  expect(api.request(SUPER_ADMIN, 'GET', opted).body.rules ?? []).toEqual([])
  expect(api.request(SUPER_ADMIN, 'GET', binding).body.subjects).toHaveLength(1)
  expect(api.request(SUPER_ADMIN, 'GET', `${RBAC}/clusterroles/system:node-proxier`).code).toBe(200)
  expect(api.state().boot.stage).toBe('ready')
})
