import { expect, test } from 'vitest'
import { testApiServer } from '../../testing/api-server.ts'
import { certificate, KUBERNETES_ADMIN, SUPER_ADMIN } from '../identity.ts'

const PODS = '/api/v1/namespaces/default/pods'
const pod = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...more } })
const config = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })
const CONFIGS = '/api/v1/namespaces/default/configmaps'
const MERGE = { 'content-type': 'application/merge-patch+json' }
const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' }

test('a pod gets an account, its token, tolerations and a priority on its way in', () => {
  const { request } = testApiServer()
  const { code, body } = request(KUBERNETES_ADMIN, 'POST', PODS, pod('a'))
  expect(code).toBe(201)
  expect(body.spec).toMatchObject({ serviceAccountName: 'default', priority: 0, preemptionPolicy: 'PreemptLowerPriority' })
  expect(body.spec.volumes[0].name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
  expect(body.spec.tolerations.map((one: { key: string }) => one.key)).toEqual(['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'])
  expect(body.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a second object of the same name is refused', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', CONFIGS, config('a'))
  const { code, body } = request(SUPER_ADMIN, 'POST', CONFIGS, config('a'))
  expect([code, body.reason, body.message]).toEqual([409, 'AlreadyExists', 'configmaps "a" already exists'])
})

test('generateName makes a new random name for each object', () => {
  const { request } = testApiServer()
  const make = () => request(SUPER_ADMIN, 'POST', CONFIGS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'a-' } }).body.metadata.name
  const [first, second] = [make(), make()]
  expect(first).toMatch(/^a-.{5}$/)
  expect(second).not.toBe(first)
})

test('nothing can be created in a namespace that is not there', () => {
  const { request } = testApiServer()
  const { code, body } = request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/nowhere/configmaps', config('a'))
  expect([code, body.message]).toEqual([404, 'namespaces "nowhere" not found'])
})

test('an update with an old resourceVersion is a conflict', () => {
  const { request } = testApiServer()
  const first = request(SUPER_ADMIN, 'POST', CONFIGS, config('a', { k: '1' })).body
  const second = request(SUPER_ADMIN, 'PUT', `${CONFIGS}/a`, { ...first, data: { k: '2' } }).body
  expect(Number(second.metadata.resourceVersion)).toBeGreaterThan(Number(first.metadata.resourceVersion))
  const { code, body } = request(SUPER_ADMIN, 'PUT', `${CONFIGS}/a`, { ...first, data: { k: '3' } })
  expect([code, body.message]).toEqual([409, 'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again'])
})

test('an update that changes nothing is not written', () => {
  const { request } = testApiServer()
  const first = request(SUPER_ADMIN, 'POST', CONFIGS, config('a', { k: '1' })).body
  const again = request(SUPER_ADMIN, 'PUT', `${CONFIGS}/a`, config('a', { k: '1' }))
  expect([again.code, again.body.metadata.resourceVersion]).toEqual([200, first.metadata.resourceVersion])
})

test('patches that meet on the way all count', () => {
  const api = testApiServer()
  api.request(SUPER_ADMIN, 'POST', CONFIGS, config('a'))
  const ids = [1, 2, 3, 4].map((n) => api.send(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, { data: { [`k${n}`]: 'x' } }, {}, MERGE))
  api.run(100_000)
  expect(ids.map((id) => (api.answers(id)[0] as { code: number }).code)).toEqual([200, 200, 200, 200])
  expect(Object.keys(api.request(SUPER_ADMIN, 'GET', `${CONFIGS}/a`).body.data)).toEqual(['k1', 'k2', 'k3', 'k4'])
})

test('a strategic patch merges containers by name and starts a new generation', () => {
  const { request } = testApiServer()
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } }
  const made = request(KUBERNETES_ADMIN, 'POST', '/apis/apps/v1/namespaces/default/deployments', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template } })
  expect([made.code, made.body.metadata.generation, made.body.spec.replicas]).toEqual([201, 1, 1])
  const { body } = request(KUBERNETES_ADMIN, 'PATCH', '/apis/apps/v1/namespaces/default/deployments/web', { spec: { template: { spec: { containers: [{ name: 'c', image: 'nginx:2' }] } } } }, {}, STRATEGIC)
  expect(body.spec.template.spec.containers[0].image).toBe('nginx:2')
  expect(body.metadata.generation).toBe(2)
})

test('scaling goes through the scale subresource', () => {
  const { request } = testApiServer()
  const path = '/apis/apps/v1/namespaces/default/deployments/web'
  request(KUBERNETES_ADMIN, 'POST', '/apis/apps/v1/namespaces/default/deployments', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } } })
  const scale = request(KUBERNETES_ADMIN, 'GET', `${path}/scale`).body
  expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 1 }, status: { selector: 'app=web' } })
  expect(request(KUBERNETES_ADMIN, 'PUT', `${path}/scale`, { ...scale, spec: { replicas: 5 } }).body.spec.replicas).toBe(5)
  expect(request(KUBERNETES_ADMIN, 'PATCH', `${path}/scale`, { spec: { replicas: 3 } }, {}, MERGE).body.spec.replicas).toBe(3)
  expect(request(KUBERNETES_ADMIN, 'GET', path).body).toMatchObject({ metadata: { generation: 3 }, spec: { replicas: 3 } })
})

test('a binding gives the pod its node once', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, pod('a'))
  const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'a' }, target: { apiVersion: 'v1', kind: 'Node', name: 'node-a' } }
  const answer = request(certificate('system:kube-scheduler'), 'POST', `${PODS}/a/binding`, binding)
  expect([answer.code, answer.body.status]).toEqual([201, 'Success'])
  const { spec, status } = request(SUPER_ADMIN, 'GET', `${PODS}/a`).body
  expect(spec.nodeName).toBe('node-a')
  expect(status.conditions[0]).toMatchObject({ type: 'PodScheduled', status: 'True' })
  const again = request(SUPER_ADMIN, 'POST', `${PODS}/a/binding`, binding)
  expect([again.code, again.body.message]).toEqual([409, 'Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "node-a"'])
})

test('a pod that nobody runs is deleted at once, a scheduled one is given its grace', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, pod('a'))
  request(SUPER_ADMIN, 'DELETE', `${PODS}/a`)
  expect(request(SUPER_ADMIN, 'GET', `${PODS}/a`).code).toBe(404)
  request(SUPER_ADMIN, 'POST', PODS, pod('b', { nodeName: 'node-a' }))
  const marked = request(SUPER_ADMIN, 'DELETE', `${PODS}/b`).body
  expect(marked.metadata).toMatchObject({ deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-01-01T00:00:30Z', generation: 2 })
  const shorter = request(SUPER_ADMIN, 'DELETE', `${PODS}/b`, { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 5 }).body
  expect(shorter.metadata).toMatchObject({ deletionGracePeriodSeconds: 5, deletionTimestamp: '2026-01-01T00:00:05Z' })
  request(SUPER_ADMIN, 'DELETE', `${PODS}/b`, { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 })
  expect(request(SUPER_ADMIN, 'GET', `${PODS}/b`).code).toBe(404)
})

test('an object with a finalizer stays until the last one is taken away', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', CONFIGS, { ...config('a'), metadata: { name: 'a', finalizers: ['example.com/wait'] } })
  expect(request(SUPER_ADMIN, 'DELETE', `${CONFIGS}/a`).body.metadata.deletionTimestamp).toBe('2026-01-01T00:00:00Z')
  const more = request(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, { metadata: { finalizers: ['example.com/wait', 'example.com/more'] } }, {}, MERGE)
  expect([more.code, more.body.reason]).toEqual([422, 'Invalid'])
  expect(request(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, { metadata: { finalizers: null } }, {}, MERGE).code).toBe(200)
  expect(request(SUPER_ADMIN, 'GET', `${CONFIGS}/a`).code).toBe(404)
})

test('foreground deletion leaves a finalizer for the garbage collector', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', CONFIGS, config('a'))
  const { body } = request(SUPER_ADMIN, 'DELETE', `${CONFIGS}/a`, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foreground' })
  expect(body.metadata).toMatchObject({ finalizers: ['foregroundDeletion'], deletionGracePeriodSeconds: 0 })
})

test('a deletion with the uid of another object is refused', () => {
  const { request } = testApiServer()
  const { uid } = request(SUPER_ADMIN, 'POST', CONFIGS, config('a')).body.metadata
  const { code, body } = request(SUPER_ADMIN, 'DELETE', `${CONFIGS}/a`, { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: 'other' } })
  expect([code, body.message]).toEqual([409, `Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`])
})

test('a collection is deleted by label', () => {
  const { request } = testApiServer()
  for (const name of ['a', 'b', 'c']) request(SUPER_ADMIN, 'POST', CONFIGS, { ...config(name), metadata: { name, labels: { keep: String(name === 'b') } } })
  const { body } = request(SUPER_ADMIN, 'DELETE', CONFIGS, undefined, { labelSelector: 'keep=false' })
  expect(body.items.map((one: { metadata: { name: string } }) => one.metadata.name)).toEqual(['a', 'c'])
  expect(request(SUPER_ADMIN, 'GET', CONFIGS).body.items).toHaveLength(1)
})

test('a namespace turns Terminating, takes nothing new, and goes when it is finalized', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } })
  const going = request(SUPER_ADMIN, 'DELETE', '/api/v1/namespaces/x').body
  expect(going).toMatchObject({ status: { phase: 'Terminating' }, spec: { finalizers: ['kubernetes'] } })
  const refused = request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/x/configmaps', config('a'))
  expect([refused.code, refused.body.message]).toEqual([403, 'configmaps "a" is forbidden: unable to create new content in namespace x because it is being terminated'])
  expect(request(SUPER_ADMIN, 'PUT', '/api/v1/namespaces/x/finalize', { ...going, spec: { finalizers: [] } }).code).toBe(200)
  expect(request(SUPER_ADMIN, 'GET', '/api/v1/namespaces/x').code).toBe(404)
  const immortal = request(SUPER_ADMIN, 'DELETE', '/api/v1/namespaces/default')
  expect([immortal.code, immortal.body.message]).toEqual([403, 'namespaces "default" is forbidden: this namespace may not be deleted'])
})

test('a dry run answers what would be, and stores nothing', () => {
  const { request } = testApiServer()
  expect(request(SUPER_ADMIN, 'POST', CONFIGS, config('a'), { dryRun: 'All' }).code).toBe(201)
  expect(request(SUPER_ADMIN, 'GET', `${CONFIGS}/a`).code).toBe(404)
})

test('unknown fields are refused, warned of or dropped, as the client wishes', () => {
  const { request } = testApiServer()
  const odd = { ...pod('a'), spec: { containers: [{ name: 'c', image: 'nginx' }], nodeNmae: 'x' } }
  const strict = request(SUPER_ADMIN, 'POST', PODS, odd, { fieldValidation: 'Strict' })
  expect(strict.code).toBe(400)
  expect(strict.body.message).toContain('strict decoding error: unknown field "spec.nodeNmae"')
  expect(request(SUPER_ADMIN, 'POST', PODS, odd).warnings).toEqual(['unknown field "spec.nodeNmae"'])
})

test('an apply creates, shares and takes over fields', () => {
  const { request } = testApiServer()
  const apply = (manager: string, data: object, force = 'false') => request(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, config('a', data), { fieldManager: manager, force }, { 'content-type': 'application/apply-patch+yaml' })
  expect(apply('one', { k: '1' }).code).toBe(201)
  expect(apply('one', { k: '1' }).code).toBe(200)
  const conflict = apply('two', { k: '2' })
  expect([conflict.code, conflict.body.details.causes[0].reason]).toEqual([409, 'FieldManagerConflict'])
  expect(apply('two', { k: '2' }, 'true').body.data).toEqual({ k: '2' })
})

test('services get addresses of their own, and give them back', () => {
  const api = testApiServer()
  const { request } = api
  const service = (name: string, spec: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } })
  const path = '/api/v1/namespaces/default/services'
  expect(request(SUPER_ADMIN, 'GET', `${path}/kubernetes`).body.spec).toMatchObject({ clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'], ipFamilies: ['IPv4'] })
  const made = request(SUPER_ADMIN, 'POST', path, service('a', { type: 'NodePort' })).body.spec
  expect(made.clusterIP).toMatch(/^10\.(9[6-9]|1[01]\d)\./)
  expect(made.ports[0].nodePort).toBeGreaterThanOrEqual(30086)
  const taken = request(SUPER_ADMIN, 'POST', path, service('b', { clusterIP: made.clusterIP }))
  expect([taken.code, taken.body.message]).toEqual([422, `Service "b" is invalid: spec.clusterIPs: Invalid value: ["${made.clusterIP}"]: failed to allocate IP ${made.clusterIP}: provided IP is already allocated`])
  request(SUPER_ADMIN, 'DELETE', `${path}/a`)
  api.run(10_000)
  expect(request(SUPER_ADMIN, 'POST', path, service('b', { clusterIP: made.clusterIP })).code).toBe(201)
})

test('the status and the spec are written apart', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, pod('a'))
  const patched = request(SUPER_ADMIN, 'PATCH', `${PODS}/a/status`, { status: { phase: 'Running' }, spec: { nodeName: 'x' } }, {}, STRATEGIC).body
  expect([patched.status.phase, patched.spec.nodeName]).toEqual(['Running', undefined])
})

test('evicting a running pod says why and deletes it gracefully', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, pod('a', { nodeName: 'node-a' }))
  request(SUPER_ADMIN, 'PATCH', `${PODS}/a/status`, { status: { phase: 'Running' } }, {}, STRATEGIC)
  const eviction = request(SUPER_ADMIN, 'POST', `${PODS}/a/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a' } })
  expect([eviction.code, eviction.body.status]).toEqual([201, 'Success'])
  const { metadata, status } = request(SUPER_ADMIN, 'GET', `${PODS}/a`).body
  expect(metadata.deletionGracePeriodSeconds).toBe(30)
  expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI' }))
})

test('a Pod that was evicted before it ran says so too', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, pod('a', { nodeName: 'node-a' }))
  request(SUPER_ADMIN, 'POST', `${PODS}/a/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a' } })
  expect(request(SUPER_ADMIN, 'GET', `${PODS}/a`).body.status.conditions).toMatchObject([{ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' }])
})

test('a Pod keeps its grace in the bounds that upstream sets: never less than nothing, and a second wish only shortens it', () => {
  const { request } = testApiServer()
  const graceOf = (gracePeriodSeconds: number | undefined, own?: number): unknown => {
    request(SUPER_ADMIN, 'POST', PODS, pod('a', { nodeName: 'node-a', ...(own !== undefined && { terminationGracePeriodSeconds: own }) }))
    const ask = (seconds: number | undefined): any => request(SUPER_ADMIN, 'DELETE', `${PODS}/a`, { kind: 'DeleteOptions', apiVersion: 'v1', ...(seconds !== undefined && { gracePeriodSeconds: seconds }) }).body
    const { metadata } = ask(gracePeriodSeconds)
    expect(metadata.generation).toBe(2)
    const again = [20, 5, 60].map((seconds) => ask(seconds).metadata.deletionGracePeriodSeconds)
    ask(0)
    return [metadata.deletionGracePeriodSeconds, ...again]
  }
  expect(graceOf(undefined)).toEqual([30, 20, 5, 5])
  expect(graceOf(10)).toEqual([10, 10, 5, 5])
  expect(graceOf(-3)).toEqual([1, 1, 1, 1])
})
