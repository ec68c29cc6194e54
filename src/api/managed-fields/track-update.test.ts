import { expect, test } from 'vitest'
import type { ApiObject } from '../objects.ts'
import { lastWriters } from './last-writers.ts'
import { trackUpdate } from './track-update.ts'

const AT = (second: number) => `2026-01-01T00:00:0${second}Z`
const web: ApiObject = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
  spec: {
    replicas: 1, selector: { matchLabels: { app: 'web' } }, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80, protocol: 'TCP' }] }], securityContext: {} } },
  },
}
const created = trackUpdate(undefined, web, { manager: 'kubectl-create', timeText: AT(0) })
const set = (object: ApiObject, path: readonly string[], value: unknown): ApiObject => {
  const [key, ...rest] = path as [string, ...string[]]
  const inner = (object as Record<string, unknown>)[key]
  return { ...object, [key]: rest.length === 0 ? value : set((inner ?? {}) as ApiObject, rest, value) }
}

test('whoever creates a deployment owns what it wrote, in the form that a real cluster shows', () => {
  expect(created.metadata.managedFields).toEqual([{
    apiVersion: 'apps/v1', fieldsType: 'FieldsV1', manager: 'kubectl-create', operation: 'Update', time: AT(0),
    fieldsV1: {
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:spec': {
        'f:replicas': {}, 'f:selector': {}, 'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {} }, 'f:type': {} },
        'f:template': {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"web"}': {
                '.': {}, 'f:image': {}, 'f:name': {},
                'f:ports': { '.': {}, 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {}, 'f:protocol': {} } }, 'f:resources': {},
              },
            },
            'f:securityContext': {},
          },
        },
      },
    },
  }])
})

test('an update that changes nothing leaves no trace', () => {
  expect(trackUpdate(created, created, { manager: 'someone', timeText: AT(5) })).toBe(created)
  const same = trackUpdate(created, { ...created, spec: structuredClone(created.spec) }, { manager: 'someone', timeText: AT(5) })
  expect(same.metadata.managedFields).toBe(created.metadata.managedFields)
})

test('a client that sends no managedFields does not erase them', () => {
  const { managedFields: _, ...metadata } = created.metadata
  const next = trackUpdate(created, { ...created, metadata }, { manager: 'someone', timeText: AT(5) })
  expect(next.metadata.managedFields).toBe(created.metadata.managedFields)
})

test('scaling moves the replicas from the creator to the scaler', () => {
  const scaled = trackUpdate(created, set(created, ['spec', 'replicas'], 3), { manager: 'kubectl', subresource: 'scale', timeText: AT(2) })
  const [creator, scaler] = scaled.metadata.managedFields!
  expect(creator!.fieldsV1!['f:spec']).not.toHaveProperty('f:replicas')
  expect(scaler).toEqual({
    apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': { 'f:replicas': {} } }, manager: 'kubectl', operation: 'Update', subresource: 'scale', time: AT(2),
  })
  expect(lastWriters(scaled).get('.spec.replicas')).toEqual({ manager: 'kubectl', operation: 'Update', subresource: 'scale', time: AT(2) })
  expect(lastWriters(scaled).get('.spec.template.spec.containers[name="web"].image')!.manager).toBe('kubectl-create')
})

test('a manager that writes again renews the time of its one entry', () => {
  const again = trackUpdate(created, set(created, ['spec', 'replicas'], 2), { manager: 'kubectl-create', timeText: AT(4) })
  expect(again.metadata.managedFields).toHaveLength(1)
  expect(again.metadata.managedFields![0]!.time).toBe(AT(4))
  expect(again.metadata.managedFields![0]!.fieldsV1).toBe(created.metadata.managedFields![0]!.fieldsV1)
})

test('what is removed belongs to nobody, and an owner of nothing disappears', () => {
  const annotated = trackUpdate(created, set(created, ['metadata', 'annotations'], { note: 'x' }), { manager: 'kubectl-annotate', timeText: AT(1) })
  expect(annotated.metadata.managedFields![1]!.fieldsV1).toEqual({ 'f:metadata': { 'f:annotations': { '.': {}, 'f:note': {} } } })
  const { annotations: _, ...metadata } = annotated.metadata
  const bare = trackUpdate(annotated, { ...annotated, metadata }, { manager: 'someone', timeText: AT(2) })
  expect(bare.metadata.managedFields!.map((entry) => entry.manager)).toEqual(['kubectl-create'])
})

test('two controllers that write conditions of one pod own one condition each', () => {
  const pod: ApiObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', uid: 'u', managedFields: created.metadata.managedFields }, spec: {}, status: {} }
  const scheduled = trackUpdate(pod, set(pod, ['status', 'conditions'], [{ type: 'PodScheduled', status: 'True' }]), { manager: 'kube-scheduler', subresource: 'status', timeText: AT(1) })
  const ready = trackUpdate(scheduled, set(scheduled, ['status', 'conditions'], [{ type: 'PodScheduled', status: 'True' }, { type: 'Ready', status: 'False' }]),
    { manager: 'kubelet', subresource: 'status', timeText: AT(2) })
  expect(ready.metadata.managedFields!.slice(1).map((entry) => [entry.manager, entry.fieldsV1])).toEqual([
    ['kube-scheduler', { 'f:status': { 'f:conditions': { '.': {}, 'k:{"type":"PodScheduled"}': { '.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} } } } }],
    ['kubelet', { 'f:status': { 'f:conditions': { 'k:{"type":"Ready"}': { '.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} } } } }],
  ])
})

test('the eleventh updater makes the two oldest one: ancient-changes', () => {
  let object = created
  for (let i = 1; i <= 11; i += 1) {
    object = trackUpdate(object, set(object, ['metadata', 'annotations'], { ...object.metadata.annotations, [`a${i}`]: 'x' }),
      { manager: `m${i}`, timeText: `2026-01-01T00:00:${10 + i}Z` })
  }
  const managers = object.metadata.managedFields!.map((entry) => entry.manager)
  expect(managers).toHaveLength(10)
  expect(managers[0]).toBe('ancient-changes')
  expect(lastWriters(object).get('.metadata.annotations.a1')!.manager).toBe('ancient-changes')
})

test('an empty list of managedFields resets the account', () => {
  const live = { ...created, metadata: { ...created.metadata, uid: 'u' } }
  const reset = trackUpdate(live, { ...live, metadata: { ...live.metadata, managedFields: [] } }, { manager: 'x', timeText: AT(3) })
  expect(reset.metadata.managedFields).toBeUndefined()
})
