import { sameValue } from '../objects.ts'
import type { Shape } from '../schema/shape.ts'
import { LIST_OF_LISTS, PATCH, SET_ORDER, withoutDirectives } from './directives.ts'
import { indexOfKey, itemKey, mergeOrders } from './element-order.ts'
import { goText, isMap, type JsonKind, type JsonMap, kindOf } from './json-value.ts'

/** One merge under way. The first error wins; what is computed after it is thrown away. `combining`: both sides are patches. */
export interface Merging {
  readonly combining: boolean
  error: string | undefined
  readonly mergeMaps: (original: JsonMap, patch: JsonMap, shape: Shape | undefined, merging: Merging) => JsonMap
}

/** Merges a patch's list into a list that merges: by merge key, or as a set of plain values. `deletes`: the patch lists values to drop. */
export function mergeList(original: readonly unknown[], patch: readonly unknown[], shape: Shape, deletes: boolean, merging: Merging): readonly unknown[] {
  if (original.length === 0 && patch.length === 0) return original
  const kind = itemKind([original, patch], merging)
  if (kind === undefined) return original
  if (kind !== 'map') {
    if (deletes && !merging.combining) {
      const kept = original.filter((item) => !patch.includes(item))
      return kept.length === original.length ? original : kept
    }
    const all = [...new Set([...original, ...patch])]
    return shared(mergeOrders(all, patch, original, ''), original)
  }
  const key = shape.mergeKey
  if (key === '') {
    merging.error ??= `cannot merge lists without merge key for ${shape.name}`
    return original
  }
  const { base, additions } = specialItems(original, patch as readonly JsonMap[], key, merging)
  if (merging.error !== undefined) return original
  const merged = mergeItems(base, additions, shape, merging)
  return shared(mergeOrders(merged, additions, base, key), original)
}

/** Carries out `$setElementOrder`: the list of the patch (if any) merged into the list there is (if any), in the order the patch wants. */
export function reorderList(before: unknown, patch: unknown, order: unknown, shape: Shape, merging: Merging): readonly unknown[] | undefined {
  if (!Array.isArray(order)) return fail(merging, expected('list', order))
  if (before !== undefined && before !== null && !Array.isArray(before)) return fail(merging, expected('list', before))
  if (patch !== undefined && patch !== null && !Array.isArray(patch)) return fail(merging, expected('list', patch))
  const original: readonly unknown[] | undefined = before ?? undefined
  const changes: readonly unknown[] | undefined = patch ?? undefined
  if (changes !== undefined) checkOrder(changes, order, shape.mergeKey, merging)
  if (merging.error !== undefined || (original === undefined && changes === undefined)) return undefined
  const merged = changes === undefined
    ? original!
    : original === undefined
      ? withoutDirectives(changes, !merging.combining) as readonly unknown[]
      : shape.merges ? mergeList(original, changes, shape, false, merging) : changes
  const kind = itemKind([original ?? [], changes ?? []], merging)
  if (kind === undefined) return undefined
  if (shape.mergeKey !== '' && !haveKeys(merged, shape.mergeKey, merging)) return undefined
  const ordered = mergeOrders(merged, order, original ?? [], shape.mergeKey)
  return original === undefined ? ordered : shared(ordered, original)
}

/** `$patch: delete` items take theirs out; one `$patch: replace` makes the patch's list the whole list. */
function specialItems(original: readonly unknown[], patch: readonly JsonMap[], key: string, merging: Merging): { base: readonly unknown[]; additions: readonly JsonMap[] } {
  if (!patch.some((item) => PATCH in item)) return { base: original, additions: patch }
  const additions: JsonMap[] = []
  let base = original
  let replaces = false
  for (const item of patch) {
    const directive = item[PATCH]
    if (directive === undefined) additions.push(item)
    else if (directive === 'delete') {
      if (!(key in item)) merging.error ??= noMergeKey(item, key)
      else base = base.filter((other) => itemKey(other, key) !== item[key])
    } else if (directive === 'replace') replaces = true
    else if (directive === 'merge') merging.error ??= 'merging lists cannot yet be specified in the patch'
    else merging.error ??= `unknown patch type: ${goText(directive)} in map: ${goText(item)}`
  }
  return replaces ? { base: additions, additions: [] } : { base, additions }
}

function mergeItems(base: readonly unknown[], additions: readonly JsonMap[], shape: Shape, merging: Merging): readonly unknown[] {
  let merged: unknown[] | undefined
  for (const item of additions) {
    if (!(shape.mergeKey in item)) {
      merging.error ??= noMergeKey(item, shape.mergeKey)
      return base
    }
    const list = merged ?? base
    const at = indexOfKey(list, item[shape.mergeKey], shape.mergeKey)
    if (at < 0) {
      (merged ??= [...base]).push(merging.combining ? item : withoutDirectives(item, true))
      continue
    }
    const next = merging.mergeMaps(list[at] as JsonMap, item, shape.element, merging)
    if (next !== list[at]) (merged ??= [...base])[at] = next
  }
  const result = merged ?? base
  return haveKeys(result, shape.mergeKey, merging) ? result : base
}

/** The patch's items must stand in the order that the patch itself asks for. */
function checkOrder(patch: readonly unknown[], order: readonly unknown[], mergeKey: string, merging: Merging): void {
  if (order.length === 0 || patch.length === 0) return
  const items = mergeKey === '' ? patch : patch.filter((item) => !isMap(item) || !(PATCH in item))
  if (mergeKey !== '' && (!haveKeys(items, mergeKey, merging) || !haveKeys(order, mergeKey, merging))) return
  let at = 0
  for (let i = 0; i < order.length && at < items.length; i += 1) if (itemKey(items[at], mergeKey) === itemKey(order[i], mergeKey)) at += 1
  if (at < items.length) merging.error ??= `The order in patch list:\n${goText(patch)}\n doesn't match ${SET_ORDER} list:\n${goText(order)}\n`
}

function itemKind(lists: readonly (readonly unknown[])[], merging: Merging): JsonKind | undefined {
  let kind: JsonKind | undefined
  for (const list of lists) for (const item of list) {
    const next = kindOf(item)
    if (next === 'list') merging.error ??= LIST_OF_LISTS
    if (kind !== undefined && next !== kind) merging.error ??= `list element types are not identical: ${goText(lists)}`
    kind = next
  }
  if (kind === undefined) merging.error ??= 'no elements in any of the given slices'
  return merging.error === undefined ? kind : undefined
}

function haveKeys(items: readonly unknown[], mergeKey: string, merging: Merging): boolean {
  for (const item of items) {
    if (!isMap(item)) merging.error ??= expected('map', item)
    else if (!(mergeKey in item)) merging.error ??= noMergeKey(item, mergeKey)
  }
  return merging.error === undefined
}

function shared(list: readonly unknown[], original: readonly unknown[]): readonly unknown[] {
  return list.length === original.length && list.every((item, i) => item === original[i] || sameValue(item, original[i])) ? original : list
}

function noMergeKey(item: JsonMap, mergeKey: string): string {
  return `map: ${goText(item)} does not contain declared merge key: ${mergeKey}`
}

const GO_KINDS = { null: 'nil', map: 'map', list: 'slice', string: 'string', number: 'int64', boolean: 'bool' } as const

function expected(kind: JsonKind, value: unknown): string {
  return `expected a ${GO_KINDS[kind]}, but received a ${GO_KINDS[kindOf(value)]}`
}

function fail(merging: Merging, error: string): undefined {
  merging.error ??= error
  return undefined
}
