import { sameValue } from '../objects.ts'
import { isMap, type JsonMap } from '../patch/json-value.ts'
import type { Shape } from '../schema/shape.ts'
import { type FieldSet, isMember } from './field-set.ts'
import { elementOf } from './path-element.ts'

/** Lays a configuration over a live value by the schema: atomic parts are replaced, the rest merges. Null takes a field away. */
export function mergeValues(live: unknown, config: unknown, shape: Shape | undefined): unknown {
  if (config === undefined) return live
  if (config === null) return undefined
  const merges = shape !== undefined && shape.is !== 'scalar' && !shape.atomic
  if (merges && shape.is === 'list' && Array.isArray(config)) {
    if (config.length === 0 && !Array.isArray(live)) return config
    return mergeLists(Array.isArray(live) ? live : [], config, shape)
  }
  if (merges && shape.is !== 'list' && isMap(config)) return mergeMaps(isMap(live) ? live : undefined, config, shape)
  return sameValue(live, config) ? live : config
}

function mergeMaps(live: JsonMap | undefined, config: JsonMap, shape: Shape): JsonMap {
  let merged: Record<string, unknown> | undefined
  const base = live ?? {}
  for (const key in config) {
    const value = mergeValues(base[key], config[key], shape.fields.get(key) ?? shape.element)
    if (value === base[key] && (value !== undefined || !(key in base))) continue
    merged ??= { ...base }
    if (value === undefined) delete merged[key]
    else merged[key] = value
  }
  return merged ?? base
}

/** The configuration's order wins among its own items; live items stay in front of the next item that both lists have. */
function mergeLists(live: readonly unknown[], config: readonly unknown[], shape: Shape): readonly unknown[] {
  const liveKeys = live.map((item) => elementOf(item, shape) ?? '')
  const configKeys = config.map((item) => elementOf(item, shape) ?? '')
  const liveItems = new Map(liveKeys.map((key, i) => [key, live[i]]))
  const inConfig = new Set(configKeys)
  const shared = configKeys.filter((key) => liveItems.has(key))
  const merged: unknown[] = []
  const put = (at: number): void => {
    const item = mergeValues(liveItems.get(configKeys[at]!), config[at], shape.element)
    if (item !== undefined) merged.push(item)
  }
  const done = new Set<string>()
  let nextShared = 0
  let l = 0
  let c = 0
  while (l < live.length || c < config.length) {
    const key = liveKeys[l]
    if (l < live.length && c < config.length) {
      if (key === configKeys[c]) {
        done.add(key!)
        put(c)
        l += 1
        c += 1
        nextShared += 1
        continue
      }
      if (inConfig.has(key!) && nextShared < shared.length && shared[nextShared] !== key) {
        l += 1
        continue
      }
    }
    if (l < live.length) {
      if (!inConfig.has(key!)) {
        merged.push(live[l])
        l += 1
        continue
      }
      if (done.has(key!)) l += 1
    }
    if (c < config.length) {
      done.add(configKeys[c]!)
      put(c)
      if (shared[nextShared] === configKeys[c]) nextShared += 1
      c += 1
    }
  }
  return merged.length === live.length && merged.every((item, i) => item === live[i]) ? live : merged
}

/** A value without the members of a set; undefined when nothing is left of it. */
export function withoutFields(value: unknown, set: FieldSet | undefined, shape: Shape | undefined): unknown {
  if (set === undefined || shape === undefined || shape.atomic || shape.is === 'scalar') return value
  if (shape.is === 'list') {
    if (!Array.isArray(value)) return value
    const items: unknown[] = []
    let changed = false
    for (const item of value) {
      const inner = set[elementOf(item, shape) ?? '']
      const kept = inner === undefined ? item : isMember(inner) ? undefined : withoutFields(item, inner, shape.element)
      if (kept !== item) changed = true
      if (kept !== undefined) items.push(kept)
    }
    return changed ? (items.length > 0 ? items : undefined) : value
  }
  if (!isMap(value)) return value
  let left: Record<string, unknown> | undefined
  for (const key in value) {
    const inner = set[`f:${key}`]
    if (inner === undefined) continue
    const kept = isMember(inner) ? undefined : withoutFields(value[key], inner, shape.fields.get(key) ?? shape.element)
    if (kept === value[key]) continue
    left ??= { ...value }
    if (kept === undefined) delete left[key]
    else left[key] = kept
  }
  return left === undefined ? value : Object.keys(left).length > 0 ? left : undefined
}
