import { apiVersionOf, fieldDocs, KIND_TYPES, RESOURCES, typeSchema, type FieldSchema, type ResourceInfo, type TypeSchema } from '../../../api/index.ts'
import type { AnswerTo, SchemaField, SchemaType } from '../../../protocol/index.ts'
import { templateText } from './template.ts'

/** What a person writes manifests of: what can be created and looked at again. Events and the machines are written by the cluster. */
const isWritten = ({ verbs, kind }: ResourceInfo): boolean => verbs.includes('create') && verbs.includes('get') && !WRITTEN_BY_THE_CLUSTER.includes(kind)
const WRITTEN_BY_THE_CLUSTER = ['Event', 'Node']
/** What most look for first. */
const FIRST = ['Deployment', 'Service', 'ConfigMap', 'Pod', 'Secret', 'Namespace']

export function kindsAnswer(): AnswerTo<'kinds'> {
  const rank = ({ kind }: ResourceInfo): number => (FIRST.indexOf(kind) + FIRST.length + 1) % (FIRST.length + 1)
  const written = RESOURCES.filter(isWritten).map((info, order) => ({ info, order })).sort((a, b) => rankOf(rank(a.info)) - rankOf(rank(b.info)) || a.order - b.order)
  return { answer: 'kinds', kinds: written.map(({ info }) => ({ apiVersion: apiVersionOf(info), kind: info.kind, namespaced: info.namespaced, template: templateText(apiVersionOf(info), info.kind) })) }
}

const rankOf = (rank: number): number => (rank === FIRST.length ? 99 : rank)

/** A kind and every type that it is made of, with their words. */
export function schemaAnswer(apiVersion: string, kind: string): AnswerTo<'schema'> {
  const root = KIND_TYPES[`${apiVersion} ${kind}`]
  const types: Record<string, SchemaType> = {}
  const open = root === undefined ? [] : [root]
  const look = (field: FieldSchema | undefined): void => {
    if (!field) return
    if (field.ref !== undefined && !types[field.ref]) open.push(field.ref)
    look(field.items)
    look(field.values)
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (types[name]) continue
    const type = typeSchema(name)
    types[name] = typeAnswer(name, type)
    for (const field of Object.values(type.fields)) look(field)
  }
  return { answer: 'schema', root: root ?? '', types }
}

function typeAnswer(name: string, type: TypeSchema): SchemaType {
  const { description, fields: words = {} } = fieldDocs()[name] ?? {}
  const scalar = SCALARS[name] ?? type.type
  return {
    ...(description === undefined ? {} : { description }), ...(scalar === undefined ? {} : { scalar }),
    fields: Object.fromEntries(Object.entries(type.fields).map(([field, schema]) => [field, fieldAnswer(schema, words[field])])),
  }
}

const SCALARS: Readonly<Record<string, string>> = { IntOrString: 'integer or string', Quantity: 'quantity', Time: 'time', MicroTime: 'time' }

function fieldAnswer({ type, ref, items, values, required, default: standard }: FieldSchema, description?: string): SchemaField {
  return {
    ...(type === undefined ? {} : { type }), ...(ref === undefined ? {} : { ref }), ...(items ? { items: fieldAnswer(items) } : {}), ...(values ? { values: fieldAnswer(values) } : {}),
    ...(required ? { required } : {}), ...(standard === undefined ? {} : { default: standard }), ...(description === undefined ? {} : { description }),
  }
}
