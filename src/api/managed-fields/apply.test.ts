import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ApiObject } from '../objects.ts'
import { applyServerSide } from './apply.ts'
import { trackUpdate } from './track-update.ts'

const AT = (second: number) => `2026-01-01T00:00:0${second}Z`
const deployment = (spec: object, metadata: object = {}): ApiObject => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default', ...metadata }, spec })
const containers = (...items: object[]) => ({ template: { spec: { containers: items } } })
const apply = (live: ApiObject | undefined, config: ApiObject, manager = 'a', force = false, second = 1): ApiObject => {
  const { object, error, conflicts } = applyServerSide(live, config, { manager, force, timeText: AT(second) })
  expect([error, conflicts]).toEqual([undefined, undefined])
  return object!
}

test('an applier owns the fields it speaks about and no others', () => {
  const live = apply(undefined, deployment({ replicas: 1, ...containers({ name: 'web', image: 'x' }) }, { labels: { app: 'web' } }))
  expect(live.metadata.managedFields).toEqual([{
    apiVersion: 'apps/v1', fieldsType: 'FieldsV1', manager: 'a', operation: 'Apply', time: AT(1),
    fieldsV1: {
      'f:metadata': { 'f:labels': { 'f:app': {} } },
      'f:spec': { 'f:replicas': {}, 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:name': {} } } } } },
    },
  }])
})

test('changing what another wrote is a conflict, told in upstream\'s words', () => {
  const live = trackUpdate(undefined, deployment({ replicas: 1, paused: false }), { manager: 'kubectl-client-side-apply', timeText: AT(0) })
  const one = applyServerSide(live, deployment({ replicas: 3 }), { manager: 'a', force: false, timeText: AT(1) })
  expect(one).toEqual({
    conflicts: [{ manager: 'kubectl-client-side-apply', field: '.spec.replicas', message: 'conflict with "kubectl-client-side-apply" using apps/v1' }],
    message: 'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas',
  })
  const two = applyServerSide(live, deployment({ replicas: 3, paused: true }), { manager: 'a', force: false, timeText: AT(1) })
  expect(two.conflicts && two.message).toBe('Apply failed with 2 conflicts: conflicts with "kubectl-client-side-apply" using apps/v1:\n- .spec.paused\n- .spec.replicas')
})

test('force takes the field over', () => {
  const live = apply(undefined, deployment({ replicas: 1 }), 'first')
  const taken = apply(live, deployment({ replicas: 3 }), 'second', true, 2)
  expect((taken.spec as { replicas: number }).replicas).toBe(3)
  expect(taken.metadata.managedFields!.map((entry) => entry.manager)).toEqual(['second'])
})

test('the same value from two appliers is owned by both, and stays when one leaves it', () => {
  const both = apply(apply(undefined, deployment({ replicas: 1 }), 'first'), deployment({ replicas: 1, paused: true }), 'second', false, 2)
  expect(both.metadata.managedFields!.map((entry) => entry.manager)).toEqual(['first', 'second'])
  const left = apply(both, deployment({ paused: true }), 'second', false, 3)
  expect(left.spec).toEqual({ replicas: 1, paused: true })
  const gone = apply(left, deployment({}), 'first', false, 4)
  expect(gone.spec).toEqual({ paused: true })
})

test('a container that is no longer applied is removed, unless another owns a part of it', () => {
  const live = apply(undefined, deployment(containers({ name: 'web', image: 'x' }, { name: 'log', image: 'y' })))
  const without = apply(live, deployment(containers({ name: 'web', image: 'x' })), 'a', false, 2)
  expect(without.spec).toEqual(containers({ name: 'web', image: 'x' }))
  const shared = apply(live, deployment(containers({ name: 'log', args: ['-v'] })), 'b', false, 2)
  const kept = apply(shared, deployment(containers({ name: 'web', image: 'x' })), 'a', false, 3)
  expect(kept.spec).toEqual(containers({ name: 'web', image: 'x' }, { name: 'log', args: ['-v'] }))
})

test('the first apply to an object that nobody tracked meets "before-first-apply"', () => {
  const live: ApiObject = { ...deployment({ replicas: 1 }), metadata: { name: 'web', uid: 'u' } }
  const { conflicts } = applyServerSide(live, deployment({ replicas: 2 }), { manager: 'a', force: false, timeText: AT(1) })
  expect(conflicts!.map(({ message }) => message)).toEqual(['conflict with "before-first-apply" using apps/v1'])
})

test('kubectl takes over what client-side apply wrote, and keeps the annotation in step', () => {
  const key = 'kubectl.kubernetes.io/last-applied-configuration'
  const manifest = deployment({ replicas: 1 })
  const live = trackUpdate(undefined, deployment({ replicas: 1 }, { annotations: { [key]: JSON.stringify(manifest) } }), { manager: 'kubectl-client-side-apply', timeText: AT(0) })
  const after = apply(live, deployment({ replicas: 2 }), 'kubectl')
  expect((after.spec as { replicas: number }).replicas).toBe(2)
  expect(JSON.parse(after.metadata.annotations![key]!).spec).toEqual({ replicas: 2 })
  const others = applyServerSide(live, deployment({ replicas: 2 }), { manager: 'helm', force: false, timeText: AT(1) })
  expect(others.conflicts).toHaveLength(1)
})

test('a field that the schema does not know is refused', () => {
  expect(applyServerSide(undefined, deployment({ replcas: 1 }), { manager: 'a', force: false, timeText: AT(1) }).error)
    .toBe('failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.replcas: field not declared in schema')
  expect(applyServerSide(undefined, deployment(containers({ name: 'x' }, { name: 'x' })), { manager: 'a', force: false, timeText: AT(1) }).error)
    .toContain('.spec.template.spec.containers: duplicate entries for key [name="x"]')
})

const name = fc.constantFrom('a', 'b', 'c')
const config = fc.record({
  labels: fc.dictionary(name, name),
  spec: fc.record({
    replicas: fc.nat(3), paused: fc.boolean(),
    template: fc.record({ spec: fc.record({ containers: fc.uniqueArray(fc.record({ name, image: name, args: fc.array(name) }), { minLength: 1, selector: (item) => item.name }) }, { requiredKeys: [] }) }, { requiredKeys: [] }),
  }, { requiredKeys: [] }),
}).map(({ labels, spec }) => deployment(spec, { labels }))

test('applying the same configuration again changes nothing, not even a time', () => {
  fc.assert(fc.property(config, config, (first, second) => {
    const live = apply(apply(undefined, first, 'first'), second, 'second', true, 2)
    expect(apply(live, second, 'second', false, 3)).toBe(live)
  }))
})

test('an applier that leaves gives back what the other one had', () => {
  fc.assert(fc.property(config, (only) => {
    const live = apply(undefined, only, 'first')
    const visited = apply(live, deployment({ minReadySeconds: 5 }), 'second', false, 2)
    const left = apply(visited, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' } }, 'second', false, 3)
    expect(left.spec ?? {}).toEqual(live.spec ?? {})
    expect(left.metadata.managedFields).toEqual(live.metadata.managedFields)
  }))
})
