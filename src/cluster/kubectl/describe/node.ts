import { addQuantities, canonicalQuantity, formatQuantity, humanDuration, parseTimeUs, podLimits, podRequests, quantityMilli, type Lease, type Node, type Pod, type Requests } from '../../../api/index.ts'
import { dateText, heading, keysOf, taintsBlock } from './blocks.ts'

/** Models describeNode. `pods` are those that run there; `lease` is the node's heartbeat. */
export function nodeText({ metadata, spec, status }: Node, pods: readonly Pod[], lease: Lease | undefined, nowUs: number): string {
  const roles = keysOf(metadata.labels).flatMap((key) => /^node-role\.kubernetes\.io\/(.+)$/.exec(key)?.[1] ?? [])
  const info = status?.nodeInfo
  const plenty = (title: string, list: Readonly<Record<string, string>> | undefined): string => (keysOf(list).length === 0 ? '' : `${title}:\n${keysOf(list).map((name) => `  ${name}:\t${canonicalQuantity(list![name]!)}\n`).join('')}`)
  return `${heading({ ...metadata, namespace: undefined as never }, `Roles:\t${roles.join(',') || '<none>'}\n`)}CreationTimestamp:\t${dateText(metadata.creationTimestamp)}\n${taintsBlock(spec.taints)}Unschedulable:\t${spec.unschedulable ?? false}\n${leaseBlock(lease, metadata.name!)}${
    status?.conditions?.length ? `Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n  ----\t------\t-----------------\t------------------\t------\t-------\n${
      status.conditions.map((one) => `  ${one.type} \t${one.status} \t${dateText(one.lastHeartbeatTime)} \t${dateText(one.lastTransitionTime)} \t${one.reason ?? ''} \t${one.message ?? ''}\n`).join('')}` : ''}Addresses:\n${
    (status?.addresses ?? []).map(({ type, address }) => `  ${type}:\t${address}\n`).join('')}${plenty('Capacity', status?.capacity)}${plenty('Allocatable', status?.allocatable)}System Info:\n${
    INFO.map(([title, field]) => `  ${title}:\t${info?.[field] ?? ''}\n`).join('')}${spec.podCIDR ? `PodCIDR:\t${spec.podCIDR}\n` : ''}${spec.podCIDRs?.length ? `PodCIDRs:\t${spec.podCIDRs.join(',')}\n` : ''}${spec.providerID ? `ProviderID:\t${spec.providerID}\n` : ''}${
    podsBlock(pods, status?.allocatable ?? status?.capacity ?? {}, nowUs)}`
}

const INFO = [
  ['Machine ID', 'machineID'], ['System UUID', 'systemUUID'], ['Boot ID', 'bootID'], ['Kernel Version', 'kernelVersion'], ['OS Image', 'osImage'], ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'], ['Container Runtime Version', 'containerRuntimeVersion'], ['Kubelet Version', 'kubeletVersion'],
] as const

function leaseBlock(lease: Lease | undefined, name: string): string {
  if (!lease) return `Lease:\tFailed to get lease: leases.coordination.k8s.io "${name}" not found\n`
  const date = (text: string | undefined): string => (text === undefined ? '<unset>' : dateText(text))
  return `Lease:\n  HolderIdentity:\t${lease.spec?.holderIdentity ?? '<unset>'}\n  AcquireTime:\t${date(lease.spec?.acquireTime)}\n  RenewTime:\t${date(lease.spec?.renewTime)}\n`
}

/** Models describeNodeResource. */
function podsBlock(pods: readonly Pod[], allocatable: Readonly<Record<string, string>>, nowUs: number): string {
  const share = (amount: string, name: string): string => {
    const whole = quantityMilli(allocatable[name])
    return `${amount} (${whole === 0 ? 0 : Math.floor((quantityMilli(amount) / whole) * 100)}%)`
  }
  const rows = pods.map((pod) => {
    const cells = [['cpu', podRequests(pod)], ['cpu', podLimits(pod)], ['memory', podRequests(pod)], ['memory', podLimits(pod)]] as const
    return `  ${pod.metadata.namespace}\t${pod.metadata.name}\t\t${cells.map(([name, list]) => share(amountText(name, list), name)).join('\t')}\t${humanDuration((nowUs - parseTimeUs(pod.metadata.creationTimestamp)) / 1_000_000)}\n`
  })
  const sum = (name: string, of: (pod: Pod) => Requests): string => share(pods.reduce((total, pod) => addQuantities(total, amountText(name, of(pod))), '0'), name)
  const named = ['cpu', 'memory', 'ephemeral-storage', ...keysOf(allocatable).filter((name) => name.startsWith('hugepages-'))]
  return `Non-terminated Pods:\t(${pods.length} in total)\n  Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n  ---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n${rows.join('')}Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n  Resource\tRequests\tLimits\n  --------\t--------\t------\n${
    named.map((name) => `  ${name}\t${sum(name, podRequests)}\t${sum(name, podLimits)}\n`).join('')}`
}

/** An amount in thousandths as its kind of resource is written. */
const amountText = (name: string, list: Requests): string => formatQuantity({ nanos: BigInt(list[name] ?? 0) * 1_000_000n, format: name === 'cpu' ? 'DecimalSI' : 'BinarySI' })
