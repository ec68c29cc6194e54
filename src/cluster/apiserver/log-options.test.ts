import { expect, test } from 'vitest'
import { testApiServer } from '../../testing/api-server.ts'
import { SUPER_ADMIN } from '../identity.ts'

const PODS = '/api/v1/namespaces/default/pods'
const containers = [{ name: 'web', image: 'nginx' }, { name: 'side', image: 'busybox' }]

test('a log is not asked for in ways that make no sense', () => {
  const { request } = testApiServer()
  request(SUPER_ADMIN, 'POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one' }, spec: { initContainers: [{ name: 'init', image: 'busybox' }], containers: containers.slice(0, 1) } })
  request(SUPER_ADMIN, 'POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'two' }, spec: { initContainers: [{ name: 'init', image: 'busybox' }], containers } })
  const said = (name: string, query: Readonly<Record<string, string>> = {}) => {
    const { code, body } = request(SUPER_ADMIN, 'GET', `${PODS}/${name}/log`, undefined, query)
    return `${code} ${body.message ?? JSON.stringify(body)}`
  }
  // One that is not scheduled has said nothing; its init container makes no choice necessary.
  expect(said('one')).toBe('200 ""')
  expect(said('two')).toBe('400 a container name must be specified for pod two, choose one of: [init web side]')
  expect(said('two', { container: 'other' })).toBe('400 container other is not valid for pod two')
  expect(said('none')).toBe('404 pods "none" not found')
  expect(said('one', { tailLines: '-1' })).toBe('422 PodLogOptions "one" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0')
  expect(said('one', { limitBytes: '0', sinceSeconds: '0' })).toBe('422 PodLogOptions "one" is invalid: [limitBytes: Invalid value: 0: must be greater than 0, sinceSeconds: Invalid value: 0: must be greater than 0]')
  expect(said('one', { sinceSeconds: '5', sinceTime: '2026-01-01T00:00:00Z' })).toBe('422 PodLogOptions "one" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified')
})
