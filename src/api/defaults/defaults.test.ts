import { expect, test } from 'vitest'
import type { ApiObject } from '../objects.ts'
import type { Deployment, Namespace, Pod, Secret, Service } from '../schema/types.ts'
import { applyDefaults } from './defaults.ts'

const defaulted = <T>(object: object): T => applyDefaults({ metadata: { name: 'x', namespace: 'd' }, ...object } as ApiObject) as T
const pod = (spec: object): Pod => defaulted({ apiVersion: 'v1', kind: 'Pod', spec })

test('a Deployment that says little is one replica, rolled out by quarters', () => {
  const { spec } = defaulted<Deployment>({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { selector: {}, template: { spec: { containers: [{ name: 'c', image: 'nginx' }] } } },
  })
  expect(spec).toMatchObject({
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
  })
  expect(spec.template.spec).toEqual({
    containers: [
      {
        name: 'c',
        image: 'nginx',
        imagePullPolicy: 'Always',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  })
})

test('an image is pulled always when its tag is latest or left out', () => {
  const policies = ['nginx', 'nginx:latest', 'nginx:1.27', 'host:5000/nginx', 'host:5000/nginx:2', 'nginx@sha256:abc'].map(
    (image) => pod({ containers: [{ name: 'c', image }] }).spec.containers[0]!.imagePullPolicy,
  )
  expect(policies).toEqual(['Always', 'Always', 'IfNotPresent', 'Always', 'IfNotPresent', 'IfNotPresent'])
})

test('a container asks for its limit when it names no request, in pods but not in templates', () => {
  const containers = [{ name: 'c', image: 'i', resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } } }]
  expect(pod({ containers }).spec.containers[0]!.resources?.requests).toEqual({ cpu: '500m', memory: '1Gi' })
  const deployment = defaulted<Deployment>({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { selector: {}, template: { spec: { containers } } },
  })
  expect(deployment.spec.template.spec?.containers[0]?.resources?.requests).toEqual({ cpu: '500m' })
})

test('a probe looks every ten seconds and gives up after three failures', () => {
  const [container] = pod({
    containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 80 } } }],
  }).spec.containers
  expect(container!.livenessProbe).toEqual({
    httpGet: { port: 80, path: '/', scheme: 'HTTP' },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  })
  expect(container!.ports).toEqual([{ containerPort: 80, protocol: 'TCP' }])
})

test('a Service port leads to the same port of the pods unless told otherwise', () => {
  const { spec } = defaulted<Service>({ apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 80 }] } })
  expect(spec).toEqual({
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
    ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
  })
})

test('a namespace carries its name as a label', () => {
  expect(defaulted<Namespace>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }).metadata.labels).toEqual({
    'kubernetes.io/metadata.name': 'shop',
  })
})

test('the plain text of a secret is stored encoded', () => {
  expect(defaulted<Secret>({ apiVersion: 'v1', kind: 'Secret', stringData: { a: 'hé', b: 'abc' } })).toMatchObject({
    type: 'Opaque',
    data: { a: 'aMOp', b: 'YWJj' },
  })
})

test('defaulting what is already complete changes nothing, not even its identity', () => {
  const once = pod({
    containers: [{ name: 'c', image: 'i', livenessProbe: { exec: { command: ['x'] } } }],
    volumes: [{ name: 'v' }],
  }) as unknown as ApiObject
  expect(applyDefaults(once)).toBe(once)
})
