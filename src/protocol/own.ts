import type { ObjectRef } from './place.ts'
import type { BlameLine, ChainLink, WaitsFor } from './question.ts'

/**
 * What the page's own commands answer in the terminal. kubectl has no such commands: the session answers them beside the run, and they
 * leave no trace in its history. Sentences are ids in the lessons' texts.
 */
export type OwnAnswer =
  | { readonly own: 'why'; readonly kind: string; readonly object: ObjectRef; readonly not: boolean; readonly links: readonly ChainLink[]; readonly waits: readonly WaitsFor[] }
  | { readonly own: 'blame'; readonly kind: string; readonly object: ObjectRef; readonly lines: readonly BlameLine[] }
  /** Behind kubectl's own help, or about one command. */
  | { readonly own: 'help'; readonly about?: 'why' | 'blame' }
  | { readonly own: 'problem'; readonly text: string; readonly params: Readonly<Record<string, string>> }
