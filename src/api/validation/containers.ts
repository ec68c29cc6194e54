import type { Container, ContainerPort, PodSpec } from '../schema/types.ts'
import { duplicate, forbiddenField, invalid, notSupported, required } from './field-error.ts'
import { checkEnv, checkEnvFrom } from './env.ts'
import { dns1123Label, portName, portNumber } from './formats.ts'
import type { Errors } from './meta.ts'
import { complain } from './meta.ts'
import { checkLifecycle, checkProbe } from './probes.ts'
import { checkResources } from './resource-amounts.ts'
import { checkVolumeMounts } from './volumes.ts'

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const ONLY_SIDECARS = 'may not be set for init containers without restartPolicy=Always'
const RESTART_POLICIES = ['Always', 'Never', 'OnFailure']

export function checkContainers(spec: PodSpec, volumes: ReadonlySet<string>, field: string, errors: Errors): void {
  const { containers = [], terminationGracePeriodSeconds: grace } = spec
  if (containers.length === 0) return void errors.push(required(field))
  const names = new Set<string>()
  const hostPorts = new Set<string>()
  containers.forEach((container, i) => {
    const path = `${field}[${i}]`
    checkContainer(container, volumes, path, errors)
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name))
    names.add(container.name)
    checkLifecycle(container.lifecycle, grace, `${path}.lifecycle`, errors)
    for (const probe of PROBES) checkProbe(probe, container[probe], grace, path, errors)
    if (container.restartPolicy !== undefined && !RESTART_POLICIES.includes(container.restartPolicy))
      errors.push(notSupported(`${path}.restartPolicy`, container.restartPolicy, RESTART_POLICIES))
    checkHostPorts(container, hostPorts, path, errors)
  })
}

export function checkInitContainers(spec: PodSpec, volumes: ReadonlySet<string>, field: string, errors: Errors): void {
  const { containers = [], initContainers = [], terminationGracePeriodSeconds: grace } = spec
  if (initContainers.length === 0) return
  const names = new Set(containers.map(({ name }) => name))
  initContainers.forEach((container, i) => { checkInitContainer(container, names, volumes, grace, `${field}[${i}]`, errors) })
}

function checkInitContainer(container: Container, names: Set<string>, volumes: ReadonlySet<string>, grace: number | undefined, path: string, errors: Errors): void {
  checkContainer(container, volumes, path, errors)
  if (container.restartPolicy !== undefined && !RESTART_POLICIES.includes(container.restartPolicy))
    errors.push(notSupported(`${path}.restartPolicy`, container.restartPolicy, RESTART_POLICIES))
  if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name))
  else if (container.name) names.add(container.name)
  checkHostPorts(container, new Set(), path, errors)
  if (container.restartPolicy === 'Always') {
    checkLifecycle(container.lifecycle, grace, `${path}.lifecycle`, errors)
    for (const probe of PROBES) checkProbe(probe, container[probe], grace, path, errors)
  } else
    for (const part of ['lifecycle', ...PROBES] as const)
      if (container[part]) errors.push(forbiddenField(`${path}.${part}`, ONLY_SIDECARS))
}

/** What every sort of container must have. Models validateContainerCommon. */
export function checkContainer(container: Container, volumes: ReadonlySet<string>, path: string, errors: Errors): void {
  if (!container.name) errors.push(required(`${path}.name`))
  else complain(dns1123Label(container.name), `${path}.name`, container.name, errors)
  if (!container.image) errors.push(required(`${path}.image`))
  const policy = container.terminationMessagePolicy
  if (!policy) errors.push(required(`${path}.terminationMessagePolicy`))
  else if (policy !== 'File' && policy !== 'FallbackToLogsOnError')
    errors.push(notSupported(`${path}.terminationMessagePolicy`, policy, ['File', 'FallbackToLogsOnError']))
  if (container.ports) checkPorts(container.ports, `${path}.ports`, errors)
  if (container.env) checkEnv(container.env, `${path}.env`, errors)
  if (container.envFrom) checkEnvFrom(container.envFrom, `${path}.envFrom`, errors)
  if (container.volumeMounts) checkVolumeMounts(container.volumeMounts, volumes, `${path}.volumeMounts`, errors)
  const pull = container.imagePullPolicy
  if (!pull) errors.push(required(`${path}.imagePullPolicy`))
  else if (!['Always', 'IfNotPresent', 'Never'].includes(pull))
    errors.push(notSupported(`${path}.imagePullPolicy`, pull, ['Always', 'IfNotPresent', 'Never']))
  if (container.resources) checkResources(container.resources, `${path}.resources`, errors)
  checkSecurityContext(container, `${path}.securityContext`, errors)
}

function checkPorts(ports: readonly ContainerPort[], field: string, errors: Errors): void {
  const names = new Set<string>()
  ports.forEach((port, i) => {
    const path = `${field}[${i}]`
    if (port.name) {
      const complaints = portName(port.name)
      complain(complaints, `${path}.name`, port.name, errors)
      if (complaints.length === 0 && names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name))
      if (complaints.length === 0) names.add(port.name)
    }
    if (!port.containerPort) errors.push(required(`${path}.containerPort`))
    else complain(portNumber(port.containerPort), `${path}.containerPort`, port.containerPort, errors)
    if (port.hostPort) complain(portNumber(port.hostPort), `${path}.hostPort`, port.hostPort, errors)
    if (!port.protocol) errors.push(required(`${path}.protocol`))
    else if (!PROTOCOLS.includes(port.protocol)) errors.push(notSupported(`${path}.protocol`, port.protocol, PROTOCOLS))
  })
}

function checkHostPorts({ ports }: Container, taken: Set<string>, path: string, errors: Errors): void {
  ports?.forEach(({ protocol, hostIP = '', hostPort }, i) => {
    if (!hostPort) return
    const key = `${protocol}/${hostIP}/${hostPort}`
    if (taken.has(key)) errors.push(duplicate(`${path}.ports[${i}].hostPort`, key))
    taken.add(key)
  })
}

function checkSecurityContext({ securityContext }: Container, field: string, errors: Errors): void {
  if (!securityContext) return
  const { allowPrivilegeEscalation, privileged, capabilities, runAsUser, runAsGroup } = securityContext
  if (runAsUser !== undefined && (runAsUser < 0 || runAsUser > 2_147_483_647))
    errors.push(invalid(`${field}.runAsUser`, runAsUser, 'must be between 0 and 2147483647, inclusive'))
  if (runAsGroup !== undefined && (runAsGroup < 0 || runAsGroup > 2_147_483_647))
    errors.push(invalid(`${field}.runAsGroup`, runAsGroup, 'must be between 0 and 2147483647, inclusive'))
  if (allowPrivilegeEscalation !== false) return
  if (privileged) errors.push(invalid(field, securityContext, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'))
  if (capabilities?.add?.includes('CAP_SYS_ADMIN'))
    errors.push(invalid(field, securityContext, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'))
}
