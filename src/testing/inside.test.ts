import { expect, test } from 'vitest'
import type { AnswerTo, Inside, InsideOf, WhatIf } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'

function created(): TestPage {
  const page = testPage('rollout', 7)
  page.command({ do: 'kubectl', line: CREATE })
  page.untilRest()
  return page
}

function inside<Kind extends Inside['inside']>(page: TestPage, kind: Kind, place: string, of?: string): InsideOf<Kind> {
  const answer = page.ask({ ask: 'inside', place, ...(of === undefined ? {} : { of }) }) as AnswerTo<'inside'>
  expect(answer.inside?.inside).toBe(kind)
  return answer.inside as InsideOf<Kind>
}

const whatIf = (page: TestPage, asked: WhatIf) => page.ask({ ask: 'what-if', ...asked }) as AnswerTo<'what-if'>
const page = created()

test('a place without walls has no inside, and says so', () => {
  expect((page.ask({ ask: 'inside', place: 'kubectl' }) as AnswerTo<'inside'>).inside).toBeUndefined()
  expect((page.ask({ ask: 'inside', place: 'node/nobody' }) as AnswerTo<'inside'>).inside).toBeUndefined()
})

test('looking inside changes nothing: the same history goes on', () => {
  const looked = created()
  const other = created()
  for (const place of ['apiserver', 'controller-manager', 'scheduler', 'etcd', 'node/node-a/proxy']) looked.ask({ ask: 'inside', place })
  const pod = inside(looked, 'scheduler', 'scheduler').attempt!.pod
  whatIf(looked, { pod, requests: { cpu: '1900m' } })
  for (const one of [looked, other]) {
    one.command({ do: 'kubectl', line: 'kubectl scale deployment httpd-app --replicas=5' })
    one.untilRest()
  }
  expect(kernelOf(looked.session).hash()).toBe(kernelOf(other.session).hash())
})

test('the scheduler tells what each plugin said of each node, and who won', () => {
  const { attempt, attempts, nodes } = inside(page, 'scheduler', 'scheduler')
  expect(attempt!.nodes.find(({ node }) => node === 'cp-1')).toMatchObject({ feasible: false, refusedBy: 'TaintToleration' })
  const won = attempt!.nodes.find(({ node }) => node === attempt!.node)!
  expect(won.total).toBe(won.plugins.reduce((sum, { weighted = 0 }) => sum + weighted, 0))
  expect(attempts.map(({ pod }) => pod)).toContain(attempt!.pod)
  expect(nodes.map(({ node }) => node)).toEqual(['cp-1', 'node-a', 'node-b', 'node-c'])
  const first = attempts.find(({ pod }) => pod !== attempt!.pod)!
  expect(inside(page, 'scheduler', 'scheduler', first.pod).attempt!.pod).toBe(first.pod)
})

test('what if it asked for more than there is: no node is left, and nothing was written', () => {
  const pod = inside(page, 'scheduler', 'scheduler').attempt!.pod
  const before = kernelOf(page.session).hash()
  const { evaluation } = whatIf(page, { pod, requests: { cpu: '64' } })
  expect(evaluation!.nodes.every(({ feasible }) => !feasible)).toBe(true)
  expect(evaluation!.nodes.find(({ node }) => node === 'node-a')!.reasons).toEqual(['Insufficient cpu'])
  expect(kernelOf(page.session).hash()).toBe(before)
})

test('what if it tolerated the taint: the control plane is scored as well', () => {
  const { attempt, nodes } = inside(page, 'scheduler', 'scheduler')
  const [taint] = nodes.find(({ node }) => node === 'cp-1')!.taints
  const tolerations = [{ key: taint!.key, operator: 'Exists' as const, effect: taint!.effect as 'NoSchedule' }]
  expect(whatIf(page, { pod: attempt!.pod, tolerations }).evaluation!.nodes.find(({ node }) => node === 'cp-1')!.total).toBeGreaterThan(0)
})

test('what if a weight were zero: its column counts for nothing', () => {
  const pod = inside(page, 'scheduler', 'scheduler').attempt!.pod
  const node = whatIf(page, { pod, weights: { TaintToleration: 0 } }).evaluation!.nodes.find(({ feasible }) => feasible)!
  expect(node.plugins.find(({ plugin }) => plugin === 'TaintToleration')!.weighted ?? 0).toBe(0)
})

test('the API server tells of its last requests how far they came, and which revision they became', () => {
  const { recent, caches, watchers, levels } = inside(page, 'apiserver', 'apiserver')
  const put = recent.find(({ method, code }) => method === 'PUT' && code === 200)!
  expect(put.stages.map(({ stage }) => stage)).toEqual(['authn', 'priority', 'authz', 'mutating-admission', 'validation', 'storage', 'respond'])
  expect(put.revision).toBeGreaterThan(0)
  expect(caches.find(({ resource }) => resource === 'pods')!.watchers).toBe(watchers.filter(({ resource }) => resource === 'pods').length)
  expect(watchers.find(({ resource, place }) => resource === 'pods' && place === 'node/node-a/kubelet')!.scope).toContain('spec.nodeName=node-a')
  expect([put.schema, put.level]).toEqual(['kube-system-service-accounts', 'workload-high'])
  expect(levels.find(({ name }) => name === 'workload-high')!.dispatched).toBeGreaterThan(0)
  expect(levels.map(({ seats, waiting, refused }) => seats + waiting + refused.full + refused.noSeat + refused.timeOut)).toEqual(levels.map(() => 0))
})

test('a refused request stops at the stage that refused it', () => {
  const own = created()
  own.command({ do: 'kubectl', line: 'kubectl create deployment lost --image=httpd -n nowhere' })
  own.untilRest()
  const refused = inside(own, 'apiserver', 'apiserver').recent.find(({ method, code }) => method === 'POST' && code === 404)!
  expect(refused.stages.at(-1)!.stage).toBe('respond')
  expect(refused.stages.find(({ verdict }) => verdict === 'refused')).toMatchObject({ stage: 'mutating-admission', reason: 'namespaces "nowhere" not found' })
  expect(refused.stages.some(({ stage }) => stage === 'storage')).toBe(false)
})

test('each controller has a lane, with its last passes, how long they took and what they decided', () => {
  const { controllers, informers, leading } = inside(page, 'controller-manager', 'controller-manager')
  const deployment = controllers.find(({ name }) => name === 'deployment')!
  expect(leading).toBe(true)
  expect(deployment).toMatchObject({ workers: 5, informers: ['deployments', 'replicasets', 'pods'], dirty: [], processing: [] })
  expect(deployment.last[0]!.key).toBe('default/httpd-app')
  expect(deployment.last.some(({ us, decisions }) => us > 0 && decisions.some(({ text }) => text === 'decision.update-status'))).toBe(true)
  expect(informers.find(({ name }) => name === 'pods')).toMatchObject({ phase: 'watching', behind: 0, synced: true })
})

test('a paused controller keeps its keys in the queue, merged', () => {
  const own = created()
  own.command({ do: 'poke', poke: { poke: 'pause-controller', controller: 'replicaset' } })
  own.command({ do: 'kubectl', line: 'kubectl scale deployment httpd-app --replicas=4' })
  own.untilRest()
  const lane = inside(own, 'controller-manager', 'controller-manager').controllers.find(({ name }) => name === 'replicaset')!
  expect(lane.paused).toBe(true)
  expect(lane.dirty[0]).toMatchObject({ again: false })
  expect(lane.dirty[0]!.key).toMatch(/^default\/httpd-app-/)
})

test('the members of etcd tell their role, term and log, and how long the disk and the way take', () => {
  const { members, latency, window } = inside(page, 'etcd', 'etcd')
  const leader = members.find(({ role }) => role === 'leader')!
  expect(leader.followers.map(({ match }) => match)).toEqual([window.last, window.last])
  expect(members.every(({ commit }) => commit === leader.commit)).toBe(true)
  for (const { timer, role } of members) expect(timer!.leftUs).toBeLessThanOrEqual(role === 'leader' ? 100_000 : 2_000_000)
  expect(leader.disk.fsyncs[0]).toBeGreaterThan(400)
  expect(latency).toHaveLength(6)
  expect(latency.find(({ from }) => from === leader.name)!.us).toBeGreaterThan(0)
})

test('kube-proxy tells of each Service where its rules lead', () => {
  const own = created()
  own.command({ do: 'kubectl', line: 'kubectl expose deployment httpd-app --port=80' })
  own.untilRest()
  own.wait(3_000)
  const { services, chains } = inside(own, 'proxy', 'node/node-a/proxy')
  const web = services.find(({ service }) => service === 'default/httpd-app')!
  expect(web.endpoints.map(({ probability }) => probability)).toEqual(['0.5000000000', undefined])
  expect(chains.some(({ chain }) => chain === web.chain)).toBe(true)
})

test('after a rewind the inside is that of the past', () => {
  const own = created()
  own.command({ do: 'seek', to: { place: 'start' } })
  expect(inside(own, 'scheduler', 'scheduler').attempts.some(({ pod }) => pod.includes('httpd'))).toBe(false)
  expect(inside(own, 'apiserver', 'apiserver').caches.find(({ resource }) => resource === 'replicasets')!.objects).toBe(1)
})

test('messages that touch the place are told while they fly, with where they come from', () => {
  const own = testPage('rollout', 7)
  own.command({ do: 'kubectl', line: CREATE })
  let seen: AnswerTo<'inside'>['touching'] = []
  for (let i = 0; i < 4000 && !seen.some(({ state, way }) => state === 'flying' && way === 'in'); i++) {
    own.wait(16)
    seen = (own.ask({ ask: 'inside', place: 'scheduler' }) as AnswerTo<'inside'>).touching
  }
  expect(seen.find(({ state }) => state === 'flying')).toMatchObject({ way: 'in', other: 'apiserver' })
})
