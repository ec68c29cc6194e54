import { aggregatedDiscovery, legacyDiscovery, openApiV3, openApiV3Index, unknownPath, VERSION_INFO } from '../../api/index.ts'
import type { Context } from './context.ts'
import type { Exchange } from './exchange.ts'
import { fail, respond } from './respond.ts'
import type { ApiServerState } from './state.ts'
import { ENCODE_US, READ_US } from './timing.ts'

const DELAY_US = READ_US + ENCODE_US
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

/** What is no resource: health, version, discovery, schemas. */
export function handleOutside(state: ApiServerState, cx: Context, exchange: Exchange): void {
  const { request } = exchange
  const path = request.path.length > 1 && request.path.endsWith('/') ? request.path.slice(0, -1) : request.path
  if (request.method !== 'GET') return fail(state, cx, exchange, unknownPath(), DELAY_US)
  const answer = (body: unknown): void => (body === undefined ? fail(state, cx, exchange, unknownPath(), DELAY_US) : respond(state, cx, exchange, 200, body, DELAY_US))
  switch (path) {
    case '/version': return answer(VERSION_INFO)
    case '/healthz': case '/livez': return answer('ok')
    case '/readyz': return state.boot.stage === 'ready' ? answer('ok') : respond(state, cx, exchange, 500, unreadyText(state), DELAY_US)
    case '/api': case '/apis': {
      // kubectl before 1.30 knows the aggregated form as v2beta1 only, which is no longer served; it reads the older documents then.
      if (!request.headers?.accept?.includes(AGGREGATED.slice(AGGREGATED.indexOf('g=')))) return answer(legacyDiscovery(path))
      return respond(state, cx, exchange, 200, aggregatedDiscovery(path === '/api' ? 'core' : 'named'), DELAY_US, { 'content-type': AGGREGATED })
    }
    case '/openapi/v3': return answer(openApiV3Index())
    case '/': return answer({ paths: ROOT_PATHS })
    default:
  }
  if (path.startsWith('/api/') || path.startsWith('/apis/')) return answer(legacyDiscovery(path))
  if (path.startsWith('/openapi/v3/')) return answer(openApiV3(path.slice('/openapi/v3/'.length)))
  answer(undefined)
}

const ROOT_PATHS: readonly string[] = ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version']

function unreadyText(state: ApiServerState): string {
  const caches = [...state.caches.values()].every((cache) => cache.ready)
  const line = (ok: boolean, name: string): string => (ok ? `[+]${name} ok` : `[-]${name} failed: reason withheld`)
  return ['[+]ping ok', line(!state.etcd.down, 'etcd'), line(caches, 'informer-sync'), line(false, 'poststarthook/rbac/bootstrap-roles'), 'readyz check failed'].join('\n')
}
