import { expect, test } from 'vitest'
import { conflict, forbidden, invalid, notFound } from './status.ts'

const deployments = { group: 'apps', resource: 'deployments' }

test('what is not there is not found, with its group in the message', () => {
  expect(notFound(deployments, 'web')).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'deployments.apps "web" not found',
    reason: 'NotFound',
    details: { name: 'web', group: 'apps', kind: 'deployments' },
    code: 404,
  })
})

test('writing over a newer version is a conflict', () => {
  expect(conflict(deployments, 'web').message).toBe(
    'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
  )
})

test('a refusal without a name speaks of the whole resource', () => {
  expect(forbidden({ group: '', resource: 'pods' }, '', 'User "x" cannot list').message).toBe('pods is forbidden: User "x" cannot list')
})

test('an invalid object lists every cause, and repeats none in its message', () => {
  const error = { type: 'required', field: 'spec.selector', detail: '' } as const
  const other = { type: 'invalid', field: 'spec.replicas', value: -1, detail: 'must be greater than or equal to 0' } as const
  const status = invalid({ group: 'apps', kind: 'Deployment' }, 'web', [error, other, error])
  expect(status.message).toBe(
    'Deployment.apps "web" is invalid: [spec.selector: Required value, spec.replicas: Invalid value: -1: must be greater than or equal to 0]',
  )
  expect(status.details?.causes?.[1]).toEqual({
    reason: 'FieldValueInvalid',
    message: 'Invalid value: -1: must be greater than or equal to 0',
    field: 'spec.replicas',
  })
})
