import { SECOND, assert, type Component, type Cx } from '../../kernel/index.ts'
import { addVoice, createClient, hear, lost, startInformer, type News } from '../client/client.ts'
import { createRecorder, recorderNews } from '../client/event-recorder.ts'
import { createElection, electionNews, startElection, type Election } from '../client/leader-election.ts'
import { isSynced } from '../client/lookups.ts'
import type { Client } from '../client/state.ts'
import { KUBE_CONTROLLER_MANAGER, controllerAccount } from '../identity.ts'
import type { ApiServerAddress } from '../messages.ts'
import {
  controllerDue, controllerHandsOver, controllerHeard, controllerTicked, createController, inheritDials, keepWorking, passAnswered, setControllerLag, setExpecting, workerWoke, type ControllerState, type Desk, type PassTag,
} from './controller.ts'
import { informerOptions, type InformerName } from './shared-informers.ts'
import type { ControllerManagerMessage } from './messages.ts'
import type { Reconciler } from './reconciler.ts'

export interface ControllerManagerConfig {
  readonly apiserver: ApiServerAddress
  /** Which controllers run, in the order in which they start. */
  readonly reconcilers: readonly Reconciler[]
  /** Off: it leads from the start, as with --leader-elect=false. */
  readonly leaderElection: boolean
  /** --kube-api-qps and --kube-api-burst, of each controller's client; 'unlimited' for fleets. */
  readonly qps?: number | 'unlimited'
  readonly burst?: number
}

export interface ControllerManagerState {
  client: Client
  election: Election | undefined
  leading: boolean
  readonly controllers: Map<string, ControllerState>
  spans: number
}

const QPS = 20
const BURST = 30
const VERSION = 'kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/glass'

/** One process for all controllers: informers are shared under its own certificate, every controller writes under its own service account. */
export function kubeControllerManager(config: ControllerManagerConfig): Component<ControllerManagerState, ControllerManagerMessage> {
  const reconcilers = new Map(config.reconcilers.map((own) => [own.name, own]))
  const listeners = listenersOf(config.reconcilers)
  const ofName = (name: string): Reconciler => {
    const own = reconcilers.get(name)
    assert(own, `the manager runs no controller ${name}`)
    return own
  }

  const start = (state: ControllerManagerState, cx: Cx<ControllerManagerMessage>): void => {
    if (!config.leaderElection) return lead(state, cx)
    const identity = `${cx.host}_${uuid(cx)}`
    state.election = createElection({ namespace: 'kube-system', name: 'kube-controller-manager', identity, voice: 'leader-election' })
    startElection(state.election, state.client, cx)
  }

  const lead = (state: ControllerManagerState, cx: Cx<ControllerManagerMessage>): void => {
    state.leading = true
    for (const name of listeners.keys()) startInformer(state.client, cx, { ...informerOptions(name), name })
  }

  const heard = (state: ControllerManagerState, news: News, cx: Cx<ControllerManagerMessage>): void => {
    const { client } = state
    const desk: Desk = { client, cx, nextSpan: () => ++state.spans }
    switch (news.news) {
      case 'added': case 'updated': case 'deleted': {
        for (const name of listeners.get(news.informer as InformerName) ?? []) controllerHeard(state.controllers.get(name)!, ofName(name), news, desk)
        return
      }
      case 'synced': {
        for (const own of config.reconcilers) {
          const controller = state.controllers.get(own.name)!
          if (controller.ready || !isSynced(client, ...own.informers)) continue
          controller.ready = true
          if (controller.lagUs > 0) setControllerLag(controller, own, controller.lagUs, desk)
          if (own.periodUs === undefined) keepWorking(controller, own, desk)
          else controllerTicked(controller, own, desk)
        }
        return
      }
      case 'answer': {
        if (news.tag.for === 'pass') {
          const tag = news.tag as unknown as PassTag
          return passAnswered(state.controllers.get(tag.controller)!, ofName(tag.controller), tag, news.code, news.body, desk)
        }
        for (const { recorder } of state.controllers.values()) if (recorderNews(recorder, client, cx, news)) return
        return elected(state, news, cx)
      }
      case 'woken': return elected(state, news, cx)
      default: return
    }
  }

  const elected = (state: ControllerManagerState, news: News, cx: Cx<ControllerManagerMessage>): void => {
    if (state.election === undefined) return
    for (const what of electionNews(state.election, state.client, cx, news) ?? []) {
      if (what === 'started-leading') lead(state, cx)
      // The real process exits, so that nothing it began is finished under a new leader; its static pod starts it again.
      if (what === 'stopped-leading') {
        const { nextId } = state.client
        const fresh = freshState(config)
        inherit(fresh, state)
        Object.assign(state, fresh)
        state.client.nextId = nextId
        cx.after(SECOND, { type: 'manager-restarts' })
      }
    }
  }

  return {
    kind: 'kube-controller-manager',
    init: () => freshState(config),
    start,

    step(state, { msg }, cx) {
      const desk: Desk = { client: state.client, cx, nextSpan: () => ++state.spans }
      switch (msg.type) {
        case 'controller-work': return workerWoke(state.controllers.get(msg.controller)!, ofName(msg.controller), desk)
        case 'controller-due': return controllerDue(state.controllers.get(msg.controller)!, ofName(msg.controller), desk)
        case 'controller-tick': return state.leading ? controllerTicked(state.controllers.get(msg.controller)!, ofName(msg.controller), desk) : undefined
        case 'manager-restarts': return start(state, cx)
        case 'controller-heard': return controllerHandsOver(state.controllers.get(msg.controller)!, ofName(msg.controller), desk)
        case 'cache-lag': {
          const controller = state.controllers.get(msg.loop ?? '')
          return controller && setControllerLag(controller, ofName(controller.name), msg.lagUs, desk)
        }
        case 'expectations-control': {
          const controller = state.controllers.get(msg.loop)
          return controller && setExpecting(controller, ofName(msg.loop), msg.on, desk)
        }
        case 'loop-control': {
          const controller = state.controllers.get(msg.loop)
          if (controller === undefined) return
          controller.paused = msg.paused
          return keepWorking(controller, ofName(msg.loop), desk)
        }
        default:
          for (const news of hear(state.client, cx, msg)) heard(state, news, cx)
      }
    },

    disconnected(state, peer, cx) {
      for (const news of lost(state.client, cx, peer)) heard(state, news, cx)
    },
  }
}

/** What a learner set is a property of the place, as a slow disk is: a process that exits by itself has a successor that is no better. */
function inherit(fresh: ControllerManagerState, before: ControllerManagerState): void {
  for (const controller of fresh.controllers.values()) inheritDials(controller, before.controllers.get(controller.name)!)
}

function freshState({ apiserver, reconcilers, qps = QPS, burst = BURST }: ControllerManagerConfig): ControllerManagerState {
  const client = createClient({ apiserver, credentials: KUBE_CONTROLLER_MANAGER, userAgent: `${VERSION}/shared-informers` })
  addVoice(client, 'leader-election', { credentials: KUBE_CONTROLLER_MANAGER, userAgent: `${VERSION}/leader-election` })
  const controllers = new Map<string, ControllerState>()
  for (const own of reconcilers) {
    const limit = qps === 'unlimited' ? {} : { qps: qps * (own.qpsFactor ?? 1), burst: burst * (own.burstFactor ?? 1) }
    const userAgent = `${VERSION}/system:serviceaccount:kube-system:${own.account}`
    addVoice(client, own.name, { credentials: controllerAccount(own.account), userAgent, ...limit })
    controllers.set(own.name, createController(own.name, own.createMemory(), createRecorder(own.eventSource ?? own.account, { voice: own.name }), own.retryBaseUs))
  }
  return { client, election: undefined, leading: false, controllers, spans: 0 }
}

function listenersOf(reconcilers: readonly Reconciler[]): ReadonlyMap<InformerName, readonly string[]> {
  const listeners = new Map<InformerName, string[]>()
  for (const { name, informers } of reconcilers) {
    for (const informer of informers) listeners.set(informer, [...(listeners.get(informer) ?? []), name])
  }
  return listeners
}

function uuid(cx: Cx<ControllerManagerMessage>): string {
  const hex = (digits: number): string => Array.from({ length: digits }, () => cx.below(16).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[cx.below(4)]}${hex(3)}-${hex(12)}`
}
