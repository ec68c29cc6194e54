import type { ObjectRef } from './place.ts'

/** What an editor of manifests asks. None of it moves the head or becomes part of the history. */
export type EditingQuestion =
  /** What the API server would say to this text now, and what it would store. */
  | { readonly ask: 'manifest'; readonly text: string }
  /** An object as text to begin with. */
  | { readonly ask: 'manifest-of'; readonly object: ObjectRef }
  | { readonly ask: 'kinds' }
  /** The types that a kind is made of. */
  | { readonly ask: 'schema'; readonly apiVersion: string; readonly kind: string }
  /** The values that a field of text may have; a list on the way to it is `[]` in the path. */
  | { readonly ask: 'values'; readonly apiVersion: string; readonly kind: string; readonly path: readonly string[] }

export type EditingAnswer =
  | ({ readonly answer: 'manifest' } & ManifestReading)
  | { readonly answer: 'manifest-of'; readonly found: boolean; readonly text: string; readonly kind: string }
  | { readonly answer: 'kinds'; readonly kinds: readonly ManifestKind[] }
  | { readonly answer: 'schema'; readonly root: string; readonly types: Readonly<Record<string, SchemaType>> }
  | { readonly answer: 'values'; readonly values: readonly string[] }

/** All places are offsets in UTF-16 units into the text that was asked about, `until` behind the last one. */
export interface Span { readonly from: number; readonly until: number }

export interface ManifestReading {
  /** In the order of the text; the items of a List are objects of their own. */
  readonly objects: readonly ManifestObject[]
  readonly problems: readonly ManifestProblem[]
  /** Lines of the text that say what the stored object says, with the write by which it came to say so. */
  readonly blame: readonly LineBlame[]
  /** Objects beyond those that were asked about. */
  readonly unasked: number
}

/** What `kubectl apply` would come to. 'unanswered': nobody answered in time. */
export type ManifestOutcome = 'created' | 'configured' | 'unchanged' | 'refused' | 'unanswered'

export interface ManifestObject extends Span {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly object?: ObjectRef
  readonly outcome: ManifestOutcome
  /** The stored object as YAML, '' where there is none; and what would be stored, '' where it is refused. */
  readonly before: string
  readonly after: string
}

export interface ManifestProblem extends Span {
  /** From 1. */
  readonly line: number
  readonly column: number
  /** Who says so. */
  readonly source: 'yaml' | 'kubectl' | 'apiserver'
  /** The field's path as it was told, where one was. */
  readonly field?: string
  readonly message: string
}

/** `event` is the message that confirmed the write; missing for what was written before the history begins. */
export interface LineBlame {
  readonly line: number
  readonly manager: string
  readonly operation: string
  readonly revision: number
  readonly event?: number
  readonly at?: number
  /** A place, or the controller among those of the controller manager. */
  readonly writer?: string
  readonly user?: string
  /** The user's own line at the root of it all. */
  readonly command?: string
}

/** `template` is a manifest to begin with. */
export interface ManifestKind { readonly apiVersion: string; readonly kind: string; readonly namespaced: boolean; readonly template: string }

/** A scalar `type`, a named type `ref`, or a container of those. */
export interface SchemaField {
  readonly type?: string
  readonly ref?: string
  readonly items?: SchemaField
  readonly values?: SchemaField
  readonly required?: boolean
  readonly default?: unknown
  readonly description?: string
}

export interface SchemaType { readonly description?: string; readonly scalar?: string; readonly fields: Readonly<Record<string, SchemaField>> }
