import { expect, test } from 'vitest'
import { parseTimeUs, podCondition, type Pod, type PodSpec } from '../../api/index.ts'
import { MINUTE, SECOND, type Message } from '../../kernel/index.ts'
import { bench, busybox, eventsOf, httpd, isReady, PODS, waitingReason } from '../../testing/one-node.ts'
import { KUBERNETES_ADMIN } from '../identity.ts'
import type { ApiRequest } from '../messages.ts'

test('a pod goes from its sandbox to Ready with the calls in their order and with at most three reports', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.run(SECOND)
  const calls = cluster.messages.filter(({ msg, to }) => msg.type === 'cri-request' && to === 'runtime/node-a').map(({ msg }) => (msg as unknown as { method: string }).method)
  const own = calls.slice(calls.lastIndexOf('RunPodSandbox'))
  expect(own).toEqual(['RunPodSandbox', 'PullImage', 'CreateContainer', 'StartContainer'])
  const patches = cluster.messages.filter(({ msg, to }) => to === 'apiserver' && (msg as unknown as { path?: string }).path === `${PODS}/it/status`)
  expect(patches.length).toBeLessThanOrEqual(3)
  expect(cluster.pod()!.status!.podIP).toMatch(/^10\.244\.1\./)
  expect(cluster.container()).toMatchObject({ ready: true, started: true, restartCount: 0, image: 'docker.io/library/httpd:2.4' })
  expect(eventsOf(cluster).map(({ reason, message }) => `${reason}: ${message}`.replace(/in [0-9.]+m?s \([0-9.]+m?s/, 'in 1s (1s'))).toEqual([
    'Pulling: Pulling image "httpd:2.4"', 'Pulled: Successfully pulled image "httpd:2.4" in 1s (1s including waiting). Image size: 44670000 bytes.',
    'Created: Container created', 'Started: Container started',
  ])
})

test('a pod deleted while its image is pulled is never started', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => cluster.runtime().pulls.size > 0, MINUTE)).toBe(true)
  cluster.ask('DELETE', `${PODS}/it`)
  expect(cluster.runUntil(() => cluster.pod() === undefined, MINUTE)).toBe(true)
  cluster.run(MINUTE)
  const made = cluster.messages.filter(({ msg }) => msg.type === 'cri-request' && (msg as unknown as { config?: { image?: string } }).config?.image === 'httpd:2.4')
  expect(made).toEqual([])
  expect(cluster.runtime().images.has('docker.io/library/httpd:2.4')).toBe(true)
})

test('a container that exits is restarted at once, then after 10 s, 20 s', () => {
  const cluster = bench(busybox('exit 3'))
  expect(cluster.runUntil(() => (cluster.container()?.restartCount ?? 0) === 3, 3 * MINUTE)).toBe(true)
  const exits = cluster.facts.filter(({ fact }) => fact.fact === 'container-exited' && fact['pod'] === 'default/it').map(({ at }) => at / SECOND)
  const [first, second, third] = exits.slice(1, 4).map((at, i) => at - exits[i]!)
  expect(first).toBeLessThan(2)
  expect(second).toBeGreaterThanOrEqual(10)
  expect(second).toBeLessThan(16.5)
  expect(third).toBeGreaterThanOrEqual(20)
  expect(third).toBeLessThan(31.5)
  expect(cluster.runUntil(() => waitingReason(cluster) === 'CrashLoopBackOff', MINUTE)).toBe(true)
  expect(cluster.container()!.state!.waiting!.message).toContain('back-off 40s restarting failed container=main pod=it_default(')
  expect(cluster.container()!.lastState!.terminated).toMatchObject({ exitCode: 3, reason: 'Error' })
  expect(cluster.pod()!.status!.phase).toBe('Running')
})

test('the address is handed back before the pod’s key leaves etcd', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.ask('DELETE', `${PODS}/it`)
  expect(cluster.runUntil(() => cluster.pod() === undefined, MINUTE)).toBe(true)
  const returned = cluster.facts.find(({ fact }) => fact.fact === 'address-returned' && fact['pod'] === 'default/it')!.at
  const deleted = cluster.facts.find(({ fact }) => fact.fact === 'stored' && fact['verb'] === 'delete' && String(fact['key']).endsWith('/pods/default/it'))!.at
  expect(returned).toBeLessThan(deleted)
})

test('a process that does not hear SIGTERM is killed when its time is up', () => {
  const cluster = bench({ ...busybox('sleep 3600'), terminationGracePeriodSeconds: 5 })
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  const asked = cluster.kernel.now
  cluster.ask('DELETE', `${PODS}/it`)
  expect(cluster.runUntil(() => cluster.pod() === undefined, MINUTE)).toBe(true)
  expect((cluster.kernel.now - asked) / SECOND).toBeGreaterThan(5)
  expect((cluster.kernel.now - asked) / SECOND).toBeLessThan(6.5)
  expect(cluster.facts.find(({ fact }) => fact.fact === 'container-exited' && fact['pod'] === 'default/it')!.fact['exitCode']).toBe(137)
})

test('a preStop hook runs before SIGTERM and on the same time', () => {
  const cluster = bench(httpd({ lifecycle: { preStop: { exec: { command: ['sleep', '4'] } } } }))
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  const asked = cluster.kernel.now
  cluster.ask('DELETE', `${PODS}/it`)
  expect(cluster.runUntil(() => cluster.pod() === undefined, MINUTE)).toBe(true)
  expect((cluster.kernel.now - asked) / SECOND).toBeGreaterThan(4)
  expect((cluster.kernel.now - asked) / SECOND).toBeLessThan(6)
})

test('killing the kubelet leaves containers running, and it finds them again', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  const before = cluster.container()!.containerID
  cluster.kernel.input({ type: 'crash', actor: 'kubelet/node-a' })
  cluster.run(20 * SECOND)
  expect([...cluster.runtime().containers.values()].find(({ config }) => config.name === 'main')!.state).toBe('running')
  cluster.kernel.input({ type: 'restart', actor: 'kubelet/node-a' })
  cluster.run(20 * SECOND)
  expect(cluster.container()).toMatchObject({ containerID: before, restartCount: 0, ready: true })
})

test('a kubelet that died before it could tell that a container runs tells it after its restart', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => cluster.runtime().pulls.size > 0, MINUTE)).toBe(true)
  cluster.kernel.input({ type: 'crash', actor: 'apiserver' })
  expect(cluster.runUntil(() => [...cluster.runtime().containers.values()].some(({ config, state }) => config.name === 'main' && state === 'running'), MINUTE)).toBe(true)
  cluster.kernel.input({ type: 'crash', actor: 'kubelet/node-a' })
  cluster.kernel.input({ type: 'restart', actor: 'apiserver' })
  cluster.run(20 * SECOND)
  expect(cluster.container()).toMatchObject({ started: false, ready: false })
  cluster.kernel.input({ type: 'restart', actor: 'kubelet/node-a' })
  cluster.run(20 * SECOND)
  expect(cluster.container()).toMatchObject({ started: true, ready: true, restartCount: 0 })
})

test('a container that someone kills ends with 137, and the kubelet starts it again', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.kernel.input({ type: 'message', to: 'runtime/node-a', msg: { type: 'kill-container', namespace: 'default', pod: 'it', container: 'main' } as Message })
  expect(cluster.runUntil(() => cluster.container()!.restartCount === 1 && isReady(cluster.pod()), MINUTE)).toBe(true)
  expect(cluster.container()!.lastState!.terminated).toMatchObject({ exitCode: 137, reason: 'Error' })
})

test('a pod deleted while its kubelet was dead is ended by the next kubelet', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.kernel.input({ type: 'crash', actor: 'kubelet/node-a' })
  cluster.ask('DELETE', `${PODS}/it`, { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 })
  expect(cluster.pod()).toBeUndefined()
  cluster.kernel.input({ type: 'restart', actor: 'kubelet/node-a' })
  cluster.run(20 * SECOND)
  expect([...cluster.runtime().sandboxes.values()].some(({ config }) => config.name === 'it')).toBe(false)
})

test('a tag that does not exist alternates between ErrImagePull and ImagePullBackOff', () => {
  const cluster = bench({ containers: [{ name: 'main', image: 'httpd:nope' }] })
  for (const reason of ['ErrImagePull', 'ImagePullBackOff', 'ErrImagePull', 'ImagePullBackOff']) {
    expect(cluster.runUntil(() => waitingReason(cluster) === reason, MINUTE), reason).toBe(true)
  }
  expect(cluster.container()!.state!.waiting!.message).toBe('Back-off pulling image "httpd:nope": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image '
    + '"docker.io/library/httpd:nope": failed to resolve reference "docker.io/library/httpd:nope": docker.io/library/httpd:nope: not found')
  expect(cluster.pod()!.status!.phase).toBe('Pending')
})

test('a failed liveness probe restarts the container, a failed readiness probe only takes the pod out of service', () => {
  const probe = (path: string): object => ({ httpGet: { path, port: 8080 }, periodSeconds: 1, failureThreshold: 2 })
  const cluster = bench({ containers: [{
    name: 'main', image: 'glass/app:v1', args: ['--unready-after=5s', '--unhealthy-after=15s'], livenessProbe: probe('/healthz'), readinessProbe: probe('/ready'),
  }] })
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  expect(cluster.runUntil(() => !isReady(cluster.pod()), 10 * SECOND)).toBe(true)
  expect(cluster.container()).toMatchObject({ restartCount: 0, started: true, ready: false })
  expect(podCondition(cluster.pod()!, 'Ready')).toMatchObject({ reason: 'ContainersNotReady', message: 'containers with unready status: [main]' })
  expect(cluster.runUntil(() => cluster.container()!.restartCount === 1, 20 * SECOND)).toBe(true)
  cluster.run(SECOND)
  const messages = eventsOf(cluster).map(({ message }) => message)
  expect(messages).toContain('Liveness probe failed: HTTP probe failed with statuscode: 500')
  expect(messages).toContain('Container main failed liveness probe, will be restarted')
})

test('init containers run one by one, and a sidecar ends after the main container', () => {
  const step = (name: string, script: string): PodSpec['containers'][0] => ({ name, image: 'busybox:1.37', command: ['sh', '-c', script] })
  const cluster = bench({
    restartPolicy: 'Never',
    initContainers: [step('first', 'sleep 1; echo one'), { ...step('beside', 'trap "exit 0" TERM; sleep 3600 & wait'), restartPolicy: 'Always' }, step('second', 'echo two')],
    containers: [step('main', 'sleep 2')],
  })
  expect(cluster.runUntil(() => cluster.pod()?.status?.phase === 'Succeeded', MINUTE)).toBe(true)
  const ended = (name: string): number => parseTimeUs([...cluster.pod()!.status!.initContainerStatuses!, ...cluster.pod()!.status!.containerStatuses!].find((status) => status.name === name)!.state!.terminated!.finishedAt!)
  expect(ended('first')).toBeLessThanOrEqual(ended('second'))
  expect(ended('second')).toBeLessThanOrEqual(ended('main'))
  expect(ended('main')).toBeLessThanOrEqual(ended('beside'))
})

test('a container that uses more memory than its limit is killed by the kernel', () => {
  const cluster = bench({ restartPolicy: 'Never', containers: [{ name: 'main', image: 'glass/app:v1', args: ['--leak=8Mi'], resources: { limits: { memory: '64Mi' } } }] })
  expect(cluster.runUntil(() => cluster.pod()?.status?.phase === 'Failed', MINUTE)).toBe(true)
  expect(cluster.container()!.state!.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
})

test('a node that is full refuses a pod that was forced onto it, and nobody moves it elsewhere', () => {
  const cluster = bench({ containers: [{ name: 'main', image: 'httpd', resources: { requests: { cpu: '64' } } }] })
  expect(cluster.runUntil(() => cluster.pod()?.status?.phase === 'Failed', MINUTE)).toBe(true)
  expect(cluster.pod()!.status!.reason).toBe('OutOfcpu')
  expect(cluster.pod()!.status!.message).toMatch(/^Pod was rejected: Node didn't have enough resource: cpu, requested: 64000, used: \d+, capacity: \d+$/)
})

test('a container waits for a ConfigMap that is missing and starts when it appears', () => {
  const cluster = bench(busybox('echo $GREETING; sleep 3600', { env: [{ name: 'GREETING', valueFrom: { configMapKeyRef: { name: 'words', key: 'hello' } } }] }))
  expect(cluster.runUntil(() => waitingReason(cluster) === 'CreateContainerConfigError', MINUTE)).toBe(true)
  expect(cluster.container()!.state!.waiting!.message).toBe('configmap "words" not found')
  cluster.ask('POST', '/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'words' }, data: { hello: 'bonjour' } })
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  expect(cluster.ask('GET', `${PODS}/it/log`).body).toBe('bonjour\n')
})

test('after a power cut the node’s pods get new sandboxes and count a restart', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.kernel.input({ type: 'power-off', host: 'node-a' })
  cluster.run(5 * SECOND)
  cluster.kernel.input({ type: 'power-on', host: 'node-a' })
  expect(cluster.runUntil(() => cluster.container()!.restartCount === 1 && isReady(cluster.pod()), MINUTE)).toBe(true)
  expect(cluster.container()!.lastState!.terminated).toMatchObject({ exitCode: 255 })
})

test('a static pod is shown by a mirror, and deleting the mirror does not touch its container', () => {
  const cluster = bench(httpd())
  const mirror = (): Pod => cluster.pods('kube-system').find(({ metadata }) => metadata.annotations?.['kubernetes.io/config.mirror'] && metadata.name?.startsWith('kube-scheduler'))!
  expect(cluster.runUntil(() => mirror() !== undefined && isReady(mirror()), MINUTE)).toBe(true)
  const { uid, name } = mirror().metadata
  const container = mirror().status!.containerStatuses![0]!.containerID
  cluster.ask('DELETE', `/api/v1/namespaces/kube-system/pods/${name}`)
  expect(cluster.runUntil(() => mirror() !== undefined && mirror().metadata.uid !== uid && isReady(mirror()), MINUTE)).toBe(true)
  expect(mirror().status!.containerStatuses![0]).toMatchObject({ containerID: container, restartCount: 0 })
})

test('with the registry down images on the node still start, and others wait for it to come back', () => {
  const cluster = bench(busybox('sleep 3600'))
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.kernel.input({ type: 'message', to: 'registry', msg: { type: 'registry-control', down: true } as Message })
  const make = (name: string, image: string): void => {
    cluster.ask('POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { nodeName: 'node-a', containers: [{ name: 'main', image, command: ['sleep', '3600'] }] } })
  }
  make('known', 'busybox:1.37')
  make('unknown', 'alpine:3.22')
  const named = (name: string): Pod | undefined => cluster.pods().find(({ metadata }) => metadata.name === name)
  expect(cluster.runUntil(() => isReady(named('known')), MINUTE)).toBe(true)
  expect(cluster.runUntil(() => named('unknown')!.status!.containerStatuses?.[0]!.state!.waiting?.reason === 'ImagePullBackOff', MINUTE)).toBe(true)
  expect(named('unknown')!.status!.containerStatuses![0]!.state!.waiting!.message).toContain('connect: connection refused')
  cluster.kernel.input({ type: 'message', to: 'registry', msg: { type: 'registry-control', down: false } as Message })
  expect(cluster.runUntil(() => isReady(named('unknown')), 2 * MINUTE)).toBe(true)
})

test('thirty pods on a node cost few messages each', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  const from = cluster.messages.length
  for (let i = 0; i < 30; i++) cluster.say('POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${i}` }, spec: { nodeName: 'node-a', ...httpd({ imagePullPolicy: 'IfNotPresent' }) } })
  expect(cluster.runUntil(() => cluster.pods().filter(isReady).length === 31, MINUTE)).toBe(true)
  const onNode = cluster.messages.slice(from).filter(({ to }) => to.endsWith('/node-a') && !to.startsWith('kube-proxy')).length
  // Sandbox, address, container: 8. Watch and reports: 7. Kubernetes Events: the rest.
  expect(onNode / 30).toBeLessThan(22)
})

test('a followed log comes line by line and ends with its container', () => {
  const cluster = bench({ ...busybox('echo 0; sleep 5; for i in 1 2 3; do echo $i; sleep 1; done'), restartPolicy: 'Never' })
  const read = (id: number, query: Readonly<Record<string, string>>): void => {
    const request: ApiRequest = { type: 'api-request', id, method: 'GET', path: `${PODS}/it/log`, query, credentials: KUBERNETES_ADMIN }
    cluster.kernel.input({ type: 'message', to: 'tester', msg: { type: 'say', request } as Message })
    cluster.run(20 * SECOND)
  }
  const told = (type: string, field: string): unknown[] => cluster.messages.filter(({ msg, to }) => msg.type === type && to === 'tester').map(({ msg }) => (msg as unknown as Record<string, unknown>)[field])
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  read(9001, { follow: 'true' })
  expect(told('api-chunk', 'text')).toEqual(['0\n', '1\n', '2\n', '3\n', ''])
  read(9002, { tailLines: '1', timestamps: 'true' })
  expect(told('api-response', 'body').at(-1)).toMatch(/^2026-01-01T00:00:\d\d\.\d{9}Z 3\n$/)
  read(9003, { previous: 'true' })
  expect(told('api-response', 'body').at(-1)).toMatchObject({ code: 400, message: 'previous terminated container "main" in pod "it" not found' })
})
