import type { Frame, PodView, View, ViewOf } from '../../protocol/index.ts'

/** All views by id. The map is edited in place and `version` tells; the lists keep their identity until their members change. */
export interface Entities {
  readonly views: Map<string, View>
  readonly version: number
  /** The ids that the last frame touched; undefined when all may be others. */
  readonly changed?: readonly string[] | undefined
  readonly etcd: readonly string[]
  readonly controllers: readonly string[]
  /** In the order of their slots, control-plane nodes last. */
  readonly nodes: readonly string[]
  /** Ids of Pods by node name; those without a node, or only wished onto one, are in `limbo` as well. */
  readonly podsOn: ReadonlyMap<string, readonly string[]>
  readonly limbo: readonly string[]
  readonly workloads: readonly string[]
  /** A Pod keeps its seat on its node's card until it is gone, so that nothing moves under a pointing finger. */
  readonly seats: ReadonlyMap<string, number>
}

/** The Pods on a node that are told one by one. */
export const podsOf = ({ views, podsOn }: Entities, node: string): readonly PodView[] => (podsOn.get(node) ?? []).flatMap(id => {
  const pod = views.get(id)
  return pod?.kind === 'pod' ? [pod] : []
})

export const noEntities = (): Entities => ({
  views: new Map(), version: 0, etcd: [], controllers: [], nodes: [], podsOn: new Map(), limbo: [], workloads: [], seats: new Map(),
})

export function applyViews(before: Entities, frame: Pick<Frame, 'fresh' | 'upserts' | 'removes'>): Entities {
  if (!frame.fresh && frame.upserts.length === 0 && frame.removes.length === 0) return before
  const views = frame.fresh ? new Map<string, View>() : before.views
  let moved = frame.fresh || frame.removes.length > 0
  for (const id of frame.removes) views.delete(id)
  for (const view of frame.upserts) {
    moved ||= changesLists(views.get(view.id), view)
    views.set(view.id, view)
  }
  const changed = frame.fresh ? undefined : [...frame.removes, ...frame.upserts.map(({ id }) => id)]
  return moved ? { ...relist(before, views), views, version: before.version + 1, changed } : { ...before, views, version: before.version + 1, changed }
}

export const isSystemPod = (pod: PodView): boolean =>
  pod.static || pod.namespace === 'kube-system' || pod.namespace === 'kube-flannel' || pod.namespace === 'local-path-storage'

export function viewOf<Kind extends View['kind']>(entities: Entities, kind: Kind, id: string): ViewOf<Kind> | undefined {
  const view = entities.views.get(id)
  return view?.kind === kind ? (view as ViewOf<Kind>) : undefined
}

function changesLists(old: View | undefined, next: View): boolean {
  if (old === undefined) return true
  if (next.kind === 'pod' && old.kind === 'pod') return old.node !== next.node || old.ghost !== next.ghost || old.slot !== next.slot || old.containers.length !== next.containers.length
  return next.kind === 'node' && old.kind === 'node' && old.slot !== next.slot
}

function relist(before: Entities, views: ReadonlyMap<string, View>) {
  const all = [...views.values()]
  const pods = all.filter(view => view.kind === 'pod').sort((a, b) => a.slot - b.slot || order(a.id, b.id))
  const found = new Map<string, string[]>()
  for (const { node, id } of pods) {
    const mine = found.get(node)
    if (mine === undefined) found.set(node, [id])
    else mine.push(id)
  }
  found.delete('')
  const podsOn = new Map<string, readonly string[]>()
  for (const [node, ids] of found) podsOn.set(node, kept(before.podsOn.get(node), ids))
  const nodes = all.filter(view => view.kind === 'node').sort((a, b) => Number(a.controlPlane) - Number(b.controlPlane) || a.slot - b.slot || order(a.id, b.id))
  return {
    etcd: kept(before.etcd, all.filter(view => view.kind === 'etcd').map(view => view.id).sort(order)),
    controllers: kept(before.controllers, all.filter(view => view.kind === 'controller').map(view => view.id).sort(order)),
    nodes: kept(before.nodes, nodes.map(node => node.id)),
    podsOn,
    limbo: kept(before.limbo, pods.filter(pod => pod.node === '' || pod.ghost).map(pod => pod.id)),
    workloads: kept(before.workloads, all.filter(view => view.kind === 'workload').map(view => view.id).sort(order)),
    seats: seated(before.seats, pods),
  }
}

function seated(before: ReadonlyMap<string, number>, pods: readonly PodView[]): ReadonlyMap<string, number> {
  const seats = new Map<string, number>()
  const taken = new Set<string>()
  const guests = pods.filter(pod => pod.node !== '' && !isSystemPod(pod))
  for (const pod of guests) {
    const seat = before.get(pod.id)
    if (seat === undefined) continue
    seats.set(pod.id, seat)
    taken.add(`${pod.node} ${seat}`)
  }
  for (const pod of guests) {
    if (seats.has(pod.id)) continue
    let seat = 0
    while (taken.has(`${pod.node} ${seat}`)) seat += 1
    seats.set(pod.id, seat)
    taken.add(`${pod.node} ${seat}`)
  }
  return seats
}

const kept = (old: readonly string[] | undefined, next: readonly string[]): readonly string[] =>
  old !== undefined && old.length === next.length && old.every((id, i) => id === next[i]) ? old : next

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
