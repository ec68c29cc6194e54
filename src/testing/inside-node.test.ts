import { expect, test } from 'vitest'
import type { AnswerTo, Inside, InsideOf } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'
const SECOND = 1_000_000

function page(scenario: string, ...lines: readonly string[]): TestPage {
  const one = testPage(scenario, 7)
  for (const line of lines) run(one, line)
  return one
}

function run(one: TestPage, line: string, files?: Readonly<Record<string, string>>): void {
  one.command({ do: 'kubectl', line, ...(files ? { files } : {}) })
  one.untilRest()
}

const answer = (one: TestPage, place: string): AnswerTo<'inside'> => one.ask({ ask: 'inside', place }) as AnswerTo<'inside'>

function inside<Kind extends Inside['inside']>(one: TestPage, kind: Kind, place: string): InsideOf<Kind> {
  const { inside: found } = answer(one, place)
  expect(found?.inside).toBe(kind)
  return found as InsideOf<Kind>
}

const created = page('rollout', CREATE)
/** A node with a Pod of the Deployment. */
const home = ['node-a', 'node-b', 'node-c'].find((name) => inside(created, 'node', `node/${name}`).workers.some(({ pod }) => pod.startsWith('default/httpd-app-')))!

test('a node has a worker for each of its Pods, an address for each sandbox, and room for more', () => {
  const node = inside(created, 'node', `node/${home}`)
  expect(node.powered && node.up.kubelet && node.up.runtime && node.up.cni && node.up.proxy).toBe(true)
  const own = node.workers.filter(({ pod }) => pod.startsWith('default/httpd-app-'))
  expect(own.length).toBeGreaterThan(0)
  for (const worker of own) {
    expect(worker).toMatchObject({ stage: 'ready', status: 'Running', static: false, stepsLeft: 0 })
    expect(node.cni.leases.find(({ ip }) => ip === worker.ip)).toMatchObject({ pod: worker.pod, place: worker.place })
    expect(node.runtime.sandboxes.find(({ pod }) => pod === worker.pod)).toMatchObject({ state: 'ready', ip: worker.ip, containers: [{ name: 'httpd', state: 'running', exitCode: 0 }] })
  }
  expect(node.runtime.images.find(({ name }) => name === 'docker.io/library/httpd:latest')!.used).toBe(own.length)
  const cpu = node.room.find(({ resource }) => resource === 'cpu')!
  expect(cpu).toMatchObject({ capacity: 2000, allocatable: 2000 })
  expect(node.room.find(({ resource }) => resource === 'memory')!.used).toBeGreaterThan(400 * 1024 * 1024)
  expect(node.room.find(({ resource }) => resource === 'pods')).toMatchObject({ capacity: 110, requested: node.workers.length })
  expect(node.cni.leases.every(({ ip }) => ip.startsWith(node.cni.cidr.replace(/\.0\/24$/, '.')))).toBe(true)
})

test('the heart of a node beats every ten seconds, and the arc runs out', () => {
  const { lease, leaseRenewedAt, status, conditions } = inside(created, 'node', 'node/node-b').kubelet
  for (const beat of [lease!, status!]) {
    expect(beat.ofUs).toBeGreaterThanOrEqual(10 * SECOND)
    expect(beat.ofUs).toBeLessThanOrEqual(10.4 * SECOND)
    expect(beat.leftUs).toBeLessThanOrEqual(beat.ofUs)
  }
  expect(kernelOf(created.session).now - created.session.beganAt - leaseRenewedAt!).toBeLessThan(10.5 * SECOND)
  expect(conditions.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'True', reason: 'KubeletReady' })
})

test('a Pod between its object and its sandbox: conditions with their writers, owners from the root, and events', () => {
  const worker = inside(created, 'node', `node/${home}`).workers.find(({ pod }) => pod.startsWith('default/httpd-app-'))!
  const pod = inside(created, 'pod', worker.place)
  expect(pod).toMatchObject({ node: home, status: 'Running', phase: 'Running', qos: 'BestEffort', ip: worker.ip, restartPolicy: 'Always' })
  expect(pod.sandbox).toMatchObject({ state: 'ready', ip: worker.ip, attempt: 0 })
  expect(pod.owners.map(({ kind }) => kind)).toEqual(['Deployment', 'ReplicaSet'])
  expect(pod.conditions.map(({ type, status }) => `${type}=${status}`)).toContain('Ready=True')
  expect(pod.conditions.find(({ type }) => type === 'Ready')!.writer).toBe('kubelet')
  expect(pod.events.map(({ reason }) => reason)).toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'])
  expect(pod.containers).toMatchObject([{ name: 'httpd', role: 'main', state: 'running', ready: true, restarts: 0 }])
  const about = answer(created, worker.place).touching.map(({ label }) => label)
  expect(about).toContain('StartContainer')
})

test('a container tells its program, its address of code, what it printed and what it holds', () => {
  const { place } = inside(created, 'node', `node/${home}`).workers.find(({ pod }) => pod.startsWith('default/httpd-app-'))!
  const container = inside(created, 'container', `${place}/httpd`)
  expect(container).toMatchObject({ program: 'httpd', stage: 'serving', ports: [80], state: 'running', argv: ['httpd-foreground'], restarts: 0 })
  expect(container.log.lines.map(({ text }) => text)).toContain("AH00094: Command line: 'httpd -D FOREGROUND'")
  expect(container.memory.used).toBeGreaterThan(0)
  expect(container.env.find(({ name }) => name === 'KUBERNETES_SERVICE_HOST')).toEqual({ name: 'KUBERNETES_SERVICE_HOST', value: '10.96.0.1', from: 'service' })
  expect(container.layers.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(container.imageBytes)
})

const CRASHING = `apiVersion: v1
kind: Pod
metadata:
  name: worker
spec:
  initContainers:
    - { name: fetch, image: busybox, command: [sh, -c, echo fetched] }
    - { name: proxy, image: glass/app:v1, restartPolicy: Always, args: [--port=9000] }
  containers:
    - name: main
      image: glass/app:v1
      args: [--exit-after=3s, --exit-code=3, --message=hello from main]
      resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { memory: 64Mi } }
      livenessProbe: { httpGet: { path: /healthz, port: 8080 }, periodSeconds: 2 }
      env:
        - { name: KEY, valueFrom: { secretKeyRef: { name: key, key: key } } }
        - { name: PLAIN, value: seen }
`

test('a crash loop shows its exit code, what was printed before, and an arc until the next start; a secret is not told', () => {
  const one = page('rollout', 'kubectl create secret generic key --from-literal=key=hidden-from-view')
  run(one, 'kubectl apply -f worker.yaml', { 'worker.yaml': CRASHING })
  one.command({ do: 'run-until', until: { is: 'warning-event' } })
  one.untilRest()
  const pod = inside(one, 'pod', 'pod/default/worker')
  expect(pod.containers.map(({ name, role }) => [name, role])).toEqual([['fetch', 'init'], ['proxy', 'sidecar'], ['main', 'main']])
  expect(pod.containers[0]).toMatchObject({ state: 'exited', exitCode: 0, reason: 'Completed' })
  expect(pod.containers[1]).toMatchObject({ state: 'running', ready: true })
  const main = inside(one, 'container', 'pod/default/worker/main')
  expect(main.last).toMatchObject({ exitCode: 3, reason: 'Error' })
  expect(main.restarts).toBeGreaterThan(0)
  expect(pod.containers[2]).toMatchObject({ state: 'exited', ready: false, waiting: { reason: 'CrashLoopBackOff' } })
  expect(main.backOff!.leftUs).toBeLessThanOrEqual(main.backOff!.ofUs)
  const { next } = inside(one, 'node', `node/${main.node}`).workers.find(({ place }) => place === 'pod/default/worker')!
  expect(next!.why === 'restart').toBe(next!.leftUs >= main.backOff!.leftUs)
  expect(main.env.find(({ name }) => name === 'KEY')).toEqual({ name: 'KEY', from: 'secret' })
  expect(main.env.find(({ name }) => name === 'PLAIN')).toEqual({ name: 'PLAIN', value: 'seen', from: 'spec' })
  expect(JSON.stringify(main)).not.toContain('hidden-from-view')
  expect(main.log.lines.map(({ text }) => text)).toContain('hello from main')
  expect(main.requests).toEqual({ cpu: '100m', memory: '64Mi' })
  expect(main.probes[0]).toMatchObject({ kind: 'liveness', how: 'GET :8080/healthz', periodSeconds: 2, failureThreshold: 3 })
})

test('looking inside machines changes nothing: the same history goes on', () => {
  const [looked, other] = [page('rollout', CREATE), page('rollout', CREATE)]
  for (const place of ['node/node-a', 'node/cp-1', 'dns']) answer(looked, place)
  for (const { place } of inside(looked, 'node', 'node/node-a').workers) for (const { place: container } of inside(looked, 'pod', place).containers) answer(looked, container)
  for (const one of [looked, other]) run(one, 'kubectl scale deployment httpd-app --replicas=4')
  expect(kernelOf(looked.session).hash()).toBe(kernelOf(other.session).hash())
})

test('CoreDNS would answer with the address of a Service, and with each ready Pod of a headless one', () => {
  const one = page('rollout', CREATE, 'kubectl expose deployment httpd-app --port=80', 'kubectl create service clusterip bare --clusterip=None')
  const { records, zone, ttlSeconds, address, pods } = inside(one, 'dns', 'dns')
  expect({ zone, ttlSeconds, address, ready: pods.map(({ ready }) => ready) }).toEqual({ zone: 'cluster.local', ttlSeconds: 30, address: '10.96.0.10', ready: [true, true] })
  expect(records.find(({ name }) => name === 'kubernetes.default.svc.cluster.local')).toMatchObject({ type: 'A', data: ['10.96.0.1'] })
  expect(records.find(({ name }) => name === '_https._tcp.kubernetes.default.svc.cluster.local')).toMatchObject({ type: 'SRV', data: ['443 kubernetes.default.svc.cluster.local'] })
  expect(records.find(({ name }) => name === 'httpd-app.default.svc.cluster.local')!.data[0]).toMatch(/^10\./)
  expect(records.find(({ name }) => name === 'bare.default.svc.cluster.local')).toMatchObject({ headless: true, data: [] })
})

test('a Pod that is not there has no inside, and a node without power keeps only what is on its disk', () => {
  expect(answer(created, 'pod/default/nobody').inside).toBeUndefined()
  expect(answer(created, 'pod/default/nobody/main').inside).toBeUndefined()
  const dark = page('rollout', CREATE)
  dark.command({ do: 'poke', poke: { poke: 'power-off', node: 'node-a' } })
  dark.wait(200)
  const node = inside(dark, 'node', 'node/node-a')
  expect(node).toMatchObject({ powered: false, workers: [] })
  expect(node.runtime.images.length).toBeGreaterThan(0)
})
