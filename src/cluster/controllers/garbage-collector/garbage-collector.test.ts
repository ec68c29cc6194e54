import { expect, test } from 'vitest'
import { SECOND } from '../../../kernel/index.ts'
import { SUPER_ADMIN } from '../../identity.ts'
import { controlled, deploymentOf, DEPLOYMENTS, PODS, REPLICA_SETS, type Controlled } from '../../../testing/controllers.ts'

const MAPS = '/api/v1/namespaces/default/configmaps'
const there = (server: Controlled, name: string): boolean => server.get(`${MAPS}/${name}`).kind === 'ConfigMap'
const owners = (server: Controlled, name: string): string[] => (server.get(`${MAPS}/${name}`).metadata.ownerReferences ?? []).map((each: any) => each.name)

interface Owner { readonly name: string; readonly uid: string; readonly block?: boolean }
function map(server: Controlled, name: string, owned: readonly Owner[] = [], more: object = {}): Owner {
  const ownerReferences = owned.map(({ name: owner, uid, block = true }) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: owner, uid, blockOwnerDeletion: block }))
  const { code, body } = server.post(MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ownerReferences, ...more } })
  expect(code).toBe(201)
  return { name, uid: body.metadata.uid }
}
const remove = (server: Controlled, path: string, propagationPolicy: string): void => void server.request(SUPER_ADMIN, 'DELETE', path, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy })
const letGo = (server: Controlled, name: string): void => void server.patch(`${MAPS}/${name}`, { metadata: { finalizers: null } })

test('orphans lose their owner and live on', () => {
  const server = controlled()
  server.post(DEPLOYMENTS, deploymentOf(2, 'nginx'))
  server.run(5 * SECOND)
  remove(server, `${DEPLOYMENTS}/web`, 'Orphan')
  server.run(5 * SECOND)
  expect(server.get(`${DEPLOYMENTS}/web`).code).toBe(404)
  expect(server.get(REPLICA_SETS).items.map(({ metadata }: any) => metadata.ownerReferences)).toEqual([undefined])
  expect(server.get(PODS).items.length).toBe(2)
})

test('a foreground deletion waits for the dependents that block it, and for no others', () => {
  const server = controlled()
  const owner = map(server, 'owner')
  map(server, 'loose', [{ ...owner, block: false }], { finalizers: ['example.com/held'] })
  map(server, 'tight', [owner], { finalizers: ['example.com/held'] })
  remove(server, `${MAPS}/owner`, 'Foreground')
  server.run(5 * SECOND)
  expect([there(server, 'owner'), server.get(`${MAPS}/tight`).metadata.deletionTimestamp !== undefined]).toEqual([true, true])
  letGo(server, 'tight')
  server.run(5 * SECOND)
  expect([there(server, 'owner'), there(server, 'tight'), there(server, 'loose')]).toEqual([false, false, true])
})

test('what still has an owner stays, and forgets the one that is gone', () => {
  const server = controlled()
  const [first, second] = [map(server, 'first'), map(server, 'second')]
  map(server, 'shared', [first, second])
  remove(server, `${MAPS}/first`, 'Background')
  server.run(5 * SECOND)
  expect(owners(server, 'shared')).toEqual(['second'])
  remove(server, `${MAPS}/second`, 'Background')
  server.run(5 * SECOND)
  expect(there(server, 'shared')).toBe(false)
})

test('an owner is known by its uid: a namesake does not count', () => {
  const server = controlled()
  const namesake = map(server, 'owner')
  map(server, 'child', [{ ...namesake, uid: '00000000-0000-4000-8000-000000000000' }])
  server.run(5 * SECOND)
  expect([there(server, 'owner'), there(server, 'child')]).toEqual([true, false])
})

test('two that own each other do not wait for each other for ever', () => {
  const server = controlled()
  const hen = map(server, 'hen')
  const egg = map(server, 'egg', [hen])
  server.patch(`${MAPS}/hen`, { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', ...egg, blockOwnerDeletion: true }] } })
  remove(server, `${MAPS}/hen`, 'Foreground')
  server.run(10 * SECOND)
  expect([there(server, 'hen'), there(server, 'egg')]).toEqual([false, false])
})

test('a dependent that was to orphan its own does so when it goes with its owner', () => {
  const server = controlled()
  const owner = map(server, 'owner')
  const child = map(server, 'child', [owner], { finalizers: ['orphan'] })
  map(server, 'grandchild', [child])
  remove(server, `${MAPS}/owner`, 'Background')
  server.run(10 * SECOND)
  expect([there(server, 'child'), there(server, 'grandchild')]).toEqual([false, true])
  expect(owners(server, 'grandchild')).toEqual([])
})
