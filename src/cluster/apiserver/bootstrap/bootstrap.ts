import { pathOf, resourceOfKind, sameValue, type ApiObject } from '../../../api/index.ts'
import { certificate } from '../../identity.ts'
import type { ApiRequest } from '../../messages.ts'
import type { Context } from '../context.ts'
import type { ApiServerState } from '../state.ts'
import { cacheKey } from '../storage/keys.ts'
import { cacheOf } from '../storage/lookup.ts'
import { BOOT_RETRY_US } from '../timing.ts'
import { rbacObjects } from './rbac.ts'
import { reconciled } from './reconcile.ts'
import { flowControlObjects, kubernetesService, priorityClasses, systemNamespaces } from './system.ts'

/** `stage`: what is being seen to. `waiting`: own requests under way. */
export interface BootState { stage: Stage; waiting: number; nextId: number }
type Stage = 'caches' | 'namespaces' | 'system' | 'installed' | 'ready'

const LOOPBACK = certificate('system:apiserver', 'system:masters')
const NEXT: Readonly<Record<Stage, Stage>> = { caches: 'namespaces', namespaces: 'system', system: 'installed', installed: 'ready', ready: 'ready' }

/** Goes on with the bootstrap as far as possible: what is missing is created through the server's own front door. */
export function boot(state: ApiServerState, cx: Context, submit: (request: ApiRequest) => void): void {
  const own = state.boot
  while (own.stage !== 'ready') {
    if (own.stage === 'caches') {
      for (const cache of state.caches.values()) if (!cache.ready) return
    } else {
      const repairs = objectsOf(state, own.stage).flatMap((object) => repair(state, own, object) ?? [])
      if (repairs.length > 0) {
        if (own.waiting > 0) return
        own.waiting = repairs.length
        for (const request of repairs) submit(request)
        cx.after(BOOT_RETRY_US, { type: 'boot' }, { noise: true })
        return
      }
    }
    own.stage = NEXT[own.stage]
  }
  cx.fact({ fact: 'apiserver-ready' })
}

function objectsOf(state: ApiServerState, stage: Stage): readonly ApiObject[] {
  switch (stage) {
    case 'namespaces': return systemNamespaces()
    case 'system': return [...flowControlObjects(), ...rbacObjects(), ...priorityClasses(), ...kubernetesService(state.config)]
    case 'installed': return state.config.installed ?? []
    default: return []
  }
}

/** The request that brings a default object nearer to what it must be; undefined where nothing is missing. */
function repair(state: ApiServerState, own: BootState, wanted: ApiObject): ApiRequest | undefined {
  const info = resourceOfKind(wanted.apiVersion, wanted.kind)!
  const { namespace, name } = wanted.metadata
  const present = cacheOf(state, info).objects.get(cacheKey(info, namespace ?? '', name!))
  if (!present) return request(own, 'POST', pathOf(info, namespace), wanted)
  const next = info.group === 'rbac.authorization.k8s.io' && own.stage === 'system' ? reconciled(present, wanted) : info.group === 'flowcontrol.apiserver.k8s.io' ? withSpec(present, wanted) : present
  if (next === present) return undefined
  const path = pathOf(info, namespace, name)
  return next ? request(own, 'PUT', path, next) : request(own, 'DELETE', path)
}

/** Whoever takes the annotation off keeps what they wrote. */
const withSpec = (present: ApiObject, wanted: ApiObject): ApiObject =>
  present.metadata.annotations?.['apf.kubernetes.io/autoupdate-spec'] !== 'true' || sameValue(present.spec, wanted.spec) ? present : { ...present, spec: wanted.spec }

function request(own: BootState, method: ApiRequest['method'], path: string, body?: ApiObject): ApiRequest {
  return { type: 'api-request', id: own.nextId++, method, path, body, credentials: LOOPBACK, headers: { 'user-agent': 'kube-apiserver/v1.36.3 (linux/amd64) kubernetes' } }
}
