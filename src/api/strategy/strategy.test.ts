import { expect, test } from 'vitest'
import { applyDefaults } from '../defaults/defaults.ts'
import type { ApiObject } from '../objects.ts'
import { prepareForCreate, prepareForStatusUpdate, prepareForUpdate } from './strategy.ts'

const deployment: ApiObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'd', uid: 'u', generation: 3 },
  spec: { replicas: 1 },
  status: { replicas: 1 },
}
const pod: ApiObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'd' }, spec: { containers: [{ name: 'c' }] } }

test('a new object starts at generation 1 with an empty status', () => {
  expect(prepareForCreate(deployment)).toMatchObject({ metadata: { generation: 1 }, status: {} })
})

test('a new pod is Pending and knows its quality of service', () => {
  expect(prepareForCreate({ ...pod, status: { phase: 'Running' } }).status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' })
  const gated = prepareForCreate({ ...pod, spec: { containers: [], schedulingGates: [{ name: 'wait' }] } })
  expect(gated.status).toMatchObject({ conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] })
})

test('only a change of what is wanted counts a generation', () => {
  expect(prepareForUpdate({ ...deployment, spec: { replicas: 2 } }, deployment).metadata.generation).toBe(4)
  expect(
    prepareForUpdate({ ...deployment, metadata: { ...deployment.metadata, labels: { a: 'b' }, generation: 9 } }, deployment).metadata
      .generation,
  ).toBe(3)
})

test('an update cannot write the status, a status update cannot write the spec', () => {
  expect(prepareForUpdate({ ...deployment, status: { replicas: 9 } }, deployment).status).toEqual({ replicas: 1 })
  const updated = prepareForStatusUpdate({ ...deployment, spec: { replicas: 9 }, status: { replicas: 2 } }, deployment)
  expect(updated).toMatchObject({ spec: { replicas: 1 }, status: { replicas: 2 }, metadata: { generation: 3 } })
})

test('an update that says the same is the same object', () => {
  expect(prepareForUpdate(deployment, deployment)).toBe(deployment)
})

test('a namespace cannot vanish before its content', () => {
  expect(prepareForCreate({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } })).toMatchObject({
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  })
})

test('a Service keeps its address through updates that do not mention it, and loses its node ports with the type', () => {
  const old = applyDefaults({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's', namespace: 'd' },
    spec: { type: 'NodePort', clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'], ports: [{ port: 80, nodePort: 30_080 }] },
  })
  const again = applyDefaults({ ...old, spec: { type: 'NodePort', ports: [{ port: 80 }] } })
  expect(prepareForUpdate(again, old).spec).toMatchObject({
    clusterIP: '10.96.0.9',
    clusterIPs: ['10.96.0.9'],
    ports: [{ port: 80, nodePort: 30_080 }],
  })
  const inside = prepareForUpdate(applyDefaults({ ...old, spec: { ...(old.spec as object), type: 'ClusterIP' } }), old).spec as {
    ports: readonly object[]
    externalTrafficPolicy?: string
  }
  expect(inside.ports[0]).not.toHaveProperty('nodePort')
  expect(inside.externalTrafficPolicy).toBeUndefined()
})
