import type { Condition } from '../protocol/index.ts'

/** A lesson is data: it can be printed, checked and sent to the worker. Words live in `texts/`. */
export interface Lesson {
  readonly id: string
  readonly scenario: string
  readonly seed: number
  readonly chapters: readonly Chapter[]
  /** After this chapter the visitor is invited to break one of these Pods, and to ask its replacement why it is there. */
  readonly invitation?: { readonly after: string; readonly namespace: string; readonly selector: string }
  readonly goals: readonly { readonly id: string; readonly condition: Condition }[]
}

export interface Chapter {
  readonly id: string
  /** The command that the learner runs; the hops are found among its effects. */
  readonly command: string
  readonly hops: readonly Hop[]
  readonly predictions: readonly Prediction[]
}

/** One caption, bound to what happens and never to a time. */
export interface Hop {
  readonly id: string
  readonly on: Match
  /** How often `on` matches among the chapter's effects; a test fails when the run says otherwise. Without it the hop is the first match after the hop named by `on.after`. */
  readonly times?: number
  /** Which of the matches this hop is: the first, 1, unless told. */
  readonly pick?: number
  /** Parameters of the text: names of the fields of the matched record (`object.name`, `fact.node`, `label` …). */
  readonly params?: Readonly<Record<string, string>>
}

/** All given fields must agree. A trailing or leading `*` in a text is a wildcard. */
export interface Match {
  readonly record: 'sent' | 'delivered' | 'fact'
  readonly from?: string
  readonly to?: string
  readonly verb?: string
  readonly method?: string
  readonly group?: string
  readonly resource?: string
  readonly subresource?: string
  readonly name?: string
  readonly event?: string
  readonly label?: string
  readonly code?: number
  readonly fact?: string
  readonly where?: Readonly<Record<string, string | number | boolean>>
  /** Only matches that follow the hop with this id. */
  readonly after?: string
}

export interface Prediction {
  readonly id: string
  /** Asked before this hop happens. */
  readonly before: string
  readonly options: readonly string[]
  /** Graded by the run: the option whose match is the first to happen after the question was asked. */
  readonly answeredBy: readonly { readonly option: string; readonly on: Match }[]
}
