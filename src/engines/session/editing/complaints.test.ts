import { expect, test } from 'vitest'
import { badRequest, failure } from '../../../api/index.ts'
import { complaintOfKubectl, complaintsOf } from './complaints.ts'

test('causes are told one by one, each with its field', () => {
  const status = failure(422, 'Invalid', 'Deployment.apps "web" is invalid: […]', { causes: [{ field: 'spec.replicas', message: 'Invalid value: -1: must be greater than or equal to 0' }, { field: 'spec.selector', message: 'Required value' }] })
  expect(complaintsOf(status)).toEqual([
    { message: 'spec.replicas: Invalid value: -1: must be greater than or equal to 0', field: 'spec.replicas' }, { message: 'spec.selector: Required value', field: 'spec.selector' },
  ])
})

test('the strict decoder names every field that it does not know', () => {
  expect(complaintsOf(badRequest('Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.foo", unknown field "spec.containers[0].bar"')).map(({ field, ofKey }) => [field, ofKey])).toEqual([['spec.foo', true], ['spec.containers[0].bar', true]])
})

test('a typed configuration is told field by field', () => {
  const message = 'failed to create typed patch object (default/web; apps/v1, Kind=Deployment): errors:\n  .spec.replicas: expected numeric (int or float), got string\n  .spec.template.spec.containers[name="web"].imag: field not declared in schema'
  expect(complaintsOf(badRequest(message)).map(({ field, ofKey }) => [field, ofKey])).toEqual([['.spec.replicas', false], ['.spec.template.spec.containers[name="web"].imag', true]])
})

test('a Go field of the wrong type is told with the type that was given', () => {
  expect(complaintsOf(badRequest('Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'))[0]).toMatchObject({ field: 'spec.replicas', given: 'string' })
})

test('what names no field is told as it is', () => {
  expect(complaintsOf(badRequest('the server does not like it'))).toEqual([{ message: 'the server does not like it' }])
  expect(complaintsOf('no status')).toEqual([])
  expect(complaintOfKubectl('error: resource mapping not found for name: "x": no matches for kind "X" in version "v1"\n')).toMatchObject({ field: 'kind' })
})
