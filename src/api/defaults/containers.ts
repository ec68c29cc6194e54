import type { Container, EnvVar, HTTPGetAction, Lifecycle, Probe, ResourceRequirements } from '../schema/types.ts'
import { formatQuantity, parseQuantity } from '../quantity.ts'
import { eachOf, withChanged, withEmpty, withFields, withMissing } from './fill.ts'

type Amounts = { readonly [name: string]: string }

/** Models SetDefaults_Container and what hangs below a container. `requestsFromLimits` is for pods, not for templates. */
export function containerDefaults<T extends Container>(
  container: T,
  options: { readonly requestsFromLimits: boolean; readonly hostNetwork: boolean },
): T {
  let next: T = withEmpty(container, {
    imagePullPolicy: pullPolicyFor(container.image),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  } as Partial<T>)
  next = withMissing(next, { resources: {} } as Partial<T>)
  next = withChanged(next, 'resources', (resources) => resourceDefaults(resources!, options.requestsFromLimits) as T['resources'])
  next = withChanged(
    next,
    'ports',
    (ports) =>
      eachOf(ports, (port) => {
        const named = withEmpty(port, { protocol: 'TCP' })
        return options.hostNetwork && !named.hostPort ? { ...named, hostPort: named.containerPort } : named
      }) as T['ports'],
  )
  next = withChanged(next, 'env', (env) => eachOf(env, envDefaults) as T['env'])
  next = withChanged(next, 'livenessProbe', probeDefaults as never)
  next = withChanged(next, 'readinessProbe', probeDefaults as never)
  next = withChanged(next, 'startupProbe', probeDefaults as never)
  next = withChanged(next, 'lifecycle', lifecycleDefaults as never)
  if (next.securityContext && next.securityContext.procMount === '')
    next = withFields(next, { securityContext: withFields(next.securityContext, { procMount: undefined }) } as Partial<T>)
  return next
}

/** Always for the tag 'latest', said or meant; otherwise IfNotPresent. */
export function pullPolicyFor(image: string | undefined): 'Always' | 'IfNotPresent' {
  return image && imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent'
}

export function resourceDefaults(resources: ResourceRequirements, requestsFromLimits: boolean): ResourceRequirements {
  let next = withChanged(resources, 'limits', roundedToMilli)
  next = withChanged(next, 'requests', roundedToMilli)
  if (!requestsFromLimits || !next.limits) return next
  return withFields(next, { requests: next.requests ? withMissing(next.requests, next.limits) : next.limits })
}

/** Models SetDefaults_ResourceList: amounts are rounded up to thousandths. */
export function roundedToMilli(amounts: Amounts): Amounts {
  let next: Record<string, string> | undefined
  for (const name in amounts) {
    const text = amounts[name]!
    if (!/[.nu]|e-/.test(text)) continue
    const quantity = parseQuantity(text)
    if (!quantity || quantity.nanos % 1_000_000n === 0n) continue
    next ??= { ...amounts }
    const milli = quantity.nanos > 0n ? quantity.nanos / 1_000_000n + 1n : quantity.nanos / 1_000_000n - 1n
    next[name] = formatQuantity({ nanos: milli * 1_000_000n, format: quantity.format })
  }
  return next ?? amounts
}

function imageTag(image: string): string {
  const [name = '', digest] = image.split('@')
  const tag = /:([^:/]+)$/.exec(name)?.[1]
  return tag ?? (digest === undefined ? 'latest' : '')
}

function envDefaults(env: EnvVar): EnvVar {
  return withChanged(env, 'valueFrom', (from) => withChanged(from, 'fieldRef', (ref) => withEmpty(ref, { apiVersion: 'v1' })))
}

function probeDefaults(probe: Probe): Probe {
  let next = withEmpty(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 })
  next = withChanged(next, 'httpGet', httpGetDefaults)
  return withChanged(next, 'grpc', (grpc) => withMissing(grpc, { service: '' }))
}

function httpGetDefaults(action: HTTPGetAction): HTTPGetAction {
  return withEmpty(action, { path: '/', scheme: 'HTTP' })
}

function lifecycleDefaults(lifecycle: Lifecycle): Lifecycle {
  const next = withChanged(lifecycle, 'postStart', (handler) => withChanged(handler, 'httpGet', httpGetDefaults))
  return withChanged(next, 'preStop', (handler) => withChanged(handler, 'httpGet', httpGetDefaults))
}
