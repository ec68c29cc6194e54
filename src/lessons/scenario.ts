import type { Poke } from '../protocol/index.ts'

/** A cluster to begin with, what was typed before the visitor came, and what there is to try. Words live in `texts/`. */
export interface Scenario {
  readonly id: string
  readonly shape: { readonly workers: number; readonly etcd: number; readonly cpu?: string; readonly memory?: string; readonly zones?: number }
  /** Rolled out long before: the cluster is settled when time begins. */
  readonly workloads?: readonly { readonly name: string; readonly image: string; readonly replicas: number }[]
  /** The lesson that is told over it. */
  readonly lesson?: string
  /** Carried out by kubectl, each line to its end, before time begins. */
  readonly prelude?: readonly ScenarioLine[]
  readonly offers?: readonly Offer[]
  readonly theme: Theme
}

export const THEMES = ['rollouts', 'scheduling', 'nodes', 'etcd', 'loops', 'pods', 'fleets'] as const
export type Theme = typeof THEMES[number]

export interface ScenarioLine { readonly line: string; readonly files?: Readonly<Record<string, string>> }
export type Offer = ({ readonly offer: 'run' } & ScenarioLine) | { readonly offer: 'poke'; readonly poke: Poke }

export const SMALL = { workers: 3, etcd: 3 } as const

/** The one that the page begins with. */
export const FIRST_SCENARIO: Scenario = { id: 'rollout', theme: 'rollouts', lesson: 'rollout', shape: SMALL }
