import { expect, test } from 'vitest'
import { SECOND } from '../../../kernel/index.ts'
import { SUPER_ADMIN } from '../../identity.ts'
import { controlled, type Controlled } from '../../../testing/controllers.ts'

const TEAM = '/api/v1/namespaces/team'
const map = (name: string, more: object = {}): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...more } })
const conditions = (server: Controlled): Record<string, string> =>
  Object.fromEntries(server.get(TEAM).status.conditions.map(({ type, status, message }: any) => [type, `${status} ${message}`]))

test('the Pods of a namespace go first, after five seconds, and everything else waits until the last of them has ended', () => {
  const server = controlled({ startUs: 10 * SECOND })
  server.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } })
  server.run(SECOND)
  server.post(`${TEAM}/configmaps`, map('words'))
  expect(server.post(`${TEAM}/pods`, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'web', image: 'nginx' }] } }).code).toBe(201)
  server.run(15 * SECOND)
  const leaving = (): boolean => server.get(`${TEAM}/pods/web`).metadata.deletionTimestamp !== undefined
  server.request(SUPER_ADMIN, 'DELETE', TEAM)
  server.run(4 * SECOND)
  expect(leaving()).toBe(false)
  server.run(2 * SECOND)
  expect([leaving(), server.get(`${TEAM}/configmaps/words`).kind]).toEqual([true, 'ConfigMap'])
  // The Pod ends ten seconds later. The controller looks after 5 s, 5 s after its own change of the status, and then not before half the Pod's grace and a second.
  server.run(18 * SECOND)
  expect([server.get(`${TEAM}/pods/web`).code, server.get(TEAM).status.phase]).toEqual([404, 'Terminating'])
  server.run(3 * SECOND)
  expect(server.get(TEAM).code).toBe(404)
})

test('a namespace says what holds it, and goes within eight seconds of being let go', () => {
  const server = controlled()
  server.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } })
  server.run(SECOND)
  server.post(`${TEAM}/configmaps`, map('held', { finalizers: ['example.com/held'] }))
  server.request(SUPER_ADMIN, 'DELETE', TEAM)
  server.run(30 * SECOND)
  expect(conditions(server)).toEqual({
    NamespaceDeletionDiscoveryFailure: 'False All resources successfully discovered',
    NamespaceDeletionGroupVersionParsingFailure: 'False All legacy kube types successfully parsed',
    NamespaceDeletionContentFailure: 'False All content successfully deleted, may be waiting on finalization',
    NamespaceContentRemaining: 'True Some resources are remaining: configmaps. has 1 resource instances',
    NamespaceFinalizersRemaining: 'True Some content in the namespace has finalizers remaining: example.com/held in 1 resource instances',
  })
  server.patch(`${TEAM}/configmaps/held`, { metadata: { finalizers: null } })
  server.run(9 * SECOND)
  expect(server.get(TEAM).code).toBe(404)
})
