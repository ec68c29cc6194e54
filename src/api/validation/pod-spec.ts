import type { PodSpec, PodTemplateSpec } from '../schema/types.ts'
import { forbiddenField, invalid, notSupported, required } from './field-error.ts'
import { checkContainer, checkContainers, checkInitContainers } from './containers.ts'
import { dns1123Label, dns1123Subdomain, inRange, isIP } from './formats.ts'
import type { Errors } from './meta.ts'
import { checkAnnotations, checkLabels, complain } from './meta.ts'
import { checkPodResources } from './resource-amounts.ts'
import { checkScheduling } from './scheduling.ts'
import { checkVolumes } from './volumes.ts'

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never']
const INT32_MAX = 2_147_483_647

/** Models ValidatePodTemplateSpec. */
export function checkTemplate(template: PodTemplateSpec, field: string, errors: Errors): void {
  checkLabels(template.metadata?.labels, `${field}.labels`, errors)
  checkAnnotations(template.metadata?.annotations, `${field}.annotations`, errors)
  const spec = template.spec ?? { containers: [] }
  checkPodSpec(spec, `${field}.spec`, errors)
  if (spec.ephemeralContainers?.length)
    errors.push(forbiddenField(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'))
}

/** Models ValidatePodSpec, for what the simulated kubelet and scheduler look at. */
export function checkPodSpec(spec: PodSpec, field: string, errors: Errors): void {
  if (spec.terminationGracePeriodSeconds === undefined) errors.push(required(`${field}.terminationGracePeriodSeconds`))
  const volumes = checkVolumes(spec.volumes ?? [], `${field}.volumes`, errors)
  checkContainers(spec, volumes, `${field}.containers`, errors)
  checkInitContainers(spec, volumes, `${field}.initContainers`, errors)
  spec.ephemeralContainers?.forEach((container, i) => { checkContainer(container, volumes, `${field}.ephemeralContainers[${i}]`, errors) })
  if (spec.resources) checkPodResources(spec.resources, `${field}.resources`, errors)
  checkHostNetwork(spec, field, errors)
  checkOneOf(spec.restartPolicy, RESTART_POLICIES, `${field}.restartPolicy`, errors)
  checkOneOf(spec.dnsPolicy, DNS_POLICIES, `${field}.dnsPolicy`, errors)
  checkLabels(spec.nodeSelector, `${field}.nodeSelector`, errors)
  checkScheduling(spec, field, errors)
  for (const name of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName'] as const) {
    if (spec[name]) complain(dns1123Subdomain(spec[name]), `${field}.${name}`, spec[name], errors)
  }
  const deadline = spec.activeDeadlineSeconds
  if (deadline !== undefined) complain(inRange(deadline, 1, INT32_MAX), `${field}.activeDeadlineSeconds`, deadline, errors)
  for (const name of ['hostname', 'subdomain'] as const)
    if (spec[name]) complain(dns1123Label(spec[name]), `${field}.${name}`, spec[name], errors)
  spec.hostAliases?.forEach(({ ip = '', hostnames = [] }, i) => {
    if (!isIP(ip)) errors.push(invalid(`${field}.hostAliases.ip`, ip, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'))
    for (const hostname of hostnames) complain(dns1123Subdomain(hostname), `${field}.hostAliases[${i}].hostnames`, hostname, errors)
  })
  const preemption = spec.preemptionPolicy
  if (preemption !== undefined) checkPreemption(preemption, `${field}.preemptionPolicy`, errors)
}

export function checkPreemption(policy: string, field: string, errors: Errors): void {
  if (policy === '') errors.push(required(field))
  else if (policy !== 'PreemptLowerPriority' && policy !== 'Never')
    errors.push(notSupported(field, policy, ['PreemptLowerPriority', 'Never']))
}

function checkHostNetwork(spec: PodSpec, field: string, errors: Errors): void {
  if (!spec.hostNetwork) return
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [i, { ports = [] }] of (spec[list] ?? []).entries()) {
      for (const [j, { hostPort, containerPort }] of ports.entries()) {
        if (hostPort === containerPort) continue
        const path = `${field}.${list}[${i}].ports[${j}].hostPort`
        errors.push(invalid(path, hostPort ?? 0, 'must match `containerPort` when `hostNetwork` is true'))
      }
    }
  }
}

function checkOneOf(value: string | undefined, allowed: readonly string[], field: string, errors: Errors): void {
  if (!value) errors.push(required(field))
  else if (!allowed.includes(value)) errors.push(notSupported(field, value, allowed))
}
