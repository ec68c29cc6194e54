/** A container that knows how to copy itself cheaply, such as a copy-on-write tree. */
interface Copyable { clone(): unknown }

/**
 * Copies containers, shares leaves. API objects and messages are immutable by contract, so they are leaves too:
 * `isLeaf` recognises them. What stands in two places of the value stands in the same two places of the copy.
 */
export function clonePlain<T>(value: T, isLeaf: (value: object) => boolean): T {
  return copyOf(value, isLeaf, new Map()) as T
}

function copyOf(value: unknown, isLeaf: (value: object) => boolean, copies: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null || isLeaf(value)) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  if (Array.isArray(value)) {
    const copy = new Array<unknown>(value.length)
    copies.set(value, copy)
    for (let i = 0; i < value.length; i++) copy[i] = copyOf(value[i], isLeaf, copies)
    return copy
  }
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>()
    copies.set(value, copy)
    for (const [key, item] of value) copy.set(copyOf(key, isLeaf, copies), copyOf(item, isLeaf, copies))
    return copy
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>()
    copies.set(value, copy)
    for (const item of value) copy.add(copyOf(item, isLeaf, copies))
    return copy
  }
  if (ArrayBuffer.isView(value)) return remember(copies, value, (value as unknown as Int32Array).slice())
  if (typeof (value as Partial<Copyable>).clone === 'function') return remember(copies, value, (value as Copyable).clone())
  const copy: Record<string, unknown> = {}
  copies.set(value, copy)
  for (const key in value) copy[key] = copyOf((value as Record<string, unknown>)[key], isLeaf, copies)
  return copy
}

function remember(copies: Map<object, unknown>, value: object, copy: unknown): unknown {
  copies.set(value, copy)
  return copy
}
