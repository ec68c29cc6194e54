import { expect, test } from 'vitest'
import { MINUTE, SECOND, type Component, type Message } from '../../kernel/index.ts'
import { testCluster, type TestCluster } from '../../testing/cluster.ts'
import { KUBERNETES_ADMIN } from '../identity.ts'
import type { ApiAnswer, ApiCancel, ApiRequest } from '../messages.ts'

const PODS = '/api/v1/namespaces/default/pods'
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'talk' }, spec: { containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'while true; do echo hello; sleep 1; done'] }] } }
const message = (body: unknown): string => (body as { message: string }).message

interface Reader { readonly answers: ApiAnswer[]; lost: boolean }
type ReaderMessage = ApiAnswer | { readonly type: 'say'; readonly message: ApiRequest | ApiCancel }
const reader: Component<Reader, ReaderMessage> = {
  kind: 'reader',
  init: () => ({ answers: [], lost: false }),
  step(state, { msg }, cx) {
    if (msg.type === 'say') cx.send('apiserver', msg.message)
    else state.answers.push(msg)
  },
  disconnected(state) { state.lost = true },
}

/** A cluster with a pod that says hello every second, and somebody who follows its log. */
function talking(options: Parameters<typeof testCluster>[0] = {}) {
  const cluster = testCluster({ workers: 1, etcd: 1, ...options })
  cluster.kernel.spawn('reader', 'laptop', reader)
  cluster.ask('POST', PODS, POD)
  expect(cluster.runUntil(() => cluster.pods()[0]?.status?.phase === 'Running', MINUTE)).toBe(true)
  cluster.run(5 * SECOND)
  const say = (said: ApiRequest | ApiCancel): void => void cluster.kernel.input({ type: 'message', to: 'reader', msg: { type: 'say', message: said } as Message })
  return {
    cluster,
    state: () => cluster.kernel.inspect('reader') as Reader,
    follow: (id = 1) => say({ type: 'api-request', id, method: 'GET', path: `${PODS}/talk/log`, query: { follow: 'true' }, credentials: KUBERNETES_ADMIN }),
    cancel: (id = 1) => say({ type: 'api-cancel', id }),
    text: () => (cluster.kernel.inspect('reader') as Reader).answers.map((one) => (one.type === 'api-chunk' ? one.text : '')).join(''),
  }
}
const log = (cluster: TestCluster) => cluster.ask('GET', `${PODS}/talk/log`)
const node = (cluster: TestCluster): string => cluster.pods()[0]!.spec.nodeName!
const follows = (cluster: TestCluster): number => (cluster.kernel.inspect(`kubelet/${node(cluster)}`) as { follows: Map<string, unknown> }).follows.size

test('a log is asked of the kubelet and answered as text', () => {
  const { cluster } = talking()
  const { code, body } = log(cluster)
  expect([code, body]).toEqual([200, expect.stringMatching(/^(hello\n){3,7}$/)])
})

test('a followed log comes line by line until its reader hangs up, and then the kubelet stops reading', () => {
  const { cluster, follow, cancel, text, state } = talking()
  follow()
  cluster.run(3 * SECOND)
  expect(state().answers[0]).toMatchObject({ type: 'api-response', code: 200, streaming: true })
  const before = text().length
  cluster.run(3 * SECOND)
  expect(text().length).toBeGreaterThan(before)
  expect(follows(cluster)).toBe(1)
  cancel()
  cluster.run(SECOND)
  const after = text().length
  cluster.run(3 * SECOND)
  expect([text().length, follows(cluster)]).toEqual([after, 0])
})

test('a followed log stays open for as long as it is wanted', () => {
  const { cluster, follow, text, state } = talking()
  follow()
  cluster.run(3 * MINUTE)
  expect(text().split('\n').length).toBeGreaterThan(150)
  expect(state().answers.some((one) => one.type === 'api-chunk' && one.last)).toBe(false)
})

test('a followed log ends when the kubelet dies', () => {
  const { cluster, follow, state } = talking()
  follow()
  cluster.run(3 * SECOND)
  cluster.kernel.input({ type: 'crash', actor: `kubelet/${node(cluster)}` })
  cluster.run(SECOND)
  expect(state().answers.at(-1)).toMatchObject({ type: 'api-chunk', last: true })
})

test('a log of a node whose kubelet is dead fails with the address that did not answer', () => {
  const { cluster } = talking()
  cluster.kernel.input({ type: 'crash', actor: `kubelet/${node(cluster)}` })
  cluster.run(SECOND)
  const { code, body } = log(cluster)
  expect([code, message(body)]).toEqual([500, expect.stringMatching(/^Get "https:\/\/(192\.168\.0\.\d+):10250\/containerLogs\/default\/talk\/main": dial tcp \1:10250: connect: connection refused$/)])
})

test('when the API server dies its readers hear it, and the kubelet stops reading for them', () => {
  const { cluster, follow, state } = talking()
  follow()
  cluster.run(3 * SECOND)
  cluster.kernel.input({ type: 'crash', actor: 'apiserver' })
  cluster.run(SECOND)
  expect([state().lost, follows(cluster)]).toEqual([true, 0])
})

test('a rewind into a followed log brings the same lines again', () => {
  const { cluster, follow, text } = talking()
  follow()
  cluster.run(3 * SECOND)
  const middle = cluster.kernel.checkpoint()
  const at = cluster.kernel.now + 5 * SECOND
  cluster.kernel.run(at)
  const [hash, read] = [cluster.kernel.hash(), text()]
  cluster.kernel.restore(middle)
  cluster.kernel.run(at)
  expect([cluster.kernel.hash(), text()]).toEqual([hash, read])
})

test('an API server that starts again sends nobody the lines that its former life followed', () => {
  const { cluster, follow, state } = talking()
  follow()
  cluster.run(3 * SECOND)
  cluster.kernel.input({ type: 'crash', actor: 'apiserver' })
  cluster.run(SECOND)
  cluster.kernel.input({ type: 'restart', actor: 'apiserver' })
  cluster.run(20 * SECOND)
  const before = state().answers.length
  follow(2)
  cluster.run(3 * SECOND)
  const chunks = state().answers.slice(before).filter((one) => one.type === 'api-chunk')
  expect(chunks.length).toBeGreaterThan(1)
  expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set([2]))
  expect(follows(cluster)).toBe(1)
})
