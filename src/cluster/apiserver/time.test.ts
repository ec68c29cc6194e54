import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../kernel/index.ts'
import { testApiServer, type Answered } from '../../testing/api-server.ts'
import type { WatchEvent } from '../messages.ts'
import { SUPER_ADMIN } from '../identity.ts'

const PODS = '/api/v1/namespaces/default/pods'
const CONFIGS = '/api/v1/namespaces/default/configmaps'
const config = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })
const MERGE = { 'content-type': 'application/merge-patch+json' }
const HOUR = 60 * MINUTE
/** Writes elsewhere, one after another: each moves the revision on. */
function writesEvery(api: ReturnType<typeof testApiServer>, us: number, times: number): void {
  for (let i = 0; i < times; i++) {
    api.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/kube-system/configmaps', config(`n${i}`))
    api.run(us)
  }
}
const revisionOf = ({ object }: WatchEvent): number => Number((object as { metadata: { resourceVersion: string } }).metadata.resourceVersion)

test('about once a minute a watch hears how far it is, if it asked for that', () => {
  const api = testApiServer()
  const asked = api.watch(SUPER_ADMIN, CONFIGS, { allowWatchBookmarks: 'true' })
  const silent = api.watch(SUPER_ADMIN, CONFIGS)
  api.request(SUPER_ADMIN, 'POST', CONFIGS, config('a'))
  api.run(65 * SECOND)
  expect(silent().map(({ event }) => event)).toEqual(['ADDED'])
  expect(asked().map(({ event }) => event)).toEqual(['ADDED'])
  // Something else moves the revision on: the watch hears nothing of it but the bookmark.
  api.request(SUPER_ADMIN, 'POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } })
  api.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/kube-system/configmaps', config('elsewhere'))
  api.run(65 * SECOND)
  const [added, bookmark] = asked()
  expect(bookmark).toMatchObject({ event: 'BOOKMARK', object: { apiVersion: 'v1', kind: 'ConfigMap' } })
  expect(Object.keys((bookmark!.object as { metadata: object }).metadata)).toEqual(['resourceVersion'])
  expect(revisionOf(bookmark!)).toBeGreaterThan(revisionOf(added!))
  expect(silent().map(({ event }) => event)).toEqual(['ADDED'])
})

test('a watch goes on from its bookmark without a gap, and bookmarks never go back', () => {
  const api = testApiServer()
  const first = api.watch(SUPER_ADMIN, CONFIGS, { allowWatchBookmarks: 'true' })
  writesEvery(api, 61 * SECOND, 4)
  const bookmarks = first().filter(({ event }) => event === 'BOOKMARK').map(revisionOf)
  expect(bookmarks.length).toBeGreaterThanOrEqual(3)
  expect([...bookmarks].sort((a, b) => a - b)).toEqual(bookmarks)
  api.request(SUPER_ADMIN, 'POST', CONFIGS, config('after'))
  const again = api.watch(SUPER_ADMIN, CONFIGS, { resourceVersion: String(bookmarks.at(-1)) })
  expect(again().map(({ event, object }) => `${event} ${(object as { metadata: { name: string } }).metadata.name}`)).toEqual(['ADDED after'])
})

test('a watch that ends is told how far it came', () => {
  const api = testApiServer()
  const watch = api.watch(SUPER_ADMIN, CONFIGS, { allowWatchBookmarks: 'true', timeoutSeconds: '20' })
  api.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/kube-system/configmaps', config('elsewhere'))
  api.run(21 * SECOND)
  expect(watch().at(-1)!.event).toBe('BOOKMARK')
})

test('an API server whose clock is wrong dates objects by it, and measures patience without it', () => {
  const api = testApiServer()
  const watch = api.send(SUPER_ADMIN, 'GET', CONFIGS, undefined, { watch: 'true', timeoutSeconds: '30' })
  api.run(SECOND)
  api.kernel.input({ type: 'clock-skew', host: 'cp-1', us: HOUR })
  const made = api.request(SUPER_ADMIN, 'POST', CONFIGS, config('ahead')).body
  expect(made.metadata.creationTimestamp).toBe('2026-01-01T01:00:01Z')
  api.run(10 * SECOND)
  expect(api.answers(watch).at(-1)!.type).toBe('watch-event')
  api.run(20 * SECOND)
  expect(api.answers(watch).at(-1)!.type).toBe('watch-end')
  api.kernel.input({ type: 'clock-skew', host: 'cp-1', us: -HOUR })
  expect(api.request(SUPER_ADMIN, 'POST', CONFIGS, config('behind')).body.metadata.creationTimestamp).toMatch(/^2025-12-31T23:00/)
  expect(api.request(SUPER_ADMIN, 'GET', CONFIGS).body.items.map((one: { metadata: { name: string } }) => one.metadata.name)).toEqual(['ahead', 'behind'])
})

test('a token is good by the clock of the API server: ahead it expires early, behind it is not good yet', () => {
  const api = testApiServer()
  const { token } = api.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } }).body.status
  const code = () => api.request({ token }, 'GET', '/version').code
  const skew = (us: number) => api.kernel.input({ type: 'clock-skew', host: 'cp-1', us })
  expect(code()).toBe(200)
  skew(11 * MINUTE)
  expect(code()).toBe(401)
  skew(-MINUTE)
  expect(code()).toBe(401)
  skew(0)
  expect(code()).toBe(200)
})

test('a pod that is deleted while the clock runs ahead still gets all of its grace', () => {
  const api = testApiServer()
  api.kernel.input({ type: 'clock-skew', host: 'cp-1', us: HOUR })
  api.request(SUPER_ADMIN, 'POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { nodeName: 'node-a', containers: [{ name: 'c', image: 'nginx' }] } })
  expect(api.request(SUPER_ADMIN, 'DELETE', `${PODS}/p`).body.metadata).toMatchObject({ deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-01-01T01:00:30Z' })
})

test('whatever the moment of a rewind, a request that is under way ends exactly as it did', () => {
  const api = testApiServer()
  const { kernel } = api
  api.request(SUPER_ADMIN, 'POST', CONFIGS, config('a', { k: '0' }))
  const ids = [
    api.send(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, { data: { k: '1' } }, {}, MERGE),
    api.send(SUPER_ADMIN, 'PATCH', `${CONFIGS}/a`, { data: { l: '2' } }, {}, MERGE),
    api.send(SUPER_ADMIN, 'POST', CONFIGS, config('b')),
    api.send(SUPER_ADMIN, 'DELETE', `${CONFIGS}/a`),
    api.send(SUPER_ADMIN, 'GET', CONFIGS),
  ]
  const codes = (): readonly unknown[] => ids.map((id) => (api.answers(id)[0] as Answered | undefined)?.code)
  const [start, from] = [kernel.checkpoint(), kernel.handled]
  api.run(SECOND / 10)
  const [events, endAt, end] = [kernel.handled - from, kernel.now, kernel.hash()]
  expect(codes()).toEqual([200, 200, 201, 200, 200])
  expect(events).toBeGreaterThan(20)
  for (let place = 0; place < events; place++) {
    kernel.restore(start)
    for (let i = 0; i < place; i++) kernel.step()
    const middle = kernel.checkpoint()
    // Another future, in which the API server dies; then the one that was.
    kernel.input({ type: 'crash', actor: 'apiserver' })
    kernel.run(endAt + SECOND)
    kernel.restore(middle)
    kernel.run(endAt)
    expect([place, kernel.hash(), codes()]).toEqual([place, end, [200, 200, 201, 200, 200]])
  }
})

test('a bookmark comes every minute and no oftener', () => {
  const api = testApiServer()
  const watch = api.watch(SUPER_ADMIN, CONFIGS, { allowWatchBookmarks: 'true' })
  writesEvery(api, 5 * SECOND, 60)
  const bookmarks = watch().filter(({ event }) => event === 'BOOKMARK').length
  expect(bookmarks).toBeGreaterThanOrEqual(4)
  expect(bookmarks).toBeLessThanOrEqual(5)
})

test('a watch without a time of its own ends after half an hour at the earliest, after an hour at the latest', () => {
  const api = testApiServer()
  const watch = api.send(SUPER_ADMIN, 'GET', CONFIGS, undefined, { watch: 'true' })
  const ended = (): boolean => api.answers(watch).some(({ type }) => type === 'watch-end')
  api.run(30 * MINUTE - SECOND)
  expect(ended()).toBe(false)
  api.run(30 * MINUTE + 2 * SECOND)
  expect(ended()).toBe(true)
})

test('after five to ten minutes the past is forgotten', () => {
  const api = testApiServer()
  const { metadata } = api.request(SUPER_ADMIN, 'POST', CONFIGS, config('a')).body
  api.request(SUPER_ADMIN, 'POST', CONFIGS, config('b'))
  const past = (): number => api.request(SUPER_ADMIN, 'GET', CONFIGS, undefined, { resourceVersion: metadata.resourceVersion, resourceVersionMatch: 'Exact', limit: '1' }).code
  api.run(4 * MINUTE)
  expect(past()).toBe(200)
  api.run(7 * MINUTE)
  expect(past()).toBe(410)
})

test('Events live for an hour, by a lease that all of a minute share', () => {
  const granted: number[] = []
  const api = testApiServer({ observers: [{ delivered: ({ msg }) => {
    const { call } = msg as { call?: { call?: string; ttlSeconds?: number } }
    if (call?.call === 'lease-grant') granted.push(call.ttlSeconds!)
  } }] })
  const say = (name: string): number => api.request(SUPER_ADMIN, 'POST', '/api/v1/namespaces/default/events', { apiVersion: 'v1', kind: 'Event', metadata: { name }, involvedObject: { kind: 'Pod', namespace: 'default', name: 'a' }, reason: 'Said', message: name, type: 'Normal' }).code
  expect([say('a'), say('b')]).toEqual([201, 201])
  api.run(50 * SECOND)
  say('c')
  expect(granted).toEqual([3660])
  api.run(15 * SECOND)
  say('d')
  expect(granted).toEqual([3660, 3660])
})
