import { quantityMilli, timeText, type ContainerImage, type Node, type NodeCondition, type NodeStatus } from '../../api/index.ts'
import type { Micros } from '../../kernel/index.ts'
import type { KubeletConfig, KubeletState } from './state.ts'

export const KUBELET_VERSION = 'v1.36.3'
const IMAGES_MAX = 50

/** What the kubelet says about its node. Models the setters of kubelet/nodestatus. */
export function nodeStatus(state: KubeletState, config: KubeletConfig, clockUs: Micros): NodeStatus {
  const capacity = capacityOf(config)
  // Resources that others put there (extended ones, by hand or by a device plugin) are theirs.
  const others = state.node.object?.status
  const ids = machineIds(config.nodeName)
  return {
    addresses: [{ type: 'InternalIP', address: config.hostIP }, { type: 'Hostname', address: config.nodeName }],
    capacity: { ...others?.capacity, ...capacity }, allocatable: { ...others?.allocatable, ...allocatableOf(capacity) },
    conditions: conditionsOf(state, clockUs), daemonEndpoints: { kubeletEndpoint: { Port: 10250 } }, images: imagesOf(state),
    nodeInfo: {
      architecture: 'amd64', bootID: ids.bootID, containerRuntimeVersion: 'containerd://2.2.0', kernelVersion: '6.12.0', kubeProxyVersion: '', kubeletVersion: KUBELET_VERSION,
      machineID: ids.machineID, operatingSystem: 'linux', osImage: 'Debian GNU/Linux 13 (trixie)', systemUUID: ids.systemUUID,
    },
  }
}

export function initialNode(state: KubeletState, config: KubeletConfig, clockUs: Micros): Node {
  return {
    apiVersion: 'v1', kind: 'Node',
    metadata: {
      name: config.nodeName, annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
      labels: {
        'beta.kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': config.nodeName, 'kubernetes.io/os': 'linux',
        ...config.labels,
      },
    },
    spec: config.taints && config.taints.length > 0 ? { taints: config.taints } : {},
    status: nodeStatus(state, config, clockUs),
  }
}

function capacityOf({ capacity }: KubeletConfig): Record<string, string> {
  return { 'ephemeral-storage': '102400Mi', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', pods: '110', ...capacity }
}

/** Hard eviction thresholds are set aside: 100Mi of memory and a tenth of the disk. */
function allocatableOf(capacity: Readonly<Record<string, string>>): Record<string, string> {
  const memoryKi = Math.floor(quantityMilli(capacity['memory']!) / 1000 / 1024) - 100 * 1024
  const storage = Math.floor(quantityMilli(capacity['ephemeral-storage']!) / 1000 * 0.9)
  return { ...capacity, memory: `${memoryKi}Ki`, 'ephemeral-storage': String(storage) }
}

function conditionsOf({ networkReady, networkMessage, runtimeKnown, node, memory }: KubeletState, clockUs: Micros): readonly NodeCondition[] {
  const nowText = timeText(clockUs)
  const errors: string[] = []
  if (!runtimeKnown) errors.push('container runtime is down')
  if (!networkReady) errors.push(networkMessage)
  const message = errors.length > 1 ? `[${errors.join(', ')}]` : errors[0]
  const condition = (type: string, status: string, reason: string, text: string): NodeCondition => {
    const before = node.conditions.find((candidate) => candidate.type === type)
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : nowText
    return { type, status, lastHeartbeatTime: nowText, lastTransitionTime, reason, message: text }
  }
  return [
    memory.underPressure
      ? condition('MemoryPressure', 'True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available')
      : condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    message === undefined ? condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status') : condition('Ready', 'False', 'KubeletNotReady', message),
  ]
}

/** The largest fifty, as upstream sorts them. */
function imagesOf({ images }: KubeletState): readonly ContainerImage[] {
  const distinct = [...new Set(images.values())].sort((a, b) => b.bytes - a.bytes || (a.id < b.id ? -1 : 1))
  return distinct.slice(0, IMAGES_MAX).map(({ digests, tags, bytes }) => ({ names: [...digests, ...tags], sizeBytes: bytes }))
}

/** NB: machine ids are made of the node's name because nobody compares them with anything. */
export const machineIds = (name: string): { readonly bootID: string; readonly machineID: string; readonly systemUUID: string } =>
  ({ bootID: identity(name, 1), machineID: identity(name, 2).replaceAll('-', ''), systemUUID: identity(name, 3) })

function identity(name: string, salt: number): string {
  let hash = 0x811c9dc5 ^ salt
  let text = ''
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    text += (Math.imul(hash, 0x9e3779b1 + round) >>> 0).toString(16).padStart(8, '0')
  }
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20, 32)}`
}
