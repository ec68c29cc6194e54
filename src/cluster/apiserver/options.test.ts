import { expect, test } from 'vitest'
import { testApiServer } from '../../testing/api-server.ts'
import { KUBERNETES_ADMIN, SUPER_ADMIN } from '../identity.ts'

const PODS = '/api/v1/namespaces/default/pods'
const CONFIGS = '/api/v1/namespaces/default/configmaps'
const MERGE = { 'content-type': 'application/merge-patch+json' }
const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' }
const config = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })

test('options that nobody knows are refused with 422 and the field that is wrong', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', CONFIGS, config('a'))
  const said = (...args: Parameters<typeof request>) => {
    const { code, body } = request(...args)
    return `${code} ${body.message}`
  }
  expect(said(SUPER_ADMIN, 'POST', CONFIGS, config('b'), { dryRun: 'Maybe' })).toBe('422 CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Maybe"]: supported values: "All"')
  expect(said(SUPER_ADMIN, 'PUT', `${CONFIGS}/a`, config('a'), { fieldValidation: 'Loose' })).toBe('422 UpdateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Loose": supported values: "", "Ignore", "Strict", "Warn"')
  expect(said(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, {}, { force: 'true' }, MERGE)).toBe('422 PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch')
  expect(said(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, config('a'), {}, { 'content-type': 'application/apply-patch+yaml' })).toBe('422 PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch')
  expect(said(SUPER_ADMIN, 'POST', CONFIGS, config('b'), { fieldManager: 'x'.repeat(129) })).toBe('422 CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes')
  expect(said(SUPER_ADMIN, 'POST', CONFIGS, config('b'), { fieldManager: 'a\u0001' })).toBe('422 CreateOptions.meta.k8s.io "" is invalid: fieldManager: Invalid value: "a\\u0001": invalid character U+0001 (at position 1)')
  expect(said(SUPER_ADMIN, 'DELETE', `${CONFIGS}/a`, { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Upwards' })).toBe('422 DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Upwards": supported values: "Foreground", "Background", "Orphan", "nil"')
  expect(said(SUPER_ADMIN, 'DELETE', `${CONFIGS}/a`, undefined, { propagationPolicy: 'Orphan', orphanDependents: 'true' })).toBe('422 DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set')
  expect(request(SUPER_ADMIN, 'GET', `${CONFIGS}/a`).code).toBe(200)
  expect(request(SUPER_ADMIN, 'GET', `${CONFIGS}/b`).code).toBe(404)
})

test('a patch whose result is no such object is refused with what is wrong about it', () => {
  const { request } = testApiServer()
  const path = '/apis/apps/v1/namespaces/default/deployments/web'
  request(KUBERNETES_ADMIN, 'POST', '/apis/apps/v1/namespaces/default/deployments', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } } })
  const message = (body: object, headers: Readonly<Record<string, string>>) => request(KUBERNETES_ADMIN, 'PATCH', path, body, {}, headers).body.message
  expect(message({ spec: { replicas: 'two' } }, STRATEGIC)).toBe(' "" is invalid: patch: Invalid value: "map[spec:map[replicas:two]]": unrecognized type: int32')
  expect(message({ spec: { template: { spec: 'x' } } }, MERGE)).toMatch(/^ "" is invalid: patch: Invalid value: "\{.*cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field/)
})

test('a pod is resized through its own door, and nothing else of it changes there', () => {
  const { request } = testApiServer()
  const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m' } }
  request(SUPER_ADMIN, 'POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'c', image: 'nginx', resources }] } })
  const resize = (body: object) => request(SUPER_ADMIN, 'PATCH', `${PODS}/a/resize`, body, {}, STRATEGIC)
  const containers = (more: object) => ({ spec: { containers: [{ name: 'c', ...more }] } })
  const done = resize(containers({ image: 'other', resources: { requests: { cpu: '150m' } } }))
  expect([done.code, done.body.spec.containers[0].resources.requests.cpu, done.body.spec.containers[0].image, done.body.metadata.generation]).toEqual([200, '150m', 'nginx', 2])
  expect(request(SUPER_ADMIN, 'PATCH', `${PODS}/a`, containers({ resources: { requests: { cpu: '160m' } } }), {}, STRATEGIC).code).toBe(422)
  const refusal = (body: object) => resize(body).body.message.replace('Pod "a" is invalid: ', '')
  expect(refusal(containers({ resources: { requests: { memory: null } } }))).toContain('spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed')
  expect(refusal(containers({ resources: { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '200m', memory: '64Mi' } } }))).toBe('spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing')
  expect(refusal(containers({ resources: { requests: { 'ephemeral-storage': '1Gi' } } }))).toBe('spec: Forbidden: only cpu and memory resources are mutable')
  expect(refusal({ spec: { containers: [{ name: 'more', image: 'x' }] } })).toContain('spec.containers: Forbidden: containers may not be added or removed on resize')
})

test('an ephemeral container is added, and one that is there stays as it is', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } })
  const patch = (ephemeralContainers: readonly object[]) => request(SUPER_ADMIN, 'PATCH', `${PODS}/a/ephemeralcontainers`, { spec: { ephemeralContainers } }, {}, STRATEGIC)
  const added = patch([{ name: 'debug', image: 'busybox' }])
  expect([added.code, added.body.spec.ephemeralContainers[0].name, added.body.metadata.generation]).toEqual([200, 'debug', 2])
  expect(patch([{ name: 'debug', image: 'other' }]).body.message).toContain('existing ephemeral containers "debug" may not be changed')
})
