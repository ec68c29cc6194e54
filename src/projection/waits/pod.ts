import { podCondition, podReady, podTerminal, type Pod } from '../../api/index.ts'
import { kubeletNetwork, podDetail, schedulerDetail, type ContainerDetail, type PodDetail } from '../../cluster/details.ts'
import { registryView, runtimeView, schedulerView, type SchedulingReport } from '../../cluster/index.ts'
import type { WaitsFor } from '../../protocol/index.ts'
import { state } from '../views.ts'
import { dueAt, processWaiter, secondsOf, wait, waiterOf, type Asking, type Times, type Waiter } from './asking.ts'
import { schedulerWaits } from './control-plane.ts'
import { hostWaits } from './node.ts'

/** Why a Pod has no node, is not Ready, or does not go. Nothing for one that is as it should be. */
export function podWaits(asking: Asking, pod: Pod, depth: number): WaitsFor[] {
  if (pod.metadata.deletionTimestamp) return leavingWaits(asking, pod, depth)
  if (podTerminal(pod)) return []
  if (!pod.spec.nodeName) return placeWaits(asking, pod, depth)
  return podReady(pod) ? [] : startWaits(asking, pod, pod.spec.nodeName, depth)
}

const keyOf = ({ metadata }: Pod): string => `${metadata.namespace}/${metadata.name}`

// ---- no node ----------------------------------------------------------------------------------------------------------------

function placeWaits(asking: Asking, pod: Pod, depth: number): WaitsFor[] {
  const waiter = waiterOf(pod as never, depth)
  const gates = (pod.spec.schedulingGates ?? []) as readonly { readonly name: string }[]
  if (gates.length > 0) return [wait(asking, waiter, 'scheduling-gate', { gates: gates.map(({ name }) => name).join(', ') })]
  const stopped = schedulerWaits(asking, depth + 1)
  if (stopped.length > 0) return [wait(asking, waiter, 'scheduler'), ...stopped]
  const view = schedulerView(state(asking.kernel, 'kube-scheduler'))
  const key = keyOf(pod)
  const report = schedulerDetail(state(asking.kernel, 'kube-scheduler')).reports.find((one) => one.pod === key)
  const backoff = view.backoff.find((one) => one.pod === key)
  const queued = view.active.findIndex((one) => one.pod === key)
  const stuck = view.unschedulable.find((one) => one.pod === key)
  const said = podCondition(pod, 'PodScheduled')
  const nominated = view.nominated.find((one) => one.pod === key)?.node || report?.nominatedNode || undefined
  const waits: WaitsFor[] = []
  if (nominated !== undefined) waits.push(wait(asking, waiter, 'preemption', { node: nominated, victims: (report?.victims ?? []).map((one) => one.split('/').at(-1)!).join(', ') }))
  else if (report?.outcome === 'unschedulable' || said?.status === 'False') waits.push(wait(asking, waiter, 'scheduling', { nodes: report?.nodes.length ?? asking.plan.nodes.length }, { since: stuck?.sinceUs, until: backoff?.untilUs }))
  else waits.push(queued > 0 ? wait(asking, waiter, 'scheduler-queue', { before: queued }) : wait(asking, waiter, 'scheduler'))
  return [...waits, ...(report?.outcome === 'unschedulable' ? report.nodes.map((node) => refusal(asking, node, depth + 1)) : [])]
}

/** What one node lacks. */
function refusal(asking: Asking, { node, refusedBy = '', reasons = [], short, taint }: SchedulingReport['nodes'][number], depth: number): WaitsFor {
  const waiter: Waiter = { name: `node/${node}`, depth, object: { group: '', resource: 'nodes', namespace: '', name: node } }
  if (taint !== undefined) return wait(asking, waiter, 'node-taint', { node, taint })
  if (refusedBy === 'NodeUnschedulable') return wait(asking, waiter, 'node-cordoned')
  const lack = short?.[0]
  if (lack) return wait(asking, waiter, lack.resource === 'pods' ? 'node-pods' : 'node-short', { node, resource: lack.resource, wanted: amount(lack.resource, lack.wanted), left: amount(lack.resource, lack.left) })
  return wait(asking, waiter, 'node-refuses', { node, plugin: refusedBy, reason: reasons.join(', ') })
}

/** As Kubernetes writes it: cpu in thousandths, memory in mebibytes. */
const amount = (resource: string, value: number): string => (resource === 'cpu' ? `${value}m` : resource === 'memory' ? `${Math.floor(value / 1_048_576)}Mi` : String(value))

// ---- not Ready --------------------------------------------------------------------------------------------------------------

function startWaits(asking: Asking, pod: Pod, node: string, depth: number): WaitsFor[] {
  const waiter = waiterOf(pod as never, depth)
  const host = hostWaits(asking, node, depth + 1)
  if (host.length > 0) return [wait(asking, waiter, 'host', { node }), ...host]
  const kubelet = state(asking.kernel, `kubelet/${node}`)
  const detail = podDetail(kubelet, pod.metadata.uid!)
  if (!detail) return [wait(asking, waiter, 'heard', { node })]
  const network = kubeletNetwork(kubelet)
  if (!network.ready && !pod.spec.hostNetwork) return [wait(asking, waiter, 'network-plugin', { message: network.message })]
  if (detail.missing.length > 0) return detail.missing.map(({ volume, kind, name }) => wait(asking, waiter, 'volume', { volume, kind: kind === 'configmaps' ? 'ConfigMap' : 'Secret', name }, next(asking, detail)))
  if (detail.sandbox === 'creating') return [wait(asking, waiter, 'sandbox', { node })]
  const waits = detail.containers.flatMap((one) => containerWaits(asking, detail, one, node, waiter))
  const gates = (pod.spec.readinessGates ?? []).filter(({ conditionType }) => podCondition(pod, conditionType)?.status !== 'True')
  const all = [...waits, ...gates.map(({ conditionType }) => wait(asking, waiter, 'readiness-gate', { condition: conditionType }))]
  return all.length > 0 ? all : [wait(asking, waiter, 'report', { node })]
}

/** The kubelet's next look at a Pod, where one is set. */
const next = ({ kernel }: Asking, { nextSync }: PodDetail): Times => ({ until: dueAt(kernel, nextSync) })

function containerWaits(asking: Asking, detail: PodDetail, one: ContainerDetail, node: string, waiter: Waiter): readonly WaitsFor[] {
  const { name: container, role, ready, pull, waiting, image } = one
  if (ready || (role === 'init' && one.state === 'exited' && one.exitCode === 0)) return []
  const before = detail.containers.slice(0, detail.containers.indexOf(one)).find((other) => other.role !== 'main' && !other.ready && !(other.state === 'exited' && other.exitCode === 0))
  if (before && one.state === 'none') return []
  if (pull) return pullWaits(asking, one, pull, node, waiter)
  if (one.crashBackOffUs !== undefined) return [wait(asking, waiter, 'crash', { container, restarts: one.attempt, code: one.exitCode, reason: one.reason, seconds: secondsOf(one.crashBackOffUs) }, next(asking, detail))]
  if (waiting && one.pullError !== '' && one.pullBackOffUs !== undefined) return [wait(asking, waiter, 'pull-back-off', { container, image, error: cutToCause(one.pullError), seconds: secondsOf(one.pullBackOffUs) }, next(asking, detail))]
  if (waiting && one.state !== 'running') return [wait(asking, waiter, 'container', { container, reason: waiting.reason, message: waiting.message }, next(asking, detail))]
  if (one.state !== 'running') return [wait(asking, waiter, one.state === 'exited' ? 'ended' : 'creating', { container, code: one.exitCode, reason: one.reason }, next(asking, detail))]
  if (role === 'init') return [wait(asking, waiter, 'init', { container })]
  return probeWaits(asking, one, waiter)
}

/** The runtime tells a failed pull in nested sentences; the innermost says what it was. */
const cutToCause = (error: string): string => error.replace(/^rpc error: code = \w+ desc = /, '').replace(/^failed to pull and unpack image "[^"]*": /, '').replace(/^failed to resolve reference "[^"]*": /, '')

/** A pull ends when its last layer is unpacked; whose turn it is not waits for the one before. */
function pullWaits(asking: Asking, { name: container, image }: ContainerDetail, { stage, sinceUs, current }: NonNullable<ContainerDetail['pull']>, node: string, waiter: Waiter): readonly WaitsFor[] {
  const running = runtimeView(state(asking.kernel, `runtime/${node}`)).pulls.find(({ endUs }) => endUs > 0) ?? { endUs: 0, bytes: 0 }
  const registry = registryView(state(asking.kernel, 'registry'))
  const slow = registry.down ? [wait(asking, processWaiter('registry', waiter.depth + 1), 'registry-down')] : registry.slowFactor > 1 ? [wait(asking, processWaiter('registry', waiter.depth + 1), 'registry-slow', { factor: registry.slowFactor })] : []
  const own = stage === 'queued'
    ? wait(asking, waiter, 'pull-turn', { container, image, current, node }, { since: sinceUs })
    : wait(asking, waiter, running.endUs > 0 ? 'pull' : 'pull-asks', { container, image, megabytes: Math.round(running.bytes / 100_000) / 10 }, { since: sinceUs, until: running.endUs })
  return [own, ...slow]
}

function probeWaits(asking: Asking, { name: container, probes }: ContainerDetail, waiter: Waiter): readonly WaitsFor[] {
  const probe = probes.find(({ kind, result }) => kind === 'startup' && result !== 'success') ?? probes.find(({ kind }) => kind === 'readiness')
  if (!probe) return []
  const times = { until: probe.probedAtUs > 0 ? probe.probedAtUs + probe.periodUs : undefined }
  if (probe.result === 'unknown' && probe.failures === 0) return [wait(asking, waiter, 'probe-first', { container, probe: probe.kind }, times)]
  return [wait(asking, waiter, 'probe', { container, probe: probe.kind, failures: probe.failures, threshold: probe.threshold, output: probe.output }, times)]
}

// ---- does not go ------------------------------------------------------------------------------------------------------------

function leavingWaits(asking: Asking, pod: Pod, depth: number): WaitsFor[] {
  const waiter = waiterOf(pod as never, depth)
  const { nodeName } = pod.spec
  if (!nodeName) return []
  const host = hostWaits(asking, nodeName, depth + 1)
  if (host.length > 0) return [wait(asking, waiter, 'last-word', { node: nodeName }), ...host]
  const ending = podDetail(state(asking.kernel, `kubelet/${nodeName}`), pod.metadata.uid!)?.termination
  if (!ending) return [wait(asking, waiter, 'heard', { node: nodeName })]
  if (ending.done) return pod.metadata.finalizers?.length ? [] : [wait(asking, waiter, 'report', { node: nodeName })]
  return [wait(asking, waiter, 'grace', { seconds: ending.graceSeconds }, { since: ending.startedAtUs, until: ending.startedAtUs + ending.graceSeconds * 1_000_000 })]
}
