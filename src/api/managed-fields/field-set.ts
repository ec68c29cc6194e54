/**
 * A set of field paths in the very form that FieldsV1 has: a tree of path elements (`f:spec`, `k:{"name":"web"}`, `v:"a"`).
 * A node is itself a member if it holds '.' or has no children. An empty set is `undefined`. Sets are values: shared, never edited.
 */
export interface FieldSet { readonly [element: string]: FieldSet }

export const LEAF: FieldSet = Object.freeze({})

export function isMember(set: FieldSet): boolean {
  if ('.' in set) return true
  for (const _ in set) return false
  return true
}

/** A node with these children, itself a member or not. */
export function fieldSet(member: boolean, children: Readonly<Record<string, FieldSet>> | undefined): FieldSet | undefined {
  let empty = true
  for (const element in children) if (element !== '.') { empty = false; break }
  if (empty) return member ? LEAF : undefined
  if (member === '.' in children!) return children
  if (member) return { '.': LEAF, ...children }
  const { '.': _, ...rest } = children!
  return rest
}

/** Both sets; `a` itself if it holds all of `b`. */
export function union(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b
  let joined: Record<string, FieldSet> | undefined
  for (const element in b) {
    if (element === '.') continue
    const both = union(a[element], b[element])!
    if (both !== a[element]) (joined ??= { ...a })[element] = both
  }
  const member = isMember(a) || isMember(b)
  if (joined === undefined) return member === isMember(a) ? a : { '.': LEAF, ...a }
  return fieldSet(member, joined)
}

/** What is in `a` and not in `b`, path by path: a parent in `b` does not take its children along. `a` itself if nothing goes. */
export function difference(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  return subtract(a, b, false)
}

/** What is in `a` and neither in `b` nor below a member of `b`. */
export function differenceBelow(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  return subtract(a, b, true)
}

function subtract(a: FieldSet | undefined, b: FieldSet | undefined, below: boolean): FieldSet | undefined {
  if (a === undefined || b === undefined) return a
  let rest: Record<string, FieldSet> | undefined
  for (const element in b) {
    const left = a[element]
    const right = b[element]!
    if (element === '.' || left === undefined) continue
    const kept = below && isMember(right) ? undefined : subtract(left, right, below)
    if (kept === left) continue
    rest ??= { ...a }
    if (kept === undefined) delete rest[element]
    else rest[element] = kept
  }
  const was = isMember(a)
  const member = was && !isMember(b)
  if (rest === undefined && member === was) return a
  return fieldSet(member, rest ?? a)
}

export function intersection(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (a === undefined || b === undefined) return undefined
  let common: Record<string, FieldSet> | undefined
  for (const element in b) {
    const left = a[element]
    if (element === '.' || left === undefined) continue
    const both = intersection(left, b[element])
    if (both !== undefined) (common ??= {})[element] = both
  }
  return fieldSet(isMember(a) && isMember(b), common)
}

const ORDERED = new WeakSet<FieldSet>()

/** As `inElementOrder`, and nobody looks through it again. */
export function keptInOrder(set: FieldSet): FieldSet {
  const ordered = inElementOrder(set)
  ORDERED.add(ordered)
  return ordered
}

/** The same set with its elements in order, as it is stored. */
export function inElementOrder(set: FieldSet): FieldSet {
  if (set === LEAF || ORDERED.has(set)) return set
  const elements = Object.keys(set)
  const sorted = elements.every((element, i) => i === 0 || elements[i - 1]! < element)
  const ordered: Record<string, FieldSet> = {}
  let same = sorted
  for (const element of sorted ? elements : elements.sort()) {
    const inner = inElementOrder(set[element]!)
    if (inner !== set[element]) same = false
    ordered[element] = inner
  }
  return same ? set : ordered
}

/** Every member's path as a list of elements, parents before children, in order. */
export function memberPaths(set: FieldSet, prefix: readonly string[] = []): readonly (readonly string[])[] {
  const paths: (readonly string[])[] = prefix.length > 0 && isMember(set) ? [prefix] : []
  for (const element of Object.keys(set).sort()) if (element !== '.') paths.push(...memberPaths(set[element]!, [...prefix, element]))
  return paths
}
