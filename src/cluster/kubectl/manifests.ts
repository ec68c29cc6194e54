import { parseYaml, resourceOfKind, type ApiObject, type ResourceInfo } from '../../api/index.ts'
import type { CommandFiles } from './command-line.ts'

export interface Manifest { readonly file: string; readonly line: number; readonly object: ApiObject; readonly info: ResourceInfo }

/** The objects in the files of `-f`; a List is its items. Problems name the file, the line and the column. */
export function manifestsOf(names: readonly string[], { files, stdin }: CommandFiles): readonly Manifest[] | { readonly problem: string } {
  const manifests: Manifest[] = []
  for (const name of names) {
    const file = name === '-' ? 'STDIN' : name
    const text = name === '-' ? stdin : files[name]
    if (text === undefined) return { problem: name === '-' ? 'no objects passed to apply' : `the path "${name}" does not exist` }
    const parsed = parseYaml(text)
    if (parsed.errors) {
      const lines = parsed.errors.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`)
      return { problem: `error parsing ${file}: error converting YAML to JSON: yaml: ${lines.join('; ')}` }
    }
    for (const { value, line } of parsed.documents) {
      if (value === null || value === undefined) continue
      const items = (value as { kind?: unknown }).kind === 'List' ? ((value as { items?: unknown[] }).items ?? []) : [value]
      for (const item of items) {
        const { apiVersion, kind, metadata } = (typeof item === 'object' && item !== null ? item : {}) as { apiVersion?: unknown; kind?: unknown; metadata?: unknown }
        if (typeof item !== 'object' || item === null) return { problem: `error parsing ${file}: line ${line}: json: cannot unmarshal ${typeof item} into Go value of type unstructured.detector` }
        if (typeof apiVersion !== 'string' || typeof kind !== 'string') return { problem: `error validating "${file}": error validating data: ${[...(typeof apiVersion === 'string' ? [] : ['apiVersion not set']), ...(typeof kind === 'string' ? [] : ['kind not set'])].join(', ').replace(/^(.*, .*)$/, '[$1]')}; if you choose to ignore these errors, turn validation off with --validate=false` }
        const info = resourceOfKind(apiVersion, kind)
        if (!info) return { problem: `resource mapping not found for name: "${String((metadata as { name?: string } | undefined)?.name ?? '')}" namespace: "${String((metadata as { namespace?: string } | undefined)?.namespace ?? '')}" from "${file}": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first` }
        manifests.push({ file, line, object: { ...(item as ApiObject), metadata: (metadata ?? {}) as ApiObject['metadata'] }, info })
      }
    }
  }
  return manifests
}
