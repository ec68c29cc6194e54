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

/** One way to go on. `text` is put in the place of what was typed; the cursor goes `back` from its end. */
export interface Option { readonly label: string; readonly detail: string; readonly info?: string; readonly text: string; readonly back: number; readonly required: boolean }

const INDENT = '  '

/** The fields that may be written at a place: those that are required first, those that stand there already left out. */
export function fieldOptions(schema: Schema, place: CursorPlace): readonly Option[] {
  const around = fieldAt(schema, place.path)
  const list = around?.type === 'array' && place.flow === undefined
  const holder = list ? around.items : around
  const type = holder?.ref === undefined ? undefined : schema.types[holder.ref]
  if (type === undefined) return []
  const indent = ' '.repeat(place.column + (list ? 2 : 0))
  return Object.entries(type.fields).filter(([name]) => list || !place.siblings.includes(name)).map(([name, field]) => ({
    label: name, detail: typeText(schema, field), ...(field.description === undefined ? {} : { info: field.description }), required: field.required === true,
    ...(place.flow ? inBrackets(schema, `${name}${place.quote ?? ''}`, field) : { text: `${list ? '- ' : ''}${name}:${openingOf(schema, field, indent)}`, back: 0 }),
  })).sort((a, b) => Number(b.required) - Number(a.required) || (a.label < b.label ? -1 : 1))
}

/** What stands behind the name of a field: a line of its own for what holds others. */
function openingOf({ types }: Pick<Schema, 'types'>, field: SchemaField, indent: string): string {
  if (field.type === 'array') return `\n${indent}- `
  return holdsOthers({ types }, field) ? `\n${indent}${INDENT}` : ' '
}

const holdsOthers = ({ types }: Pick<Schema, 'types'>, field: SchemaField): boolean => field.type === 'map' || (field.ref !== undefined && types[field.ref]?.scalar === undefined && Object.keys(types[field.ref]?.fields ?? {}).length > 0)

/** On one line, what holds others opens a bracket of its own, and closes it. */
function inBrackets(schema: Schema, name: string, field: SchemaField): Pick<Option, 'text' | 'back'> {
  if (field.type === 'array') return holdsOthers(schema, field.items ?? {}) ? { text: `${name}: [{}]`, back: 2 } : { text: `${name}: []`, back: 1 }
  return holdsOthers(schema, field) ? { text: `${name}: {}`, back: 1 } : { text: `${name}: `, back: 0 }
}

/** The values that the schema itself knows of a field. */
export function knownValues(field: SchemaField): readonly string[] {
  if (field.type === 'boolean') return ['true', 'false']
  return field.default === undefined || typeof field.default === 'object' || field.default === '' ? [] : [String(field.default)]
}
