import type { LineBlame } from './editing.ts'
import type { ObjectRef } from './place.ts'
import type { ChainLink, WaitsFor, YamlLine } from './question.ts'

/** A line of YAML with the write that brought it: `user` made the request, `revision` is etcd's. What is older than the lesson has neither user nor time. */
export interface BlameLine extends YamlLine, Partial<Omit<LineBlame, 'line' | 'manager' | 'operation' | 'at'>> {}

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
