import { expect, test } from 'vitest'
import { fieldSteps } from './field-steps.ts'

const web = {
  metadata: { labels: { 'app.kubernetes.io/name': 'web', app: 'web' } },
  spec: { finalizers: ['a', 'b'], containers: [{ name: 'web', image: 3, ports: [{ containerPort: 80, protocol: 'TCP' }] }, { name: 'side', image: 'x' }] },
}
const only = (path: string) => {
  const found = fieldSteps(web, path)
  expect(found).toHaveLength(1)
  return found[0]
}

test('a path with indices leads to its field', () => {
  expect(only('spec.containers[1].image')).toEqual({ steps: ['spec', 'containers', 1, 'image'], rest: '' })
  expect(only('spec.containers[0].ports[0].protocol')).toEqual({ steps: ['spec', 'containers', 0, 'ports', 0, 'protocol'], rest: '' })
})

test('a key with dots is one step, in brackets or not', () => {
  for (const path of ['metadata.labels[app.kubernetes.io/name]', 'metadata.labels.app.kubernetes.io/name', '.metadata.labels.app.kubernetes.io/name']) expect(only(path)).toEqual({ steps: ['metadata', 'labels', 'app.kubernetes.io/name'], rest: '' })
  expect(only('metadata.labels.app')!.steps).toEqual(['metadata', 'labels', 'app'])
})

test('the path of a managed field leads to the item with these keys', () => {
  expect(only('.spec.containers[name="side"].image')!.steps).toEqual(['spec', 'containers', 1, 'image'])
  expect(only('.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].protocol')!.steps).toEqual(['spec', 'containers', 0, 'ports', 0, 'protocol'])
  expect(only('.spec.finalizers[="b"]')!.steps).toEqual(['spec', 'finalizers', 1])
})

test('a path without indices may mean the field of any item', () => {
  expect(fieldSteps(web, 'spec.containers.image').map(({ steps }) => steps[2])).toEqual([0, 1])
})

test('a field that is missing leads to what it is missing from', () => {
  expect(only('spec.containers[0].resources.limits')).toEqual({ steps: ['spec', 'containers', 0], rest: 'resources.limits' })
  expect(only('spec.containers[7].image')).toEqual({ steps: ['spec', 'containers'], rest: '[7].image' })
  expect(fieldSteps({}, 'spec')).toEqual([{ steps: [], rest: 'spec' }])
})
