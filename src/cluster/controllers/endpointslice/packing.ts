import { sameValue, type Endpoint, type EndpointPort, type EndpointSlice } from '../../../api/index.ts'
import { podOf, portsText, type PlacedEndpoint } from './endpoints.ts'

export const ENDPOINTS_MAX = 100

/** Changes to the slices of one Service and address type. New slices have no name yet. */
export interface Plan {
  readonly create: readonly { readonly ports: readonly EndpointPort[]; readonly endpoints: readonly Endpoint[] }[]
  readonly update: readonly { readonly slice: EndpointSlice; readonly ports: readonly EndpointPort[]; readonly endpoints: readonly Endpoint[] }[]
  readonly remove: readonly EndpointSlice[]
}

/** Pods whose endpoint may differ, and the names of the slices that hold them; all others are left alone. */
export interface Changed { readonly pods: ReadonlySet<string>; readonly slices: ReadonlySet<string | undefined> }

/**
 * Endpoints stay where they are; new ones fill slices that change anyway, then one existing slice that has room for all of the rest, then
 * new slices. Nothing is ever re-balanced. `changed` says which pods to look at, undefined means all of them. Models reconcileByPortMapping.
 */
export function pack(slices: readonly EndpointSlice[], desired: ReadonlyMap<string, PlacedEndpoint>, changed: Changed | undefined): Plan {
  const groups = new Map<string, Group>()
  const groupOf = (portsKey: string, ports: readonly EndpointPort[]): Group => {
    const known = groups.get(portsKey)
    if (known) return known
    const made: Group = { ports, slices: [], missing: [] }
    groups.set(portsKey, made)
    return made
  }
  let last: { readonly ports: readonly EndpointPort[]; readonly key: string } | undefined
  for (const slice of slices) {
    const ports = slice.ports ?? []
    if (!last || !sameValue(last.ports, ports)) last = { ports, key: portsText(ports) }
    groupOf(last.key, ports).slices.push(slice)
  }
  const seen = new Set<string>()
  const plan = { create: [] as Plan['create'][number][], update: [] as Plan['update'][number][], remove: [] as EndpointSlice[] }

  const next = new Map<EndpointSlice, Endpoint[]>()
  for (const [portsKey, group] of groups) {
    for (const slice of group.slices) {
      const kept = keep(slice, portsKey, desired, changed, seen)
      if (kept) next.set(slice, kept)
    }
  }
  for (const [pod, { endpoint, ports, portsKey }] of relevant(desired, changed)) {
    if (!seen.has(pod)) groupOf(portsKey, ports).missing.push(endpoint)
  }
  for (const { ports, slices: own, missing } of groups.values()) {
    let from = 0
    for (const slice of own) {
      const endpoints = next.get(slice)
      while (endpoints && from < missing.length && endpoints.length < ENDPOINTS_MAX) endpoints.push(missing[from++]!)
    }
    while (from < missing.length) {
      const rest = missing.length - from
      const slice = rest < ENDPOINTS_MAX ? fullestWithRoom(own.filter((each) => !next.has(each)), rest) : undefined
      const batch = missing.slice(from, from + ENDPOINTS_MAX)
      from += batch.length
      if (slice) next.set(slice, [...(slice.endpoints ?? []), ...batch])
      else plan.create.push({ ports, endpoints: batch })
    }
    for (const slice of own) {
      const endpoints = next.get(slice)
      if (endpoints?.length === 0) plan.remove.push(slice)
      else if (endpoints) plan.update.push({ slice, ports: slice.ports ?? [], endpoints })
    }
  }
  return recycled(plan, slices)
}

interface Group { readonly ports: readonly EndpointPort[]; readonly slices: EndpointSlice[]; readonly missing: Endpoint[] }

function* relevant(desired: ReadonlyMap<string, PlacedEndpoint>, changed: Changed | undefined): Iterable<readonly [string, PlacedEndpoint]> {
  if (changed === undefined) return yield* desired
  for (const pod of changed.pods) {
    const endpoint = desired.get(pod)
    if (endpoint) yield [pod, endpoint]
  }
}

/** The endpoints that stay in this slice; undefined if nothing in it changes. */
function keep(
  slice: EndpointSlice, portsKey: string, desired: ReadonlyMap<string, PlacedEndpoint>, changed: Changed | undefined, seen: Set<string>,
): Endpoint[] | undefined {
  const empty = (slice.endpoints ?? []).length === 0
  if (changed && !empty && !changed.slices.has(slice.metadata.name)) return undefined
  const kept: Endpoint[] = []
  let differs = false
  for (const endpoint of slice.endpoints ?? []) {
    const pod = podOf(endpoint)
    if (changed && !changed.pods.has(pod)) {
      kept.push(endpoint)
      continue
    }
    const wanted = desired.get(pod)
    if (!wanted || wanted.portsKey !== portsKey || seen.has(pod)) {
      differs = true
      continue
    }
    seen.add(pod)
    if (sameValue(wanted.endpoint, endpoint)) kept.push(endpoint)
    else {
      kept.push(wanted.endpoint)
      differs = true
    }
  }
  // An empty slice may stay only while it is the only one: that is found out below.
  return differs || empty ? kept : undefined
}

function fullestWithRoom(slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined {
  let best: EndpointSlice | undefined
  for (const slice of slices) {
    const size = slice.endpoints?.length ?? 0
    if (size + count <= ENDPOINTS_MAX && size > (best?.endpoints?.length ?? -1)) best = slice
  }
  return best
}

/** A slice that would go takes the place of one that would come; and a Service without endpoints keeps one empty slice. */
function recycled({ create, update, remove }: Plan, slices: readonly EndpointSlice[]): Plan {
  const reused = Math.min(create.length, remove.length)
  const updates = [...update, ...create.slice(0, reused).map((made, index) => ({ slice: remove[index]!, ...made }))]
  const creations = create.slice(reused)
  const removals = remove.slice(reused)
  const left = slices.length - removals.length
  if (left + creations.length > 0) return { create: creations, update: updates, remove: removals }
  const [first, ...others] = removals
  if (!first) return { create: [{ ports: [], endpoints: [] }], update: updates, remove: [] }
  const isPlaceholder = (first.endpoints ?? []).length === 0 && (first.ports ?? []).length === 0
  return { create: [], update: isPlaceholder ? updates : [...updates, { slice: first, ports: [], endpoints: [] }], remove: others }
}
