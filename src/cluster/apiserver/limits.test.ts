import { expect, test } from 'vitest'
import { SECOND } from '../../kernel/index.ts'
import { testApiServer, type Answered } from '../../testing/api-server.ts'
import { testCluster } from '../../testing/cluster.ts'
import { KUBERNETES_ADMIN, SUPER_ADMIN } from '../identity.ts'

const CONFIGS = '/api/v1/namespaces/default/configmaps'
const config = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })
const MIB = 1024 * 1024

test('a body over 3 MiB is refused with 413, and nothing is stored', () => {
  const { request } = testApiServer()
  const said = (method: 'POST' | 'PUT' | 'PATCH', path: string, headers = {}) => {
    const { code, body } = request(SUPER_ADMIN, method, path, config('big', { k: 'x'.repeat(3 * MIB) }), {}, headers)
    return `${code} ${body.reason} ${body.message}`
  }
  const refused = '413 RequestEntityTooLarge Request entity too large: limit is 3145728'
  expect(said('POST', CONFIGS)).toBe(refused)
  expect(said('PUT', `${CONFIGS}/big`)).toBe(refused)
  expect(said('PATCH', `${CONFIGS}/big`, { 'content-type': 'application/merge-patch+json' })).toBe(refused)
  expect(request(SUPER_ADMIN, 'GET', `${CONFIGS}/big`).code).toBe(404)
})

test('a manifest of 1.5 MB is too much for a ConfigMap, and the one before it stays', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', CONFIGS, config('a', { k: 'small' }))
  const { code, body } = request(SUPER_ADMIN, 'PUT', `${CONFIGS}/a`, config('a', { k: 'x'.repeat(1_500_000) }))
  expect([code, body.message]).toEqual([422, 'ConfigMap "a" is invalid: []: Too long: may not be more than 1048576 bytes'])
  expect(request(SUPER_ADMIN, 'GET', `${CONFIGS}/a`).body.data).toEqual({ k: 'small' })
})

test('applying a large manifest from the command line fails on the annotation that would keep a copy of it', () => {
  const { request } = testApiServer()
  const object = { ...config('a', { k: 'v' }), metadata: { name: 'a', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'x'.repeat(300_000) } } }
  const { code, body } = request(SUPER_ADMIN, 'POST', CONFIGS, object)
  expect([code, body.message]).toEqual([422, 'ConfigMap "a" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes'])
})

test('what etcd finds too large is refused in its words, and the cluster goes on', () => {
  const cluster = testCluster({ workers: 1 })
  const args = Array.from({ length: 16 }, () => 'x'.repeat(100_000))
  const refused = cluster.ask('POST', '/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'big' }, spec: { containers: [{ name: 'c', image: 'nginx', args }] } })
  expect([refused.code, (refused.body as Answered['body']).message]).toEqual([500, 'etcdserver: request is too large'])
  expect(cluster.ask('GET', '/api/v1/namespaces/default/pods/big').code).toBe(404)
  expect(cluster.ask('POST', CONFIGS, config('after')).code).toBe(201)
})

test('a thousand watches are open and reads are still let through', () => {
  const api = testApiServer()
  for (let i = 0; i < 1000; i++) {
    api.send(KUBERNETES_ADMIN, 'GET', CONFIGS, undefined, { watch: 'true' })
    api.run(SECOND / 1000)
  }
  expect(api.state().watches.size).toBe(1000)
  expect(api.request(KUBERNETES_ADMIN, 'GET', CONFIGS).code).toBe(200)
})
