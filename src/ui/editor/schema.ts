import type { AnswerTo, SchemaField } from '../../protocol/index.ts'
import type { CursorPlace } from './cursor-path.ts'

export type Schema = Pick<AnswerTo<'schema'>, 'root' | 'types'>

/** The field that a path leads to, a list on the way being `[]`; undefined where the kind has no such field. */
export function fieldAt({ root, types }: Schema, path: readonly string[]): SchemaField | undefined {
  let field: SchemaField | undefined = root === '' ? undefined : { ref: root }
  for (const step of path) {
    if (field === undefined) return undefined
    field = step === '[]' ? field.items : field.ref === undefined ? field.values : types[field.ref]?.fields[step]
  }
  return field
}

/** A type as `kubectl explain` writes it: `[]Container`, `map[string]string`. */
export function typeText({ types }: Schema, field: SchemaField): string {
  if (field.ref !== undefined) return types[field.ref]?.scalar ?? field.ref
  if (field.type === 'array') return `[]${typeText({ root: '', types }, field.items ?? {})}`
  if (field.type === 'map') return `map[string]${typeText({ root: '', types }, field.values ?? {})}`
  return field.type ?? 'object'
}

/** One way to go on. `text` is put in the place of what was typed. */
export interface Option { readonly label: string; readonly detail: string; readonly info?: string; readonly text: string; readonly required: boolean }

const INDENT = '  '

/** The fields that may be written at a place: those that are required first, those that stand there already left out. */
export function fieldOptions(schema: Schema, place: CursorPlace): readonly Option[] {
  const around = fieldAt(schema, place.path)
  const list = around?.type === 'array'
  const holder = list ? around.items : around
  const type = holder?.ref === undefined ? undefined : schema.types[holder.ref]
  if (type === undefined) return []
  const indent = ' '.repeat(place.column + (list ? 2 : 0))
  return Object.entries(type.fields).filter(([name]) => list || !place.siblings.includes(name)).map(([name, field]) => ({
    label: name, detail: typeText(schema, field), ...(field.description === undefined ? {} : { info: field.description }), required: field.required === true,
    text: `${list ? '- ' : ''}${name}:${openingOf(schema, field, indent)}`,
  })).sort((a, b) => Number(b.required) - Number(a.required) || (a.label < b.label ? -1 : 1))
}

/** What stands behind the name of a field: a line of its own for what holds others. */
function openingOf({ types }: Schema, field: SchemaField, indent: string): string {
  if (field.type === 'array') return `\n${indent}- `
  if (field.type === 'map' || (field.ref !== undefined && types[field.ref]?.scalar === undefined && Object.keys(types[field.ref]?.fields ?? {}).length > 0)) return `\n${indent}${INDENT}`
  return ' '
}

/** The values that the schema itself knows of a field. */
export function knownValues(field: SchemaField): readonly string[] {
  if (field.type === 'boolean') return ['true', 'false']
  return field.default === undefined || typeof field.default === 'object' || field.default === '' ? [] : [String(field.default)]
}
