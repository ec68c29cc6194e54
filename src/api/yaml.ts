export { toYaml } from './yaml/to-yaml.ts'

/** `line` is where the document's content begins. */
export interface YamlDocument { readonly value: unknown; readonly line: number }
export interface YamlError { readonly line: number; readonly column: number; readonly message: string }
export type ParsedYaml =
  | { readonly documents: readonly YamlDocument[]; readonly errors?: undefined }
  | { readonly errors: readonly YamlError[]; readonly documents?: undefined }

// NB: as with the field documentation, a part of the build that comes late and once; no run can tell when.
const given: { read: ((text: string) => ParsedYaml) | undefined } = { read: undefined }

/** Whoever runs a cluster gives the reader before anything in it may be handed a manifest. */
export function provideYamlReader(read: (text: string) => ParsedYaml): void {
  given.read ??= read
}

export const hasYamlReader = (): boolean => given.read !== undefined

/** Reads YAML 1.1 (and JSON) as kubectl does: several documents, empty ones left out. Lines and columns count from 1. */
export function parseYaml(text: string): ParsedYaml {
  if (!given.read) throw new Error('YAML is read before the engine has provided its reader')
  return given.read(text)
}
