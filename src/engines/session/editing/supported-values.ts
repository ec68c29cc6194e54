import { applyDefaults, KIND_TYPES, typeSchema, validateCreate, type ApiObject, type FieldSchema } from '../../../api/index.ts'
import { grown, sampleOf, templateOf } from './template.ts'

/** No field supports this; a refusal of it lists what the field does support. */
const ABSURD = '?!'

/**
 * The values that a field of text may have, in the order in which the API server names them: its own validation is asked, with a manifest
 * of this kind in which the field holds nonsense. None where any text will do. A list on the way to the field is `[]` in the path.
 */
export function supportedValues(apiVersion: string, kind: string, path: readonly string[]): readonly string[] {
  const type = KIND_TYPES[`${apiVersion} ${kind}`]
  if (type === undefined || path.length === 0) return []
  const object = withValue(templateOf(apiVersion, kind), { ref: type }, path)
  if (object === undefined) return []
  const about = validateCreate(applyDefaults(object as ApiObject)).find((error) => error.type === 'notSupported' && JSON.stringify(error.value)?.includes(ABSURD))
  return about ? JSON.parse(`[${about.detail.replace(/^supported values: /, '')}]`) as string[] : []
}

/** The value with nonsense at the path, and what the types on the way require; undefined where the schema has no such field of text. */
function withValue(value: unknown, field: FieldSchema, path: readonly string[]): unknown {
  const [step, ...rest] = path
  if (step === undefined) return field.type === 'string' ? ABSURD : undefined
  if (step === '[]') {
    const first = withValue((value as readonly unknown[] | undefined)?.[0] ?? (field.items?.ref === undefined ? undefined : grown(field.items.ref)), field.items ?? {}, rest)
    return first === undefined ? undefined : [first]
  }
  const own = field.ref === undefined ? field.values : typeSchema(field.ref).fields[step]
  if (own === undefined) return undefined
  const before = (value ?? (field.ref === undefined ? {} : grown(field.ref))) as Readonly<Record<string, unknown>>
  const inside = withValue(before[step] ?? (rest.length === 0 ? undefined : sampleOf(field.ref ?? '', step, own)), own, rest)
  return inside === undefined ? undefined : { ...before, [step]: inside }
}
