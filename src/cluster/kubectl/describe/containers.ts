import { canonicalQuantity, type Container, type ContainerState, type ContainerStatus, type EnvVar, type Pod, type PodSpec, type PodTemplateSpec, type Probe, type Volume } from '../../../api/index.ts'
import { annotationsBlock, dateText, keysOf, labelsBlock, tolerationsBlock } from './blocks.ts'

// What Pods and their templates have in common. Models describeContainers, describeVolumes and DescribePodTemplate of kubectl's pkg/describe.

/** `pod` knows the values of fields that the environment refers to; a template has none. */
export function containersBlock(title: string, containers: readonly Container[], indent: string, statuses?: readonly ContainerStatus[], pod?: Pod): string {
  const inner = indent === '' ? '  ' : '   '
  return `${indent}${title}:${containers.length === 0 ? ' <none>' : ''}\n${containers.map((container) => {
    const status = statuses?.find(({ name }) => name === container.name)
    return `${inner}${container.name}:\n${status ? `    Container ID:\t${status.containerID ?? ''}\n` : ''}    Image:\t${container.image ?? ''}\n${status ? `    Image ID:\t${status.imageID ?? ''}\n` : ''}${
      portsLine('Port', container, 'containerPort')}${portsLine('Host Port', container, 'hostPort')}${seccompLine('    ', container)}${words('Command', container.command)}${words('Args', container.args)}${
      status ? `${stateBlock('State', status.state)}${status.lastState?.terminated ? stateBlock('Last State', status.lastState) : ''}    Ready:\t${status.ready ? 'True' : 'False'}\n    Restart Count:\t${status.restartCount}\n` : ''}${
      amounts('Limits', container.resources?.limits)}${amounts('Requests', container.resources?.requests)}${
      probeLine('Liveness', container.livenessProbe)}${probeLine('Readiness', container.readinessProbe)}${probeLine('Startup', container.startupProbe)}${
      fromBlock(container)}${environment(container, pod)}${mounts(container)}`
  }).join('')}`
}

export const seccompLine = (indent: string, { securityContext }: Pick<Container | PodSpec, 'securityContext'>): string => (securityContext?.seccompProfile ? `${indent}SeccompProfile:\t${securityContext.seccompProfile.type}\n` : '')

function portsLine(title: string, { ports = [] }: Container, which: 'containerPort' | 'hostPort'): string {
  const texts = ports.map(({ name, protocol, [which]: number }) => `${number ?? 0}/${protocol ?? 'TCP'}${name ? ` (${name})` : ''}`)
  return `    ${title}${texts.length > 1 ? 's' : ''}:\t${texts.join(', ') || '<none>'}\n`
}

const words = (title: string, list: readonly string[] | undefined): string => (list?.length ? `    ${title}:\n${list.flatMap((word) => word.split('\n')).map((line) => `      ${line}\n`).join('')}` : '')

export const amounts = (title: string, list: Readonly<Record<string, string>> | undefined, indent = '    '): string => (keysOf(list).length === 0 ? '' : `${indent}${title}:\n${keysOf(list).map((name) => `${indent}  ${name}:\t${canonicalQuantity(list![name]!)}\n`).join('')}`)

function stateBlock(name: string, state: ContainerState | undefined): string {
  if (state?.running) return `    ${name}:\tRunning\n      Started:\t${dateText(state.running.startedAt)}\n`
  if (!state?.terminated) return `    ${name}:\tWaiting\n${state?.waiting?.reason ? `      Reason:\t${state.waiting.reason}\n` : ''}`
  const { reason, message, exitCode, signal, startedAt, finishedAt } = state.terminated
  return `    ${name}:\tTerminated\n${reason ? `      Reason:\t${reason}\n` : ''}${message ? `      Message:\t${message}\n` : ''}      Exit Code:\t${exitCode}\n${signal ? `      Signal:\t${signal}\n` : ''}      Started:\t${dateText(startedAt)}\n      Finished:\t${dateText(finishedAt)}\n`
}

function probeLine(title: string, probe: Probe | undefined): string {
  if (!probe) return ''
  const { exec, httpGet, tcpSocket, grpc, initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0, successThreshold = 0, failureThreshold = 0 } = probe
  const how = exec ? `exec [${(exec.command ?? []).join(' ')}]`
    : httpGet ? `http-get ${(httpGet.scheme ?? 'HTTP').toLowerCase()}://${httpGet.host ?? ''}:${httpGet.port}${httpGet.path ?? ''}`
      : tcpSocket ? `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port}`
        : grpc ? `grpc <pod>:${grpc.port} ${grpc.service ?? ''}` : 'unknown'
  return `    ${title}:\t${how} delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}\n`
}

function fromBlock({ envFrom = [] }: Container): string {
  if (envFrom.length === 0) return ''
  return `    Environment Variables from:\n${envFrom.map(({ prefix, configMapRef, secretRef }) => {
    const ref = configMapRef ?? secretRef
    return `      ${ref?.name ?? ''}\t${configMapRef ? 'ConfigMap' : secretRef ? 'Secret' : ''}${prefix ? ` with prefix '${prefix}'` : ''}\tOptional: ${ref?.optional ?? false}\n`
  }).join('')}`
}

const environment = ({ env = [] }: Container, pod: Pod | undefined): string => `    Environment:${env.length === 0 ? '\t<none>' : ''}\n${env.map((one) => variable(one, pod)).join('')}`

function variable({ name, value = '', valueFrom }: EnvVar, pod: Pod | undefined): string {
  if (!valueFrom) return `      ${name}:\t${value.split('\n').join('\n      \t')}\n`
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom
  if (fieldRef) return `      ${name}:\t${pod ? fieldOf(pod, fieldRef.fieldPath) : ''} (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})\n`
  if (resourceFieldRef) return `      ${name}:\t (${resourceFieldRef.resource})\n`
  const ref = secretKeyRef ?? configMapKeyRef
  return `      ${name}:\t<set to the key '${ref?.key}' ${secretKeyRef ? 'in secret' : 'of config map'} '${ref?.name}'>\tOptional: ${ref?.optional ?? false}\n`
}

function fieldOf(pod: Pod, path: string): string {
  const [, field = path, key] = /^([^[]+)(?:\['(.+)'\])?$/.exec(path) ?? []
  let value: unknown = pod
  for (const part of field.split('.')) value = (value as Record<string, unknown> | undefined)?.[part]
  if (key !== undefined) value = (value as Record<string, string> | undefined)?.[key]
  return typeof value === 'string' ? value : ''
}

function mounts({ volumeMounts = [] }: Container): string {
  const ordered = [...volumeMounts].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1))
  return `    Mounts:${ordered.length === 0 ? '\t<none>' : ''}\n${ordered.map(({ mountPath, name, readOnly, subPath }) => `      ${mountPath} from ${name} (${readOnly ? 'ro' : 'rw'}${subPath ? `,path=${JSON.stringify(subPath)}` : ''})\n`).join('')}`
}

export function volumesBlock(volumes: readonly Volume[] | undefined, indent: string): string {
  if (!volumes?.length) return `${indent}Volumes:\t<none>\n`
  return `${indent}Volumes:\n${volumes.map((volume) => `  ${indent === '' ? '' : ' '}${volume.name}:\n${sourceLines(volume).map((line) => `    ${line}\n`).join('')}`).join('')}`
}

function sourceLines({ hostPath, emptyDir, secret, configMap, projected, downwardAPI }: Volume): readonly string[] {
  if (hostPath) return ['Type:\tHostPath (bare host directory volume)', `Path:\t${hostPath.path}`, `HostPathType:\t${hostPath.type ?? '<none>'}`]
  if (emptyDir) return ['Type:\tEmptyDir (a temporary directory that shares a pod\'s lifetime)', `Medium:\t${emptyDir.medium ?? ''}`, `SizeLimit:\t${emptyDir.sizeLimit ?? '<unset>'}`]
  if (secret) return ['Type:\tSecret (a volume populated by a Secret)', `SecretName:\t${secret.secretName}`, `Optional:\t${secret.optional ?? false}`]
  if (configMap) return ['Type:\tConfigMap (a volume populated by a ConfigMap)', `Name:\t${configMap.name}`, `Optional:\t${configMap.optional ?? false}`]
  if (downwardAPI) return ['Type:\tDownwardAPI (a volume populated by information about the pod)', 'Items:', ...(downwardAPI.items ?? []).map(({ fieldRef, path }) => `  ${fieldRef?.fieldPath ?? ''} -> ${path}`)]
  if (!projected) return ['<unknown>']
  return ['Type:\tProjected (a volume that contains injected data from multiple sources)', ...(projected.sources ?? []).flatMap((source) => {
    if (source.secret) return [`SecretName:\t${source.secret.name}`, `Optional:\t${source.secret.optional ?? false}`]
    if (source.downwardAPI) return ['DownwardAPI:\ttrue']
    if (source.configMap) return [`ConfigMapName:\t${source.configMap.name}`, `Optional:\t${source.configMap.optional ?? false}`]
    return source.serviceAccountToken ? [`TokenExpirationSeconds:\t${source.serviceAccountToken.expirationSeconds ?? 3600}`] : []
  })]
}

export function templateBlock({ metadata, spec }: PodTemplateSpec): string {
  return `Pod Template:\n${labelsBlock('  Labels', metadata?.labels)}${keysOf(metadata?.annotations).length > 0 ? annotationsBlock('  Annotations', metadata?.annotations) : ''}${
    spec?.serviceAccountName ? `  Service Account:\t${spec.serviceAccountName}\n` : ''}${spec?.initContainers?.length ? containersBlock('Init Containers', spec.initContainers, '  ') : ''}${
    containersBlock('Containers', spec?.containers ?? [], '  ')}${volumesBlock(spec?.volumes, '  ')}${spec?.priorityClassName ? `  Priority Class Name:\t${spec.priorityClassName}\n` : ''}${
    labelsBlock('  Node-Selectors', spec?.nodeSelector)}${tolerationsBlock('  Tolerations', spec?.tolerations)}`
}
