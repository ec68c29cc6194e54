import type { Input } from '../../kernel/index.ts'
import type { ClusterPlan, LoopControl } from '../../cluster/index.ts'
import { endOfLink } from '../../projection/index.ts'
import type { PlaceId, Poke } from '../../protocol/index.ts'

/** What a poke means to the kernel; `line` is for those that go through kubectl, as a user's own command. */
export type PokeInputs = { readonly inputs: readonly Input[] } | { readonly line: string } | { readonly problem: string }

export function inputsOf(poke: Poke, plan: ClusterPlan): PokeInputs {
  switch (poke.poke) {
    case 'delete-pod': return { line: `kubectl delete pod ${poke.name} -n ${poke.namespace} --wait=false` }
    case 'kill-container': {
      const { namespace, pod, container } = poke
      return nodeKnown(plan, poke.node, [{ type: 'message', to: `runtime/${poke.node}`, msg: { type: 'kill-container', namespace, pod, container } as never }])
    }
    case 'stop-kubelet': return nodeKnown(plan, poke.node, [{ type: 'crash', actor: `kubelet/${poke.node}` }])
    case 'power-off': return nodeKnown(plan, poke.node, [{ type: 'power-off', host: poke.node }])
    case 'cut-link': return { inputs: links(poke.from, poke.to, poke.oneWay ?? false, true) }
    case 'kill-etcd': return plan.etcd.includes(poke.member) ? { inputs: [{ type: 'crash', actor: poke.member }] } : { problem: poke.member }
    case 'pause-controller': return { inputs: [loop('kube-controller-manager', poke.controller, true)] }
    case 'pause-scheduler': return { inputs: [loop('kube-scheduler', 'schedule-one', true)] }
  }
}

/** What takes a poke back; undefined where nothing can (a deleted Pod). */
export function undoOf(poke: Poke): readonly Input[] | undefined {
  switch (poke.poke) {
    case 'delete-pod': case 'kill-container': return undefined
    case 'stop-kubelet': return [{ type: 'restart', actor: `kubelet/${poke.node}` }]
    case 'power-off': return [{ type: 'power-on', host: poke.node }]
    case 'cut-link': return links(poke.from, poke.to, poke.oneWay ?? false, false)
    case 'kill-etcd': return [{ type: 'restart', actor: poke.member }]
    case 'pause-controller': return [loop('kube-controller-manager', poke.controller, false)]
    case 'pause-scheduler': return [loop('kube-scheduler', 'schedule-one', false)]
  }
}

export function placeOfPoke(poke: Poke): PlaceId {
  switch (poke.poke) {
    case 'delete-pod': return 'apiserver'
    case 'kill-container': return `node/${poke.node}/runtime`
    case 'stop-kubelet': return `node/${poke.node}/kubelet`
    case 'power-off': return `node/${poke.node}`
    case 'cut-link': return poke.from
    case 'kill-etcd': return `etcd/${poke.member}`
    case 'pause-controller': return `controller-manager/${poke.controller}`
    case 'pause-scheduler': return 'scheduler'
  }
}

const nodeKnown = (plan: ClusterPlan, node: string, inputs: readonly Input[]): PokeInputs => (plan.nodes.some(({ name }) => name === node) ? { inputs } : { problem: node })

const loop = (to: string, name: string, paused: boolean): Input => ({ type: 'message', to, msg: { type: 'loop-control', loop: name, paused } satisfies LoopControl as never })

function links(from: PlaceId, to: PlaceId, oneWay: boolean, down: boolean): Input[] {
  const [a, b] = [endOfLink(from), endOfLink(to)]
  const change = down ? { down: true } : {}
  const there: Input = { type: 'link', from: a, to: b, change }
  return oneWay ? [there] : [there, { type: 'link', from: b, to: a, change }]
}
