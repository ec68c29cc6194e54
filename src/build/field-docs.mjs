// A Vite plugin: the module 'virtual:field-docs' is what kubectl explain says about each field, read from the declarations of
// @kubernetes/client-node, which are made from the OpenAPI document of the Kubernetes version that we model. Nothing of that package runs.
// The generator leaves out the words on fields that are structures of their own; structured-fields.json has ours, '.field' for every type.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ID = 'virtual:field-docs'
const RESOLVED = `\0${ID}`

export function fieldDocs() {
  let json
  return {
    name: 'glass-field-docs',
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    // A string parsed at once is faster to load than a literal of the same size.
    load: (id) => (id === RESOLVED ? `export default JSON.parse(${JSON.stringify(json ??= JSON.stringify(readFieldDocs()))})` : undefined),
  }
}

/** Descriptions by short type name, of the types in the schema that we serve. */
export function readFieldDocs() {
  const schema = (name) => JSON.parse(readFileSync(new URL(`../api/schema/${name}.json`, import.meta.url), 'utf8'))
  const types = { ...schema('schema').types, ...schema('schema-rest') }
  const ids = schema('type-ids')
  const own = JSON.parse(readFileSync(new URL('structured-fields.json', import.meta.url), 'utf8'))
  const models = join(fileURLToPath(import.meta.resolve('@kubernetes/client-node')), '../gen/models')
  const docs = {}
  for (const [name, { fields }] of Object.entries(types)) {
    const file = modelsOf(ids[name].full).map((model) => join(models, `${model}.d.ts`)).find((path) => existsSync(path))
    const read = file ? parse(readFileSync(file, 'utf8')) : { description: undefined, fields: {} }
    const known = Object.keys(fields).map((field) => [field, read.fields[field] ?? own[`${name}.${field}`] ?? own[`.${field}`]]).filter(([, words]) => words)
    const description = read.description ?? own[name]
    docs[name] = { ...(description && { description }), ...(known.length > 0 && { fields: Object.fromEntries(known) }) }
  }
  return docs
}

/** The generator names a model by version and kind, and puts the group in front where two groups share the name. */
function modelsOf(full) {
  const [group, version, kind] = full.split('.').slice(-3)
  const capital = (word) => word[0].toUpperCase() + word.slice(1)
  return [`${capital(group)}${capital(version)}${kind}`, `${capital(version)}${kind}`, kind]
}

const CLASS = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export declare class/
const FIELD = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*'([^']+)'\??:/g

/** The comments of one class and of its fields. */
function parse(text) {
  const fields = {}
  for (const [, comment, name] of text.matchAll(FIELD)) fields[unmangled(name)] = words(comment)
  return { description: words(CLASS.exec(text)?.[1] ?? '') || undefined, fields }
}

/** Names that are words of TypeScript carry an underscore in front: '_continue', '_default'. */
const unmangled = (name) => name.replace(/^_/, '')

/** The comment as it was before it was escaped for a string literal and put into a comment. */
const words = (comment) => comment.replace(/^\s*\* ?/gm, '').trim().replaceAll('*_/', '*/').replace(/\\(["'\\])/g, '$1')
