import { quantityMilli, type Container, type EnvVar, type Pod, type Service } from '../../api/index.ts'
import { cached, indexed, isSynced } from '../client/client.ts'
import { podIp } from './probes.ts'
import { reference } from './references.ts'
import type { ContainerRecord, KubeletConfig, KubeletCx, KubeletState, PodWorker } from './state.ts'

export type Variables =
  | { readonly is: 'ready'; readonly env: readonly { readonly name: string; readonly value: string }[]; readonly files: Readonly<Record<string, string>> }
  /** A ConfigMap or Secret is being read. */
  | { readonly is: 'waiting' }
  | { readonly is: 'missing'; readonly error: string }

/** A container's environment and mounted files. Models makeEnvironmentVariables: envFrom, then env with $(NAME), then services, then HOSTNAME. */
export function environmentOf(state: KubeletState, config: KubeletConfig, worker: PodWorker, container: ContainerRecord, cx: KubeletCx): Variables {
  const { pod } = worker
  const { spec } = container
  const values = new Map<string, string>([['HOSTNAME', pod.spec.hostname ?? pod.metadata.name ?? '']])
  if (config.serviceLinks !== false) serviceVariables(state, pod, values)
  for (const { prefix = '', configMapRef, secretRef } of spec.envFrom ?? []) {
    const name = configMapRef?.name ?? secretRef?.name
    if (!name) continue
    const found = reference(state, worker, configMapRef ? 'configmaps' : 'secrets', name, cx)
    if (found.state === 'asking') return { is: 'waiting' }
    if (found.state === 'missing' && !(configMapRef ?? secretRef)?.optional) return { is: 'missing', error: `${configMapRef ? 'configmap' : 'secret'} "${name}" not found` }
    for (const [key, value] of Object.entries(found.data)) values.set(prefix + key, value)
  }
  for (const variable of spec.env ?? []) {
    const value = valueOf(state, config, worker, spec, variable, values, cx)
    if (typeof value === 'object') return value
    if (value !== undefined) values.set(variable.name, value)
  }
  const files = filesOf(state, worker, spec, cx)
  if (!files) return { is: 'waiting' }
  return { is: 'ready', env: [...values].map(([name, value]) => ({ name, value })), files }
}

/** $(NAME) is replaced where NAME is known; $$ is a dollar sign. */
export const expanded = (text: string, values: ReadonlyMap<string, string>): string =>
  (text.includes('$') ? text.replace(/\$\$|\$\(([^()]+)\)/g, (whole, name: string | undefined) => (name === undefined ? '$' : values.get(name) ?? whole)) : text)

function valueOf(
  state: KubeletState, config: KubeletConfig, worker: PodWorker, container: Container, { value, valueFrom }: EnvVar, values: ReadonlyMap<string, string>, cx: KubeletCx,
): string | undefined | { is: 'waiting' } | { is: 'missing'; error: string } {
  if (!valueFrom) return expanded(value ?? '', values)
  if (valueFrom.fieldRef) return fieldOf(worker, config, valueFrom.fieldRef.fieldPath)
  if (valueFrom.resourceFieldRef) return resourceOf(container, valueFrom.resourceFieldRef.resource)
  const selector = valueFrom.configMapKeyRef ?? valueFrom.secretKeyRef
  if (!selector?.name) return undefined
  const kind = valueFrom.configMapKeyRef ? 'configmaps' : 'secrets'
  const found = reference(state, worker, kind, selector.name, cx)
  if (found.state === 'asking') return { is: 'waiting' }
  const text = found.data[selector.key]
  if (text !== undefined) return text
  if (selector.optional) return undefined
  const word = kind === 'configmaps' ? 'configmap' : 'secret'
  if (found.state === 'missing') return { is: 'missing', error: `${word} "${selector.name}" not found` }
  return { is: 'missing', error: `couldn't find key ${selector.key} in ${word === 'configmap' ? 'ConfigMap' : 'Secret'} ${worker.pod.metadata.namespace}/${selector.name}` }
}

function fieldOf(worker: PodWorker, config: KubeletConfig, path: string): string {
  const { metadata, spec } = worker.pod
  const subscript = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path)
  if (subscript) return metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2]!] ?? ''
  switch (path) {
    case 'metadata.name': return metadata.name ?? ''
    case 'metadata.namespace': return metadata.namespace ?? ''
    case 'metadata.uid': return metadata.uid ?? ''
    case 'spec.nodeName': return config.nodeName
    case 'spec.serviceAccountName': return spec.serviceAccountName ?? 'default'
    case 'status.hostIP': case 'status.hostIPs': return config.hostIP
    case 'status.podIP': case 'status.podIPs': return podIp(worker, config)
    default: return ''
  }
}

function resourceOf({ resources }: Container, path: string): string {
  const [kind, name] = path.split('.') as [string, string]
  const text = (kind === 'limits' ? resources?.limits : resources?.requests)?.[name]
  return text === undefined ? '0' : String(Math.ceil(quantityMilli(text) / 1000))
}

/** Services that existed before the container started: those of the pod's own namespace and default/kubernetes. */
function serviceVariables(state: KubeletState, pod: Pod, values: Map<string, string>): void {
  if (!isSynced(state.client, 'services')) return
  const own = pod.spec.enableServiceLinks === false ? [] : indexed<Service>(state.client, 'services', 'namespace', pod.metadata.namespace!)
  const kubernetes = cached<Service>(state.client, 'services', 'default/kubernetes')
  const services = kubernetes && !own.includes(kubernetes) ? [...own, kubernetes] : own
  for (const { metadata: { name = '' }, spec: { clusterIP, ports = [] } } of services) {
    if (!clusterIP || clusterIP === 'None' || ports.length === 0) continue
    const prefix = name.toUpperCase().replaceAll('-', '_')
    values.set(`${prefix}_SERVICE_HOST`, clusterIP)
    values.set(`${prefix}_SERVICE_PORT`, String(ports[0]!.port))
    for (const { name: portName, port } of ports) if (portName) values.set(`${prefix}_SERVICE_PORT_${portName.toUpperCase().replaceAll('-', '_')}`, String(port))
    for (const [index, { port, protocol = 'TCP' }] of ports.entries()) {
      const lower = protocol.toLowerCase()
      const url = `${lower}://${clusterIP}:${port}`
      if (index === 0) values.set(`${prefix}_PORT`, url)
      const link = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`
      values.set(link, url)
      values.set(`${link}_PROTO`, lower)
      values.set(`${link}_PORT`, String(port))
      values.set(`${link}_ADDR`, clusterIP)
    }
  }
}

/** Mounted ConfigMaps, Secrets and downward fields as files; undefined while one is being read. */
function filesOf(state: KubeletState, worker: PodWorker, { volumeMounts = [] }: Container, cx: KubeletCx): Record<string, string> | undefined {
  const files: Record<string, string> = {}
  for (const { name, mountPath, subPath } of volumeMounts) {
    const volume = worker.pod.spec.volumes?.find((candidate) => candidate.name === name)
    const source = volume?.configMap?.name ? (['configmaps', volume.configMap.name, volume.configMap.items] as const)
      : volume?.secret?.secretName ? (['secrets', volume.secret.secretName, volume.secret.items] as const) : undefined
    if (!source) continue
    const found = reference(state, worker, source[0], source[1], cx)
    if (found.state === 'asking') return undefined
    const items = source[2]?.map(({ key, path }) => [path, found.data[key]] as const) ?? Object.entries(found.data)
    for (const [path, text] of items) {
      if (text === undefined) continue
      if (subPath === undefined) files[`${mountPath.replace(/\/$/, '')}/${path}`] = text
      else if (subPath === path) files[mountPath] = text
    }
  }
  return files
}
