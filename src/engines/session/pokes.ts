import { CONTROL_PLANE, type CacheLag, type ClusterPlan, type ExpectationsControl, type LoopControl } from '../../cluster/index.ts'
import type { Input, Kernel, Message } from '../../kernel/index.ts'
import { endOfLink } from '../../projection/index.ts'
import { LAG_MAX_MS, type LagPoke, type LinkPoke, type PlaceId, type Poke } from '../../protocol/index.ts'

/** What a poke means to the kernel; `line` is for those that go through kubectl, as a user's own command, after the inputs. */
export type PokeInputs = { readonly inputs: readonly Input[] } | { readonly line: string; readonly inputs?: readonly Input[] } | { readonly problem: string }

/** What is known when something is broken or mended: `links` are the other line faults that stay. */
export interface PokeSetting { readonly plan: ClusterPlan; readonly kernel: Kernel; readonly links: readonly LinkPoke[] }

export function inputsOf(poke: Poke, { plan, kernel, links }: PokeSetting): PokeInputs {
  const node = 'node' in poke && poke.poke !== 'kill-container' && poke.poke !== 'memory-hog' ? poke.node : undefined
  if (node !== undefined && !plan.nodes.some(({ name }) => name === node)) return { problem: node }
  const member = 'member' in poke ? poke.member : undefined
  if (member !== undefined && !plan.etcd.includes(member)) return { problem: member }
  switch (poke.poke) {
    case 'delete-pod': return { line: `kubectl delete pod ${poke.name} -n ${poke.namespace} --wait=false` }
    case 'kill-container': return toActor(kernel, `runtime/${poke.node}`, { type: 'kill-container', namespace: poke.namespace, pod: poke.pod, container: poke.container })
    case 'memory-hog': return toActor(kernel, `runtime/${poke.node}`, leak(poke, poke.mebibytesPerSecond))
    case 'stop-kubelet': return { inputs: [{ type: 'crash', actor: `kubelet/${poke.node}` }] }
    case 'power-off': return { inputs: [{ type: 'power-off', host: poke.node }] }
    case 'kill-etcd': return { inputs: [{ type: 'crash', actor: poke.member }] }
    case 'pause-controller': return { inputs: [loop('kube-controller-manager', poke.controller, true)] }
    case 'pause-scheduler': return { inputs: [loop('kube-scheduler', 'schedule-one', true)] }
    case 'lag-watch': return isLag(poke.milliseconds) && hearsWatches(kernel, poke.process) ? { inputs: [lag(poke.process, poke.milliseconds)] } : { problem: `${poke.process} ${poke.milliseconds} ms` }
    case 'expectations-off': return runsController(kernel, poke.controller) ? { inputs: [expectations(poke.controller, false)] } : { problem: poke.controller }
    case 'cut-link': case 'slow-link': case 'lossy-link': return { inputs: linkInputs([poke], [...links, poke]) }
    case 'reset-link': return ofActors(kernel, [endOfLink(poke.from), endOfLink(poke.to)], ([from, to]) => ({ type: 'disconnect', from: from!, to: to! }))
    case 'crash': return ofActors(kernel, [endOfLink(poke.process)], ([actor]) => ({ type: 'crash', actor: actor! }))
    case 'freeze': return ofActors(kernel, [endOfLink(poke.process)], ([actor]) => ({ type: 'pause', actor: actor! }))
    case 'slow-disk': return toActor(kernel, `${poke.member}/disk`, { type: 'disk-change', speed: poke.speed })
    case 'full-disk': return toActor(kernel, `${poke.member}/disk`, { type: 'disk-change', full: true })
    case 'slow-registry': return toActor(kernel, 'registry', { type: 'registry-control', slowFactor: poke.factor })
    case 'registry-down': return toActor(kernel, 'registry', { type: 'registry-control', down: true })
    case 'clock-skew': return { inputs: [{ type: 'clock-skew', host: poke.node, us: poke.seconds * 1_000_000 }] }
    case 'cordon': return { line: `kubectl cordon ${poke.node}` }
    case 'drain': return { line: `kubectl drain ${poke.node} --ignore-daemonsets --delete-emptydir-data --force` }
    case 'bad-image': return { line: `kubectl set image deployment/${poke.deployment} *=registry.example/no-such-image:v1 -n ${poke.namespace}` }
    case 'zone-off': return ofZone(plan, poke.zone, (host) => [{ type: 'power-off', host }])
    case 'zone-cut': return ofZone(plan, poke.zone, (host) => cutFromControlPlane(host, { down: true }))
    case 'image-storm': return {
      inputs: [tell('registry', { type: 'registry-control', slowFactor: STORM_SLOWER })],
      line: `kubectl set image deployment/${poke.deployment} *=${STORM_IMAGE} -n ${poke.namespace}`,
    }
    case 'relist': return { inputs: [{ type: 'crash', actor: 'apiserver' }, { type: 'restart', actor: 'apiserver' }] }
    case 'hold-message': return onItsWay(kernel, poke.event, { type: 'hold', event: poke.event })
    case 'drop-message': return onItsWay(kernel, poke.event, { type: 'drop', event: poke.event })
  }
}

/** What takes a poke back; undefined where nothing can (a deleted Pod, a message that was lost). */
export function undoOf(poke: Poke, links: readonly LinkPoke[], plan: ClusterPlan, lags: readonly LagPoke[] = []): Exclude<PokeInputs, { readonly problem: string }> | undefined {
  switch (poke.poke) {
    case 'delete-pod': case 'kill-container': case 'reset-link': case 'drop-message': case 'relist': return undefined
    case 'memory-hog': return { inputs: [tell(`runtime/${poke.node}`, leak(poke, 0))] }
    case 'stop-kubelet': return { inputs: [{ type: 'restart', actor: `kubelet/${poke.node}` }] }
    case 'power-off': return { inputs: [{ type: 'power-on', host: poke.node }] }
    case 'kill-etcd': return { inputs: [{ type: 'restart', actor: poke.member }] }
    case 'pause-controller': return { inputs: [loop('kube-controller-manager', poke.controller, false)] }
    case 'pause-scheduler': return { inputs: [loop('kube-scheduler', 'schedule-one', false)] }
    // Another lag of the same process, set before, is what remains.
    case 'lag-watch': return { inputs: [lag(poke.process, lags.findLast(({ process }) => process === poke.process)?.milliseconds ?? 0)] }
    case 'expectations-off': return { inputs: [expectations(poke.controller, true)] }
    case 'cut-link': case 'slow-link': case 'lossy-link': return { inputs: linkInputs([poke], links) }
    case 'crash': return { inputs: [{ type: 'restart', actor: endOfLink(poke.process) }] }
    case 'freeze': return { inputs: [{ type: 'resume', actor: endOfLink(poke.process) }] }
    case 'slow-disk': return { inputs: [tell(`${poke.member}/disk`, { type: 'disk-change', speed: 'ssd' })] }
    case 'full-disk': return { inputs: [tell(`${poke.member}/disk`, { type: 'disk-change', full: false })] }
    case 'slow-registry': return { inputs: [tell('registry', { type: 'registry-control', slowFactor: 1 })] }
    case 'registry-down': return { inputs: [tell('registry', { type: 'registry-control', down: false })] }
    case 'clock-skew': return { inputs: [{ type: 'clock-skew', host: poke.node, us: 0 }] }
    case 'cordon': case 'drain': return { line: `kubectl uncordon ${poke.node}` }
    case 'bad-image': return { line: `kubectl rollout undo deployment/${poke.deployment} -n ${poke.namespace}` }
    case 'zone-off': return zoneInputs(plan, poke.zone, (host) => [{ type: 'power-on', host }])
    case 'zone-cut': return zoneInputs(plan, poke.zone, (host) => cutFromControlPlane(host, {}))
    case 'image-storm': return { inputs: [tell('registry', { type: 'registry-control', slowFactor: 1 })], line: `kubectl rollout undo deployment/${poke.deployment} -n ${poke.namespace}` }
    case 'hold-message': return { inputs: [{ type: 'release', event: poke.event }] }
  }
}

export function placeOfPoke(poke: Poke): PlaceId {
  switch (poke.poke) {
    case 'delete-pod': case 'bad-image': case 'hold-message': case 'drop-message': case 'image-storm': case 'relist': return 'apiserver'
    case 'zone-off': case 'zone-cut': return `zone/${poke.zone}`
    case 'kill-container': case 'memory-hog': return `node/${poke.node}/runtime`
    case 'stop-kubelet': return `node/${poke.node}/kubelet`
    case 'power-off': case 'clock-skew': case 'cordon': case 'drain': return `node/${poke.node}`
    case 'cut-link': case 'slow-link': case 'lossy-link': case 'reset-link': return poke.from
    case 'kill-etcd': case 'slow-disk': case 'full-disk': return `etcd/${poke.member}`
    case 'pause-controller': case 'expectations-off': return `controller-manager/${poke.controller}`
    case 'pause-scheduler': return 'scheduler'
    case 'crash': case 'freeze': case 'lag-watch': return poke.process
    case 'slow-registry': case 'registry-down': return 'registry'
  }
}

/** The process that a poke changes only as long as it lives; what lies on a disk, a link or in etcd outlives processes by itself. */
export function actorOfPoke(poke: Poke): string | undefined {
  switch (poke.poke) {
    case 'pause-controller': case 'expectations-off': return MANAGER
    case 'pause-scheduler': return 'kube-scheduler'
    case 'lag-watch': case 'freeze': case 'crash': return endOfLink(poke.process)
    case 'stop-kubelet': return `kubelet/${poke.node}`
    case 'kill-etcd': return poke.member
    default: return undefined
  }
}

export const isLinkPoke = (poke: Poke): poke is LinkPoke => poke.poke === 'cut-link' || poke.poke === 'slow-link' || poke.poke === 'lossy-link'

const tell = (to: string, msg: Message & Readonly<Record<string, unknown>>): Input => ({ type: 'message', to, msg })
const toActor = (kernel: Kernel, to: string, msg: Message & Readonly<Record<string, unknown>>): PokeInputs => (kernel.has(to) ? { inputs: [tell(to, msg)] } : { problem: to })

function ofActors(kernel: Kernel, actors: readonly string[], input: (actors: readonly string[]) => Input): PokeInputs {
  const unknown = actors.find((actor) => !kernel.has(actor))
  return unknown === undefined ? { inputs: [input(actors)] } : { problem: unknown }
}

const leak = ({ namespace, pod, container }: Extract<Poke, { readonly poke: 'memory-hog' }>, mebibytesPerSecond: number) =>
  ({ type: 'leak-memory', namespace, pod, container, bytesPerSecond: mebibytesPerSecond * 1024 * 1024 })

const STORM_SLOWER = 20
/** Two gigabytes that no node has. */
const STORM_IMAGE = 'glass/app:big'

const zoneInputs = (plan: ClusterPlan, zone: string, of: (host: string) => readonly Input[]): { readonly inputs: readonly Input[] } =>
  ({ inputs: plan.nodes.filter((node) => !node.controlPlane && node.zone === zone).flatMap(({ name }) => of(name)) })

function ofZone(plan: ClusterPlan, zone: string, of: (host: string) => readonly Input[]): PokeInputs {
  const found = zoneInputs(plan, zone, of)
  return found.inputs.length > 0 ? found : { problem: zone }
}

/** Between the machine of the control plane and a worker, both ways: what runs there goes on, unseen. */
const cutFromControlPlane = (host: string, change: Extract<Input, { readonly type: 'link' }>['change']): readonly Input[] =>
  [{ type: 'link', from: CONTROL_PLANE, to: host, change }, { type: 'link', from: host, to: CONTROL_PLANE, change }]

function onItsWay(kernel: Kernel, event: number, input: Input): PokeInputs {
  for (const pending of kernel.pending()) if (pending.id === event && pending.from !== pending.to) return { inputs: [input] }
  return { problem: `#${event}` }
}

const loop = (to: string, name: string, paused: boolean): Input => ({ type: 'message', to, msg: { type: 'loop-control', loop: name, paused } satisfies LoopControl as never })

const MANAGER = 'kube-controller-manager'
const isLag = (milliseconds: number): boolean => Number.isInteger(milliseconds) && milliseconds > 0 && milliseconds <= LAG_MAX_MS
const runsController = (kernel: Kernel, name: string): boolean => (kernel.inspect(MANAGER) as { readonly controllers: ReadonlyMap<string, unknown> }).controllers.has(name)
const controllerOf = (process: PlaceId): string | undefined => (process.startsWith('controller-manager/') ? process.slice('controller-manager/'.length) : undefined)

/** Controllers, the scheduler, kubelets and kube-proxies have caches that follow watches. */
function hearsWatches(kernel: Kernel, process: PlaceId): boolean {
  const controller = controllerOf(process)
  return controller === undefined ? /^(scheduler|node\/[^/]+\/(kubelet|proxy))$/.test(process) && kernel.has(endOfLink(process)) : runsController(kernel, controller)
}

function lag(process: PlaceId, milliseconds: number): Input {
  const controller = controllerOf(process)
  return { type: 'message', to: endOfLink(process), msg: { type: 'cache-lag', lagUs: milliseconds * 1000, ...(controller === undefined ? {} : { loop: controller }) } satisfies CacheLag as never }
}

const expectations = (controller: string, on: boolean): Input => ({ type: 'message', to: MANAGER, msg: { type: 'expectations-control', loop: controller, on } satisfies ExpectationsControl as never })

export const isLagPoke = (poke: Poke): poke is LagPoke => poke.poke === 'lag-watch'

/** The directions that these pokes touch, each with what all faults that are left add up to. */
function linkInputs(touched: readonly LinkPoke[], left: readonly LinkPoke[]): Input[] {
  const keys = new Map(touched.flatMap(directions).map(([from, to]) => [`${from}>${to}`, [from, to] as const]))
  return [...keys.values()].map(([from, to]) => ({ type: 'link', from, to, change: changeOf(left.filter((one) => directions(one).some(([a, b]) => a === from && b === to))) }))
}

function directions(poke: LinkPoke): readonly (readonly [from: string, to: string])[] {
  const [a, b] = [endOfLink(poke.from), endOfLink(poke.to)]
  return poke.poke === 'cut-link' && poke.oneWay ? [[a, b]] : [[a, b], [b, a]]
}

function changeOf(pokes: readonly LinkPoke[]): Extract<Input, { readonly type: 'link' }>['change'] {
  let change: Extract<Input, { readonly type: 'link' }>['change'] = {}
  for (const poke of pokes) {
    if (poke.poke === 'cut-link') change = { ...change, down: true }
    else if (poke.poke === 'slow-link') change = { ...change, latencyFactor: (change.latencyFactor ?? 1) * poke.factor }
    else change = { ...change, lossPpm: Math.max(change.lossPpm ?? 0, Math.round(poke.lossPercent * 10_000)), duplicatePpm: Math.max(change.duplicatePpm ?? 0, Math.round(poke.duplicatePercent * 10_000)) }
  }
  return change
}
