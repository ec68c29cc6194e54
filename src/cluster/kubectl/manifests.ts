import { parseYaml, resourceOfKind, type ApiObject, type ResourceInfo } from '../../api/index.ts'
import type { CommandFiles } from './command-line.ts'

export interface Manifest { readonly file: string; readonly line: number; readonly object: ApiObject; readonly info: ResourceInfo }

/** What files hold, and what is wrong with some of it: the other documents are good all the same. */
export interface Manifests { readonly manifests: readonly Manifest[]; readonly problems: readonly string[] }

/** The objects in the files of `-f`; a List is its items. Problems name the file, the line and the column. Where a namespace was asked for, no object may be of another. */
export function manifestsOf(names: readonly string[], { files, stdin }: CommandFiles, asked?: string): Manifests {
  const manifests: Manifest[] = []
  const problems: string[] = []
  for (const name of names) {
    const file = name === '-' ? 'STDIN' : name
    const text = name === '-' ? stdin : files[name]
    if (text === undefined) {
      problems.push(name === '-' ? 'no objects passed to apply' : `the path "${name}" does not exist`)
      continue
    }
    const parsed = parseYaml(text)
    if (parsed.errors) {
      const lines = parsed.errors.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`)
      problems.push(`error parsing ${file}: error converting YAML to JSON: yaml: ${lines.join('; ')}`)
      continue
    }
    for (const { value, line } of parsed.documents) {
      if (value === null || value === undefined) continue
      const items = (value as { kind?: unknown }).kind === 'List' ? ((value as { items?: unknown[] }).items ?? []) : [value]
      for (const item of items) {
        const manifest = manifestOf(item, file, line, asked)
        if (typeof manifest === 'string') problems.push(manifest)
        else manifests.push(manifest)
      }
    }
  }
  return { manifests, problems }
}

function manifestOf(item: unknown, file: string, line: number, asked: string | undefined): Manifest | string {
  const { apiVersion, kind, metadata } = (typeof item === 'object' && item !== null ? item : {}) as { apiVersion?: unknown; kind?: unknown; metadata?: unknown }
  const ignoring = 'if you choose to ignore these errors, turn validation off with --validate=false'
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return `error validating "${file}": error validating data: invalid object to validate; ${ignoring}`
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return `error validating "${file}": error validating data: ${[...(typeof apiVersion === 'string' ? [] : ['apiVersion not set']), ...(typeof kind === 'string' ? [] : ['kind not set'])].join(', ').replace(/^(.*, .*)$/, '[$1]')}; ${ignoring}`
  const { name = '', namespace = '', ...rest } = (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? metadata : {}) as { name?: unknown; namespace?: unknown }
  const info = resourceOfKind(apiVersion, kind)
  if (!info) return `resource mapping not found for name: "${String(name)}" namespace: "${String(namespace)}" from "${file}": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`
  if (asked && namespace && info.namespaced && namespace !== asked) return `the namespace from the provided object "${String(namespace)}" does not match the namespace "${asked}". You must pass '--namespace=${String(namespace)}' to perform this operation.`
  const undecodable = undecodableIn(metadata)
  if (undecodable !== undefined) return `unable to decode "${file}": json: cannot unmarshal ${undecodable}`
  // What is no name is none; the server says so.
  const known = { ...rest, ...(typeof name === 'string' && name !== '' ? { name } : {}), ...(typeof namespace === 'string' && namespace !== '' ? { namespace } : {}) }
  return { file, line, object: { ...(item as ApiObject), metadata: known as ApiObject['metadata'] }, info }
}

/** What kubectl's own look at the metadata stumbles over: a number where a label's value has to be a text. */
function undecodableIn(metadata: unknown): string | undefined {
  const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value)
  if (metadata === undefined || metadata === null) return undefined
  if (typeof metadata !== 'object' || Array.isArray(metadata)) return `${typeOf(metadata)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`
  for (const field of ['annotations', 'labels']) {
    const map = (metadata as Readonly<Record<string, unknown>>)[field]
    if (map === undefined || map === null) continue
    if (typeof map !== 'object' || Array.isArray(map)) return `${typeOf(map)} into Go struct field ObjectMeta.metadata.${field} of type map[string]string`
    const wrong = Object.values(map).find((value) => typeof value !== 'string' && value !== null)
    if (wrong !== undefined) return `${typeOf(wrong)} into Go struct field ObjectMeta.metadata.${field} of type string`
  }
  return undefined
}
