import { expect, test } from 'vitest'
import type { Container, Node, Pod, PodSpec } from '../../api/index.ts'
import { MINUTE, SECOND } from '../../kernel/index.ts'
import { bench, busybox, eventsOf, httpd, isReady, PODS, waitingReason, type Bench } from '../../testing/one-node.ts'
import { staticPod } from './static-pods.ts'

// What a kubelet promises in seconds and words, on a node that is really there.

const fieldOf = (message: unknown, name: string): unknown => (message as Record<string, unknown>)[name]
const requests = (cluster: Bench, method: string, path: string): number =>
  cluster.messages.filter(({ msg, to }) => to === 'apiserver' && fieldOf(msg, 'method') === method && fieldOf(msg, 'path') === path).length
const app = (args: readonly string[], more: Partial<Container> = {}): PodSpec => ({ containers: [{ name: 'main', image: 'glass/app:v1', args: [...args], ...more }] })
const probe = (more: object = {}): NonNullable<Container['livenessProbe']> => ({ httpGet: { path: '/healthz', port: 8080 }, ...more })
const unhealthy = (cluster: Bench, kind: string): number => cluster.facts.filter(({ fact }) => fact.fact === 'probe' && fact['pod'] === 'default/it' && fact['probe'] === kind).length

test('a node renews its Lease of forty seconds every ten, and says its whole status every five minutes when nothing changes', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.run(MINUTE)
  cluster.messages.length = 0
  cluster.run(20 * MINUTE)
  const renewals = requests(cluster, 'PUT', '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node-a')
  expect(renewals).toBeGreaterThan(112)
  expect(renewals).toBeLessThanOrEqual(120)
  expect(requests(cluster, 'PATCH', '/api/v1/nodes/node-a/status')).toBe(4)
  expect(cluster.list<{ metadata: { name: string }; spec: object }>('coordination.k8s.io', 'leases').find(({ metadata }) => metadata.name === 'node-a')!.spec).toMatchObject({ holderIdentity: 'node-a', leaseDurationSeconds: 40 })
})

test('a node sets 100Mi of its memory and a tenth of its disk aside, and takes 110 Pods', () => {
  const cluster = bench(httpd())
  const { capacity, allocatable } = cluster.list<Node>('', 'nodes').find(({ metadata }) => metadata.name === 'node-a')!.status!
  const kibibytes = (text: string | undefined): number => Number.parseInt(text!, 10) * (text!.endsWith('Gi') ? 1024 * 1024 : text!.endsWith('Mi') ? 1024 : 1)
  expect(kibibytes(capacity!['memory']) - kibibytes(allocatable!['memory'])).toBe(100 * 1024)
  expect(Number(allocatable!['ephemeral-storage'])).toBe(Math.floor(kibibytes(capacity!['ephemeral-storage']) * 1024 * 0.9))
  expect(allocatable!['pods']).toBe('110')
})

test('before its init containers are through, a Pod’s containers wait for them and not for themselves', () => {
  const cluster = bench({ initContainers: [{ name: 'init', image: 'busybox:1.37', command: ['sleep', '5'] }], ...httpd() })
  expect(cluster.runUntil(() => waitingReason(cluster) !== '', MINUTE)).toBe(true)
  expect(waitingReason(cluster)).toBe('PodInitializing')
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
})

test('a probe looks every ten seconds and gives up at the third failure, unless told otherwise', () => {
  const cluster = bench(app(['--unhealthy-after=5s'], { livenessProbe: probe() }))
  expect(cluster.runUntil(() => cluster.container()?.state?.running !== undefined, MINUTE)).toBe(true)
  const started = cluster.kernel.now
  expect(cluster.runUntil(() => cluster.container()!.restartCount === 1, 2 * MINUTE)).toBe(true)
  const after = (cluster.kernel.now - started) / SECOND
  // The third failure comes 20 s after the first, and that one within a period after the fifth second.
  expect(after).toBeGreaterThan(25)
  expect(after).toBeLessThan(45)
  expect(eventsOf(cluster).find(({ reason }) => reason === 'Unhealthy')).toMatchObject({ count: 3, message: 'Liveness probe failed: HTTP probe failed with statuscode: 500' })
})

test('a Pod with a readiness probe is not Ready before the probe has looked, and not before its initial delay', () => {
  const cluster = bench(app([], { readinessProbe: probe({ httpGet: { path: '/ready', port: 8080 }, initialDelaySeconds: 15 }) }))
  expect(cluster.runUntil(() => cluster.container()?.state?.running !== undefined, MINUTE)).toBe(true)
  cluster.run(14 * SECOND)
  expect(cluster.container()).toMatchObject({ started: true, ready: false })
  expect(cluster.runUntil(() => isReady(cluster.pod()), 12 * SECOND)).toBe(true)
})

test('until the startup probe succeeds no other probe looks', () => {
  const cluster = bench(app(['--start=20s'], { startupProbe: probe({ httpGet: { path: '/ready', port: 8080 }, periodSeconds: 2, failureThreshold: 60 }), livenessProbe: probe({ periodSeconds: 1, failureThreshold: 1 }) }))
  expect(cluster.runUntil(() => isReady(cluster.pod()), 2 * MINUTE)).toBe(true)
  expect(cluster.container()).toMatchObject({ restartCount: 0, started: true })
  expect(unhealthy(cluster, 'startup')).toBe(1)
})

test('a container that a probe condemns gets the grace of the probe, not that of its Pod', () => {
  const cluster = bench({ ...app(['--ignore-term'], { livenessProbe: probe({ periodSeconds: 1, failureThreshold: 1, terminationGracePeriodSeconds: 3, httpGet: { path: '/nowhere', port: 9 } }) }), terminationGracePeriodSeconds: 60 })
  expect(cluster.runUntil(() => eventsOf(cluster).some(({ reason }) => reason === 'Killing'), MINUTE)).toBe(true)
  expect(cluster.runUntil(() => cluster.container()!.restartCount === 1, 10 * SECOND)).toBe(true)
})

test('of a Pod that is deleted the main container ends first, then the sidecars from the last to the first', () => {
  const step = (name: string, onTerm: string): Container => ({ name, image: 'busybox:1.37', command: ['sh', '-c', `trap "${onTerm}exit 0" TERM; while true; do sleep 1; done`] })
  const cluster = bench({ initContainers: [{ ...step('first', ''), restartPolicy: 'Always' }, { ...step('second', 'sleep 2; '), restartPolicy: 'Always' }], containers: [step('main', 'sleep 3; ')] })
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.ask('DELETE', `${PODS}/it`)
  expect(cluster.runUntil(() => cluster.pod() === undefined, MINUTE)).toBe(true)
  expect(cluster.facts.filter(({ fact }) => fact.fact === 'container-exited' && fact['pod'] === 'default/it').map(({ fact }) => fact['container'])).toEqual(['main', 'second', 'first'])
})

test('a Pod that is on its way out is not probed for life any more', () => {
  const cluster = bench(app([], { livenessProbe: probe({ periodSeconds: 1, httpGet: { path: '/nowhere', port: 9 }, failureThreshold: 1_000 }), lifecycle: { preStop: { sleep: { seconds: 10 } } } }))
  expect(cluster.runUntil(() => eventsOf(cluster).some(({ reason }) => reason === 'Unhealthy'), MINUTE)).toBe(true)
  cluster.ask('DELETE', `${PODS}/it`)
  cluster.run(SECOND)
  const count = (): number => eventsOf(cluster).find(({ reason }) => reason === 'Unhealthy')!.count!
  const before = count()
  cluster.run(7 * SECOND)
  expect([cluster.pod() !== undefined, count()]).toEqual([true, before])
})

test('nobody gets less than two seconds, and a second deletion shortens the wait of the first', () => {
  const cluster = bench({ ...busybox('sleep 3600'), terminationGracePeriodSeconds: 60 })
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.ask('DELETE', `${PODS}/it`)
  cluster.run(5 * SECOND)
  const asked = cluster.kernel.now
  cluster.ask('DELETE', `${PODS}/it`, { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 1 })
  expect(cluster.runUntil(() => cluster.pod() === undefined, MINUTE)).toBe(true)
  expect((cluster.kernel.now - asked) / SECOND).toBeGreaterThan(1.9)
  expect((cluster.kernel.now - asked) / SECOND).toBeLessThan(3.5)
})

test('the grace that a deletion asks for counts, not that of the Pod', () => {
  const cluster = bench({ ...busybox('sleep 3600'), terminationGracePeriodSeconds: 60 })
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  cluster.ask('DELETE', `${PODS}/it`, { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 4 })
  expect(cluster.runUntil(() => cluster.pod() === undefined, 6 * SECOND)).toBe(true)
})

test('what a container wrote last is its message if it failed, where it asked for that', () => {
  const cluster = bench({ ...busybox('echo no such table; exit 3', { terminationMessagePolicy: 'FallbackToLogsOnError' }), restartPolicy: 'Never' })
  expect(cluster.runUntil(() => cluster.pod()?.status?.phase === 'Failed', MINUTE)).toBe(true)
  expect(cluster.container()!.state!.terminated).toMatchObject({ exitCode: 3, reason: 'Error', message: 'no such table\n' })
})

test('a Pod is not told to be over while its sidecar still runs', () => {
  const cluster = bench({
    restartPolicy: 'Never', ...busybox('sleep 2'),
    initContainers: [{ name: 'beside', image: 'busybox:1.37', command: ['sh', '-c', 'trap "sleep 4; exit 0" TERM; while true; do sleep 1; done'], restartPolicy: 'Always' }],
  })
  expect(cluster.runUntil(() => cluster.container()?.state?.terminated !== undefined, MINUTE)).toBe(true)
  expect(cluster.pod()!.status!.phase).toBe('Running')
  expect(cluster.runUntil(() => cluster.pod()!.status!.phase === 'Succeeded', MINUTE)).toBe(true)
  expect(cluster.pod()!.status!.initContainerStatuses![0]!.state!.terminated).toBeDefined()
})

test('a container waits for the sidecar before it to have started, not only to run', () => {
  const cluster = bench({
    initContainers: [{ ...app(['--start=5s'], { startupProbe: probe({ httpGet: { path: '/ready', port: 8080 }, periodSeconds: 1, failureThreshold: 60 }) }).containers[0]!, name: 'beside', restartPolicy: 'Always' }],
    ...busybox('sleep 3600'),
  })
  expect(cluster.runUntil(() => cluster.pod()?.status?.initContainerStatuses?.[0]?.state?.running !== undefined, MINUTE)).toBe(true)
  cluster.run(4 * SECOND)
  expect([cluster.pod()!.status!.initContainerStatuses![0]!.started, cluster.container()!.state!.waiting?.reason]).toEqual([false, 'PodInitializing'])
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
})

test('the more a container asks for, the later the machine’s kernel kills it', () => {
  const score = (resources: object): number => {
    const cluster = bench(httpd({ resources }))
    expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
    return [...cluster.runtime().containers.values()].find(({ config }) => config.image === 'httpd:2.4')!.config.oomScoreAdj!
  }
  const capacity = bench(httpd()).list<Node>('', 'nodes').find(({ metadata }) => metadata.name === 'node-a')!.status!.capacity!['memory']
  expect(score({})).toBe(1000)
  expect(score({ requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } })).toBe(-997)
  expect(capacity).toBe('4Gi')
  expect(score({ requests: { memory: '1Gi' } })).toBe(750)
})

test('a container finds the Services that were there before it in its environment, and only default/kubernetes if it wants no links', () => {
  const cluster = bench(httpd())
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  const service = cluster.ask('POST', '/api/v1/namespaces/default/services', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'my-db' }, spec: { ports: [{ name: 'sql', port: 5432 }] } })
  const { clusterIP } = (service.body as { spec: { clusterIP: string } }).spec
  cluster.run(SECOND)
  const environment = (name: string, more: object = {}): Record<string, string> => {
    cluster.ask('POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { nodeName: 'node-a', ...httpd({ imagePullPolicy: 'IfNotPresent' }), ...more } })
    const named = (): Pod | undefined => cluster.pods().find(({ metadata }) => metadata.name === name)
    expect(cluster.runUntil(() => isReady(named()), MINUTE)).toBe(true)
    const id = named()!.status!.containerStatuses![0]!.containerID!.slice('containerd://'.length)
    return Object.fromEntries(cluster.runtime().containers.get(id)!.config.env.map((each) => [each.name, each.value]))
  }
  expect(environment('linked')).toMatchObject({
    HOSTNAME: 'linked', KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443', MY_DB_SERVICE_HOST: clusterIP, MY_DB_SERVICE_PORT: '5432', MY_DB_SERVICE_PORT_SQL: '5432',
    MY_DB_PORT: `tcp://${clusterIP}:5432`, MY_DB_PORT_5432_TCP: `tcp://${clusterIP}:5432`, MY_DB_PORT_5432_TCP_PROTO: 'tcp', MY_DB_PORT_5432_TCP_PORT: '5432', MY_DB_PORT_5432_TCP_ADDR: clusterIP,
  })
  const bare = environment('bare', { enableServiceLinks: false })
  expect(Object.keys(bare).filter((name) => name.startsWith('MY_DB'))).toEqual([])
  expect(bare['KUBERNETES_SERVICE_HOST']).toBe('10.96.0.1')
  const said = cluster.list<{ involvedObject: { name?: string }; message: string }>('', 'events').filter(({ involvedObject }) => involvedObject.name === 'linked').map(({ message }) => message)
  expect(said).toContain('Container image "httpd:2.4" already present on machine and can be accessed by the pod')
})

test('a ConfigMap’s keys become variables, with a prefix if one is asked for', () => {
  const cluster = bench({ ...busybox('echo $A_x; sleep 3600', { envFrom: [{ prefix: 'A_', configMapRef: { name: 'words' } }] }) })
  expect(cluster.runUntil(() => waitingReason(cluster) === 'CreateContainerConfigError', MINUTE)).toBe(true)
  cluster.ask('POST', '/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'words' }, data: { x: 'yes' } })
  expect(cluster.runUntil(() => isReady(cluster.pod()), MINUTE)).toBe(true)
  expect(cluster.ask('GET', `${PODS}/it/log`).body).toBe('yes\n')
})

test('an image that cannot be named, or must not be pulled, is refused by its own reason', () => {
  for (const [spec, reason] of [[httpd({ image: 'HTTPD:2.4' }), 'InvalidImageName'], [httpd({ imagePullPolicy: 'Never' }), 'ErrImageNeverPull']] as const) {
    const cluster = bench(spec)
    expect(cluster.runUntil(() => waitingReason(cluster) === reason, MINUTE), reason).toBe(true)
  }
})

test('a static Pod has its node in its name, stands in default unless told otherwise, and tolerates what would drive it away', () => {
  const pod = staticPod({ metadata: { name: 'web' }, spec: { containers: [{ name: 'main', image: 'httpd' }], tolerations: [{ key: 'gpu', operator: 'Exists' }] } } as unknown as Pod, 'Node-A')
  expect(pod.metadata).toMatchObject({ name: 'web-node-a', namespace: 'default', annotations: { 'kubernetes.io/config.source': 'file', 'kubernetes.io/config.hash': pod.metadata.uid } })
  expect(pod.spec).toMatchObject({ nodeName: 'Node-A', tolerations: [{ key: 'gpu' }, { operator: 'Exists', effect: 'NoExecute' }] })
})
