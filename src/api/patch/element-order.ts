import { PATCH } from './directives.ts'
import { isMap } from './json-value.ts'

/** What identifies an item of a list that merges: the value of its merge key, or the item itself where there is no key. */
export function itemKey(item: unknown, mergeKey: string): unknown {
  return mergeKey === '' ? item : isMap(item) ? item[mergeKey] : undefined
}

export function indexOfKey(list: readonly unknown[], key: unknown, mergeKey: string): number {
  for (let i = 0; i < list.length; i += 1) if (itemKey(list[i], mergeKey) === key) return i
  return -1
}

/** Items in the order that `order` gives them, deletions last. */
export function inOrder(items: readonly unknown[], order: readonly unknown[], mergeKey: string): readonly unknown[] {
  const kept: { item: unknown; at: number }[] = []
  const deletions: unknown[] = []
  for (const item of items) {
    if (mergeKey !== '' && isMap(item) && item[PATCH] === 'delete') deletions.push(item)
    else kept.push({ item, at: indexOfKey(order, itemKey(item, mergeKey), mergeKey) })
  }
  kept.sort((a, b) => a.at - b.at)
  return [...kept.map(({ item }) => item), ...deletions]
}

/**
 * The merged list in its final order: what the patch names goes in the patch's order, what only the server has keeps the server's,
 * and the two are zipped so that server-only items stay in front of the patch's items they preceded.
 */
export function mergeOrders(merged: readonly unknown[], patchOrder: readonly unknown[], serverOrder: readonly unknown[], mergeKey: string): readonly unknown[] {
  const named: unknown[] = []
  const serverOnly: unknown[] = []
  for (const item of merged) (indexOfKey(patchOrder, itemKey(item, mergeKey), mergeKey) >= 0 ? named : serverOnly).push(item)
  const right = inOrder(named, patchOrder, mergeKey)
  const left = inOrder(serverOnly, serverOrder, mergeKey)
  // As long as it will be: a list that grows by push keeps room for 17 items, and this one is stored.
  const all = [...merged]
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    const at = i + j
    if (i >= left.length) all[at] = right[j++]
    else if (j >= right.length) all[at] = left[i++]
    else {
      const li = indexOfKey(serverOrder, itemKey(left[i], mergeKey), mergeKey)
      const ri = indexOfKey(serverOrder, itemKey(right[j], mergeKey), mergeKey)
      all[at] = li >= 0 && ri >= 0 && li < ri ? left[i++] : right[j++]
    }
  }
  return all
}
