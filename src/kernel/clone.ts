/** A container that knows how to copy itself cheaply, such as a copy-on-write tree. */
interface Copyable { clone(): unknown }

/**
 * Copies containers, shares leaves. API objects and messages are immutable by contract, so they are leaves too:
 * `isLeaf` recognises them.
 */
export function clonePlain<T>(value: T, isLeaf: (value: object) => boolean): T {
  if (typeof value !== 'object' || value === null || isLeaf(value)) return value
  if (Array.isArray(value)) {
    const copy = new Array(value.length)
    for (let i = 0; i < value.length; i++) copy[i] = clonePlain(value[i], isLeaf)
    return copy as T
  }
  if (value instanceof Map) {
    const copy = new Map()
    for (const [key, item] of value) copy.set(key, clonePlain(item, isLeaf))
    return copy as T
  }
  if (value instanceof Set) return new Set(value) as T
  if (ArrayBuffer.isView(value)) return (value as unknown as Int32Array).slice() as T
  if (typeof (value as unknown as Copyable).clone === 'function') return (value as unknown as Copyable).clone() as T
  const copy: Record<string, unknown> = {}
  for (const key in value) copy[key] = clonePlain(value[key], isLeaf)
  return copy as T
}
