import type { ConfigMap, Event, Lease, Namespace, Node, PriorityClass, Scale, Secret, ServiceAccount } from '../schema/types.ts'
import { sameValue } from '../objects.ts'
import { duplicate, forbiddenField, invalid, notSupported, required, tooLong } from './field-error.ts'
import { configMapKey, dns1123Label, qualifiedName } from './formats.ts'
import type { Errors } from './meta.ts'
import { checkImmutable, checkMeta, checkMetaUpdate, checkNotNegative, complain, labelName, subdomainName } from './meta.ts'
import { checkPreemption } from './pod-spec.ts'
import { checkAmount, checkResourceName } from './resource-amounts.ts'
import { checkTaints } from './scheduling.ts'

const DATA_BYTES_MAX = 1024 * 1024
const FROZEN = 'field is immutable when `immutable` is set'
const USER_PRIORITY_MAX = 1_000_000_000
const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
}

// What a secret of each type must hold.
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
}

export function checkNamespace(namespace: Namespace, errors: Errors): void {
  checkMeta(namespace.metadata, false, labelName, errors)
  for (const finalizer of namespace.spec?.finalizers ?? []) {
    complain(qualifiedName(finalizer), 'spec.finalizers', finalizer, errors)
    if (!finalizer.includes('/') && finalizer !== 'kubernetes')
      errors.push(invalid('spec.finalizers', finalizer, 'name is neither a standard finalizer name nor is it fully qualified'))
  }
}

export function checkNamespaceStatus(next: Namespace, old: Namespace, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  const phase = next.status?.phase ?? ''
  if (next.metadata.deletionTimestamp === undefined && phase !== 'Active')
    errors.push(invalid('status.Phase', phase, "may only be 'Active' if `deletionTimestamp` is empty"))
  if (next.metadata.deletionTimestamp !== undefined && phase !== 'Terminating')
    errors.push(invalid('status.Phase', phase, "may only be 'Terminating' if `deletionTimestamp` is not empty"))
}

export function checkNode(node: Node, errors: Errors): void {
  checkMeta(node.metadata, false, subdomainName, errors)
  checkNodeParts(node, errors)
}

export function checkNodeUpdate(next: Node, old: Node, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkNodeParts(next, errors)
  const seen = new Set<string>()
  next.status?.addresses?.forEach((address, i) => {
    const key = `${address.type}/${address.address}`
    if (seen.has(key)) errors.push(duplicate(`status.addresses[${i}]`, address))
    seen.add(key)
  })
  const before = old.spec?.podCIDRs ?? []
  if (before.length > 0 && !sameValue(before, next.spec?.podCIDRs ?? []))
    errors.push(forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'))
  if (old.spec?.providerID && old.spec.providerID !== next.spec?.providerID)
    errors.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'))
}

export function checkConfigMap(map: ConfigMap, errors: Errors): void {
  checkMeta(map.metadata, true, subdomainName, errors)
  let bytes = 0
  for (const list of ['data', 'binaryData'] as const)
    for (const key in map[list]) {
      complain(configMapKey(key), `${list}[${key}]`, key, errors)
      if (list === 'data' && map.binaryData?.[key] !== undefined)
        errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'))
      bytes += map[list]![key]!.length
    }
  if (bytes > DATA_BYTES_MAX) errors.push(tooLong('[]', DATA_BYTES_MAX))
}

export function checkConfigMapUpdate(next: ConfigMap, old: ConfigMap, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkFrozen(next, old, ['data', 'binaryData'], errors)
  checkConfigMap(next, errors)
}

export function checkSecret(secret: Secret, errors: Errors): void {
  checkMeta(secret.metadata, true, subdomainName, errors)
  let bytes = 0
  for (const key in secret.data) {
    complain(configMapKey(key), `data[${key}]`, key, errors)
    bytes += Math.floor((secret.data[key]!.length * 3) / 4)
  }
  if (bytes > DATA_BYTES_MAX) errors.push(tooLong('data', DATA_BYTES_MAX))
  const has = (key: string): boolean => secret.data?.[key] !== undefined
  for (const key of SECRET_KEYS[secret.type ?? ''] ?? []) if (!has(key)) errors.push(required(`data[${key}]`))
  if (secret.type === 'kubernetes.io/basic-auth' && !has('username') && !has('password'))
    errors.push(required('data[username]'), required('data[password]'))
  const account = 'kubernetes.io/service-account.name'
  if (secret.type === 'kubernetes.io/service-account-token' && !secret.metadata.annotations?.[account])
    errors.push(required(`metadata.annotations[${account}]`))
}

export function checkSecretUpdate(next: Secret, old: Secret, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkImmutable('type', next.type, old.type, errors)
  checkFrozen(next, old, ['data'], errors)
  checkSecret(next, errors)
}

export function checkServiceAccount(account: ServiceAccount, errors: Errors): void {
  checkMeta(account.metadata, true, subdomainName, errors)
}

export function checkPriorityClass(priority: PriorityClass, errors: Errors): void {
  checkMeta(priority.metadata, false, subdomainName, errors)
  const name = priority.metadata.name ?? ''
  const value = priority.value ?? 0
  if (name.startsWith('system-')) {
    const known = SYSTEM_PRIORITIES[name]
    const problem =
      known === undefined
        ? `${name} is not a known system priority class`
        : known !== value
          ? `value of ${name} PriorityClass must be ${known}`
          : priority.globalDefault
            ? `globalDefault of ${name} PriorityClass must be false`
            : ''
    if (problem)
      errors.push(
        forbiddenField('metadata.name', `priority class names with 'system-' prefix are reserved for system use only. error: ${problem}`),
      )
  } else if (value > USER_PRIORITY_MAX)
    errors.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${USER_PRIORITY_MAX}`))
  if (priority.preemptionPolicy !== undefined) checkPreemption(priority.preemptionPolicy, 'preemptionPolicy', errors)
}

export function checkPriorityClassUpdate(next: PriorityClass, old: PriorityClass, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  if ((next.value ?? 0) !== (old.value ?? 0)) errors.push(forbiddenField('value', 'may not be changed in an update.'))
  checkImmutable('preemptionPolicy', next.preemptionPolicy, old.preemptionPolicy, errors)
}

export function checkLease(lease: Lease, errors: Errors): void {
  checkMeta(lease.metadata, true, subdomainName, errors)
  checkLeaseSpec(lease, errors)
}

export function checkLeaseUpdate(next: Lease, old: Lease, errors: Errors): void {
  checkMetaUpdate(next.metadata, old.metadata, errors)
  checkLeaseSpec(next, errors)
}

/** Models legacyValidateEvent: an event lies in the namespace of what it is about. */
export function checkEvent(event: Event, errors: Errors): void {
  checkMeta(event.metadata, true, subdomainName, errors)
  const about = event.involvedObject?.namespace ?? ''
  const namespace = event.metadata.namespace ?? ''
  if (about === '' ? namespace !== '' && namespace !== 'default' && namespace !== 'kube-system' : about !== namespace) {
    errors.push(invalid('involvedObject.namespace', about, 'does not match event.namespace'))
  }
  if (about === '') return
  const complaints = dns1123Label(namespace)
  if (complaints.length > 0) errors.push(invalid('namespace', namespace, complaints.join(';')))
}

export function checkScale(scale: Scale, errors: Errors): void {
  checkMeta(scale.metadata, true, subdomainName, errors)
  checkNotNegative('spec.replicas', scale.spec?.replicas, errors)
}

function checkNodeParts(node: Node, errors: Errors): void {
  checkTaints(node.spec?.taints ?? [], errors)
  for (const list of ['capacity', 'allocatable'] as const)
    for (const name in node.status?.[list]) {
      checkResourceName(name, `status.${list}.${name}`, errors)
      checkAmount(name, node.status[list]![name]!, `status.${list}.${name}`, errors)
    }
}

function checkFrozen(next: ConfigMap | Secret, old: ConfigMap | Secret, parts: readonly ('data' | 'binaryData')[], errors: Errors): void {
  if (!old.immutable) return
  if (!next.immutable) errors.push(forbiddenField('immutable', FROZEN))
  for (const part of parts) if (!sameValue((next as ConfigMap)[part], (old as ConfigMap)[part])) errors.push(forbiddenField(part, FROZEN))
}

function checkLeaseSpec({ spec = {} }: Lease, errors: Errors): void {
  if (spec.leaseDurationSeconds !== undefined && spec.leaseDurationSeconds <= 0)
    errors.push(invalid('spec.leaseDurationSeconds', spec.leaseDurationSeconds, 'must be greater than 0'))
  checkNotNegative('spec.leaseTransitions', spec.leaseTransitions, errors)
  if (spec.strategy && spec.strategy !== 'OldestEmulationVersion' && !spec.strategy.includes('/'))
    errors.push(notSupported('spec.strategy', spec.strategy, ['OldestEmulationVersion']))
  if (spec.preferredHolder && !spec.strategy)
    errors.push(forbiddenField('spec.preferredHolder', 'may only be specified if `strategy` is defined'))
}
