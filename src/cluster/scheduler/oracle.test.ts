import { expect, test } from 'vitest'
import type { Affinity, Node, Pod, TopologySpreadConstraint } from '../../api/index.ts'
import { below, randomFor } from '../../kernel/index.ts'
import { node, pod } from './builders.ts'
import { assumePod, createCache, know, nominate, removeNode, removePod, searchOrder, setNode, unnominate, type ClusterCache } from './cache.ts'
import { drawBest } from './cycle.ts'
import { constraintsFor } from './default-spread.ts'
import { findFeasible, prepareFilters, scoreNodes, searched, totals } from './oracle.ts'
import { rank } from './ranking.ts'
import { ask, search, why } from './search.ts'
import type { SpreadConstraint } from './shape.ts'
import { snapshotOf } from './snapshot.ts'

// Random clusters, random pods, random changes: the columns must find what the plain objects find, number for number.

for (let seed = 1; seed <= 60; seed++) {
  test(`columns and oracle choose alike under seed ${seed}`, () => {
    const random = randomFor(seed, 'oracle')
    const pick = (bound: number): number => below(random, bound)
    const cache = createCache()
    for (const name of ['default', 'other']) cache.namespaces.set(name, { team: name })
    const size = seed % 10 === 0 ? 180 : 2 + pick(14)
    for (let i = 0; i < size; i++) setNode(cache, randomNode(pick, i))
    const templates = Array.from({ length: 8 }, (_, i) => randomPod(pick, i))
    let feasibleSeen = 0
    for (let step = 0; step < 60; step++) {
      change(cache, pick, size)
      const template = templates[pick(templates.length)]!
      const known = know(cache, { ...template, metadata: { ...template.metadata, name: `p${step}`, uid: `uid-${step}` } })
      const spread = pick(2) ? constraintsFor({ matchLabels: { app: known.shape.labels['app'] ?? 'none' } }) : []
      const chosen = bothAgree(cache, known, spread, pick(200))
      if (chosen === undefined) continue
      feasibleSeen++
      assumePod(cache, known, chosen)
    }
    expect(feasibleSeen).toBeGreaterThan(0)
  })
}

function bothAgree(cache: ClusterCache, known: ReturnType<typeof know>, spread: readonly SpreadConstraint[], start: number): string | undefined {
  const question = ask(cache, known, spread)
  const findings = search(question, start)
  const snapshot = snapshotOf(cache)
  const prepared = prepareFilters({ known, snapshot, defaultSpread: spread })
  const nodes = searched(prepared, snapshot)
  const found = prepared.rejection ? { feasible: [], refused: new Map() } : findFeasible(prepared, nodes, nodes.length ? start % nodes.length : 0)
  const nameOf = (slot: number): string => cache.nodes[slot]!.metadata.name!
  expect(findings.feasible.map(nameOf)).toEqual(found.feasible.map(({ name }) => name))
  for (const slot of searchOrder(cache)) {
    const refused = found.refused.get(nameOf(slot))
    if (refused) expect(why(question, slot)).toEqual(refused)
  }
  if (findings.feasible.length === 0) return undefined
  const scores = scoreNodes(prepared.subject, found.feasible)
  const byBook = totals(scores, found.feasible.length)
  const fast = rank(question, findings.feasible)
  expect([...fast]).toEqual(byBook)
  for (const { normalised } of scores) for (const score of normalised) expect(score >= 0 && score <= 100 && Number.isInteger(score)).toBe(true)
  const lot = (bound: number): number => start % bound
  expect(drawBest(fast, { below: lot })).toBe(drawBest(Float64Array.from(byBook), { below: lot }))
  return nameOf(findings.feasible[drawBest(fast, { below: lot })]!)
}

type Pick = (bound: number) => number

function randomNode(pick: Pick, i: number): Node {
  const labels: Record<string, string> = pick(3) ? { disk: pick(2) ? 'ssd' : 'hdd', size: String(pick(9)) } : {}
  const taints = [
    ...(pick(6) === 0 ? [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] : []),
    ...(pick(3) === 0 ? [{ key: 'busy', effect: 'PreferNoSchedule' }] : []),
    ...(pick(5) === 0 ? [{ key: 'old', effect: 'PreferNoSchedule' }] : []),
  ]
  const images = [0, 1, 2].filter(() => pick(3) === 0).map(n => ({ names: [`app-${n}:v1`], sizeBytes: (n + 1) * 300_000_000 }))
  return node(`n${i}`, {
    cpu: `${1 + pick(6)}`, memory: `${2 + pick(14)}Gi`, pods: `${4 + pick(20)}`, labels, taints, unschedulable: pick(12) === 0, images, ...(pick(6) ? { zone: `z${pick(3)}` } : {}),
  })
}

function randomPod(pick: Pick, step: number): Pod {
  const app = `app-${pick(3)}`
  const selector = { matchLabels: { app: `app-${pick(3)}` } }
  const constraint = (): TopologySpreadConstraint => ({
    maxSkew: 1 + pick(2), topologyKey: pick(2) ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname', whenUnsatisfiable: pick(2) ? 'DoNotSchedule' : 'ScheduleAnyway', labelSelector: pick(9) ? selector : {},
    ...(pick(4) === 0 ? { minDomains: 1 + pick(4) } : {}), ...(pick(4) === 0 ? { nodeTaintsPolicy: 'Honor' } : {}), ...(pick(4) === 0 ? { nodeAffinityPolicy: 'Ignore' } : {}),
  })
  const term = () => ({ topologyKey: pick(2) ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname', labelSelector: selector, ...(pick(4) === 0 ? { namespaceSelector: { matchLabels: { team: 'other' } } } : {}) })
  const weighted = () => [{ weight: 1 + pick(50), podAffinityTerm: term() }]
  const affinity: Affinity | undefined = pick(3) ? undefined : {
    ...(pick(3) === 0 ? { podAffinity: pick(2) ? { requiredDuringSchedulingIgnoredDuringExecution: [term()] } : { preferredDuringSchedulingIgnoredDuringExecution: weighted() } } : {}),
    ...(pick(3) === 0 ? { podAntiAffinity: pick(2) ? { requiredDuringSchedulingIgnoredDuringExecution: [term()] } : { preferredDuringSchedulingIgnoredDuringExecution: weighted() } } : {}),
    ...(pick(2) ? { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 + pick(9), preference: { matchExpressions: [{ key: 'size', operator: 'Gt', values: [String(pick(8))] }] } }] } } : {}),
  }
  return pod(`p${step}`, {
    namespace: pick(4) ? 'default' : 'other', labels: { app }, image: `app-${pick(3)}:v1`, priority: pick(3),
    ...(pick(4) ? { cpu: `${100 + pick(8) * 100}m` } : {}), ...(pick(4) ? { memory: `${64 + pick(8) * 128}Mi` } : {}),
    ...(pick(8) === 0 ? { hostPort: 8000 + pick(2) } : {}), ...(pick(6) === 0 ? { nodeSelector: { disk: 'ssd' } } : {}),
    ...(pick(4) === 0 ? { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } : {}),
    ...(pick(3) === 0 ? { topologySpreadConstraints: [constraint(), ...(pick(2) ? [constraint()] : [])] } : {}), affinity,
  })
}

function change(cache: ClusterCache, pick: Pick, size: number): void {
  const keys = [...cache.slotOf.keys()]
  if (pick(4) === 0 && keys.length) removePod(cache, keys[pick(keys.length)]!)
  if (pick(6) === 0) setNode(cache, randomNode(pick, pick(size)))
  if (pick(20) === 0 && cache.zones.size > 1) removeNode(cache, `n${pick(size)}`)
  if (pick(8) === 0) nominate(cache, know(cache, pod('expected', { cpu: '2', priority: pick(4), labels: { app: 'app-0' } })), `n${pick(size)}`)
  if (pick(8) === 0) unnominate(cache, 'default/expected')
  if (pick(8) === 0 && keys.length) {
    const key = keys[pick(keys.length)]!
    const slot = cache.slotOf.get(key)
    const known = slot === undefined ? undefined : cache.podsOn[slot]!.get(key)
    const name = slot === undefined ? undefined : cache.nodes[slot]?.metadata.name
    if (known && name) assumePod(cache, know(cache, { ...known.pod, metadata: { ...known.pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }), name)
  }
}

