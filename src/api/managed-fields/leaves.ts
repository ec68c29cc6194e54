import type { ApiObject } from '../objects.ts'
import { isMap } from '../patch/json-value.ts'
import { schemaOfKind } from '../schema/schema.ts'
import { shapeOf, type Shape } from '../schema/shape.ts'
import { elementOf, elementText } from './path-element.ts'

/** A field that holds no others: its path as managed fields name it, and the same as steps into the value. */
export interface Leaf { readonly path: string; readonly steps: readonly (string | number)[]; readonly value: unknown }

export function leavesOf(object: ApiObject): readonly Leaf[] {
  const type = schemaOfKind(object.apiVersion, object.kind)
  const leaves: Leaf[] = []
  walk(object, type && shapeOf(type), '', [], leaves)
  return leaves
}

function walk(value: unknown, shape: Shape | undefined, path: string, steps: readonly (string | number)[], leaves: Leaf[]): void {
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries()) {
      const element = shape && !shape.atomic ? elementOf(item, shape) : undefined
      walk(item, shape?.element, `${path}${element === undefined ? `[${index}]` : elementText(element)}`, [...steps, index], leaves)
    }
  } else if (isMap(value) && Object.keys(value).length > 0) {
    for (const key of Object.keys(value)) walk(value[key], shape?.fields.get(key) ?? shape?.element, `${path}.${key}`, [...steps, key], leaves)
  } else leaves.push({ path, steps, value })
}
