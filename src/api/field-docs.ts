/** Descriptions by short type name: words of Kubernetes' own declarations, and of this project where they have none. */
export type FieldDocs = {
  readonly [type: string]: { readonly description?: string; readonly fields?: { readonly [field: string]: string } }
}

// NB: no state of a run but a constant of the build that comes late, because it is as large as the rest of the API. It is set once and
// for all, and asking for it too early is a bug of the engine: so no run can tell when it came.
const given: { docs: FieldDocs | undefined } = { docs: undefined }

/** Whoever runs a cluster gives the documentation before anything in it may read /openapi/v3. */
export function provideFieldDocs(docs: FieldDocs): void {
  given.docs ??= docs
}

export const hasFieldDocs = (): boolean => given.docs !== undefined

export function fieldDocs(): FieldDocs {
  if (!given.docs) throw new Error('the field documentation is read before the engine has provided it')
  return given.docs
}
