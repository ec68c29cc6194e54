import { podReady, timeText, type Pod } from '../api/index.ts'
import { call, createClient, hear, lost, startInformer, type Client, type ClientMessage } from '../cluster/client/client.ts'
import { SUPER_ADMIN } from '../cluster/identity.ts'
import type { ApiServerAddress } from '../cluster/messages.ts'
import type { Component, Cx } from '../kernel/index.ts'

/** What a scheduler and a kubelet bring about, said through the API: pods are bound in turn, become ready, and end when they are deleted. */
export interface ReadyMaker { readonly client: Client; bound: number; addresses: number; unready: Set<string> }

export interface ReadyMakerOptions {
  readonly nodes: readonly string[]
  /** How long a pod takes from its binding to being ready. */
  readonly startUs?: number
  /** Pods for which this holds never become ready. */
  readonly broken?: (pod: Pod) => boolean
}

type In = ClientMessage | { readonly type: 'started'; readonly pod: Pod } | { readonly type: 'ended'; readonly pod: Pod }

export const readyMaker = (apiserver: ApiServerAddress, { nodes, startUs = 1_000_000, broken = () => false }: ReadyMakerOptions): Component<ReadyMaker, In> => ({
  kind: 'ready-maker',
  init: () => ({ client: createClient({ apiserver, credentials: SUPER_ADMIN, userAgent: 'test/1.0' }), bound: 0, addresses: 0, unready: new Set() }),
  start: ({ client }, cx) => startInformer(client, cx, { name: 'pods', group: '', version: 'v1', resource: 'pods' }),
  step(state, { msg }, cx) {
    if (msg.type === 'started') return becomeReady(state, msg.pod, cx)
    if (msg.type === 'ended') {
      const body = { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 }
      return void call(state.client, cx, { method: 'DELETE', path: pathOf(msg.pod), body }, { for: 'end' })
    }
    for (const news of hear(state.client, cx, msg)) {
      if (news.news !== 'added' && news.news !== 'updated') continue
      const pod = news.object as unknown as Pod
      const previous = news.previous as unknown as Pod | undefined
      if (pod.metadata.deletionTimestamp) {
        if (!previous?.metadata.deletionTimestamp) cx.after(startUs, { type: 'ended', pod })
      } else if (!pod.spec.nodeName) {
        if (news.news === 'added') bind(state, pod, nodes[state.bound++ % nodes.length]!, cx)
      } else if (!previous?.spec.nodeName && !podReady(pod) && !broken(pod)) cx.after(startUs, { type: 'started', pod })
    }
  },
  disconnected(state, peer, cx) {
    lost(state.client, cx, peer)
  },
})

const pathOf = ({ metadata }: Pod): string => `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`

function bind({ client }: ReadyMaker, pod: Pod, node: string, cx: Cx<In>): void {
  const body = { apiVersion: 'v1', kind: 'Binding', metadata: { name: pod.metadata.name, namespace: pod.metadata.namespace }, target: { kind: 'Node', name: node } }
  call(client, cx, { method: 'POST', path: `${pathOf(pod)}/binding`, body }, { for: 'bind' })
}

function becomeReady(state: ReadyMaker, pod: Pod, cx: Cx<In>): void {
  const now = timeText(cx.clock)
  const ip = `10.244.${1 + Math.floor(state.addresses / 250)}.${(state.addresses % 250) + 2}`
  state.addresses++
  const conditions = ['Ready', 'ContainersReady'].map((type) => ({ type, status: 'True', lastTransitionTime: now }))
  call(state.client, cx, {
    method: 'PATCH', path: `${pathOf(pod)}/status`, headers: { 'content-type': 'application/strategic-merge-patch+json' },
    body: { status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], startTime: now, conditions } },
  }, { for: 'ready' })
}
