import { sameValue } from '../../api/index.ts'
import type { FieldDifference } from '../../protocol/index.ts'

/** Bookkeeping that differs whenever anything does, and heartbeats. */
const PASSED_OVER = new Set(['resourceVersion', 'managedFields', 'lastHeartbeatTime', 'renewTime'])

/** The fields in which two values differ, each by its path, as kubectl's jsonpath and `explain` name them. */
export function fieldDifferences(a: unknown, b: unknown): FieldDifference[] {
  const found: FieldDifference[] = []
  walk(a, b, '', found)
  return found
}

function walk(a: unknown, b: unknown, path: string, found: FieldDifference[]): void {
  if (a === b || sameValue(a, b)) return
  if (Array.isArray(a) && Array.isArray(b)) return walkEach(byKey(a), byKey(b), (key) => `${path}[${key}]`, found)
  if (isRecord(a) && isRecord(b)) return walkEach(new Map(Object.entries(a)), new Map(Object.entries(b)), (key) => memberPath(path, key), found)
  found.push({ path, values: [shown(a), shown(b)] })
}

function walkEach(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>, pathOf: (key: string) => string, found: FieldDifference[]): void {
  for (const key of new Set([...a.keys(), ...b.keys()])) if (!PASSED_OVER.has(key)) walk(a.get(key), b.get(key), pathOf(key), found)
}

/** Entries of a list are known by what tells them apart, where each has it: containers by name, conditions by type, images by the last of their names. */
function byKey(list: readonly unknown[]): Map<string, unknown> {
  for (const name of ['name', 'type', 'key', 'uid', 'ip', 'names']) {
    const keys = list.map((one) => (isRecord(one) ? one[name] : undefined)).map((key) => (Array.isArray(key) ? (key.at(-1) as unknown) : key))
    if (keys.every((key) => typeof key === 'string') && new Set(keys).size === keys.length) return new Map(list.map((one, index) => [String(keys[index]), one]))
  }
  return new Map(list.map((one, index) => [String(index), one]))
}

const memberPath = (path: string, key: string): string => (/^[\w-]+$/.test(key) ? (path === '' ? key : `${path}.${key}`) : `${path}['${key}']`)
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const shown = (value: unknown): string | undefined => (value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value))
