import { isMap, type JsonMap } from './json-value.ts'

export const PATCH = '$patch'
export const RETAIN_KEYS = '$retainKeys'
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList'
export const SET_ORDER = '$setElementOrder'

export const BAD_PRIMITIVE_LIST = 'invalid patch format of primitive list'
export const BAD_RETAIN_KEYS = 'invalid patch format of retainKeys'
export const BAD_SET_ORDER = 'invalid patch format of setElementOrder list'
export const LIST_OF_LISTS = 'lists of lists are not supported'

/** The field that a directive speaks about: `$setElementOrder/containers` → `containers`; undefined if it names none. */
export function fieldOfDirective(key: string, directive: string): string | undefined {
  return key.startsWith(`${directive}/`) ? key.slice(directive.length + 1) : undefined
}

export function hasDirective(patch: JsonMap): boolean {
  for (const key in patch) if (key.charCodeAt(0) === 36) return true
  return false
}

/**
 * What a patch leaves where nothing was before: its values without the maps that carry `$patch`; undefined when nothing is left.
 * `bare` also drops nulls and the other directives, which upstream loses when it decodes the result into its types.
 */
export function withoutDirectives(value: unknown, bare: boolean): unknown {
  if (Array.isArray(value)) {
    let kept: unknown[] | undefined
    for (let i = 0; i < value.length; i += 1) {
      const item = withoutDirectives(value[i], bare)
      if (item === value[i] && kept === undefined) continue
      kept ??= value.slice(0, i)
      if (item !== undefined) kept.push(item)
    }
    return kept ?? value
  }
  if (!isMap(value)) return value
  if (PATCH in value) return undefined
  let kept: Record<string, unknown> | undefined
  for (const key in value) {
    const drops = bare && (value[key] === null || isDirective(key))
    const field = drops ? undefined : withoutDirectives(value[key], bare)
    if (field === value[key]) continue
    kept ??= { ...value }
    if (field === undefined) delete kept[key]
    else kept[key] = field
  }
  return kept ?? value
}

function isDirective(key: string): boolean {
  return key === RETAIN_KEYS || key.startsWith(`${SET_ORDER}/`) || key.startsWith(`${DELETE_FROM_LIST}/`)
}
