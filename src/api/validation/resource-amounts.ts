import type { ResourceRequirements } from '../schema/types.ts'
import { compareQuantities, parseQuantity, quantityMilli } from '../quantity.ts'
import { invalid, notSupported, required } from './field-error.ts'
import { qualifiedName } from './formats.ts'
import type { Errors } from './meta.ts'
import { complain } from './meta.ts'

const STANDARD_FOR_CONTAINERS: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage'])
const STANDARD: ReadonlySet<string> = new Set([
  ...STANDARD_FOR_CONTAINERS,
  'storage',
  'pods',
  'services',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
])

/** Models ValidateContainerResourceRequirements. */
export function checkResources({ limits, requests }: ResourceRequirements, field: string, errors: Errors): void {
  for (const name in limits) {
    checkContainerResourceName(name, `${field}.limits[${name}]`, errors)
    checkAmount(name, limits[name]!, `${field}.limits[${name}]`, errors)
  }
  for (const name in requests) {
    const amount = requests[name]!
    const limit = limits?.[name]
    checkContainerResourceName(name, `${field}.requests[${name}]`, errors)
    checkAmount(name, amount, `${field}.requests[${name}]`, errors)
    if (limit === undefined) {
      if (!mayOvercommit(name)) errors.push(required(`${field}.limits`, 'Limit must be set for non overcommitable resources'))
    } else if (compareQuantities(amount, limit) !== 0 && !mayOvercommit(name)) {
      errors.push(invalid(`${field}.requests`, amount, `must be equal to ${name} limit of ${limit}`))
    } else if (compareQuantities(amount, limit) > 0) {
      errors.push(invalid(`${field}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`))
    }
  }
}

/** The pod as a whole may only ask for what the kubelet can give to a pod's cgroup. */
export function checkPodResources({ limits, requests }: ResourceRequirements, field: string, errors: Errors): void {
  for (const [list, amounts] of [
    ['limits', limits],
    ['requests', requests],
  ] as const)
    for (const name in amounts) {
      const path = `${field}.${list}[${name}]`
      if (name !== 'cpu' && name !== 'memory' && !name.startsWith('hugepages-'))
        errors.push(notSupported(path, name, ['cpu', 'hugepages-', 'memory']))
      checkAmount(name, amounts[name]!, path, errors)
    }
  for (const name in requests) {
    const limit = limits?.[name]
    if (limit !== undefined && compareQuantities(requests[name]!, limit) > 0)
      errors.push(invalid(`${field}.requests`, requests[name], `must be less than or equal to ${name} limit of ${limit}`))
  }
}

export function checkResourceName(name: string, field: string, errors: Errors): void {
  const complaints = qualifiedName(name)
  complain(complaints, field, name, errors)
  if (complaints.length === 0 && !name.includes('/') && !STANDARD.has(name) && !name.startsWith('hugepages-')) {
    errors.push(invalid(field, name, 'must be a standard resource type or fully qualified'))
  }
}

export function checkAmount(name: string, amount: string, field: string, errors: Errors): void {
  if ((parseQuantity(amount)?.nanos ?? 0n) < 0n) errors.push(invalid(field, amount, 'must be greater than or equal to 0'))
  if (isExtended(name) && quantityMilli(amount) % 1000 !== 0) errors.push(invalid(field, amount, 'must be an integer'))
}

function checkContainerResourceName(name: string, field: string, errors: Errors): void {
  checkResourceName(name, field, errors)
  if (!name.includes('/')) {
    if (!STANDARD_FOR_CONTAINERS.has(name) && !name.startsWith('hugepages-'))
      errors.push(invalid(field, name, 'must be a standard resource for containers'))
  } else if (!isNative(name) && !isExtended(name)) errors.push(invalid(field, name, "doesn't follow extended resource name standard"))
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0
}

function mayOvercommit(name: string): boolean {
  return isNative(name) && !name.startsWith('hugepages-')
}
