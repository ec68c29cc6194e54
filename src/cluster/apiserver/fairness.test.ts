import { expect, test } from 'vitest'
import { SECOND } from '../../kernel/index.ts'
import { testApiServer, type Answered, type TestApiServer } from '../../testing/api-server.ts'
import { certificate, controllerAccount, KUBE_SCHEDULER, KUBERNETES_ADMIN, kubeletOf, SUPER_ADMIN } from '../identity.ts'
import { apiServerDetail } from './detail.ts'
import type { Level } from './flowcontrol/level.ts'

const CONFIGS = '/api/v1/namespaces/default/configmaps'
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases'
const FLOW = '/apis/flowcontrol.apiserver.k8s.io/v1'
const PODS = '/api/v1/namespaces/default/pods'
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }
const config = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })
const lease = (name: string, namespace = 'kube-system') => ({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec: { holderIdentity: name, leaseDurationSeconds: 15 } })
const JANE = certificate('jane', 'kubeadm:cluster-admins')
const ownLevel = (limited: object) => ({ apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'PriorityLevelConfiguration', metadata: { name: 'own' }, spec: { type: 'Limited', limited } })
const ownSchema = {
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema', metadata: { name: 'own' },
  spec: { priorityLevelConfiguration: { name: 'own' }, matchingPrecedence: 50, rules: [{ subjects: [{ kind: 'User', user: { name: 'jane' } }], resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'] }] }] },
}
const levelOf = (api: TestApiServer, name: string): Level => api.state().flow.levels.get(name)!
const codes = (api: TestApiServer, ids: readonly number[]): readonly (number | undefined)[] => ids.map((id) => (api.answers(id)[0] as Answered | undefined)?.code)
const count = (list: readonly unknown[], one: unknown): number => list.filter((each) => each === one).length

test('a cluster begins with eight priority levels and eleven flow schemas, none of which points nowhere', () => {
  const api = testApiServer()
  const { body: levels } = api.request(SUPER_ADMIN, 'GET', `${FLOW}/prioritylevelconfigurations`)
  expect(levels.items.map((one: { metadata: { name: string } }) => one.metadata.name)).toEqual(['catch-all', 'exempt', 'global-default', 'leader-election', 'node-high', 'system', 'workload-high', 'workload-low'])
  const table = api.request(SUPER_ADMIN, 'GET', `${FLOW}/flowschemas`, undefined, {}, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }).body
  expect(table.rows.map(({ cells }: { cells: unknown[] }) => [cells[0], cells[1], cells[2], cells[3], cells[5]])).toEqual([
    ['exempt', 'exempt', 1, '<none>', 'False'], ['probes', 'exempt', 2, '<none>', 'False'], ['system-leader-election', 'leader-election', 100, 'ByUser', 'False'],
    ['system-node-high', 'node-high', 400, 'ByUser', 'False'], ['system-nodes', 'system', 500, 'ByUser', 'False'], ['kube-controller-manager', 'workload-high', 800, 'ByNamespace', 'False'],
    ['kube-scheduler', 'workload-high', 800, 'ByNamespace', 'False'], ['kube-system-service-accounts', 'workload-high', 900, 'ByNamespace', 'False'],
    ['service-accounts', 'workload-low', 9000, 'ByUser', 'False'], ['global-default', 'global-default', 9900, 'ByUser', 'False'], ['catch-all', 'catch-all', 10000, 'ByUser', 'False'],
  ])
})

test('every answer names its flow schema and priority level by their ids', () => {
  const api = testApiServer()
  const schema = api.request(SUPER_ADMIN, 'GET', `${FLOW}/flowschemas/global-default`).body
  const level = api.request(SUPER_ADMIN, 'GET', `${FLOW}/prioritylevelconfigurations/global-default`).body
  expect(api.request(JANE, 'GET', CONFIGS).headers).toEqual({ 'x-kubernetes-pf-flowschema-uid': schema.metadata.uid, 'x-kubernetes-pf-prioritylevel-uid': level.metadata.uid })
})

test('what finds neither a seat nor room in its queues is refused with 429 and the time to wait; the rest is served once there are seats', () => {
  const api = testApiServer()
  const seats = levelOf(api, 'global-default').limit
  api.kernel.input({ type: 'pause', actor: 'etcd-0' })
  const writes = Array.from({ length: seats + 310 }, (_, i) => api.send(JANE, 'POST', CONFIGS, config(`c${i}`)))
  api.run(SECOND / 10)
  expect(count(codes(api, writes), 429)).toBe(10)
  const refused = writes.map((id) => api.answers(id)[0] as Answered | undefined).find((answer) => answer?.code === 429)!
  expect(refused).toMatchObject({ headers: { 'retry-after': '1' }, body: { reason: 'TooManyRequests', message: 'Too many requests, please try again later.', details: { retryAfterSeconds: 1 } } })
  expect(levelOf(api, 'global-default')).toMatchObject({ executing: seats, waiting: 300, refused: { 'queue-full': 10 } })
  // Others have seats of their own, and masters need none.
  const others = [api.send(SUPER_ADMIN, 'POST', CONFIGS, config('urgent')), api.send(KUBE_SCHEDULER, 'POST', LEASES, lease('s')), api.send(controllerAccount('replicaset-controller'), 'POST', PODS, POD)]
  api.run(SECOND / 10)
  expect(codes(api, others)).toEqual([undefined, undefined, undefined])
  expect([levelOf(api, 'exempt').executing, levelOf(api, 'leader-election').executing, levelOf(api, 'workload-high').executing]).toEqual([1, 1, 1])
  api.kernel.input({ type: 'resume', actor: 'etcd-0' })
  api.run(SECOND)
  expect(count(codes(api, writes), 201)).toBe(seats + 300)
  expect(codes(api, others)).toEqual([201, 201, 201])
  expect(apiServerDetail(api.state(), api.kernel.now).levels.map(({ seats, waiting, executing }) => seats + waiting + executing)).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
})

test('whoever waits for a seat for a quarter of its time is refused', () => {
  const api = testApiServer()
  api.request(SUPER_ADMIN, 'POST', `${FLOW}/prioritylevelconfigurations`, ownLevel({ nominalConcurrencyShares: 1, borrowingLimitPercent: 0, limitResponse: { type: 'Queue', queuing: { queues: 1, handSize: 1, queueLengthLimit: 50 } } }))
  api.request(SUPER_ADMIN, 'POST', `${FLOW}/flowschemas`, ownSchema)
  api.run(SECOND / 10)
  const { limit } = levelOf(api, 'own')
  api.kernel.input({ type: 'pause', actor: 'etcd-0' })
  const all = Array.from({ length: limit + 5 }, (_, i) => api.send(JANE, 'POST', CONFIGS, config(`c${i}`)))
  const hurried = api.send(JANE, 'POST', CONFIGS, config('hurried'), { timeout: '8s' })
  api.run(5 * SECOND)
  expect([...new Set(codes(api, all)), ...codes(api, [hurried])]).toEqual([undefined, 429])
  api.run(12 * SECOND)
  expect(count(codes(api, all), 429)).toBe(5)
  expect(levelOf(api, 'own').refused['time-out']).toBe(6)
})

test('a client that goes away leaves its queue', () => {
  const api = testApiServer()
  const seats = levelOf(api, 'global-default').limit
  api.kernel.input({ type: 'pause', actor: 'etcd-0' })
  const all = Array.from({ length: seats + 3 }, (_, i) => api.send(JANE, 'POST', CONFIGS, config(`c${i}`)))
  api.run(SECOND / 10)
  api.cancel(all.at(-1)!)
  api.run(SECOND / 10)
  expect(levelOf(api, 'global-default').waiting).toBe(2)
  api.kernel.input({ type: 'resume', actor: 'etcd-0' })
  api.run(SECOND)
  expect(count(codes(api, all), 201)).toBe(seats + 2)
})

test('a flood of one user holds up neither leases nor another user', () => {
  const api = testApiServer()
  const waits = (credentials: Parameters<TestApiServer['send']>[0], path: string, body: unknown): number => {
    const at = api.kernel.now
    api.request(credentials, 'POST', path, body)
    return api.kernel.now - at
  }
  const flood = (name: string): void => {
    for (let i = 0; i < 3000; i++) api.send(JANE, 'POST', CONFIGS, config(`${name}-${i}`))
    api.run(1000)
    expect(levelOf(api, 'global-default').waiting).toBeGreaterThan(0)
  }
  flood('first')
  expect(waits(KUBE_SCHEDULER, LEASES, lease('scheduler'))).toBeLessThan(SECOND / 20)
  flood('second')
  expect(waits(kubeletOf('a'), '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', lease('a', 'kube-node-lease'))).toBeLessThan(SECOND / 20)
  flood('third')
  expect(waits(KUBERNETES_ADMIN, CONFIGS, config('mine'))).toBeLessThan(SECOND / 10)
})

test('a flow schema of one’s own sends a user to another level, and taking the level away is said in its status', () => {
  const api = testApiServer()
  expect(api.request(SUPER_ADMIN, 'POST', `${FLOW}/flowschemas`, ownSchema).code).toBe(201)
  api.run(SECOND / 10)
  const dangling = () => api.request(SUPER_ADMIN, 'GET', `${FLOW}/flowschemas/own`).body.status.conditions.map((one: { type: string; status: string; reason: string }) => `${one.type} ${one.status} ${one.reason}`)
  expect(dangling()).toEqual(['Dangling True NotFound'])
  expect(api.request(SUPER_ADMIN, 'POST', `${FLOW}/prioritylevelconfigurations`, ownLevel({ nominalConcurrencyShares: 1, limitResponse: { type: 'Reject' } })).body.spec.limited.lendablePercent).toBe(0)
  api.run(SECOND / 10)
  expect(dangling()).toEqual(['Dangling False Found'])
  api.kernel.input({ type: 'pause', actor: 'etcd-0' })
  const sent = Array.from({ length: 20 }, (_, i) => api.send(JANE, 'POST', CONFIGS, config(`c${i}`)))
  api.run(SECOND / 10)
  const { limit } = levelOf(api, 'own')
  expect(count(codes(api, sent), 429)).toBe(20 - limit)
  expect(levelOf(api, 'own').refused['concurrency-limit']).toBe(20 - limit)
  api.kernel.input({ type: 'resume', actor: 'etcd-0' })
})

test('what is mandatory cannot be changed, and nonsense is refused in upstream’s words', () => {
  const api = testApiServer()
  const said = (method: 'POST' | 'PUT', path: string, body: unknown) => api.request(SUPER_ADMIN, method, `${FLOW}/${path}`, body).body.message
  const exempt = api.request(SUPER_ADMIN, 'GET', `${FLOW}/flowschemas/exempt`).body
  expect(said('PUT', 'flowschemas/exempt', { ...exempt, spec: { ...exempt.spec, matchingPrecedence: 3 } })).toContain("spec of 'exempt' must equal the fixed value")
  expect(said('POST', 'prioritylevelconfigurations', ownLevel({ limitResponse: { type: 'Queue', queuing: { queues: 4, handSize: 5 } } }))).toBe('PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io "own" is invalid: spec.limited.limitResponse.queuing.handSize: Invalid value: 5: should not be greater than queues (4)')
  expect(said('POST', 'prioritylevelconfigurations', ownLevel({ lendablePercent: 120, limitResponse: { type: 'Reject' } }))).toContain('spec.limited.lendablePercent: Invalid value: 120: must be between 0 and 100, inclusive')
})

test('an API server that starts again follows the same configuration as before', () => {
  const api = testApiServer()
  const before = [...api.state().flow.levels].map(([name, { nominal, min, max }]) => [name, nominal, min, max])
  api.kernel.input({ type: 'crash', actor: 'apiserver' })
  api.kernel.input({ type: 'restart', actor: 'apiserver' })
  api.run(SECOND)
  expect([...api.state().flow.levels].map(([name, { nominal, min, max }]) => [name, nominal, min, max]).sort()).toEqual(before.sort())
  expect(api.state().flow.schemas).toHaveLength(11)
})
