import { RESOURCES, type ApiObject } from '../../api/index.ts'
import { objectsNow } from '../../projection/index.ts'
import { refKey, type BranchSummary, type Comparison, type Difference, type ObjectRef, type PodView, type StageMoment, type View } from '../../protocol/index.ts'
import { asideAt, stageMoment } from './aside.ts'
import { fieldDifferences } from './field-differences.ts'
import { kernelOf, type Session } from './session.ts'
import type { Branch } from './timeline.ts'

interface Found { readonly ref: ObjectRef; readonly kind: string; readonly object: ApiObject }
interface Side { readonly summary: BranchSummary; readonly moment: StageMoment; readonly objects: ReadonlyMap<string, Found> }

const FIELDS_MAX = 30
/** What a person looks for first; everything else comes between these and the Events. */
const FIRST = ['nodes', 'deployments', 'replicasets', 'pods', 'services']

/** How two branches differ at one virtual time. A branch that was not simulated so far is seen at its end. */
export function compare(session: Session, branches: readonly [Branch, Branch], at: number): Comparison {
  const sides = [sideOf(session, branches[0], at), sideOf(session, branches[1], at)] as const
  const [a, b] = sides
  return {
    sides: [a.summary, b.summary], moments: [a.moment, b.moment],
    differences: [...componentDifferences(a.moment.views, b.moment.views), ...objectDifferences(a, b)], things: thingsApart(a.moment.views, b.moment.views),
  }
}

function sideOf(session: Session, branch: Branch, at: number): Side {
  const looking = asideAt(session, branch, at)
  const kernel = kernelOf(looking)
  const moment = stageMoment(looking)
  const pods = moment.views.filter((view): view is PodView => view.kind === 'pod' && !isSystem(view))
  const nodes = moment.views.filter((view) => view.kind === 'node')
  const leading = moment.views.filter((view) => view.kind === 'etcd').filter(({ up, role }) => up && role === 'leader').sort((one, other) => other.term - one.term)[0]
  const summary: BranchSummary = {
    branch: branch.id, name: branch.name, at: moment.at, ended: at > moment.at, revision: moment.revision, hash: kernel.hash(), leader: leading?.name ?? '',
    pods: { total: pods.length, ready: pods.filter(({ fill, terminating }) => fill === 'ready' && !terminating).length, terminating: pods.filter(({ terminating }) => terminating).length },
    nodes: { total: nodes.length, ready: nodes.filter(({ ready, powered }) => ready === 'True' && powered).length },
  }
  return { summary, moment, objects: objectsOf(looking) }
}

const isSystem = ({ namespace, static: isStatic }: PodView): boolean => isStatic || ['kube-system', 'kube-flannel', 'local-path-storage'].includes(namespace)

function objectsOf(session: Session): Map<string, Found> {
  const objects = objectsNow(kernelOf(session))
  const found = new Map<string, Found>()
  for (const { group, resource, kind } of RESOURCES) {
    for (const object of objects.list<ApiObject>(group, resource)) {
      const ref = { group, resource, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' }
      found.set(refKey(ref), { ref, kind, object })
    }
  }
  return found
}

function objectDifferences(a: Side, b: Side): Difference[] {
  const things = new Map<string, string>()
  for (const view of [...b.moment.views, ...a.moment.views]) {
    if (view.kind === 'pod') things.set(refKey(view.ref), view.id)
    else if (view.kind === 'node') things.set(`/nodes//${view.name}`, view.id)
  }
  const differences: Difference[] = []
  for (const key of new Set([...a.objects.keys(), ...b.objects.keys()])) {
    const [mine, other] = [a.objects.get(key), b.objects.get(key)]
    const { ref, kind } = (mine ?? other)!
    const common = { differs: 'object', thing: things.get(key) ?? '', object: ref, kind } as const
    if (!mine || !other) {
      differences.push({ ...common, only: mine ? 0 : 1, fields: [], more: 0 })
      continue
    }
    if (mine.object === other.object) continue
    const fields = fieldDifferences(mine.object, other.object)
    if (fields.length > 0) differences.push({ ...common, fields: fields.slice(0, FIELDS_MAX), more: Math.max(0, fields.length - FIELDS_MAX) })
  }
  return differences.sort((one, next) => rank(one) - rank(next) || order(keyOf(one), keyOf(next)))
}

function rank(one: Difference): number {
  const resource = one.differs === 'object' ? one.object.resource : ''
  if (resource === 'events') return 100
  const first = FIRST.indexOf(resource)
  return first < 0 ? 50 : first
}

const keyOf = (one: Difference): string => (one.differs === 'object' ? refKey(one.object) : one.place)
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Processes and machines that run on one branch and not on the other. */
function componentDifferences(a: readonly View[], b: readonly View[]): Difference[] {
  const others = new Map(b.map((view) => [view.id as string, view]))
  return a.flatMap((view): Difference[] => {
    const other = others.get(view.id)
    const [mine, its] = [conditionOf(view), other && conditionOf(other)]
    return mine === undefined || its === undefined || mine === its ? [] : [{ differs: 'component', thing: view.id, place: placeOfView(view), values: [mine, its] }]
  })
}

function conditionOf(view: View): string | undefined {
  switch (view.kind) {
    case 'apiserver': case 'etcd': case 'agent': return view.up ? 'up' : 'stopped'
    case 'scheduler': return view.paused ? 'paused' : view.up ? 'up' : 'stopped'
    case 'controller': return view.paused ? 'paused' : 'up'
    case 'node': return view.powered ? 'up' : 'off'
    default: return undefined
  }
}

function placeOfView(view: View): string {
  if (view.kind === 'agent') return `node/${view.node}/${view.agent}`
  return view.kind === 'controller' ? `controller-manager/${view.name}` : view.id
}

/** Views that a person would call different; counters and logs that only run ahead are not. */
function thingsApart(a: readonly View[], b: readonly View[]): string[] {
  const [mine, others] = [a, b].map((views) => new Map(views.map((view) => [view.id as string, lookOf(view)]))) as [Map<string, string>, Map<string, string>]
  return [...new Set([...mine.keys(), ...others.keys()])].filter((id) => mine.get(id) !== others.get(id))
}

function lookOf(view: View): string {
  switch (view.kind) {
    case 'pod': return JSON.stringify([view.uid, view.node, view.ghost, view.fill, view.terminating, view.status, view.ready, view.restarts, view.images])
    case 'node': return JSON.stringify([view.registered, view.powered, view.ready, view.unschedulable, view.taints])
    case 'etcd': return JSON.stringify([view.up, view.role === 'leader'])
    case 'scheduler': return JSON.stringify([view.up, view.leader, view.paused])
    default: return conditionOf(view) ?? ''
  }
}
