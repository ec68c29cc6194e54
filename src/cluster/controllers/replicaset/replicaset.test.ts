import { expect, test } from 'vitest'
import type { Pod, ReplicaSet } from '../../../api/index.ts'
import { SECOND } from '../../../kernel/index.ts'
import { controlled, PODS, REPLICA_SETS, type Controlled } from '../../../testing/controllers.ts'
import { replicaSetReconciler } from './replicaset.ts'

const set = (replicas: number, spec: object = {}, more: object = {}): object => ({
  apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }], ...spec } }, ...more },
})
const pods = (server: Controlled): any[] => server.get(PODS).items.filter(({ metadata }: any) => !metadata.deletionTimestamp)
const ownedBy = (pod: any): string | undefined => pod.metadata.ownerReferences?.[0]?.name
const status = (server: Controlled): any => server.get(`${REPLICA_SETS}/web`).status

test('a creation that is refused stops the slow start after the first try, is told in a condition, and is forgotten when it works', () => {
  const server = controlled()
  server.post(REPLICA_SETS, set(10, { serviceAccountName: 'nobody' }))
  server.run(SECOND / 50)
  const batches = (): unknown[] => server.facts.filter((fact) => fact['decision'] === 'create-pods').map((fact) => fact['batch'])
  server.run(SECOND)
  expect(new Set(batches())).toEqual(new Set([1]))
  expect(pods(server)).toEqual([])
  expect(status(server).conditions).toMatchObject([{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: expect.stringContaining('serviceaccount "nobody" not found') }])
  expect(server.said()).toContainEqual(expect.stringMatching(/^FailedCreate: Error creating: pods "web-" is forbidden: .*serviceaccount "nobody" not found$/))
  server.post('/api/v1/namespaces/default/serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'nobody' } })
  server.run(60 * SECOND)
  expect(pods(server).length).toBe(10)
  expect(status(server).conditions).toBeUndefined()
})

test('one pass makes or deletes five hundred Pods at most', () => {
  const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web', namespace: 'default', uid: 'u' }, ...(set(2_000) as object) } as unknown as ReplicaSet
  const snapshot = (replicas: number, owned: readonly Pod[]) => ({
    replicaSet, counts: { replicas, fullyLabeled: 0, ready: 0, available: 0, terminating: 0 }, mayManage: true,
    pods: owned.length === 0 ? undefined : { owned, orphans: [], related: owned }, nextAvailableUs: undefined, clock: 0, now: '',
  })
  const firstNote = (...asked: Parameters<typeof snapshot>): unknown => {
    const first = replicaSetReconciler.sync(snapshot(...asked)).next().value as { readonly notes: readonly unknown[] }
    return first.notes[0]
  }
  expect(firstNote(100, [])).toEqual({ note: 'expect-creations', count: 500 })
  const many = Array.from({ length: 3_000 }, (_, i) => ({ metadata: { name: `p${i}`, namespace: 'default', uid: `${i}`, labels: { app: 'web' } }, spec: { containers: [] } }) as unknown as Pod)
  expect((firstNote(3_000, many) as { readonly keys: readonly string[] }).keys.length).toBe(500)
})

test('a Pod that fits and belongs to nobody is adopted, one that fits no more is let go and replaced', () => {
  const server = controlled()
  server.post(PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'stray', labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } })
  server.run(3 * SECOND)
  server.post(REPLICA_SETS, set(2))
  server.run(5 * SECOND)
  expect(pods(server).map(ownedBy)).toEqual(['web', 'web'])
  expect(server.get(`${PODS}/stray`).metadata.ownerReferences).toMatchObject([{ kind: 'ReplicaSet', name: 'web', controller: true, blockOwnerDeletion: true }])
  server.patch(`${PODS}/stray`, { metadata: { labels: { app: 'debug' } } })
  server.run(5 * SECOND)
  expect(server.get(`${PODS}/stray`).metadata.ownerReferences).toBeUndefined()
  expect(pods(server).filter((pod) => ownedBy(pod) === 'web').length).toBe(2)
})

test('a Pod is available only when it has been Ready for minReadySeconds', () => {
  const server = controlled()
  server.post(REPLICA_SETS, set(2, {}, { minReadySeconds: 20 }))
  server.run(10 * SECOND)
  expect(status(server)).toMatchObject({ readyReplicas: 2 })
  expect(status(server).availableReplicas).toBeUndefined()
  server.run(15 * SECOND)
  expect(status(server)).toMatchObject({ readyReplicas: 2, availableReplicas: 2 })
})

test('Pods of a sister ReplicaSet count where a node is crowded', () => {
  const server = controlled()
  server.post(REPLICA_SETS, set(2))
  server.run(5 * SECOND)
  // One Pod on each node. A second ReplicaSet of the same controller crowds node-b; which kind that controller is does not matter.
  const { uid } = server.post('/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'both' } }).body.metadata
  const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'both', uid, controller: true }]
  server.patch(`${REPLICA_SETS}/web`, { metadata: { ownerReferences } })
  const sister = set(1) as { metadata: object; spec: object }
  server.post(REPLICA_SETS, { ...sister, metadata: { name: 'sister', ownerReferences }, spec: { ...sister.spec, replicas: 3, selector: { matchLabels: { app: 'sister' } }, template: { metadata: { labels: { app: 'sister' } }, spec: { nodeName: 'node-b', containers: [{ name: 'web', image: 'nginx' }] } } } })
  server.run(5 * SECOND)
  server.patch(`${REPLICA_SETS}/web`, { spec: { replicas: 1 } })
  server.run(5 * SECOND)
  expect(pods(server).filter((pod) => ownedBy(pod) === 'web').map(({ spec }) => spec.nodeName)).toEqual(['node-a'])
})
