import type { ApiObject, ClusterRoleBinding, RoleBinding, Subject } from '../../../api/index.ts'

/** Bindings by whom they name, so that a request looks only at its own user's. */
export interface RbacIndex {
  /** `U:<user>` or `G:<group>`, with `@<namespace>` for RoleBindings, to the bindings' keys. */
  readonly bySubject: Map<string, Set<string>>
  readonly subjectsOf: Map<string, readonly string[]>
  /** Answers given since the last change of any role or binding. */
  readonly decisions: Map<string, RbacDecision>
}

/** `names`: allowed only for these object names. */
export interface RbacDecision { readonly reason: string; readonly allowed: boolean; readonly names: ReadonlyMap<string, string> | undefined }

export const createRbacIndex = (): RbacIndex => ({ bySubject: new Map(), subjectsOf: new Map(), decisions: new Map() })

/** A role or binding changed (undefined: is gone). */
export function rbacHeard(index: RbacIndex, kind: string, key: string, object: ApiObject | undefined): void {
  index.decisions.clear()
  if (kind !== 'ClusterRoleBinding' && kind !== 'RoleBinding') return
  for (const subject of index.subjectsOf.get(`${kind} ${key}`) ?? []) {
    const bindings = index.bySubject.get(subject)
    bindings?.delete(key)
    if (bindings?.size === 0) index.bySubject.delete(subject)
  }
  index.subjectsOf.delete(`${kind} ${key}`)
  if (!object) return
  const binding = object as unknown as ClusterRoleBinding | RoleBinding
  const where = kind === 'RoleBinding' ? `@${binding.metadata.namespace}` : ''
  const subjects = (binding.subjects ?? []).map((subject) => subjectKey(subject, binding.metadata.namespace) + where)
  index.subjectsOf.set(`${kind} ${key}`, subjects)
  for (const subject of subjects) {
    const bindings = index.bySubject.get(subject)
    if (bindings) bindings.add(key)
    else index.bySubject.set(subject, new Set([key]))
  }
}

function subjectKey({ kind, name, namespace }: Subject, home: string | undefined): string {
  switch (kind) {
    case 'Group': return `G:${name}`
    case 'ServiceAccount': return `U:system:serviceaccount:${namespace ?? home ?? ''}:${name}`
    default: return `U:${name}`
  }
}
