import { pathOf, resourceOfKind, type ApiObject } from '../../../api/index.ts'
import { certificate } from '../../identity.ts'
import type { ApiRequest } from '../../messages.ts'
import type { Context } from '../context.ts'
import type { ApiServerState } from '../state.ts'
import { cacheKey } from '../storage/keys.ts'
import { cacheOf } from '../storage/lookup.ts'
import { BOOT_RETRY_US } from '../timing.ts'
import { rbacObjects } from './rbac.ts'
import { kubernetesService, priorityClasses, systemNamespaces } from './system.ts'

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
      const missing = objectsOf(state, own.stage).filter((object) => !present(state, object))
      if (missing.length > 0) {
        if (own.waiting > 0) return
        own.waiting = missing.length
        for (const object of missing) submit(creation(own, object))
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
    case 'system': return [...rbacObjects(), ...priorityClasses(), ...kubernetesService(state.config)]
    case 'installed': return state.config.installed ?? []
    default: return []
  }
}

function present(state: ApiServerState, object: ApiObject): boolean {
  const info = resourceOfKind(object.apiVersion, object.kind)!
  return cacheOf(state, info).objects.has(cacheKey(info, object.metadata.namespace ?? '', object.metadata.name!))
}

function creation(own: BootState, object: ApiObject): ApiRequest {
  const info = resourceOfKind(object.apiVersion, object.kind)!
  return {
    type: 'api-request', id: own.nextId++, method: 'POST', path: pathOf(info, object.metadata.namespace), body: object, credentials: LOOPBACK,
    headers: { 'user-agent': 'kube-apiserver/v1.36.3 (linux/amd64) kubernetes' },
  }
}
