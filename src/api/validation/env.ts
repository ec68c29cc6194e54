import type { EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector } from '../schema/types.ts'
import { invalid, notSupported, required } from './field-error.ts'
import { configMapKey, dns1123Subdomain, envVarName, qualifiedName } from './formats.ts'
import type { Errors } from './meta.ts'
import { complain } from './meta.ts'

const FIELD_PATHS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]
const LABEL_PATHS = ['metadata.annotations', 'metadata.labels']
const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]

export function checkEnv(env: readonly EnvVar[], field: string, errors: Errors): void {
  env.forEach((variable, i) => {
    if (!variable.name) errors.push(required(`${field}[${i}].name`))
    else complain(envVarName(variable.name), `${field}[${i}].name`, variable.name, errors)
    if (variable.valueFrom) checkValueFrom(variable.valueFrom, variable.value ?? '', `${field}[${i}].valueFrom`, errors)
  })
}

export function checkEnvFrom(sources: readonly EnvFromSource[], field: string, errors: Errors): void {
  sources.forEach(({ prefix, configMapRef, secretRef }, i) => {
    if (prefix) complain(envVarName(prefix), `${field}[${i}].prefix`, prefix, errors)
    for (const [name, ref] of [
      ['configMapRef', configMapRef],
      ['secretRef', secretRef],
    ] as const) {
      if (!ref) continue
      if (!ref.name) errors.push(required(`${field}[${i}].${name}.name`))
      else complain(dns1123Subdomain(ref.name), `${field}[${i}].${name}.name`, ref.name, errors)
    }
    if (!configMapRef && !secretRef) errors.push(invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`'))
    else if (configMapRef && secretRef) errors.push(invalid(field, '', 'may not have more than one field specified at a time'))
  })
}

export function checkFieldRef(ref: ObjectFieldSelector, paths: readonly string[], field: string, errors: Errors): void {
  if (!ref.apiVersion) return void errors.push(required(`${field}.apiVersion`))
  if (!ref.fieldPath) return void errors.push(required(`${field}.fieldPath`))
  const subscript = /^(.*)\['(.*)'\]$/.exec(ref.fieldPath)
  if (subscript) {
    const [, path = '', key = ''] = subscript
    if (LABEL_PATHS.includes(path)) complain(qualifiedName(path === 'metadata.annotations' ? key.toLowerCase() : key), field, key, errors)
    else errors.push(invalid(field, path, 'does not support subscript'))
    return
  }
  if (paths.includes(ref.fieldPath)) return
  const known = [
    ...FIELD_PATHS,
    ...LABEL_PATHS,
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.hostNetwork',
    'status.phase',
    'status.nominatedNodeName',
  ]
  if (known.includes(ref.fieldPath)) errors.push(notSupported(`${field}.fieldPath`, ref.fieldPath, paths))
  else errors.push(invalid(`${field}.fieldPath`, ref.fieldPath, `error converting fieldPath: field label not supported: ${ref.fieldPath}`))
}

function checkValueFrom(from: EnvVarSource, value: string, field: string, errors: Errors): void {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = from
  if (fieldRef) checkFieldRef(fieldRef, FIELD_PATHS, `${field}.fieldRef`, errors)
  if (resourceFieldRef) {
    const { resource } = resourceFieldRef
    if (!resource) errors.push(required(`${field}.resourceFieldRef.resource`))
    else if (!RESOURCES.includes(resource) && !/^(requests|limits)\.hugepages-/.test(resource))
      errors.push(notSupported(`${field}.resourceFieldRef.resource`, resource, RESOURCES))
  }
  for (const [name, ref] of [
    ['configMapKeyRef', configMapKeyRef],
    ['secretKeyRef', secretKeyRef],
  ] as const) {
    if (!ref) continue
    complain(dns1123Subdomain(ref.name ?? ''), `${field}.${name}.name`, ref.name ?? '', errors)
    if (!ref.key) errors.push(required(`${field}.${name}.key`))
    else complain(configMapKey(ref.key), `${field}.${name}.key`, ref.key, errors)
  }
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter((source) => source !== undefined).length
  if (sources === 0)
    errors.push(
      invalid(field, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'),
    )
  else if (value !== '') errors.push(invalid(field, '', 'may not be specified when `value` is not empty'))
  else if (sources > 1) errors.push(invalid(field, '', 'may not have more than one field specified at a time'))
}
