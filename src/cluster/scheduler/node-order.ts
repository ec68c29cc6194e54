import type { Node } from '../../api/index.ts'

/** Node names by zone, in the order in which they came. Models the scheduler cache's nodeTree. */
export type Zones = Map<string, string[]>

export function addToZone(zones: Zones, node: Node): void {
  const zone = zoneOf(node)
  const names = zones.get(zone)
  if (names) names.push(node.metadata.name!)
  else zones.set(zone, [node.metadata.name!])
}

export function removeFromZone(zones: Zones, node: Node): void {
  const zone = zoneOf(node)
  const names = (zones.get(zone) ?? []).filter(name => name !== node.metadata.name)
  if (names.length) zones.set(zone, names)
  else zones.delete(zone)
}

/** One node of each zone in turn, so that a search that ends early has seen all zones alike. */
export function interleaved(zones: Zones): readonly string[] {
  const lists = [...zones.values()]
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0)
  const order: string[] = []
  for (let i = 0; i < longest; i++) for (const list of lists) if (i < list.length) order.push(list[i]!)
  return order
}

export function zoneOf({ metadata: { labels } }: Node): string {
  return `${labels?.['topology.kubernetes.io/region'] ?? ''}/${labels?.['topology.kubernetes.io/zone'] ?? ''}`
}
