export interface Movable { readonly name: string; readonly owner?: string; readonly text: string }
/** Only what is asked of it outside of scripts. */
export function topLevel(text: string): { readonly functions: readonly Movable[] }
