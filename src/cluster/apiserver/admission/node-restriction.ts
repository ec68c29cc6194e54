import { sameValue, type ApiObject, type Lease, type Node, type Pod } from '../../../api/index.ts'
import { nodeOfUser } from '../authz/node.ts'
import { referencedKind } from '../authz/node-references.ts'
import type { Exchange } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'
import { known } from '../storage/lookup.ts'

const MIRROR = 'kubernetes.io/config.mirror'

/** A kubelet changes only itself, its lease and its own pods. Each function: why not, or undefined. Models NodeRestriction. */
export function nodeMayCreate(state: ApiServerState, { info, user }: Exchange, object: ApiObject): string | undefined {
  const node = nodeOfUser(user)
  if (node === undefined) return undefined
  switch (info.resource) {
    case 'pods': {
      const { metadata, spec } = object as unknown as Pod
      if (metadata.annotations?.[MIRROR] === undefined) return `pod does not have ${JSON.stringify(MIRROR)} annotation, node ${JSON.stringify(node)} can only create mirror pods`
      if (spec.nodeName !== node) return `node ${JSON.stringify(node)} can only create pods with spec.nodeName set to itself`
      const owned = ownerComplaint(state, node, metadata)
      if (owned !== undefined) return owned
      const needed = referencedKind(object as unknown as Pod)
      return needed === undefined ? undefined : `node ${JSON.stringify(node)} can not create pods that reference ${needed}`
    }
    case 'nodes': {
      if (object.metadata.name !== node) return `node ${JSON.stringify(node)} is not allowed to modify node ${JSON.stringify(object.metadata.name)}`
      const refused = forbiddenLabels({}, object.metadata.labels ?? {})
      return refused === '' ? undefined : `node ${JSON.stringify(node)} is not allowed to set the following labels: ${refused}`
    }
    case 'leases': return leaseAllowed(node, object)
    default: return undefined
  }
}

export function nodeMayUpdate({ info, user }: Exchange, object: ApiObject, old: ApiObject): string | undefined {
  const node = nodeOfUser(user)
  if (node === undefined) return undefined
  switch (info.resource) {
    case 'pods': {
      if (info.subresource === 'eviction') return podNode(old) === node ? undefined : `node ${node} can only evict pods with spec.nodeName set to itself`
      if (podNode(old) !== node) return `node ${JSON.stringify(node)} can only update pod status for pods with spec.nodeName set to itself`
      return sameValue(object.metadata.labels, old.metadata.labels) ? undefined : `node ${JSON.stringify(node)} cannot update labels through pod status`
    }
    case 'nodes': {
      if (info.name !== node) return `node ${JSON.stringify(node)} is not allowed to modify node ${JSON.stringify(info.name)}`
      const before = old as unknown as Node
      const after = object as unknown as Node
      if (info.subresource === '' && !sameValue(before.spec?.taints ?? [], after.spec?.taints ?? [])) return `node ${JSON.stringify(node)} is not allowed to modify taints`
      if (!sameValue(before.metadata.ownerReferences, after.metadata.ownerReferences)) return `node ${JSON.stringify(node)} is not allowed to modify ownerReferences`
      const refused = before.metadata.labels === after.metadata.labels ? '' : forbiddenLabels(before.metadata.labels ?? {}, after.metadata.labels ?? {})
      return refused === '' ? undefined : `is not allowed to modify labels: ${refused}`
    }
    case 'leases': return leaseAllowed(node, object)
    default: return undefined
  }
}

export function nodeMayDelete({ info, user }: Exchange, old: ApiObject): string | undefined {
  const node = nodeOfUser(user)
  if (node === undefined) return undefined
  if (info.resource === 'pods' && podNode(old) !== node) return `node ${JSON.stringify(node)} can only delete pods with spec.nodeName set to itself`
  if (info.resource === 'leases') return leaseAllowed(node, old)
  return undefined
}

/** A mirror pod belongs to its node and to nothing else. */
function ownerComplaint(state: ApiServerState, node: string, { ownerReferences = [] }: Pod['metadata']): string | undefined {
  const quoted = JSON.stringify(node)
  if (ownerReferences.length > 1) return `node ${quoted} can only create pods with a single owner reference set to itself`
  const [owner] = ownerReferences
  if (owner?.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) return `node ${quoted} can only create pods with an owner reference set to itself`
  if (owner.controller !== true) return `node ${quoted} can only create pods with a controller owner reference set to itself`
  if (owner.blockOwnerDeletion === true) return `node ${quoted} must not set blockOwnerDeletion on an owner reference`
  const uid = known(state, '', 'nodes', node)?.metadata.uid
  return uid === owner.uid ? undefined : `node ${node} UID mismatch: expected ${owner.uid} got ${uid ?? ''}`
}

const podNode = (object: ApiObject): string | undefined => (object as unknown as Pod).spec.nodeName

function leaseAllowed(node: string, object: ApiObject): string | undefined {
  const { namespace, name } = (object as unknown as Lease).metadata
  if (namespace !== 'kube-node-lease') return `can only access leases in the "kube-node-lease" system namespace`
  return name === node ? undefined : `can only access node lease with the same name as the requesting node`
}

const OWN_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname', 'kubernetes.io/os', 'kubernetes.io/arch', 'node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type', 'beta.kubernetes.io/os', 'beta.kubernetes.io/arch',
  'topology.kubernetes.io/zone', 'topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/region',
])

/** A node may not give itself labels by which others trust it. */
function forbiddenLabels(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string {
  const changed = new Set<string>()
  for (const key in after) if (after[key] !== before[key]) changed.add(key)
  for (const key in before) if (after[key] === undefined) changed.add(key)
  const refused = [...changed].filter((key) => {
    const prefix = key.includes('/') ? key.slice(0, key.indexOf('/')) : ''
    if (prefix === 'node-restriction.kubernetes.io' || prefix.endsWith('.node-restriction.kubernetes.io')) return true
    if (prefix !== 'kubernetes.io' && !prefix.endsWith('.kubernetes.io') && prefix !== 'k8s.io' && !prefix.endsWith('.k8s.io')) return false
    return !OWN_LABELS.has(key) && !/(^|\.)(kubelet|node)\.kubernetes\.io$/.test(prefix)
  }).sort()
  return refused.join(', ')
}
