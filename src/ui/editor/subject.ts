import type { ObjectRef } from '../../protocol/index.ts'

/** What the editor was opened for. Each opening is a value of its own, also of the same thing. */
export type EditorSubject =
  | { readonly open: 'object'; readonly object: ObjectRef }
  /** Of what is selected, where something is; else where the visitor left off. */
  | { readonly open: 'selected' }
  | { readonly open: 'new' }
  | { readonly open: 'text'; readonly name: string; readonly text: string }
