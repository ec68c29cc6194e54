import { describe, expect, test } from 'vitest'
import { SECOND, type Component, type Message } from '../../kernel/index.ts'
import { testCluster, type TestCluster } from '../../testing/cluster.ts'
import { KUBERNETES_ADMIN } from '../identity.ts'
import type { ApiAnswer, ApiRequest, ApiResponse } from '../messages.ts'

const CONFIGS = '/api/v1/namespaces/default/configmaps'
const MEMBERS = ['etcd-0', 'etcd-1', 'etcd-2']

/** Writes without waiting for answers, and remembers when each came. */
interface Writer { readonly answers: Map<number, { readonly response: ApiResponse; readonly at: number }> }
type WriterMessage = ApiAnswer | { readonly type: 'say'; readonly request: ApiRequest }
const writer: Component<Writer, WriterMessage> = {
  kind: 'writer',
  init: () => ({ answers: new Map() }),
  step(state, { msg }, cx) {
    if (msg.type === 'say') cx.send('apiserver', msg.request)
    else if (msg.type === 'api-response') state.answers.set(msg.id, { response: msg, at: cx.now })
  },
}

function writing(seed: number) {
  const cluster = testCluster({ workers: 1, seed })
  cluster.kernel.spawn('writer', 'laptop', writer)
  let id = 0
  const sentAt = new Map<number, number>()
  const say = (method: ApiRequest['method'], path: string, body: object, contentType = 'application/json'): number => {
    const request: ApiRequest = { type: 'api-request', id: ++id, method, path, body, headers: { 'content-type': contentType, 'user-agent': 'writer/1' }, credentials: KUBERNETES_ADMIN }
    sentAt.set(id, cluster.kernel.now)
    cluster.kernel.input({ type: 'message', to: 'writer', msg: { type: 'say', request } as Message })
    return id
  }
  const answers = (): Writer['answers'] => (cluster.kernel.inspect('writer') as Writer).answers
  return { cluster, say, answers, waited: (one: number): number => answers().get(one)!.at - sentAt.get(one)! }
}

const leader = (cluster: TestCluster): string => MEMBERS.find((member) => cluster.kernel.isUp(member) && (cluster.kernel.inspect(member) as { raft: { role: string } }).raft.role === 'leader')!
const memberOf = (cluster: TestCluster): string => {
  const { etcd } = cluster.kernel.inspect('apiserver') as { etcd: { members: readonly string[]; at: number } }
  return etcd.members[etcd.at]!
}
const config = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })
const stored = (cluster: TestCluster): ReadonlySet<string> => {
  const { body } = cluster.ask('GET', CONFIGS)
  return new Set((body as { items: readonly { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name))
}

describe.each([1, 2, 3, 4])('seed %i', (seed) => {
  test('the leader of etcd dies while writes are under way: what was acknowledged is there, and all are answered', () => {
    const { cluster, say, answers, waited } = writing(seed)
    const ids = new Map<string, number>()
    let dead = ''
    for (let i = 0; i < 120; i++) {
      ids.set(`c${i}`, say('POST', CONFIGS, config(`c${i}`)))
      cluster.run(SECOND / 200)
      if (i === 40) cluster.kernel.input({ type: 'crash', actor: (dead = leader(cluster)) })
    }
    // What was said to the dead leader waits for its time to run out; what is said to the new one is done at once.
    cluster.run(3 * SECOND)
    expect(answers().size).toBeLessThan(ids.size)
    expect(cluster.ask('POST', CONFIGS, config('meanwhile')).code).toBe(201)
    expect(cluster.runUntil(() => answers().size === ids.size, 90 * SECOND)).toBe(true)
    const there = stored(cluster)
    for (const [name, id] of ids) {
      const { code, body } = answers().get(id)!.response
      if (code === 201) expect(there).toContain(name)
      // The API server may have spoken to the leader itself: then its line broke, and nobody knows what became of the write.
      else expect([code, (body as { message: string }).message]).toEqual([500, expect.stringMatching(/^(etcdserver: request timed out, possibly due to previous leader failure|rpc error: code = Unavailable desc = error reading from server: EOF)$/)])
      expect(waited(id)).toBeLessThan(8 * SECOND)
    }
    const acknowledged = [...ids.values()].filter((id) => answers().get(id)!.response.code === 201).length
    expect(acknowledged).toBeGreaterThan(40)
    cluster.kernel.input({ type: 'restart', actor: dead })
    cluster.run(10 * SECOND)
    for (const [name, id] of ids) if (answers().get(id)!.response.code === 201) expect(stored(cluster)).toContain(name)
  })

  test('the member that the API server speaks to dies: another one takes over, and patches are neither lost nor made twice', () => {
    const { cluster, say, answers } = writing(seed)
    cluster.ask('POST', CONFIGS, config('log', {}))
    const ids: number[] = []
    for (let i = 0; i < 60; i++) {
      ids.push(say('PATCH', `${CONFIGS}/log`, { data: { [`k${i}`]: 'x' } }, 'application/merge-patch+json'))
      cluster.run(SECOND / 100)
      if (i === 20) cluster.kernel.input({ type: 'crash', actor: memberOf(cluster) })
    }
    expect(cluster.runUntil(() => answers().size === ids.length, 90 * SECOND)).toBe(true)
    const { data } = cluster.ask('GET', `${CONFIGS}/log`).body as { data: Record<string, string> }
    ids.forEach((id, i) => {
      if (answers().get(id)!.response.code === 200) expect(data).toHaveProperty(`k${i}`)
    })
    expect(ids.filter((id) => answers().get(id)!.response.code === 200).length).toBeGreaterThan(30)
  })

  test('the API server\'s member is cut off from the others: writes time out there and succeed elsewhere, watches go on', () => {
    const { cluster, say, answers } = writing(seed)
    const cut = memberOf(cluster)
    const links = MEMBERS.filter((member) => member !== cut).flatMap((member) => [[cut, member], [member, cut]] as const)
    for (const [from, to] of links) cluster.kernel.input({ type: 'link', from, to, change: { down: true } })
    const ids = Array.from({ length: 5 }, (_, i) => say('POST', CONFIGS, config(`c${i}`)))
    expect(cluster.runUntil(() => answers().size === ids.length, 90 * SECOND)).toBe(true)
    // By now the line has moved on to a member with a leader.
    cluster.run(20 * SECOND)
    expect(cluster.ask('POST', CONFIGS, config('after')).code).toBe(201)
    expect(memberOf(cluster)).not.toBe(cut)
    expect(stored(cluster)).toContain('after')
    for (const [from, to] of links) cluster.kernel.input({ type: 'link', from, to, change: {} })
    cluster.run(10 * SECOND)
    ids.forEach((id, i) => {
      if (answers().get(id)!.response.code === 201) expect(stored(cluster)).toContain(`c${i}`)
    })
  })

  test('a member that is down heard nothing: no write breaks off there, with one member left all time out, and none was made', () => {
    const { cluster, say, answers } = writing(seed)
    for (const member of MEMBERS.slice(0, 2)) cluster.kernel.input({ type: 'crash', actor: member })
    cluster.run(SECOND)
    const ids: number[] = []
    for (let i = 0; i < 40; i++) {
      ids.push(say('POST', CONFIGS, config(`c${i}`)))
      cluster.run(SECOND / 2)
    }
    cluster.run(60 * SECOND)
    for (const id of ids) expect(answers().get(id)?.response).toMatchObject({ code: 500, body: { message: expect.stringMatching(/^etcdserver: request timed out/) } })
    for (const member of MEMBERS.slice(0, 2)) cluster.kernel.input({ type: 'restart', actor: member })
    cluster.run(20 * SECOND)
    expect(cluster.ask('POST', CONFIGS, config('after')).code).toBe(201)
    expect(stored(cluster)).toContain('after')
  })
})
