import { lastWriters, leavesOf, sameValue, writerAt, type ApiObject, type Leaf } from '../../../api/index.ts'
import { historyOf, registryKey } from '../../../cluster/index.ts'
import { writeBehind } from '../../../projection/index.ts'
import type { LineBlame, ObjectRef } from '../../../protocol/index.ts'
import { annalsOf, memberOf, type Session } from '../session.ts'

export type Blame = Omit<LineBlame, 'line'>

/** A stored object, leaf by leaf: who last wrote it, and with which write it came to be as it is. */
export function blameOf(session: Session, ref: ObjectRef, live: ApiObject): readonly { readonly leaf: Leaf; readonly blame: Blame }[] {
  const key = registryKey(ref)
  const newest = Number(live.metadata.resourceVersion)
  const versions = historyOf(memberOf(session), key).filter(({ revision }) => revision <= newest)
  const life = versions.findIndex(({ event }) => event === 'delete')
  const lived = (life < 0 ? versions : versions.slice(0, life)).map(({ revision, value }) => ({ revision, object: value as ApiObject }))
  const looks = lived.map(({ object }) => lookAt(object))
  const writes = new Map<number, Written>()
  const writeOf = (revision: number) => {
    const known = writes.get(revision)
    if (known) return known
    const found = writeAt(session, key, revision)
    writes.set(revision, found)
    return found
  }
  return leavesOf(live).map((leaf) => {
    const owner = writerAt(looks[0]?.().writers ?? lastWriters(live), leaf.path)
    let since = 0
    // The oldest version from which on it stood there like this, in the same hands.
    while (looks[since + 1] && holds(looks[since + 1]!(), leaf, owner)) since++
    const revision = lived[since]?.revision ?? newest
    const { created, ...write } = writeOf(revision)
    const added = owner === undefined && (SERVERS_OWN.test(leaf.path) || (created !== undefined && !sameValue(valueAt(created, leaf.steps), leaf.value)))
    return { leaf, blame: { manager: owner?.manager ?? '', operation: owner?.operation ?? '', revision, ...write, ...(added ? { writer: 'apiserver' } : {}) } }
  })
}

/** Whoever asks for the write, these the server writes itself; and when an object is created, all that was not sent: ids, and what admission adds, which upstream's managed fields leave out as well. */
const SERVERS_OWN = /^\.metadata\.(resourceVersion|generation)$/
type Written = Omit<Blame, 'manager' | 'operation' | 'revision'> & { readonly created?: unknown }
const valueAt = (value: unknown, steps: readonly (string | number)[]): unknown => steps.reduce<unknown>((at, step) => (at as Readonly<Record<string | number, unknown>> | null | undefined)?.[step], value)

interface Look { readonly writers: ReturnType<typeof lastWriters>; readonly values: ReadonlyMap<string, unknown> }
type Owner = { readonly manager: string; readonly operation: string; readonly subresource: string } | undefined

/** Most versions are never looked at. */
function lookAt(object: ApiObject): () => Look {
  let look: Look | undefined
  return () => (look ??= { writers: lastWriters(object), values: new Map(leavesOf(object).map(({ path, value }) => [path, value])) })
}

function holds({ writers, values }: Look, { path, value }: Leaf, owner: Owner): boolean {
  if (!values.has(path) || !sameValue(values.get(path), value)) return false
  const before = writerAt(writers, path)
  return before?.manager === owner?.manager && before?.operation === owner?.operation && before?.subresource === owner?.subresource
}

function writeAt(session: Session, key: string, revision: number): Written {
  const write = annalsOf(session).writes.findLast((one) => one.revision === revision && one.key === key)
  const found = write && writeBehind(session.timeline.current.trace, write.event)
  return write && found ? { ...found, event: write.event, at: found.at - session.beganAt } : {}
}
