import type { HTTPGetAction, IntOrString, Lifecycle, LifecycleHandler, Probe } from '../schema/types.ts'
import { forbiddenField, invalid, notSupported, required } from './field-error.ts'
import { httpHeaderName, portName, portNumber } from './formats.ts'
import type { Errors } from './meta.ts'
import { checkNotNegative, complain } from './meta.ts'

type Handler = LifecycleHandler & Pick<Probe, 'grpc'>

/** Liveness and startup probes must succeed exactly once; a readiness probe kills nobody and so has no grace period. */
export function checkProbe(
  kind: 'livenessProbe' | 'readinessProbe' | 'startupProbe',
  probe: Probe | undefined,
  grace: number | undefined,
  parent: string,
  errors: Errors,
): void {
  if (!probe) return
  const field = `${parent}.${kind}`
  checkHandler(probe, grace, field, errors)
  for (const number of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const)
    checkNotNegative(`${field}.${number}`, probe[number], errors)
  const own = probe.terminationGracePeriodSeconds
  if (own !== undefined && own <= 0) errors.push(invalid(`${field}.terminationGracePeriodSeconds`, own, 'must be greater than 0'))
  if (kind !== 'readinessProbe') {
    if (probe.successThreshold !== 1) errors.push(invalid(`${field}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'))
  } else if (own !== undefined) errors.push(invalid(`${field}.terminationGracePeriodSeconds`, own, 'must not be set for readinessProbes'))
}

export function checkLifecycle(lifecycle: Lifecycle | undefined, grace: number | undefined, field: string, errors: Errors): void {
  if (lifecycle?.postStart) checkHandler(lifecycle.postStart, grace, `${field}.postStart`, errors)
  if (lifecycle?.preStop) checkHandler(lifecycle.preStop, grace, `${field}.preStop`, errors)
}

export function checkPort(port: IntOrString | undefined, field: string, errors: Errors): void {
  if (typeof port === 'string') complain(portName(port), field, port, errors)
  else complain(portNumber(port ?? 0), field, port ?? 0, errors)
}

function checkHandler(handler: Handler, grace: number | undefined, field: string, errors: Errors): void {
  let found = 0
  const only = (name: string, check: () => void): void => {
    if (found++ > 0) errors.push(forbiddenField(`${field}.${name}`, 'may not specify more than 1 handler type'))
    else check()
  }
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler
  if (exec)
    only('exec', () => {
      if (!exec.command?.length) errors.push(required(`${field}.exec.command`))
    })
  if (httpGet) only('httpGet', () => checkHttpGet(httpGet, `${field}.httpGet`, errors))
  if (tcpSocket) only('tcpSocket', () => checkPort(tcpSocket.port, `${field}.tcpSocket.port`, errors))
  if (grpc) only('grpc', () => checkPort(grpc.port, `${field}.grpc.port`, errors))
  if (sleep)
    only('sleep', () => {
      if (grace !== undefined && (sleep.seconds < 0 || sleep.seconds > grace)) {
        errors.push(invalid(`${field}.sleep`, sleep.seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`))
      }
    })
  if (found === 0) errors.push(required(field, 'must specify a handler type'))
}

function checkHttpGet(action: HTTPGetAction, field: string, errors: Errors): void {
  if (!action.path) errors.push(required(`${field}.path`))
  checkPort(action.port, `${field}.port`, errors)
  if (action.scheme !== 'HTTP' && action.scheme !== 'HTTPS')
    errors.push(notSupported(`${field}.scheme`, action.scheme ?? '', ['HTTP', 'HTTPS']))
  for (const { name } of action.httpHeaders ?? []) complain(httpHeaderName(name ?? ''), `${field}.httpHeaders`, name ?? '', errors)
}
