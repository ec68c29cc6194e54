import type { PlaceId, Verb } from '../../protocol/index.ts'
import type { Line, Point, StagePlan } from './plan.ts'

/** The way a message takes on the stage. Whatever is not local to one machine touches the rail. Empty when an end has no place. */
export function packetPath(plan: StagePlan, from: PlaceId, to: PlaceId, verb: Verb): readonly Point[] {
  if (from === 'apiserver') return reversed(toRail(plan, to, verb))
  if (to === 'apiserver') return toRail(plan, from, verb)
  if (isMember(from) && isMember(to)) return column(plan, from, to)
  if (hostOf(from) !== undefined && hostOf(from) === hostOf(to)) return ends(plan, from, to)
  if (from === 'registry' || to === 'registry') return alongTray(plan, from, to)
  if (from === 'user' || to === 'user') return ends(plan, from, to)
  if (verb === 'packet') return ends(plan, from, to)
  const down = toRail(plan, from, verb)
  const up = reversed(toRail(plan, to, verb))
  return down.length === 0 || up.length === 0 ? [] : [...down, ...up]
}

const FOUND = new WeakMap<StagePlan, Map<string, readonly Point[]>>()

/** The same, found once for each way of a plan: it is asked for at each picture. */
export function pathOf(plan: StagePlan, { from, to, verb }: { readonly from: PlaceId; readonly to: PlaceId; readonly verb: Verb }): readonly Point[] {
  const ways = FOUND.get(plan) ?? new Map<string, readonly Point[]>()
  FOUND.set(plan, ways)
  const key = `${verb} ${from} ${to}`
  const path = ways.get(key) ?? packetPath(plan, from, to, verb)
  ways.set(key, path)
  return path
}

/** The line that a message of this verb takes to the rail, for lighting it up. */
export function lineOf(plan: StagePlan, place: PlaceId, verb: Verb): Line | undefined {
  const home = lineHome(plan, place)
  const mine = plan.lines.filter(line => line.place === home)
  const kind = home === 'etcd' ? 'store' : verb === 'watch' ? 'watch' : 'call'
  return mine.find(line => line.kind === kind) ?? mine[0]
}

export function pointAlong(path: readonly Point[], progress: number): Point {
  const lengths = path.slice(1).map((point, i) => distance(path[i] ?? point, point))
  const total = lengths.reduce((sum, one) => sum + one, 0)
  let left = total * Math.min(1, Math.max(0, progress))
  for (let i = 0; i < lengths.length; i += 1) {
    const length = lengths[i] ?? 0
    const a = path[i], b = path[i + 1]
    if (a === undefined || b === undefined) break
    if (left <= length && length > 0) return { x: a.x + ((b.x - a.x) * left) / length, y: a.y + ((b.y - a.y) * left) / length }
    left -= length
  }
  return path.at(-1) ?? { x: 0, y: 0 }
}

function toRail(plan: StagePlan, place: PlaceId, verb: Verb): readonly Point[] {
  const line = lineOf(plan, place, verb)
  if (line === undefined) return []
  const railY = line.from.y < plan.railTop ? plan.railTop : plan.railBottom
  const homeY = line.from.y < plan.railTop ? line.from.y : (plan.anchors.get(place)?.y ?? line.to.y) - (hostOf(place) !== undefined && place.split('/').length === 3 ? 10 : 0)
  const shift = line.kind === 'store' ? (verb === 'reply' || verb === 'watch' ? -6 : 6) : 0
  return [{ x: line.from.x + shift, y: homeY }, { x: line.from.x + shift, y: railY }]
}

function lineHome(plan: StagePlan, place: PlaceId): PlaceId {
  if (place === 'etcd' || isMember(place)) return 'etcd'
  if (place.startsWith('controller-manager')) {
    const at = plan.anchors.get(place)
    const columns = plan.lines.filter(line => line.place.startsWith('controller-manager/') && line.kind === 'call')
    const nearest = columns.reduce<Line | undefined>((best, line) => (best === undefined || Math.abs(line.from.x - 9 - (at?.x ?? 0)) < Math.abs(best.from.x - 9 - (at?.x ?? 0)) ? line : best), undefined)
    return nearest?.place ?? place
  }
  const host = hostOf(place)
  if (host !== undefined && !place.endsWith('/proxy')) return `node/${host}/kubelet`
  return place
}

function column(plan: StagePlan, from: PlaceId, to: PlaceId): readonly Point[] {
  const a = plan.anchors.get(from), b = plan.anchors.get(to)
  return a === undefined || b === undefined ? [] : [a, b]
}

function ends(plan: StagePlan, from: PlaceId, to: PlaceId): readonly Point[] {
  const a = plan.anchors.get(from), b = plan.anchors.get(to)
  return a === undefined || b === undefined ? [] : [a, b]
}

function alongTray(plan: StagePlan, from: PlaceId, to: PlaceId): readonly Point[] {
  if (from === 'registry') return reversed(alongTray(plan, to, from))
  const a = plan.anchors.get(from), registry = plan.anchors.get(to)
  const host = plan.boxes.find(box => box.id === `node/${hostOf(from) ?? ''}`)
  if (a === undefined || registry === undefined) return []
  const lane = (host?.y ?? a.y) - 6
  return [a, { x: a.x + 40, y: a.y }, { x: a.x + 40, y: lane }, { x: registry.x, y: lane }, { x: registry.x, y: registry.y + 8 }]
}

const isMember = (place: PlaceId) => place.startsWith('etcd/')
const hostOf = (place: PlaceId): string | undefined => (place.startsWith('node/') ? place.split('/')[1] : undefined)
const reversed = (path: readonly Point[]): readonly Point[] => [...path].reverse()
const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)
