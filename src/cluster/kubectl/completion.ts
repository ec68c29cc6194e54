import type { KubectlState } from './kubectl.ts'

/** What Tab offers for a line: the words that fit, and from which column they replace it. */
export function completionsOf(_state: KubectlState, line: string, _names: (resource: string, namespace: string) => readonly string[]): { readonly from: number; readonly options: readonly string[] } {
  return { from: line.length, options: [] }
}
