import { sameValue } from '../objects.ts'
import { isMap, type JsonMap } from '../patch/json-value.ts'
import { memo } from '../remembered.ts'
import type { Shape } from '../schema/shape.ts'
import { alwaysPresent } from './always-present.ts'
import { type FieldSet, fieldSet, keptInOrder, LEAF } from './field-set.ts'
import { elementOf } from './path-element.ts'

/** The paths that differ between two values: added or modified, and removed. Undefined: nothing differs. */
export interface Difference { readonly written: FieldSet | undefined; readonly removed: FieldSet | undefined }

const WRITTEN: Difference = { written: LEAF, removed: undefined }
const REMOVED: Difference = { written: undefined, removed: LEAF }
/** The server's own bookkeeping has no owner. */
const UNOWNED: ReadonlySet<string> = new Set([
  'name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion',
])

/** Compares two versions of an object; `old` undefined: it is created. Parts that are shared are not walked. */
export function compareObjects(old: JsonMap | undefined, next: JsonMap, shape: Shape): Difference | undefined {
  const before = old ?? {}
  const gathered: Gathered = { written: undefined, removed: undefined }
  for (const [field, inner] of shape.fields) {
    if (field === 'apiVersion' || field === 'kind') continue
    const left = orZero(before, field, shape)
    const right = orZero(next, field, shape)
    if (left === right) continue
    if (field === 'metadata') gather(gathered, 'f:metadata', compareMaps(left as JsonMap, right as JsonMap, inner, UNOWNED))
    else gather(gathered, `f:${field}`, field === 'spec' && left === undefined && isMap(right) ? created(right, inner) : compareValues(left, right, inner))
  }
  return done(gathered, false, false)
}

// Pods of one template share their spec until admission gives each its own.
const CREATED = memo<object, { readonly shape: Shape; readonly difference: Difference | undefined }>()

/** All of a new part is written. */
function created(right: JsonMap, shape: Shape): Difference | undefined {
  const known = CREATED.get(right)
  if (known?.shape === shape) return known.difference
  const found = compareValues(undefined, right, shape)
  const difference = found?.written ? { ...found, written: keptInOrder(found.written) } : found
  CREATED.set(right, { shape, difference })
  return difference
}

function orZero(map: JsonMap, field: string, shape: Shape): unknown {
  const value = map[field]
  if (value !== undefined && value !== null) return value
  for (const [name, zero] of alwaysPresent(shape)) if (name === field) return zero
  return undefined
}

/** `undefined` is an absent side; `null` one that is present and says nothing. */
function compareValues(left: unknown, right: unknown, shape: Shape | undefined): Difference | undefined {
  if (left === right) return undefined
  if (shape === undefined || shape.atomic || shape.is === 'scalar' || (isEmpty(left) && isEmpty(right))) return compareLeaves(left, right)
  if (shape.is === 'list') {
    const lists = (left === undefined || left === null || Array.isArray(left)) && (right === undefined || right === null || Array.isArray(right))
    return lists ? compareLists(left as List, right as List, shape) : compareLeaves(left, right)
  }
  const maps = (left === undefined || left === null || isMap(left)) && (right === undefined || right === null || isMap(right))
  return maps ? compareMaps(left as JsonMap, right as JsonMap, shape, undefined) : compareLeaves(left, right)
}

function compareLeaves(left: unknown, right: unknown): Difference | undefined {
  if (right === undefined) return left === undefined ? undefined : REMOVED
  return left !== undefined && sameValue(left, right) ? undefined : WRITTEN
}

function compareMaps(left: JsonMap | null | undefined, right: JsonMap | null | undefined, shape: Shape, skip: ReadonlySet<string> | undefined): Difference | undefined {
  const gathered: Gathered = { written: undefined, removed: undefined }
  const zeros = alwaysPresent(shape)
  if (right) for (const field in right) {
    if (skip?.has(field) || right[field] === undefined || right[field] === null) continue
    const before = left?.[field] ?? zeroOf(left, field, zeros)
    if (before !== right[field]) gather(gathered, `f:${field}`, compareValues(before, right[field], fieldOf(shape, field)))
  }
  if (left) for (const field in left) {
    if (skip?.has(field) || left[field] === undefined || left[field] === null || (right && right[field] !== undefined && right[field] !== null)) continue
    gather(gathered, `f:${field}`, compareValues(left[field], zeroOf(right, field, zeros), fieldOf(shape, field)))
  }
  // A field that is always there comes and goes with its parent, even when neither side spells it out.
  if (left === undefined || right === undefined) for (const [field, zero] of zeros) {
    const present = left ?? right
    if (present === null || present === undefined || (present[field] !== undefined && present[field] !== null)) continue
    gather(gathered, `f:${field}`, compareValues(left === undefined ? undefined : zero, right === undefined ? undefined : zero, fieldOf(shape, field)))
  }
  return done(gathered, left === undefined, right === undefined)
}

type List = readonly unknown[] | null | undefined

function compareLists(left: List, right: List, shape: Shape): Difference | undefined {
  const gathered: Gathered = { written: undefined, removed: undefined }
  if (left && right && sameKeysInOrder(left, right, shape)) {
    for (let i = 0; i < left.length; i += 1) {
      if (left[i] === right[i]) continue
      const difference = compareValues(left[i], right[i], shape.element)
      if (difference !== undefined) gather(gathered, elementOf(right[i], shape)!, difference)
    }
    return done(gathered, false, false)
  }
  const before = itemsByElement(left, shape)
  const after = itemsByElement(right, shape)
  for (const element of new Set([...before.keys(), ...after.keys()])) {
    const olds = before.get(element) ?? []
    const news = after.get(element) ?? []
    // Items that share a key, which lists of sets and old objects may have, are owned as one.
    if (olds.length > 1 || news.length > 1) gather(gathered, element, compareLeaves(olds.length === 0 ? undefined : olds, news.length === 0 ? undefined : news))
    else gather(gathered, element, compareValues(olds[0], news[0], shape.element))
  }
  return done(gathered, left === undefined, right === undefined)
}

/** Lists rarely change order: then no key needs to be spelled out. */
function sameKeysInOrder(left: readonly unknown[], right: readonly unknown[], shape: Shape): boolean {
  if (left.length !== right.length || shape.keys.length === 0) return false
  for (let i = 0; i < left.length; i += 1) {
    const a = left[i]
    const b = right[i]
    if (a === b) continue
    if (!isMap(a) || !isMap(b)) return false
    for (const key of shape.keys) if (a[key] !== b[key]) return false
    if (elementOf(b, shape) === undefined) return false
  }
  return true
}

function itemsByElement(list: List, shape: Shape): Map<string, unknown[]> {
  const items = new Map<string, unknown[]>()
  for (const item of list ?? []) {
    const element = elementOf(item, shape)
    if (element === undefined) continue
    const same = items.get(element)
    if (same) same.push(item)
    else items.set(element, [item])
  }
  return items
}

interface Gathered { written: Record<string, FieldSet> | undefined; removed: Record<string, FieldSet> | undefined }

function gather(gathered: Gathered, element: string, difference: Difference | undefined): void {
  if (difference?.written !== undefined) (gathered.written ??= {})[element] = difference.written
  if (difference?.removed !== undefined) (gathered.removed ??= {})[element] = difference.removed
}

function done(gathered: Gathered, added: boolean, gone: boolean): Difference | undefined {
  const written = fieldSet(added, gathered.written)
  const removed = fieldSet(gone, gathered.removed)
  return written === undefined && removed === undefined ? undefined : { written, removed }
}

function zeroOf(parent: JsonMap | null | undefined, field: string, zeros: readonly (readonly [string, unknown])[]): unknown {
  if (parent === undefined) return undefined
  for (const [name, zero] of zeros) if (name === field) return zero
  return undefined
}

function fieldOf(shape: Shape, field: string): Shape | undefined {
  return shape.is === 'map' ? shape.element : shape.fields.get(field)
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value !== 'object') return false
  for (const _ in value) return false
  return true
}
