import { expect, test } from 'vitest'
import type { Deployment, ReplicaSet } from '../../../api/index.ts'
import { SECOND } from '../../../kernel/index.ts'
import { SUPER_ADMIN } from '../../identity.ts'
import { controlled, deploymentOf, DEPLOYMENTS, PODS, REPLICA_SETS, setImage, type Controlled } from '../../../testing/controllers.ts'
import { deploymentReconciler } from './deployment.ts'

const WEB = `${DEPLOYMENTS}/web`
const imageOf = ({ spec }: any): string => spec.template.spec.containers[0].image
const sets = (server: Controlled): any[] => server.get(REPLICA_SETS).items
const setOf = (server: Controlled, image: string): any => sets(server).find((each) => imageOf(each) === image)
/** Sizes by image. */
const sizes = (server: Controlled): Record<string, number> => Object.fromEntries(sets(server).map((each) => [imageOf(each), each.spec.replicas]))
const condition = (server: Controlled, type: string): any => server.get(WEB).status.conditions.find((each: any) => each.type === type)
/** The template of a ReplicaSet that somebody else makes by hand. */
const template = (image: string): object => ({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } })

test('going back makes the old ReplicaSet the new one again: it gets the next revision and remembers the one that it had', () => {
  const server = controlled()
  server.post(DEPLOYMENTS, deploymentOf(2, 'a', {}, { team: 'red', 'kubectl.kubernetes.io/last-applied-configuration': '{}' }))
  server.run(10 * SECOND)
  for (const image of ['b', 'a']) {
    setImage(server, image)
    server.run(15 * SECOND)
  }
  expect(sizes(server)).toEqual({ a: 2, b: 0 })
  const { annotations } = setOf(server, 'a').metadata
  expect(annotations).toEqual({
    team: 'red', 'deployment.kubernetes.io/revision': '3', 'deployment.kubernetes.io/revision-history': '1',
    'deployment.kubernetes.io/desired-replicas': '2', 'deployment.kubernetes.io/max-replicas': '3',
  })
  expect(server.get(WEB).metadata.annotations['deployment.kubernetes.io/revision']).toBe('3')
  const name = setOf(server, 'b').metadata.name
  expect(server.said()).toContain(`ScalingReplicaSet: Scaled up replica set ${name} from 0 to 1`)
  expect(server.said()).toContain(`ScalingReplicaSet: Scaled down replica set ${name} from 2 to 1`)
})

test('a pass that makes the new ReplicaSet larger leaves the old ones alone, although they could shrink', () => {
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default', uid: 'd', generation: 1 }, spec: { ...(deploymentOf(5, 'b', { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 1 } } }) as Deployment).spec } }
  const owned = ([['old', 'a', 5], ['new', 'b', 2]] as const).map(([name, image, replicas]) => ({
    apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, namespace: 'default', uid: name, labels: { app: 'web' }, annotations: { 'deployment.kubernetes.io/desired-replicas': '5' } },
    spec: { replicas, selector: {}, template: template(image) }, status: { replicas, availableReplicas: replicas, readyReplicas: replicas },
  })) as unknown as ReplicaSet[]
  const pass = deploymentReconciler.sync({ deployment, owned, orphans: [], running: [], clock: 0, now: '2026-01-01T00:00:00Z', namesakes: new Map() })
  const resized: string[] = []
  for (let step = pass.next(); !step.done;) {
    const answers = step.value.calls.map(({ path, body }) => {
      if (path.includes('/replicasets/')) resized.push(`${path.split('/').pop()} ${(body as ReplicaSet).spec.replicas}`)
      return { ok: true, code: 200, message: '', body }
    })
    step = pass.next(answers)
  }
  expect(resized.at(-1)).toBe('new 3')
  expect(resized.filter((each) => each.startsWith('old'))).toEqual([])
})

test('of two old ReplicaSets the older one shrinks first', () => {
  const server = controlled({ startUs: 3 * SECOND })
  server.post(DEPLOYMENTS, deploymentOf(6, 'a', { strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: 0 } } }))
  server.run(10 * SECOND)
  setImage(server, 'b')
  server.run(4 * SECOND)
  expect(sizes(server)['a']).toBeGreaterThan(0)
  expect(setOf(server, 'b').status.availableReplicas).toBeGreaterThan(0)
  setImage(server, 'c')
  server.facts.length = 0
  server.run(30 * SECOND)
  const [oldest, middle] = [setOf(server, 'a').metadata.name, setOf(server, 'b').metadata.name]
  const available = server.facts.filter((fact) => fact['decision'] === 'scale-down-old' && fact['why'] === 'available').map((fact) => fact['replicaSet'])
  expect(available[0]).toBe(oldest)
  expect(available.lastIndexOf(oldest)).toBeLessThan(available.indexOf(middle))
  expect(sizes(server)).toEqual({ a: 0, b: 0, c: 6 })
})

test('of two ReplicaSets with the Deployment’s template the older one is the new one, and templates are compared without the hash', () => {
  const server = controlled()
  server.post(DEPLOYMENTS, deploymentOf(2, 'a'))
  server.run(10 * SECOND)
  const own = sets(server)[0].metadata.name
  server.post(REPLICA_SETS, { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'twin', labels: { app: 'web' } }, spec: { replicas: 0, selector: { matchLabels: { app: 'web' } }, template: template('a') } })
  server.run(10 * SECOND)
  expect(Object.fromEntries(sets(server).map(({ metadata, spec }) => [metadata.name, spec.replicas]))).toEqual({ [own]: 2, twin: 0 })
  expect(sets(server).find(({ metadata }) => metadata.name === 'twin').metadata.ownerReferences).toMatchObject([{ kind: 'Deployment', name: 'web', controller: true }])
})

test('where the hash is taken by another template, the collision is counted and another name is found', () => {
  const server = controlled()
  server.post(DEPLOYMENTS, deploymentOf(1, 'a'))
  server.run(5 * SECOND)
  const { name } = sets(server)[0].metadata
  server.request(SUPER_ADMIN, 'DELETE', WEB, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' })
  server.run(20 * SECOND)
  server.post(REPLICA_SETS, { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name }, spec: { replicas: 0, selector: { matchLabels: { app: 'other' } }, template: { ...template('z'), metadata: { labels: { app: 'other' } } } } })
  server.post(DEPLOYMENTS, deploymentOf(1, 'a'))
  server.run(10 * SECOND)
  expect(server.get(WEB).status).toMatchObject({ collisionCount: 1, availableReplicas: 1 })
  expect(setOf(server, 'a').metadata.name).not.toBe(name)
  expect(setOf(server, 'a').metadata.name).toMatch(/^web-/)
})

test('a change of scale in mid-rollout is shared by size: 8 and 5 of 10 and 3 become 15 and 10 of 20 and 5', () => {
  const server = controlled({ broken: (pod) => pod.spec.containers[0]!.image === 'b' })
  server.post(DEPLOYMENTS, deploymentOf(10, 'a'))
  server.run(10 * SECOND)
  setImage(server, 'b')
  server.run(10 * SECOND)
  expect(sizes(server)).toEqual({ a: 8, b: 5 })
  server.patch(WEB, { spec: { replicas: 20 } })
  server.run(10 * SECOND)
  expect(server.facts.find((fact) => fact['decision'] === 'scale-proportionally')).toMatchObject({ have: [8, 5], next: [15, 10] })
  expect(sizes(server)).toEqual({ a: 15, b: 10 })
})

test('a paused Deployment scales but does not roll, says so, and its time does not run', () => {
  const server = controlled()
  server.post(DEPLOYMENTS, deploymentOf(2, 'a', { progressDeadlineSeconds: 20 }))
  server.run(10 * SECOND)
  server.patch(WEB, { spec: { paused: true } })
  setImage(server, 'b')
  server.patch(WEB, { spec: { replicas: 3 } })
  server.run(60 * SECOND)
  expect(sizes(server)).toEqual({ a: 3 })
  expect(condition(server, 'Progressing')).toMatchObject({ status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' })
  server.patch(WEB, { spec: { paused: false } })
  server.run(SECOND / 2)
  expect(['DeploymentResumed', 'NewReplicaSetCreated', 'ReplicaSetUpdated']).toContain(condition(server, 'Progressing').reason)
  server.run(20 * SECOND)
  expect(sizes(server)).toEqual({ a: 0, b: 3 })
  expect(condition(server, 'Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' })
})

test('the deadline counts from the last progress, and being Ready is progress before being available', () => {
  const server = controlled({ startUs: 20 * SECOND })
  server.post(DEPLOYMENTS, deploymentOf(2, 'a', { progressDeadlineSeconds: 30, minReadySeconds: 20, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }))
  const reasons = new Set<string>()
  const watch = (seconds: number): void => {
    for (let passed = 0; passed < seconds; passed += 5) {
      server.run(5 * SECOND)
      reasons.add(condition(server, 'Progressing').reason)
    }
  }
  watch(30)
  expect(server.get(WEB).status).toMatchObject({ readyReplicas: 2 })
  expect(server.get(WEB).status.availableReplicas).toBeUndefined()
  watch(20)
  expect(server.get(WEB).status).toMatchObject({ availableReplicas: 2 })
  setImage(server, 'b')
  watch(120)
  expect(sizes(server)).toEqual({ a: 0, b: 2 })
  expect(reasons).not.toContain('ProgressDeadlineExceeded')
})

test('a Deployment that was complete is not timed out for pods that fail later; it only stops being available', () => {
  const server = controlled()
  server.post(DEPLOYMENTS, deploymentOf(4, 'a', { progressDeadlineSeconds: 20 }))
  server.run(10 * SECOND)
  const fail = (index: number): void => {
    const { name } = server.get(PODS).items[index].metadata
    server.patch(`${PODS}/${name}/status`, { status: { conditions: [{ type: 'Ready', status: 'False' }] } })
    server.run(SECOND)
  }
  fail(0)
  expect(condition(server, 'Available')).toMatchObject({ status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' })
  fail(1)
  expect(condition(server, 'Available')).toMatchObject({ status: 'False', reason: 'MinimumReplicasUnavailable' })
  server.run(60 * SECOND)
  expect(condition(server, 'Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' })
})

test('Recreate does not wait for old pods that have ended already', () => {
  const server = controlled()
  server.post(DEPLOYMENTS, deploymentOf(2, 'a', { strategy: { type: 'Recreate' } }))
  server.run(10 * SECOND)
  const { name } = server.get(PODS).items[0].metadata
  server.patch(`${PODS}/${name}/status`, { status: { phase: 'Failed' } })
  server.run(5 * SECOND)
  setImage(server, 'b')
  server.run(20 * SECOND)
  expect(server.get(`${PODS}/${name}`).status.phase).toBe('Failed')
  expect(server.get(WEB).status).toMatchObject({ updatedReplicas: 2, availableReplicas: 2 })
})

test('of old ReplicaSets the latest few stay, and none goes before the rollout is complete', () => {
  const server = controlled({ broken: (pod) => pod.spec.containers[0]!.image === 'broken' })
  server.post(DEPLOYMENTS, deploymentOf(1, 'a', { revisionHistoryLimit: 2 }))
  server.run(5 * SECOND)
  for (const image of ['b', 'c', 'b', 'd']) {
    setImage(server, image)
    server.run(10 * SECOND)
  }
  // b was used again after c: it is younger than its creation says.
  expect(Object.keys(sizes(server)).toSorted()).toEqual(['b', 'c', 'd'])
  setImage(server, 'broken')
  server.run(10 * SECOND)
  expect(Object.keys(sizes(server)).toSorted()).toEqual(['b', 'broken', 'c', 'd'])
  setImage(server, 'e')
  server.run(10 * SECOND)
  expect(Object.keys(sizes(server)).toSorted()).toEqual(['broken', 'd', 'e'])
})
