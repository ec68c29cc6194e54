import { expect, test } from 'vitest'
import { applyDefaults } from '../defaults/defaults.ts'
import type { ApiObject } from '../objects.ts'
import { prepareForCreate } from '../strategy/strategy.ts'
import { fieldErrorText } from './field-error.ts'
import { validateCreate, validateStatusUpdate, validateUpdate } from './validate.ts'

const whole = (object: object): ApiObject =>
  prepareForCreate(applyDefaults({ metadata: { name: 'x', namespace: 'd' }, ...object } as ApiObject))
const complaints = (object: object): readonly string[] => validateCreate(whole(object)).map(fieldErrorText)
const changes = (old: object, next: object): readonly string[] => validateUpdate(whole(next), whole(old)).map(fieldErrorText)
const pod = (spec: object, metadata: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x', namespace: 'd', ...metadata },
  spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
})
const container = (more: object): object => pod({ containers: [{ name: 'c', image: 'i', ...more }] })
const deployment = (spec: object): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    ...spec,
  },
})
const service = (spec: object): object => ({ apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 80 }], ...spec } })

test('what is right has no complaints', () => {
  for (const object of [pod({}), deployment({}), service({}), { apiVersion: 'v1', kind: 'ConfigMap', data: { 'a.b': '1' } }])
    expect(complaints(object)).toEqual([])
})

test('the length of a label is told in bytes, that of a name in characters', () => {
  const long = 'a'.repeat(64)
  expect(complaints(pod({}, { labels: { a: long } }))).toEqual([`metadata.labels: Invalid value: "${long}": must be no more than 63 bytes`])
  expect(complaints(pod({}, { labels: { [long]: 'a' } }))).toEqual([`metadata.labels: Invalid value: "${long}": name part must be no more than 63 bytes`])
  expect(complaints(container({ name: long }))).toEqual([`spec.containers[0].name: Invalid value: "${long}": must be no more than 63 characters`])
})

test('a Deployment must select its own template', () => {
  expect(complaints(deployment({ selector: { matchLabels: { app: 'db' } } }))).toEqual([
    'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
  ])
  expect(complaints(deployment({ selector: {} }))).toEqual(['spec.selector: Invalid value: {}: empty selector is invalid for deployment'])
  expect(complaints(deployment({ selector: undefined }))).toEqual(['spec.selector: Required value'])
})

test('the selector of a Deployment never changes', () => {
  const labels = { app: 'web', tier: 'a' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } }
  expect(changes(deployment({ template }), deployment({ template, selector: { matchLabels: labels } }))).toEqual([
    'spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"a"}}: field is immutable',
  ])
})

test('a rolling update must be able to move', () => {
  expect(complaints(deployment({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }))).toEqual([
    'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0',
  ])
  expect(complaints(deployment({ replicas: -1, strategy: { rollingUpdate: { maxUnavailable: '120%' } } }))).toEqual([
    'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "120%": must not be greater than 100%',
  ])
  expect(complaints(deployment({ strategy: { type: 'Recreate', rollingUpdate: {} } }))).toEqual([
    "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
  ])
})

test('pods of a Deployment always restart', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } }
  expect(complaints(deployment({ template }))).toEqual([
    'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
  ])
})

test('a name has the letters of DNS', () => {
  expect(complaints(pod({}, { name: 'Web_1' }))).toEqual([
    "metadata.name: Invalid value: \"Web_1\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')".replaceAll(
      '\\\\',
      '\\',
    ),
  ])
  expect(complaints({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } })).toEqual([
    'metadata.name: Invalid value: "a.b": must not contain dots',
  ])
})

test('a pod needs containers with names and images of their own', () => {
  expect(complaints(pod({ containers: [] }))).toEqual(['spec.containers: Required value'])
  expect(complaints(pod({ containers: [{ name: 'c', image: 'i' }, { name: 'c' }] }))).toEqual([
    'spec.containers[1].image: Required value',
    'spec.containers[1].name: Duplicate value: "c"',
  ])
})

test('a request may not exceed its limit', () => {
  expect(complaints(container({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }))).toEqual([
    'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
  ])
  expect(complaints(container({ resources: { limits: { gold: '1' } } }))[0]).toBe(
    'spec.containers[0].resources.limits[gold]: Invalid value: "gold": must be a standard resource type or fully qualified',
  )
})

test('a mount needs its volume', () => {
  expect(complaints(container({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }))).toEqual([
    'spec.containers[0].volumeMounts[0].name: Not found: "data"',
  ])
})

test('ports have numbers that exist and names that are short', () => {
  expect(complaints(container({ ports: [{ containerPort: 70_000 }] }))).toEqual([
    'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
  ])
  expect(
    complaints(
      container({
        ports: [
          { name: 'a', containerPort: 1 },
          { name: 'a', containerPort: 2 },
        ],
      }),
    ),
  ).toEqual(['spec.containers[0].ports[1].name: Duplicate value: "a"'])
})

test('a probe does exactly one thing', () => {
  expect(complaints(container({ livenessProbe: {} }))).toEqual([
    'spec.containers[0].livenessProbe: Required value: must specify a handler type',
  ])
  expect(complaints(container({ livenessProbe: { exec: { command: ['x'] }, httpGet: { port: 80 } } }))).toEqual([
    'spec.containers[0].livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type',
  ])
  expect(complaints(container({ startupProbe: { exec: { command: ['x'] }, successThreshold: 2 } }))).toEqual([
    'spec.containers[0].startupProbe.successThreshold: Invalid value: 2: must be 1',
  ])
})

test('tolerations and affinities must make sense', () => {
  expect(complaints(pod({ tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }))).toEqual([
    'spec.tolerations[0].operator: Invalid value: "b": value must be empty when `operator` is \'Exists\'',
  ])
  const affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In' }] }] },
    },
  }
  expect(complaints(pod({ affinity }))).toEqual([
    "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
  ])
})

test('of a running pod only the image and little else may change', () => {
  expect(changes(pod({}), pod({ containers: [{ name: 'c', image: 'other', imagePullPolicy: 'Always' }] }))).toEqual([])
  const [complaint] = changes(pod({}), pod({ nodeName: 'node-b' }))
  expect(complaint).toMatch(
    /^spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`,`spec\.initContainers\[\*\]\.image`,`spec\.activeDeadlineSeconds`,`spec\.tolerations` \(only additions/,
  )
  expect(complaint).toContain('+ "nodeName": "node-b"')
  expect(changes(pod({}), pod({ containers: [] }))).toContain('spec.containers: Forbidden: pod updates may not add or remove containers')
})

test('a container that ended for good stays ended', () => {
  const status = (state: object): object => ({
    status: { phase: 'Running', qosClass: 'BestEffort', containerStatuses: [{ name: 'c', state }] },
  })
  const once = whole(pod({ restartPolicy: 'Never' }))
  expect(
    validateStatusUpdate({ ...once, ...status({ running: {} }) }, { ...once, ...status({ terminated: { exitCode: 0 } }) }).map(
      fieldErrorText,
    ),
  ).toEqual(['status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state'])
})

test('several ports of a Service need names, and its address stays', () => {
  expect(complaints(service({ ports: [{ port: 80 }, { port: 81 }] }))).toEqual([
    'spec.ports[0].name: Required value',
    'spec.ports[1].name: Required value',
  ])
  expect(complaints(service({ ports: [] }))).toEqual(['spec.ports: Required value'])
  expect(complaints(service({ type: 'Loud' }))).toContain(
    'spec.type: Unsupported value: "Loud": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
  )
  expect(changes(service({ clusterIP: '10.96.0.7' }), service({ clusterIP: '10.96.0.8' }))).toEqual([
    'spec.clusterIPs[0]: Invalid value: ["10.96.0.8"]: may not change once set',
  ])
})

test('what an immutable ConfigMap holds is fixed', () => {
  const map = (data: object): object => ({ apiVersion: 'v1', kind: 'ConfigMap', immutable: true, data })
  expect(changes(map({ a: '1' }), map({ a: '2' }))).toEqual(['data: Forbidden: field is immutable when `immutable` is set'])
})

test('a binding never points to another role', () => {
  const binding = (name: string): object => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    roleRef: { kind: 'Role', name },
  })
  expect(changes(binding('a'), binding('b'))).toEqual([
    'roleRef: Invalid value: {"kind":"Role","name":"b","apiGroup":"rbac.authorization.k8s.io"}: cannot change roleRef',
  ])
})

test('the identity of an object never changes', () => {
  expect(changes(pod({}, { uid: 'a' }), pod({}, { uid: 'b' }))).toEqual(['metadata.uid: Invalid value: "b": field is immutable'])
})
