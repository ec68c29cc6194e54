import { microTimeText, sameValue, type Lease, type LeaseSpec } from '../../api/index.ts'
import { SECOND, type Cx, type EventId, type Micros } from '../../kernel/index.ts'
import { call, wakeAfter } from './client.ts'
import type { Client, ClientMessage, News } from './state.ts'

/** One candidate for a Lease. Models client-go's leaderelection with a LeaseLock. */
export interface Election {
  readonly namespace: string
  readonly name: string
  /** 'cp-1_<uuid>' */
  readonly identity: string
  /** The voice that reads and writes the lease; usually one without a rate limit. */
  readonly voice: string
  leading: boolean
  stopped: boolean
  /** The lease as last seen, and when it last changed by this process's own clock: other clocks are not believed. */
  observed: Lease | undefined
  observedAt: Micros
  renewedAt: Micros
  timer: EventId
  /** The exchange that this candidate waits for; answers with another number are stale. */
  attempt: number
}

export type ElectionNews = 'started-leading' | 'stopped-leading' | 'new-leader'

export const LEASE_DURATION_US = 15 * SECOND
export const RENEW_DEADLINE_US = 10 * SECOND
export const RETRY_PERIOD_US = 2 * SECOND

export const createElection = (options: { namespace: string; name: string; identity: string; voice?: string }): Election => ({
  namespace: options.namespace, name: options.name, identity: options.identity, voice: options.voice ?? '',
  leading: false, stopped: false, observed: undefined, observedAt: 0, renewedAt: 0, timer: 0, attempt: 0,
})

export const startElection = (election: Election, client: Client, cx: Cx<ClientMessage>): void => read(election, client, cx)

/** Who holds the lease as far as this candidate knows; '' for nobody. */
export const leaderOf = (election: Election): string => election.observed?.spec.holderIdentity ?? ''

/**
 * Feed all news here. Undefined: not about this election. [] or more: it was, and this is what it means.
 * Who stops leading must end, as the real components do: nothing that it began may be finished under a new leader.
 */
export function electionNews(election: Election, client: Client, cx: Cx<ClientMessage>, news: News): readonly ElectionNews[] | undefined {
  if (news.news === 'woken') {
    if (news.name !== timerName(election)) return undefined
    if (news.timer !== election.timer || election.stopped) return []
    if (election.leading && cx.now - election.renewedAt > RENEW_DEADLINE_US) return stopLeading(election)
    if (election.leading) writeLease(election, client, cx)
    else read(election, client, cx)
    return []
  }
  if (news.news !== 'answer' || news.tag.for !== 'election' || news.tag['name'] !== election.name) return undefined
  if (news.tag['attempt'] !== election.attempt || election.stopped) return []
  const { code } = news
  switch (news.tag['step']) {
    case 'read': {
      if (code === 404) {
        send(election, client, cx, 'create', undefined)
        return []
      }
      if (code !== 200) return again(election, cx)
      const changed = observe(election, cx, news.body as Lease)
      const holder = leaderOf(election)
      const taken = holder !== '' && holder !== election.identity && election.observedAt + leaseDurationUs(election) > cx.now
      if (taken) again(election, cx)
      else writeLease(election, client, cx)
      return changed
    }
    default: {
      if (code !== 200 && code !== 201) return code === 409 && election.leading ? reread(election, client, cx) : again(election, cx)
      const changed = observe(election, cx, news.body as Lease)
      election.renewedAt = cx.now
      again(election, cx)
      if (election.leading) return changed
      election.leading = true
      return [...changed, 'started-leading']
    }
  }
}

/** A clean exit hands the lease back, so that the next candidate need not wait for it to run out. */
export function resign(election: Election, client: Client, cx: Cx<ClientMessage>): void {
  if (!election.leading || election.stopped) return
  election.stopped = true
  election.leading = false
  const now = microTimeText(cx.clock)
  const { leaseTransitions } = election.observed!.spec
  send(election, client, cx, 'update', { holderIdentity: '', leaseDurationSeconds: 1, renewTime: now, acquireTime: now, leaseTransitions })
}

function stopLeading(election: Election): readonly ElectionNews[] {
  election.leading = false
  election.stopped = true
  return ['stopped-leading']
}

function again(election: Election, cx: Cx<ClientMessage>): readonly ElectionNews[] {
  if (election.leading && cx.now - election.renewedAt > RENEW_DEADLINE_US) return stopLeading(election)
  // Candidates jitter by 20 % of the period so that they do not meet; the leader renews evenly.
  const jitterUs = election.leading ? 0 : cx.below(Math.trunc(RETRY_PERIOD_US * 12 / 10))
  election.timer = wakeAfter(cx, RETRY_PERIOD_US + jitterUs, timerName(election))
  return []
}

function reread(election: Election, client: Client, cx: Cx<ClientMessage>): readonly ElectionNews[] {
  read(election, client, cx)
  return []
}

function read(election: Election, client: Client, cx: Cx<ClientMessage>): void {
  election.attempt++
  const path = `${leasesPath(election)}/${election.name}`
  call(client, cx, { method: 'GET', path, noise: true }, tag(election, 'read'), { voice: election.voice, timeoutUs: REQUEST_TIMEOUT_US })
}

/** Half of the renew deadline, as the real components configure the client of their lock. */
const REQUEST_TIMEOUT_US = RENEW_DEADLINE_US / 2

function writeLease(election: Election, client: Client, cx: Cx<ClientMessage>): void {
  const old = election.observed?.spec
  const renewTime = microTimeText(cx.clock)
  const mine = old?.holderIdentity === election.identity
  send(election, client, cx, 'update', {
    holderIdentity: election.identity, leaseDurationSeconds: LEASE_DURATION_US / SECOND, renewTime,
    acquireTime: mine ? old.acquireTime : renewTime,
    leaseTransitions: mine ? (old.leaseTransitions ?? 0) : (old?.leaseTransitions ?? 0) + 1,
  })
}

function send(election: Election, client: Client, cx: Cx<ClientMessage>, step: 'create' | 'update', spec: LeaseSpec | undefined): void {
  const now = microTimeText(cx.clock)
  const first: LeaseSpec = {
    holderIdentity: election.identity, leaseDurationSeconds: LEASE_DURATION_US / SECOND, acquireTime: now, renewTime: now, leaseTransitions: 0,
  }
  const metadata = step === 'create' ? { name: election.name, namespace: election.namespace } : election.observed!.metadata
  const body: Lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: spec ?? first }
  const path = step === 'create' ? leasesPath(election) : `${leasesPath(election)}/${election.name}`
  election.attempt++
  call(client, cx, { method: step === 'create' ? 'POST' : 'PUT', path, body, noise: true }, tag(election, step), { voice: election.voice, timeoutUs: REQUEST_TIMEOUT_US })
}

function observe(election: Election, cx: Cx<ClientMessage>, lease: Lease): readonly ElectionNews[] {
  const before = leaderOf(election)
  if (!sameValue(election.observed?.spec, lease.spec)) election.observedAt = cx.now
  election.observed = lease
  const after = leaderOf(election)
  return after !== before && after !== '' ? ['new-leader'] : []
}

const leaseDurationUs = (election: Election): Micros => (election.observed?.spec.leaseDurationSeconds ?? 0) * SECOND
const leasesPath = ({ namespace }: Election): string => `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`
const timerName = ({ name }: Election): string => `election/${name}`
const tag = ({ name, attempt }: Election, step: string) => ({ for: 'election', name, step, attempt }) as const
