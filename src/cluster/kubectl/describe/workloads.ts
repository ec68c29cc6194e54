import { humanDuration, parseTimeUs, qosClass, selectorOf, selectorText, type Deployment, type Pod, type ReplicaSet } from '../../../api/index.ts'
import { annotationsBlock, controlledBy, dateText, heading, labelsBlock, selectorLine, tolerationsBlock } from './blocks.ts'
import { amounts, containersBlock, seccompLine, templateBlock, volumesBlock } from './containers.ts'

/** Models describePod. */
export function podText(pod: Pod, nowUs: number): string {
  const { metadata, spec, status } = pod
  const over = status?.phase === 'Failed' || status?.phase === 'Succeeded'
  const before = `${spec.priority === undefined ? '' : `Priority:\t${spec.priority}\n`}${spec.priorityClassName ? `Priority Class Name:\t${spec.priorityClassName}\n` : ''}${spec.serviceAccountName ? `Service Account:\t${spec.serviceAccountName}\n` : ''}Node:\t${
    spec.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>'}\n${status?.startTime ? `Start Time:\t${dateText(status.startTime)}\n` : ''}`
  const phase = metadata.deletionTimestamp && !over
    ? `Status:\tTerminating (lasts ${humanDuration((nowUs - parseTimeUs(metadata.deletionTimestamp)) / 1_000_000)})\nTermination Grace Period:\t${metadata.deletionGracePeriodSeconds}s\n`
    : `Status:\t${status?.phase ?? ''}\n`
  const ips = status?.podIPs?.length ? `IPs:\n${status.podIPs.map(({ ip }) => `  IP:\t${ip}\n`).join('')}` : 'IPs:\t<none>\n'
  return `${heading(metadata, before)}${phase}${status?.reason ? `Reason:\t${status.reason}\n` : ''}${status?.message ? `Message:\t${status.message}\n` : ''}${seccompLine('', spec)}IP:\t${status?.podIP ?? ''}\n${ips}${controlledBy(metadata)}${
    status?.nominatedNodeName ? `NominatedNodeName:\t${status.nominatedNodeName}\n` : ''}${spec.resources ? `Resources:\n${amounts('Limits', spec.resources.limits, '  ')}${amounts('Requests', spec.resources.requests, '  ')}` : ''}${
    spec.initContainers?.length ? containersBlock('Init Containers', spec.initContainers, '', status?.initContainerStatuses, pod) : ''}${containersBlock('Containers', spec.containers, '', status?.containerStatuses ?? [], pod)}${
    status?.conditions?.length ? `Conditions:\n  Type\tStatus\n${status.conditions.map(({ type, status: is }) => `  ${type} \t${is} \n`).join('')}` : ''}${volumesBlock(spec.volumes, '')}QoS Class:\t${qosClass(pod)}\n${
    labelsBlock('Node-Selectors', spec.nodeSelector)}${tolerationsBlock('Tolerations', spec.tolerations)}`
}

type Conditions = readonly { readonly type: string; readonly status: string; readonly reason?: string }[] | undefined

const conditionsBlock = (conditions: Conditions): string => (conditions?.length
  ? `Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------\n${conditions.map(({ type, status, reason = '' }) => `  ${type} \t${status}\t${reason}\n`).join('')}` : '')

/** Models describeDeployment. */
export function deploymentText({ metadata, spec, status = {} }: Deployment, old: readonly ReplicaSet[], fresh: ReplicaSet | undefined): string {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status
  const rolling = spec.strategy?.rollingUpdate
  const sets = (list: readonly ReplicaSet[]): string => list.map((one) => `${one.metadata.name} (${one.status?.replicas ?? 0}/${one.spec.replicas ?? 0} replicas created)`).join(', ') || '<none>'
  return `${heading(metadata, `CreationTimestamp:\t${dateText(metadata.creationTimestamp)}\n`)}Selector:\t${selectorText(selectorOf(spec.selector))}\nReplicas:\t${spec.replicas ?? 0} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable\nStrategyType:\t${
    spec.strategy?.type ?? ''}\nMinReadySeconds:\t${spec.minReadySeconds ?? 0}\n${rolling ? `RollingUpdateStrategy:\t${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge\n` : ''}${templateBlock(spec.template)}${conditionsBlock(status.conditions)}${
    old.length > 0 || fresh ? `OldReplicaSets:\t${sets(old)}\nNewReplicaSet:\t${sets(fresh ? [fresh] : [])}\n` : ''}`
}

/** Models describeReplicaSet; `pods` are its own. */
export function replicaSetText({ metadata, spec, status }: ReplicaSet, pods: readonly Pod[]): string {
  const count = (phase: string): string => String(pods.filter((pod) => pod.status?.phase === phase).length)
  return `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace}\nSelector:\t${selectorLine(spec.selector)}\n${labelsBlock('Labels', metadata.labels)}${annotationsBlock('Annotations', metadata.annotations)}${controlledBy(metadata)}Replicas:\t${status?.replicas ?? 0} current / ${spec.replicas ?? 0} desired\nPods Status:\t${
    count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed\n${templateBlock(spec.template ?? {} as never)}${conditionsBlock(status?.conditions)}`
}
