// Models the plaintext template of kubectl's explain (pkg/explain/v2) and the word wrap that it uses.

export interface Schema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema
  readonly allOf?: readonly Schema[]
  readonly $ref?: string
  readonly 'x-kubernetes-group-version-kind'?: readonly Gvk[]
}
interface Gvk { readonly group: string; readonly version: string; readonly kind: string }
type Schemas = Readonly<Record<string, Schema>>
export interface Document { readonly components: { readonly schemas: Schemas } }

const WIDTH = 80

/** What is printed, and the complaint where a field does not exist: the head of it is printed all the same. */
export function layoutOf({ components: { schemas } }: Document, gvk: Gvk, path: readonly string[], deep: boolean, resource = ''): { readonly text: string; readonly missing?: string } {
  const head = `${gvk.group === '' ? '' : `GROUP:      ${gvk.group}\n`}KIND:       ${gvk.kind}\nVERSION:    ${gvk.version}\n\n`
  const root = Object.values(schemas).find((schema) => schema['x-kubernetes-group-version-kind']?.some((one) => one.kind === gvk.kind && one.version === gvk.version && one.group === gvk.group))
  if (!root) return { text: '', missing: `GVR (${gvk.group}/${gvk.version}, Resource=${resource}) not found in OpenAPI schema` }
  const body = follow(root, schemas, path, deep)
  return body === undefined ? { text: head, missing: `field "${path.at(-1)}" does not exist` } : { text: `${head}${body}\n` }
}

/** Walks down to the field that is asked for. Undefined where there is none. */
function follow(schema: Schema, schemas: Schemas, path: readonly string[], deep: boolean): string | undefined {
  const here = resolved(schema, schemas)
  const [name, ...rest] = path
  if (name === undefined) return `DESCRIPTION:\n${indented(4, wrapped(WIDTH - 4, descriptionOf(schema, schemas) || '<empty>'))}\n${fieldsOf(schema, schemas, deep)}`
  const field = here.properties?.[name]
  if (field) {
    const below = follow(field, schemas, rest, deep)
    return rest.length > 0 ? below : `FIELD: ${name} <${typeOf(field, schemas)}>\n\n\n${below}`
  }
  for (const inner of innerOf(here)) {
    const found = follow(inner, schemas, path, deep)
    if (found !== undefined) return found
  }
  return undefined
}

const resolved = (schema: Schema, schemas: Schemas): Schema => (schema.$ref === undefined ? schema : schemas[nameOf(schema.$ref)] ?? schema)
const nameOf = (ref: string): string => ref.split('/').at(-1)!
/** What a schema is made of besides its own fields. */
const innerOf = ({ allOf, items, additionalProperties }: Schema): readonly Schema[] => [...(allOf ?? []), ...(items ? [items] : []), ...(additionalProperties ? [additionalProperties] : [])]

/** The words on the field itself, then those on the type that it has. */
function descriptionOf(schema: Schema, schemas: Schemas): string {
  const here = resolved(schema, schemas)
  return `${here.description ? `${here.description}\n` : ''}${innerOf(here).map((inner) => descriptionOf(inner, schemas)).join('')}`
}

function fieldsOf(schema: Schema, schemas: Schemas, deep: boolean): string {
  const list = fieldList(schema, schemas, 1, deep, new Set())
  return list === '' ? '' : `FIELDS:\n${list}`
}

/** Types that contain themselves are listed once. */
function fieldList(schema: Schema, schemas: Schemas, level: number, deep: boolean, above: ReadonlySet<string>): string {
  if (schema.$ref !== undefined && above.has(schema.$ref)) return ''
  const seen = schema.$ref === undefined ? above : new Set([...above, schema.$ref])
  const here = resolved(schema, schemas)
  const own = Object.keys(here.properties ?? {}).sort().map((name) => {
    const field = here.properties![name]!
    return fieldDetail(name, field, here.required?.includes(name) === true, schemas, level, deep) + (deep ? fieldList(field, schemas, level + 1, deep, seen) : '')
  })
  return own.join('') + innerOf(here).map((inner) => fieldList(inner, schemas, level, deep, seen)).join('')
}

function fieldDetail(name: string, field: Schema, required: boolean, schemas: Schemas, level: number, short: boolean): string {
  const indent = level * 2
  const line = `${indented(indent, name)}\t<${typeOf(field, schemas)}>${required ? ' -required-' : ''}\n`
  return short ? line : `${line}${indented(indent + 2, wrapped(WIDTH - 2 - indent, field.description ?? '<no description>'))}\n\n`
}

function typeOf(schema: Schema, schemas: Schemas): string {
  if (schema.items) return `[]${typeOf(schema.items, schemas)}`
  if (schema.additionalProperties) return `map[string]${typeOf(schema.additionalProperties, schemas)}`
  if (schema.allOf?.length === 1 && !schema.properties) return typeOf(schema.allOf[0]!, schemas)
  if (schema.$ref === undefined) return schema.type === undefined || schema.type === 'object' ? 'Object' : schema.type
  const { type = 'object' } = schemas[nameOf(schema.$ref)] ?? {}
  return type === 'object' ? schema.$ref.split('.').at(-1)! : type
}

const indented = (by: number, text: string): string => text.replace(/^/gm, ' '.repeat(by))

/** Breaks lines between words. A word that is longer than the line stays whole; spaces at a break are dropped (mitchellh/go-wordwrap). */
export function wrapped(limit: number, text: string): string {
  let out = ''
  let column = 0
  for (const [, space = '', word = '', end = ''] of text.matchAll(/([^\S\n]*)(\S*)(\n|$)?/g)) {
    const before = column + space.length
    if (word !== '') {
      const breaks = before + Math.min(word.length, limit - 1) > limit
      out += breaks ? `\n${word}` : space + word
      column = breaks ? word.length : before + word.length
    } else if (before <= limit) {
      out += space
      column = before
    }
    out += end
    if (end !== '') column = 0
  }
  return out
}
