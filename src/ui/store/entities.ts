import { isSystemPod, type Frame, type PodView, type View, type ViewOf } from '../../protocol/index.ts'

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
  /** Ids of Pods by node name, the system's first, each in the order of their slots; those only wished onto a node are in `limbo` as well. */
  readonly podsOn: ReadonlyMap<string, readonly string[]>
  readonly limbo: readonly string[]
  readonly workloads: readonly string[]
}

/** The Pods on a node that are told one by one. */
const podsOf = ({ views, podsOn }: Entities, node: string): readonly PodView[] => (podsOn.get(node) ?? []).flatMap(id => {
  const pod = views.get(id)
  return pod?.kind === 'pod' ? [pod] : []
})

/** The Pods of a node as one row of tiles: behind the system's stand the others. */
export function tilesOf(entities: Entities, node: string): readonly PodView[] {
  const pods = podsOf(entities, node)
  const own = pods.reduce((most, pod) => (isSystem(pod) ? Math.max(most, pod.slot + 1) : most), 0)
  return pods.map(pod => (isSystem(pod) ? pod : { ...pod, slot: own + pod.slot }))
}

export const noEntities = (): Entities => ({
  views: new Map(), version: 0, etcd: [], controllers: [], nodes: [], podsOn: new Map(), limbo: [], workloads: [],
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

export const isSystem = (pod: PodView): boolean => isSystemPod(pod.namespace, pod.static)

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
  const pods = all.filter(view => view.kind === 'pod')
  const found = new Map<string, string[]>()
  for (const { node, id } of pods.toSorted((a, b) => Number(isSystem(b)) - Number(isSystem(a)) || a.slot - b.slot || order(a.id, b.id))) {
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
    limbo: kept(before.limbo, pods.filter(pod => pod.node === '' || pod.ghost).sort((a, b) => a.order - b.order || order(a.id, b.id)).map(pod => pod.id)),
    workloads: kept(before.workloads, all.filter(view => view.kind === 'workload').map(view => view.id).sort(order)),
  }
}

const kept = (old: readonly string[] | undefined, next: readonly string[]): readonly string[] =>
  old !== undefined && old.length === next.length && old.every((id, i) => id === next[i]) ? old : next

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
