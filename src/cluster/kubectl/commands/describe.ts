import { humanDuration, parseTimeUs, podRequests, podLimits, qosClass, type ApiObject, type Deployment, type Event, type Node, type Pod, type ReplicaSet, type Service } from '../../../api/index.ts'
import { clock, complain, print, send, type Answer, type Ask, type Conversation } from '../conversation.ts'
import { errorText, failed, namespaceOf, pathOfTarget, resourceOf, targetsOf } from '../targets.ts'
import type { Args } from '../flags.ts'
import type { Command } from './command.ts'

/** Lines of 'Name:\tvalue'; a tab aligns as kubectl's describers do, two spaces behind the longest name of the block. */
export const DESCRIBE: Command = {
  path: 'describe', usage: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)', flags: { selector: { kind: 'string', short: 'l' }, 'all-namespaces': { kind: 'bool', short: 'A' }, 'show-events': { kind: 'bool', default: 'true' } },
  * run(args) {
    const targets = targetsOf(args.positional)
    if ('problem' in targets) return yield* failed(targets.problem)
    let printed = 0
    let exit = 0
    for (const { info, name } of targets) {
      const path = args.is('all-namespaces') ? pathOfTarget({ ...info, namespaced: false }, '', name) : pathOfTarget(info, namespaceOf(args), name)
      const found = yield* send({ method: 'GET', path, query: name === undefined && args.text('selector') ? { labelSelector: args.text('selector')! } : {} })
      if (found.code !== 200) {
        yield* complain(`${errorText(found)}\n`)
        exit = 1
        continue
      }
      const objects = name === undefined ? (found.body as { items: readonly ApiObject[] }).items.map((item) => ({ ...item, kind: info.kind })) : [found.body as ApiObject]
      if (objects.length === 0) yield* complain(`No resources found in ${namespaceOf(args)} namespace.\n`)
      for (const object of objects) {
        if (printed++ > 0) yield* print('\n\n')
        yield* describeOne(args, object)
      }
    }
    return exit
  },
}

function* describeOne(args: Args, object: ApiObject): Conversation {
  const lines: string[] = []
  switch (object.kind) {
    case 'Pod': lines.push(...podLines(object as unknown as Pod)); break
    case 'Deployment': lines.push(...yield* deploymentLines(object as unknown as Deployment)); break
    case 'ReplicaSet': lines.push(...replicaSetLines(object as unknown as ReplicaSet)); break
    case 'Node': lines.push(...yield* nodeLines(object as unknown as Node)); break
    case 'Service': lines.push(...yield* serviceLines(object as unknown as Service)); break
    default: lines.push(...generic(object))
  }
  yield* print(aligned(lines))
  if (args.is('show-events')) yield* eventsOf(object)
  return 0
}

const aligned = (lines: readonly string[]): string => {
  const out: string[] = []
  for (let i = 0; i < lines.length;) {
    let end = i
    while (end < lines.length && lines[end]!.includes('\t')) end++
    const rows = lines.slice(i, end).map((line) => line.split('\t'))
    const widths: number[] = []
    for (const row of rows) row.forEach((cell, index) => { if (index < row.length - 1) widths[index] = Math.max(widths[index] ?? 0, cell.length + 2) })
    for (const row of rows) out.push(row.map((cell, index) => (index < row.length - 1 ? cell.padEnd(widths[index]!) : cell)).join(''))
    if (end < lines.length) out.push(lines[end]!)
    i = end + 1
  }
  return out.map((line) => `${line.trimEnd()}\n`).join('')
}

const NONE = '<none>'
const list = (name: string, values: readonly string[]): string[] => (values.length === 0 ? [`${name}\t${NONE}`] : values.map((value, index) => `${index === 0 ? name : ''}\t${value}`))
const map = (record: Readonly<Record<string, string>> | undefined, mark: string): string[] => Object.keys(record ?? {}).sort().map((key) => `${key}${mark}${record![key]}`)
const dateText = (text: string | undefined): string => {
  if (!text) return NONE
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(text) ?? []
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  // 2026-01-01 was a Thursday.
  const weekday = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'][Math.floor(parseTimeUs(text) / 86_400_000_000) % 7]
  return `${weekday}, ${day} ${months[Number(month) - 1]} ${year} ${time} +0000`
}

function podLines(pod: Pod): string[] {
  const { metadata, spec, status } = pod
  const owner = metadata.ownerReferences?.find(({ controller }) => controller)
  const lines = [
    `Name:\t${metadata.name}`, `Namespace:\t${metadata.namespace}`, `Priority:\t${spec.priority ?? 0}`, ...(spec.priorityClassName ? [`Priority Class Name:\t${spec.priorityClassName}`] : []), `Service Account:\t${spec.serviceAccountName ?? ''}`,
    `Node:\t${spec.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : NONE}`, ...(status?.startTime ? [`Start Time:\t${dateText(status.startTime)}`] : []), ...list('Labels:', map(metadata.labels, '=')), ...list('Annotations:', map(metadata.annotations, ': ')),
    metadata.deletionTimestamp ? `Status:\tTerminating\nTermination Grace Period:\t${metadata.deletionGracePeriodSeconds}s` : `Status:\t${status?.phase ?? ''}`, ...(status?.reason ? [`Reason:\t${status.reason}`] : []), ...(status?.message ? [`Message:\t${status.message}`] : []),
    `IP:\t${status?.podIP ?? ''}`,
  ].flatMap((line) => line.split('\n'))
  lines.push('IPs:'.concat(status?.podIPs?.length ? '' : `\t${NONE}`), ...(status?.podIPs ?? []).map(({ ip }) => `  IP:\t${ip}`))
  if (owner) lines.push(`Controlled By:\t${owner.kind}/${owner.name}`)
  for (const [title, containers, statuses] of [['Init Containers:', spec.initContainers, status?.initContainerStatuses], ['Containers:', spec.containers, status?.containerStatuses]] as const) {
    if (!containers?.length) continue
    lines.push(title)
    for (const container of containers) {
      const one = statuses?.find(({ name }) => name === container.name)
      const ports = (container.ports ?? []).map(({ containerPort, protocol }) => `${containerPort}/${protocol ?? 'TCP'}`)
      lines.push(`  ${container.name}:`, `    Container ID:\t${one?.containerID ?? ''}`, `    Image:\t${container.image}`, `    Image ID:\t${one?.imageID ?? ''}`, `    Port:\t${ports.join(', ') || NONE}`, `    Host Port:\t${ports.length > 0 ? ports.map(() => '0/TCP').join(', ') : NONE}`)
      if (container.command) lines.push('    Command:', ...container.command.map((word) => `      ${word}`))
      if (container.args) lines.push('    Args:', ...container.args.map((word) => `      ${word}`))
      lines.push(...stateLines('State', one?.state), ...(one?.lastState && Object.keys(one.lastState).length > 0 ? stateLines('Last State', one.lastState) : []))
      lines.push(`    Ready:\t${one?.ready ? 'True' : 'False'}`, `    Restart Count:\t${one?.restartCount ?? 0}`)
      for (const [heading, amounts] of [['Limits', container.resources?.limits], ['Requests', container.resources?.requests]] as const) if (amounts) lines.push(`    ${heading}:`, ...map(amounts, ':\t').map((line) => `      ${line}`))
      lines.push(...(container.env?.length ? ['    Environment:', ...container.env.map(({ name, value }) => `      ${name}:\t${value ?? ''}`)] : [`    Environment:\t${NONE}`]))
      lines.push(...(container.volumeMounts?.length ? ['    Mounts:', ...container.volumeMounts.map(({ mountPath, name, readOnly }) => `      ${mountPath} from ${name} (${readOnly ? 'ro' : 'rw'})`)] : [`    Mounts:\t${NONE}`]))
    }
  }
  lines.push('Conditions:', '  Type\tStatus', ...(status?.conditions ?? []).map(({ type, status: is }) => `  ${type}\t${is}`))
  lines.push(...(spec.volumes?.length ? ['Volumes:', ...spec.volumes.flatMap((volume) => [`  ${volume.name}:`, `    Type:\t${Object.keys(volume).find((key) => key !== 'name') ?? ''}`])] : [`Volumes:\t${NONE}`]))
  const requests = podRequests(pod)
  lines.push(`QoS Class:\t${status?.qosClass ?? qosClass(pod)}`, ...list('Node-Selectors:', map(spec.nodeSelector, '=')), ...list('Tolerations:', (spec.tolerations ?? []).map(tolerationText)))
  return requests ? lines : lines
}

type ContainerStates = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number]['state']
function stateLines(name: string, state: ContainerStates): string[] {
  if (state?.running) return [`    ${name}:\tRunning`, `      Started:\t${dateText(state.running.startedAt)}`]
  if (state?.terminated) {
    const { reason, exitCode, startedAt, finishedAt, message } = state.terminated
    return [`    ${name}:\tTerminated`, ...(reason ? [`      Reason:\t${reason}`] : []), ...(message ? [`      Message:\t${message}`] : []), `      Exit Code:\t${exitCode}`, `      Started:\t${dateText(startedAt)}`, `      Finished:\t${dateText(finishedAt)}`]
  }
  return [`    ${name}:\tWaiting`, ...(state?.waiting?.reason ? [`      Reason:\t${state.waiting.reason}`] : [])]
}

const tolerationText = ({ key = '', value, effect, operator, tolerationSeconds }: { key?: string; value?: string; effect?: string; operator?: string; tolerationSeconds?: number }): string =>
  `${key}${value ? `=${value}` : ''}${effect ? `:${effect}` : ''}${operator === 'Exists' && !value ? ` op=Exists` : ''}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`

function templateLines(template: Deployment['spec']['template'] | undefined): string[] {
  const containers = template?.spec?.containers ?? []
  return ['Pod Template:', ...list('  Labels:', map(template?.metadata?.labels, '=')), '  Containers:', ...containers.flatMap(({ name, image, ports, env, volumeMounts }) => [
    `   ${name}:`, `    Image:\t${image}`, `    Port:\t${ports?.map(({ containerPort, protocol }) => `${containerPort}/${protocol ?? 'TCP'}`).join(', ') || NONE}`, `    Host Port:\t${ports?.map(() => '0/TCP').join(', ') || NONE}`, `    Environment:\t${env?.length ? env.map((one) => one.name).join(', ') : NONE}`, `    Mounts:\t${volumeMounts?.length ? volumeMounts.map((one) => one.mountPath).join(', ') : NONE}`,
  ]), `  Volumes:\t${NONE}`, ...list('  Node-Selectors:', map(template?.spec?.nodeSelector, '=')), ...list('  Tolerations:', (template?.spec?.tolerations ?? []).map(tolerationText))]
}

function* deploymentLines({ metadata, spec, status = {} }: Deployment): Generator<Ask, string[], Answer> {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status
  const labels = map(spec.selector.matchLabels, '=').join(',')
  const listed = yield* send({ method: 'GET', path: pathOfTarget(resourceOf('replicasets')!, metadata.namespace!), query: { labelSelector: labels } })
  const own = ((listed.body as { items?: readonly ReplicaSet[] } | undefined)?.items ?? []).filter((one) => one.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid))
  const revision = metadata.annotations?.['deployment.kubernetes.io/revision']
  const fresh = own.find((one) => one.metadata.annotations?.['deployment.kubernetes.io/revision'] === revision)
  const text = (one: ReplicaSet): string => `${one.metadata.name} (${one.status?.replicas ?? 0}/${one.spec.replicas ?? 0} replicas created)`
  const old = own.filter((one) => one !== fresh).sort((a, b) => Number(a.metadata.annotations?.['deployment.kubernetes.io/revision']) - Number(b.metadata.annotations?.['deployment.kubernetes.io/revision']))
  return [
    `Name:\t${metadata.name}`, `Namespace:\t${metadata.namespace}`, `CreationTimestamp:\t${dateText(metadata.creationTimestamp)}`, ...list('Labels:', map(metadata.labels, '=')), ...list('Annotations:', map(metadata.annotations, ': ')),
    `Selector:\t${labels}`, `Replicas:\t${spec.replicas ?? 0} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`, `StrategyType:\t${spec.strategy?.type ?? ''}`, `MinReadySeconds:\t${spec.minReadySeconds ?? 0}`,
    ...(spec.strategy?.rollingUpdate ? [`RollingUpdateStrategy:\t${spec.strategy.rollingUpdate.maxUnavailable} max unavailable, ${spec.strategy.rollingUpdate.maxSurge} max surge`] : []),
    ...templateLines(spec.template), 'Conditions:', '  Type\tStatus\tReason', '  ----\t------\t------', ...(status.conditions ?? []).map((one) => `  ${one.type}\t${one.status}\t${one.reason ?? ''}`),
    `OldReplicaSets:\t${old.map(text).join(', ') || NONE}`, `NewReplicaSet:\t${fresh ? text(fresh) : NONE}`,
  ]
}

function replicaSetLines({ metadata, spec, status }: ReplicaSet): string[] {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller)
  return [
    `Name:\t${metadata.name}`, `Namespace:\t${metadata.namespace}`, `Selector:\t${map(spec.selector.matchLabels, '=').join(',')}`, ...list('Labels:', map(metadata.labels, '=')), ...list('Annotations:', map(metadata.annotations, ': ')),
    ...(owner ? [`Controlled By:\t${owner.kind}/${owner.name}`] : []), `Replicas:\t${status?.replicas ?? 0} current / ${spec.replicas ?? 0} desired`, `Pods Status:\t${status?.readyReplicas ?? 0} Ready of ${status?.replicas ?? 0}`, ...templateLines(spec.template as Deployment['spec']['template']),
  ]
}

function* nodeLines({ metadata, spec, status }: Node): Generator<Ask, string[], Answer> {
  const pods = yield* send({ method: 'GET', path: '/api/v1/pods', query: { fieldSelector: `spec.nodeName=${metadata.name},status.phase!=Succeeded,status.phase!=Failed`, limit: '500' } })
  const items = (pods.body as { items?: readonly Pod[] } | undefined)?.items ?? []
  const milli = (amount: number | undefined): string => (amount ? `${amount}m` : '0')
  const rows = items.map((pod) => `  ${pod.metadata.namespace}\t${pod.metadata.name}\t${milli(podRequests(pod).cpu)}\t${milli(podLimits(pod).cpu)}`)
  return [
    `Name:\t${metadata.name}`, `Roles:\t${Object.keys(metadata.labels ?? {}).flatMap((key) => /^node-role\.kubernetes\.io\/(.+)$/.exec(key)?.[1] ?? []).join(',') || NONE}`, ...list('Labels:', map(metadata.labels, '=')), ...list('Annotations:', map(metadata.annotations, ': ')), `CreationTimestamp:\t${dateText(metadata.creationTimestamp)}`,
    ...list('Taints:', (spec.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`)), `Unschedulable:\t${spec.unschedulable ?? false}`, 'Conditions:', '  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage', '  ----\t------\t-----------------\t------------------\t------\t-------',
    ...(status?.conditions ?? []).map((one) => `  ${one.type}\t${one.status}\t${dateText(one.lastHeartbeatTime)}\t${dateText(one.lastTransitionTime)}\t${one.reason ?? ''}\t${one.message ?? ''}`),
    'Addresses:', ...(status?.addresses ?? []).map(({ type, address }) => `  ${type}:\t${address}`), 'Capacity:', ...map(status?.capacity, ':\t').map((line) => `  ${line}`), 'Allocatable:', ...map(status?.allocatable, ':\t').map((line) => `  ${line}`),
    `PodCIDR:\t${spec.podCIDR ?? ''}`, `Non-terminated Pods:\t(${items.length} in total)`, '  Namespace\tName\tCPU Requests\tCPU Limits', '  ---------\t----\t------------\t----------', ...rows,
  ]
}

function* serviceLines({ metadata, spec }: Service): Generator<Ask, string[], Answer> {
  const slices = yield* send({ method: 'GET', path: pathOfTarget(resourceOf('endpointslices')!, metadata.namespace!), query: { labelSelector: `kubernetes.io/service-name=${metadata.name}` } })
  const found = (slices.body as { items?: readonly { endpoints?: readonly { addresses: readonly string[]; conditions?: { ready?: boolean } }[]; ports?: readonly { name?: string; port?: number }[] }[] } | undefined)?.items ?? []
  const endpoints = (name: string | undefined): string => found.flatMap((slice) => (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).flatMap(({ addresses }) => addresses.map((ip) => `${ip}:${slice.ports?.find((port) => (port.name ?? '') === (name ?? ''))?.port ?? ''}`))).join(',')
  return [
    `Name:\t${metadata.name}`, `Namespace:\t${metadata.namespace}`, ...list('Labels:', map(metadata.labels, '=')), ...list('Annotations:', map(metadata.annotations, ': ')), `Selector:\t${map(spec.selector, '=').join(',') || NONE}`, `Type:\t${spec.type ?? ''}`,
    `IP Family Policy:\t${spec.ipFamilyPolicy ?? ''}`, `IP Families:\t${spec.ipFamilies?.join(',') ?? ''}`, `IP:\t${spec.clusterIP ?? ''}`, `IPs:\t${spec.clusterIPs?.join(',') ?? ''}`,
    ...(spec.ports ?? []).flatMap(({ name, port, protocol, targetPort, nodePort }) => [`Port:\t${name ?? '<unset>'}  ${port}/${protocol}`, `TargetPort:\t${targetPort}/${protocol}`, ...(nodePort ? [`NodePort:\t${name ?? '<unset>'}  ${nodePort}/${protocol}`] : []), `Endpoints:\t${endpoints(name)}`]),
    `Session Affinity:\t${spec.sessionAffinity ?? 'None'}`, `Internal Traffic Policy:\t${spec.internalTrafficPolicy ?? 'Cluster'}`,
  ]
}

function generic({ metadata, apiVersion, kind, ...rest }: ApiObject): string[] {
  const lines = [`Name:\t${metadata.name}`, ...(metadata.namespace ? [`Namespace:\t${metadata.namespace}`] : []), ...list('Labels:', map(metadata.labels, '=')), ...list('Annotations:', map(metadata.annotations, ': ')), `API Version:\t${apiVersion}`, `Kind:\t${kind}`]
  const walk = (value: unknown, name: string, indent: string): void => {
    if (Array.isArray(value)) {
      lines.push(`${indent}${name}:`)
      for (const item of value) (typeof item === 'object' && item !== null ? Object.entries(item).forEach(([key, child]) => walk(child, key, `${indent}  `)) : lines.push(`${indent}  ${String(item)}`))
    } else if (typeof value === 'object' && value !== null) {
      lines.push(`${indent}${name}:`)
      for (const [key, child] of Object.entries(value)) walk(child, key, `${indent}  `)
    } else lines.push(`${indent}${name}:\t${String(value)}`)
  }
  for (const [key, value] of Object.entries(rest)) walk(value, key[0]!.toUpperCase() + key.slice(1), '')
  return lines
}

function* eventsOf({ metadata, kind }: ApiObject): Conversation {
  const fields = [`involvedObject.name=${metadata.name}`, ...(metadata.namespace ? [`involvedObject.namespace=${metadata.namespace}`] : []), ...(kind === 'Node' ? [] : [`involvedObject.uid=${metadata.uid}`])]
  const response = yield* send({ method: 'GET', path: pathOfTarget(resourceOf('events')!, metadata.namespace ?? 'default'), query: { fieldSelector: fields.join(','), limit: '500' } })
  const events = [...((response.body as { items?: readonly Event[] } | undefined)?.items ?? [])].sort((a, b) => (eventTime(a) < eventTime(b) ? -1 : 1))
  if (events.length === 0) {
    yield* print(`Events:  ${NONE}\n`)
    return 0
  }
  const now = yield* clock()
  const age = (text: string): string => humanDuration((now - parseTimeUs(text)) / 1_000_000)
  yield* print(aligned(['Events:', '  Type\tReason\tAge\tFrom\tMessage', '  ----\t------\t----\t----\t-------', ...events.map((event) => {
    const times = event.count && event.count > 1 ? `${age(eventTime(event))} (x${event.count} over ${age(event.firstTimestamp ?? eventTime(event))})` : age(eventTime(event))
    return `  ${event.type}\t${event.reason}\t${times}\t${event.source?.component || event.reportingComponent || ''}\t${(event.message ?? '').trim()}`
  })]))
  return 0
}

const eventTime = ({ lastTimestamp, eventTime: at, metadata }: Event): string => lastTimestamp ?? at ?? metadata.creationTimestamp ?? ''
