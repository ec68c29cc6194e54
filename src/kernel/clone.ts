/** A container that knows how to copy itself cheaply, such as a copy-on-write tree. */
interface Copyable { clone(): unknown }

interface Cloning {
  readonly isLeaf: (value: object) => boolean
  readonly copies: Map<object, unknown>
  /** Containers of the former copy that this one shares: each stands for one container of the value only. */
  readonly shared: Set<unknown>
}

/**
 * Copies containers, shares leaves. API objects and messages are immutable by contract, so they are leaves too:
 * `isLeaf` recognises them. What stands in two places of the value stands in the same two places of the copy.
 * What is the same as in `before`, a former copy that nobody edits, is shared with it instead of being kept twice.
 */
export function clonePlain<T>(value: T, isLeaf: (value: object) => boolean, before?: unknown): T {
  return copyOf(value, before, { isLeaf, copies: new Map(), shared: new Set() }) as T
}

function copyOf(value: unknown, before: unknown, cloning: Cloning): unknown {
  if (typeof value !== 'object' || value === null || cloning.isLeaf(value)) return value
  const known = cloning.copies.get(value)
  if (known !== undefined) return known
  const former = typeof before === 'object' && before !== null && !cloning.shared.has(before) ? before : undefined
  const copy = containerOf(value, former, cloning)
  if (copy === former) cloning.shared.add(copy)
  cloning.copies.set(value, copy)
  return copy
}

function containerOf(value: object, former: object | undefined, cloning: Cloning): object {
  if (Array.isArray(value)) return arrayOf(value, Array.isArray(former) ? former : undefined, cloning)
  if (value instanceof Map) return mapOf(value, former instanceof Map ? former : undefined, cloning)
  if (value instanceof Set) return setOf(value, former instanceof Set ? former : undefined, cloning)
  if (ArrayBuffer.isView(value)) return (value as unknown as Int32Array).slice()
  if (typeof (value as Partial<Copyable>).clone === 'function') return (value as Copyable).clone() as object
  return recordOf(value as Fields, former as Fields | undefined, cloning)
}

function arrayOf(value: readonly unknown[], former: readonly unknown[] | undefined, cloning: Cloning): readonly unknown[] {
  const copy = new Array<unknown>(value.length)
  cloning.copies.set(value, copy)
  let same = former?.length === value.length
  for (let i = 0; i < value.length; i++) {
    copy[i] = copyOf(value[i], former?.[i], cloning)
    same &&= copy[i] === former![i]
  }
  return same ? former! : copy
}

/** The order of the entries counts: who iterates after a restore must meet them as before. */
function mapOf(value: ReadonlyMap<unknown, unknown>, former: ReadonlyMap<unknown, unknown> | undefined, cloning: Cloning): ReadonlyMap<unknown, unknown> {
  const copy = new Map<unknown, unknown>()
  cloning.copies.set(value, copy)
  const formerKeys = former?.keys()
  let same = former?.size === value.size
  for (const [key, item] of value) {
    const keyCopy = copyOf(key, undefined, cloning)
    const itemCopy = copyOf(item, former?.get(key), cloning)
    copy.set(keyCopy, itemCopy)
    same &&= formerKeys!.next().value === keyCopy && former!.get(keyCopy) === itemCopy
  }
  return same ? former! : copy
}

function setOf(value: ReadonlySet<unknown>, former: ReadonlySet<unknown> | undefined, cloning: Cloning): ReadonlySet<unknown> {
  const copy = new Set<unknown>()
  cloning.copies.set(value, copy)
  const formerItems = former?.values()
  let same = former?.size === value.size
  for (const item of value) {
    const itemCopy = copyOf(item, undefined, cloning)
    copy.add(itemCopy)
    same &&= formerItems!.next().value === itemCopy
  }
  return same ? former! : copy
}

type Fields = Readonly<Record<string, unknown>>

function recordOf(value: Fields, former: Fields | undefined, cloning: Cloning): Fields {
  const copy: Record<string, unknown> = {}
  cloning.copies.set(value, copy)
  const formerKeys = former && isRecord(former) ? Object.keys(former) : undefined
  let count = 0
  let same = formerKeys !== undefined
  for (const key in value) {
    copy[key] = copyOf(value[key], formerKeys && former![key], cloning)
    same &&= formerKeys![count] === key && former![key] === copy[key]
    count++
  }
  return same && count === formerKeys!.length ? former! : copy
}

const isRecord = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype
