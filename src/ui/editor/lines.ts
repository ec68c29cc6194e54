import type { Text } from '@codemirror/state'

/** A text by its lines, counted from 1, so that a large one is never joined. */
export interface Lines { readonly count: number; readonly line: (number: number) => string }

export const linesOf = (doc: Text): Lines => ({ count: doc.lines, line: number => doc.line(number).text })
