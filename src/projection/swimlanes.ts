import type { AnswerTo, PlaceId, SwimArrow, SwimBar } from '../protocol/index.ts'
import { summaryOf } from './describe.ts'
import { factsOf, rootOf, rowOf, type Trace } from './trace.ts'

const FIRST_LANES: readonly PlaceId[] = ['kubectl', 'apiserver', 'etcd']

/** The conversation that one root set off, as lanes and arrows. What lies after the head is marked as future. */
export function swimlanes(trace: Trace, root: number, everyone: boolean, head: number, beganAt: number, limit: number): AnswerTo<'swimlanes'> {
  const arrows: SwimArrow[] = []
  const bars: SwimBar[] = []
  const begun = new Map<string, { readonly at: number; readonly lane: PlaceId; readonly label: string }>()
  for (let id = Math.max(root, trace.gone) + 1; id < trace.end && arrows.length < limit; id++) {
    if (!everyone && rootOf(trace, id) !== root) continue
    const row = rowOf(trace, id)
    if (!row || row.noise) continue
    for (const fact of factsOf(trace, id)) {
      if (fact.fact === 'reconcile-begin') begun.set(String(fact.span), { at: row.at, lane: `controller-manager/${String(fact.controller)}`, label: String(fact.key) })
      else if (fact.fact === 'reconcile-end') {
        const begin = begun.get(String(fact.span))
        if (begin) bars.push({ lane: laneOf(begin.lane), from: begin.at - beganAt, until: row.at - beganAt, label: begin.label })
      }
    }
    if (row.from === row.to) continue
    const summary = summaryOf(trace, row)
    if (!isDrawn(summary.type)) continue
    const [from, to] = [laneOf(summary.from), laneOf(summary.to)]
    if (from === to) continue
    arrows.push({ event: id, from, to, sentAt: row.sentAt - beganAt, at: row.at - beganAt, verb: summary.verb, label: summary.label, future: row.handled === 0 || row.handled > head })
  }
  const found = new Set(arrows.flatMap(({ from, to }) => [from, to]))
  const lanes = [...FIRST_LANES.filter((lane) => found.has(lane)), ...[...found].filter((lane) => !FIRST_LANES.includes(lane)).sort((a, b) => firstUse(arrows, a) - firstUse(arrows, b))]
  return { answer: 'swimlanes', lanes, arrows, bars: bars.map((bar) => ({ ...bar, lane: spokenAs(found, bar.lane) })).filter(({ lane }) => found.has(lane)) }
}

/** A controller's requests come from its service account, 'deployment-controller', whose loop is called 'deployment'. */
const spokenAs = (lanes: ReadonlySet<PlaceId>, lane: PlaceId): PlaceId => (lanes.has(lane) ? lane : `${lane}-controller`)

const firstUse = (arrows: readonly SwimArrow[], lane: PlaceId): number => arrows.findIndex(({ from, to }) => from === lane || to === lane)

/** The members of etcd share a lane here: their own conversation has a panel of its own. */
function laneOf(place: PlaceId): PlaceId {
  if (place.startsWith('etcd/')) return 'etcd'
  return place
}

const isDrawn = (type: string): boolean =>
  type === 'api-request' || type === 'watch-event' || type === 'etcd-request' || type === 'etcd-response' || type === 'cri-request' || type === 'cni-request' || type === 'registry-request' || type === 'registry-response' || type === 'api-response'
