import { resourceNamed, type Pod, type Status } from '../../api/index.ts'
import type { Component, Cx } from '../../kernel/index.ts'
import { addVoice, cached, createClient, hear, isSynced, lost, startInformer, type News } from '../client/client.ts'
import { createRecorder, recordEvent, recorderNews, referenceTo } from '../client/event-recorder.ts'
import { createElection, electionNews, startElection } from '../client/leader-election.ts'
import { KUBE_SCHEDULER } from '../identity.ts'
import { createCache, know } from './cache.ts'
import { cycleEnded, failed, takeNext } from './cycle.ts'
import { forget, heard } from './hearing.ts'
import { victimAnswered } from './preemption-actions.ts'
import { createSchedulingQueue } from './queue-state.ts'
import { activate, queued, readmit } from './queue.ts'
import { backoffFlushed, gateFor, unschedulableFlushed } from './queue-timers.ts'
import type { SchedulerConfig, SchedulerMessage, SchedulerState } from './state.ts'

/** Decides which node each pod belongs on, and writes that decision to the API server. It starts nothing and speaks to no kubelet. */
export const kubeScheduler = (config: SchedulerConfig): Component<SchedulerState, SchedulerMessage> => ({
  kind: 'kube-scheduler',

  init: () => freshState(config),

  start: (state, cx) => { begin(state, config, cx) },

  step(state, { msg }, cx) {
    switch (msg.type) {
      case 'loop-control':
        if (msg.loop !== LOOP) return
        state.paused = msg.paused
        return takeNext(state, cx)
      case 'cycle-ended': return cycleEnded(state, cx, msg.span)
      case 'backoff-flush':
        backoffFlushed(state, cx)
        return takeNext(state, cx)
      case 'unschedulable-flush':
        unschedulableFlushed(state, cx)
        return takeNext(state, cx)
      case 'scheduler-restarts': return begin(state, config, cx)
      default: return learned(state, config, cx, hear(state.client, cx, msg))
    }
  },

  disconnected: (state, peer, cx) => learned(state, config, cx, lost(state.client, cx, peer)),
})

function freshState(config: SchedulerConfig): SchedulerState {
  const client = createClient({ apiserver: config.apiserver, credentials: KUBE_SCHEDULER, userAgent: `${AGENT}/scheduler`, ...limitOf(config) })
  addVoice(client, LEASE_VOICE, { credentials: KUBE_SCHEDULER, userAgent: `${AGENT}/leader-election` })
  return {
    client,
    recorder: createRecorder('default-scheduler'),
    election: undefined,
    active: false, paused: false, cache: createCache(), queue: createSchedulingQueue(), cycle: undefined, spans: 0, nextStart: 0,
    binding: new Map(), preemptions: new Map(), defaultSpread: new Map(), backoffTimer: 0, flushTimer: 0, reports: [],
  }
}

function begin(state: SchedulerState, config: SchedulerConfig, cx: Cx<SchedulerMessage>): void {
  for (const [name, group, version, options] of INFORMERS) {
    if (resourceNamed(group, name)) startInformer(state.client, cx, { name, group, version, resource: name, ...options })
  }
  if (config.leaderElect === false) return
  state.election = createElection({ namespace: 'kube-system', name: 'kube-scheduler', identity: `${cx.host}_${uuid(cx)}`, voice: LEASE_VOICE })
  startElection(state.election, state.client, cx)
}

/** Each life of a scheduler has another, so that it waits for the lease of the one before. NB: made of the moment at which it began; a drawn one would take from the lots that break ties. */
const uuid = ({ now }: Cx<SchedulerMessage>): string => `00000000-0000-4000-8000-${now.toString(16).padStart(12, '0')}`

/** A scheduler that lost its lease exits, so that nothing it began is finished under a new leader; its static Pod starts it again. */
function exitAndRestart(state: SchedulerState, config: SchedulerConfig, cx: Cx<SchedulerMessage>): void {
  const { nextId } = state.client
  const { paused, client: { lagUs } } = state
  Object.assign(state, freshState(config), { paused })
  // What a learner set is a property of the place: its successor hears as late.
  state.client.lagUs = lagUs
  state.client.nextId = nextId
  cx.after(RESTART_US, { type: 'scheduler-restarts' })
}

/** The loop that a learner may pause. */
export const LOOP = 'schedule-one'

const limitOf = ({ qps = 50, burst = 100 }: SchedulerConfig): { qps?: number; burst?: number } => (qps === 0 ? {} : { qps, burst })

const RESTART_US = 1_000_000
const AGENT = 'kube-scheduler/v1.36.3 (linux/amd64) kubernetes'
const LEASE_VOICE = 'leases'

const INFORMERS = [
  ['pods', '', 'v1', { fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed' }],
  ['nodes', '', 'v1', {}],
  ['namespaces', '', 'v1', {}],
  ['services', '', 'v1', { indexes: ['namespace'] }],
  ['replicationcontrollers', '', 'v1', {}],
  ['replicasets', 'apps', 'v1', {}],
  ['statefulsets', 'apps', 'v1', {}],
  ['poddisruptionbudgets', 'policy', 'v1', {}],
] as const

function learned(state: SchedulerState, config: SchedulerConfig, cx: Cx<SchedulerMessage>, all: readonly News[]): void {
  for (const news of all) {
    if (recorderNews(state.recorder, state.client, cx, news)) continue
    const elected = state.election && electionNews(state.election, state.client, cx, news)
    if (elected) {
      if (elected.includes('stopped-leading')) return exitAndRestart(state, config, cx)
      continue
    }
    switch (news.news) {
      case 'added': case 'updated': case 'deleted':
        heard(state, cx, news)
        break
      case 'answer':
        answered(state, cx, news)
        break
      default: break
    }
  }
  if (!state.active) state.active = ready(state, config)
  takeNext(state, cx)
}

function ready({ client, election }: SchedulerState, { leaderElect }: SchedulerConfig): boolean {
  return (leaderElect === false || election?.leading === true) && isSynced(client, ...client.informers.keys())
}

function answered(state: SchedulerState, cx: Cx<SchedulerMessage>, { tag, code, body }: Extract<News, { readonly news: 'answer' }>): void {
  switch (tag.for) {
    case 'bind': return bindAnswered(state, cx, tag['key'] as string, tag['uid'] as string, code, body)
    case 'victim': {
      const { outcome, key } = victimAnswered(state, cx, tag, code)
      const entry = outcome === 'failed' ? queued(state.queue, key) : undefined
      if (entry && entry.pool !== 'in-flight') activate(state.queue, entry, gateFor(state))
      return
    }
    default: return // a condition that could not be written is written again at the next attempt
  }
}

function bindAnswered(state: SchedulerState, cx: Cx<SchedulerMessage>, key: string, uid: string, code: number, body: unknown): void {
  const binding = state.binding.get(key)
  if (binding?.known.uid !== uid) return
  const { known, node, entry } = binding
  if (code >= 200 && code < 300) {
    state.binding.delete(key)
    const { namespace, name } = known.pod.metadata
    recordEvent(state.recorder, state.client, cx, { regarding: referenceTo(known.pod), type: 'Normal', reason: 'Scheduled', message: `Successfully assigned ${namespace}/${name} to ${node}` })
    return
  }
  if (state.cache.assumed.has(key)) forget(state, cx, known, cx.event)
  state.binding.delete(key)
  const latest = cached<Pod>(state.client, 'pods', key)
  const waits = latest?.metadata.uid === uid && !latest.spec.nodeName && !latest.metadata.deletionTimestamp
  if (!waits || queued(state.queue, key)) return
  const again = readmit(state.queue, { ...entry, known: know(state.cache, latest), cause: cx.event, also: [] })
  const { message = '' } = body as Partial<Status>
  failed(state, cx, again, { message: `running Bind plugin "DefaultBinder": ${message}`, reason: 'SchedulerError', plugins: [], nominatedNode: '' })
}

export type { SchedulerConfig, SchedulerMessage, SchedulerState } from './state.ts'
export { explain, type Overrides } from './explain.ts'
export { schedulerView, type SchedulerView, type WaitingPod } from './view.ts'
export type { NodeReport, PluginReport, SchedulingReport, Verdict } from './report.ts'
