import type { EtcdCall, EtcdResult } from '../messages.ts'

export type WriteCall = Extract<EtcdCall, { call: 'txn' | 'compact' | 'lease-grant' | 'lease-revoke' }>

/** What the members agree on. The member that proposed it answers its client by `request`, unique among all members and lives. */
export interface Command {
  readonly member: string
  readonly request: number
  readonly call: WriteCall
}

export type EtcdFailure = Extract<EtcdResult, { ok: false }>

const failure = (error: string, code: EtcdFailure['code']): EtcdFailure => ({ ok: false, error: `etcdserver: ${error}`, code })

/** etcd's own words, as its clients match them. */
export const COMPACTED = failure('mvcc: required revision has been compacted', 'compacted')
export const FUTURE_REVISION = failure('mvcc: required revision is a future revision', 'future-revision')
export const NO_SPACE = failure('mvcc: database space exceeded', 'no-space')
export const NO_LEADER = failure('no leader', 'no-leader')
export const LEADER_CHANGED = failure('leader changed', 'leader-changed')
export const TIMEOUT = failure('request timed out', 'timeout')
export const TIMEOUT_LEADER_FAILED = failure('request timed out, possibly due to previous leader failure', 'timeout')
export const TOO_LARGE = failure('request is too large', 'too-large')
export const TOO_MANY_OPS = failure('too many operations in txn request', 'too-many-ops')
export const LEASE_NOT_FOUND = failure('requested lease not found', 'lease-not-found')
export const STOPPED = failure('server stopped', 'stopped')
