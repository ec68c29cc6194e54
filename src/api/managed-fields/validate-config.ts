import { goText, isMap } from '../patch/json-value.ts'
import type { Shape } from '../schema/shape.ts'
import { elementOf, elementText } from './path-element.ts'

/** Upstream's words for what in an applied configuration does not fit the schema; undefined when all does. */
export function configError(config: unknown, shape: Shape): string | undefined {
  const errors: string[] = []
  check(config, shape, '', errors)
  if (errors.length === 0) return undefined
  return errors.length === 1 ? errors[0] : `errors:\n${errors.map((error) => `  ${error}`).join('\n')}`
}

function check(value: unknown, shape: Shape | undefined, path: string, errors: string[]): void {
  if (value === null || value === undefined || shape === undefined) return
  switch (shape.is) {
    case 'scalar': {
      const problem = scalarProblem(value, shape.name)
      if (problem !== undefined) errors.push(`${path}: ${problem}`)
      return
    }
    case 'list': {
      if (!Array.isArray(value)) errors.push(`${path}: expected list, got ${goText(value)}`)
      else checkItems(value, shape, path, errors)
      return
    }
    default: {
      if (!isMap(value)) {
        errors.push(`${path}: expected map, got ${goText(value)}`)
        return
      }
      for (const key of Object.keys(value).sort()) {
        const field = shape.fields.get(key) ?? shape.element
        if (field === undefined) errors.push(`${path}.${key}: field not declared in schema`)
        else check(value[key], field, `${path}.${key}`, errors)
      }
    }
  }
}

function checkItems(items: readonly unknown[], shape: Shape, path: string, errors: string[]): void {
  const seen = new Set<string>()
  for (let i = 0; i < items.length; i += 1) {
    let element = `[${i}]`
    if (!shape.atomic) {
      const key = elementOf(items[i], shape)
      if (key === undefined) {
        const keys = shape.keys.map((name) => JSON.stringify(name)).join(' ')
        errors.push(`${path}: element ${i}: associative list with keys has an element that omits all key fields [${keys}] (and doesn't have default values for any key fields)`)
        return
      }
      element = elementText(key)
      if (seen.has(key)) errors.push(`${path}: duplicate entries for key ${element}`)
      seen.add(key)
    }
    check(items[i], shape.element, `${path}${element}`, errors)
  }
}

function scalarProblem(value: unknown, type: string): string | undefined {
  switch (type) {
    case 'string': case 'Time': case 'MicroTime':
      return typeof value === 'string' ? undefined : `expected string, got &value.valueUnstructured{Value:${goText(value)}}`
    case 'integer': case 'number':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${GO_TYPES[typeof value] ?? (Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}')}`
    case 'boolean': return typeof value === 'boolean' ? undefined : `expected boolean, got &{${goText(value)}}`
    case 'IntOrString': case 'Quantity': return typeof value === 'object' ? `expected any scalar, got &{${goText(value)}}` : undefined
    default: return undefined
  }
}

const GO_TYPES: Readonly<Record<string, string>> = { string: 'string', boolean: 'bool' }
