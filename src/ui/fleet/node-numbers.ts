import { NODE_BITS } from '../../protocol/index.ts'
import type { TextKey } from '../i18n/text.ts'
import type { Fleet } from '../store/fleet.ts'

export interface NodeNumbers { readonly name: string; readonly zone: string; readonly state: TextKey; readonly pods: number; readonly ready: number; readonly starting: number; readonly failing: number; readonly marks: readonly TextKey[] }

/** What a cell stands for, in numbers and words. */
export function numbersOf({ plan, cells }: Fleet, node: number): NodeNumbers | undefined {
  const name = plan?.nodes[node]
  if (plan === undefined || cells === undefined || name === undefined) return undefined
  const bits = cells.state[node]!
  const pods = cells.pods[node]!
  const marks: TextKey[] = []
  if (bits & NODE_BITS.off) marks.push('node.off')
  if (bits & NODE_BITS.cut) marks.push('fleet.cut')
  if (bits & NODE_BITS.cordoned) marks.push('node.cordoned')
  if (bits & NODE_BITS.noExecute) marks.push('fleet.noExecute')
  return { name, zone: plan.blocks[plan.zone[node]!] ?? '', state: STATES[bits & NODE_BITS.condition]!, pods, ready: Math.round((cells.ready[node]! * pods) / 255), starting: cells.starting[node]!, failing: cells.failing[node]!, marks }
}

const STATES: readonly TextKey[] = ['node.none', 'node.ready', 'node.notReady', 'node.unknown']

export interface ZoneNumbers { readonly name: string; readonly nodes: number; readonly ready: number; readonly unknown: number; readonly noExecute: number; readonly pods: number; readonly podsReady: number; readonly lost: boolean }

/** The same for whole zones, for heads and for those who do not see the cells. */
export function zonesOf({ plan, cells }: Fleet): readonly ZoneNumbers[] {
  if (plan === undefined || cells === undefined) return []
  const zones = Array.from({ length: plan.zones }, (_, zone) => ({ name: plan.blocks[zone]!, nodes: 0, ready: 0, unknown: 0, noExecute: 0, pods: 0, podsReady: 0, lost: false }))
  for (let node = 0; node < cells.state.length; node++) {
    const zone = zones[plan.zone[node]!]!
    const bits = cells.state[node]!
    zone.nodes++
    if ((bits & NODE_BITS.condition) === 1) zone.ready++
    else if ((bits & NODE_BITS.condition) === 3) zone.unknown++
    if (bits & NODE_BITS.noExecute) zone.noExecute++
    zone.lost ||= (bits & (NODE_BITS.off | NODE_BITS.cut)) !== 0
    zone.pods += cells.pods[node]!
    zone.podsReady += cells.pods[node] === 0 ? 0 : Math.round((cells.ready[node]! * cells.pods[node]!) / 255)
  }
  return zones
}
