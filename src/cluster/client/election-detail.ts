import type { Micros } from '../../kernel/index.ts'
import { LEASE_DURATION_US, leaderOf, type Election } from './leader-election.ts'

export interface ElectionDetail {
  readonly leading: boolean
  /** Who holds the lease as far as this candidate knows; '' for nobody. */
  readonly holder: string
  readonly identity: string
  /** From then on this candidate may take the lease, unless it sees it renewed. */
  readonly mayTakeAtUs: Micros
}

/** What a candidate believes of its lease; undefined for a process without an election. */
export function electionOf({ election }: { readonly election: Election | undefined }): ElectionDetail | undefined {
  return election && { leading: election.leading, holder: leaderOf(election), identity: election.identity, mayTakeAtUs: election.observedAt + LEASE_DURATION_US }
}
