import { sameValue } from '../objects.ts'
import type { Shape } from '../schema/shape.ts'
import { DELETE_FROM_LIST, PATCH, SET_ORDER } from './directives.ts'
import { inOrder } from './element-order.ts'
import { goText, isMap, type JsonMap } from './json-value.ts'

/** Which differences count: a three-way patch takes its changes from one pair of objects and its deletions from another. */
export interface Differing {
  readonly changes: boolean
  readonly deletions: boolean
  readonly retainsKeys: boolean
  readonly diffMaps: (original: JsonMap, modified: JsonMap, shape: Shape | undefined, differing: Differing) => Record<string, unknown>
}

/** Writes into `patch` what turns one list that merges into another: the list itself and the directives beside it. */
export function diffLists(
  patch: Record<string, unknown>, key: string, original: readonly unknown[], modified: readonly unknown[], shape: Shape, differing: Differing,
): void {
  if (original.length === 0) {
    if (modified.length > 0 && differing.changes) patch[key] = modified
    return
  }
  if (original.every(isMap) && modified.every(isMap)) diffMapLists(patch, key, original as readonly JsonMap[], modified as readonly JsonMap[], shape, differing)
  else diffPlainLists(patch, key, original, modified, differing)
}

function diffMapLists(
  patch: Record<string, unknown>, key: string, original: readonly JsonMap[], modified: readonly JsonMap[], shape: Shape, differing: Differing,
): void {
  const mergeKey = shape.mergeKey
  const before = new Map(original.map((item) => [goText(item[mergeKey]), item]))
  const after = new Map(modified.map((item) => [goText(item[mergeKey]), item]))
  const items: JsonMap[] = []
  const deletions: JsonMap[] = []
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const old = before.get(name)
    const next = after.get(name)
    if (old !== undefined && next !== undefined) {
      const difference = differing.diffMaps(old, next, shape.element, differing)
      if (Object.keys(difference).length > 0) items.push({ ...difference, [mergeKey]: next[mergeKey] })
    } else if (next !== undefined) {
      if (differing.changes) items.push(next)
    } else if (differing.deletions) deletions.push({ [PATCH]: 'delete', [mergeKey]: old![mergeKey] })
  }
  const list = [...inOrder(items, modified, mergeKey), ...deletions]
  const sameOrder = original.length === modified.length && modified.every((item, i) => item[mergeKey] === original[i]![mergeKey])
  if (list.length > 0) patch[key] = list
  const ordered = (differing.changes && (list.length > 0 || !sameOrder)) || (differing.deletions && list.length > 0)
  if (ordered && modified.length > 0) patch[`${SET_ORDER}/${key}`] = modified.map((item) => ({ [mergeKey]: item[mergeKey] }))
}

function diffPlainLists(patch: Record<string, unknown>, key: string, original: readonly unknown[], modified: readonly unknown[], differing: Differing): void {
  const additions = differing.changes ? modified.filter((item) => !original.includes(item)) : []
  const deletions = differing.deletions ? [...new Set(original.filter((item) => !modified.includes(item)))] : []
  deletions.sort((a, b) => (goText(a) < goText(b) ? -1 : 1))
  if (additions.length > 0) patch[key] = inOrder(additions, modified, '')
  if (deletions.length > 0) patch[`${DELETE_FROM_LIST}/${key}`] = deletions
  const ordered = (differing.deletions && deletions.length > 0) || (differing.changes && !sameValue(original, modified))
  if (ordered && modified.length > 0) patch[`${SET_ORDER}/${key}`] = modified
}
