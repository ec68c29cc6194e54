import type { ApiRequest, ApiResponse } from '../../cluster/index.ts'
import type { Delivery, Message } from '../../kernel/index.ts'
import { FLEET_VERBS, type FleetFlow, type FleetGauges, type FleetVerb } from '../../protocol/index.ts'
import type { Blocks } from './blocks.ts'

/** What was said in one virtual second, added up. */
export interface Second {
  readonly requests: Uint32Array
  readonly watches: Uint32Array
  readonly verbs: Uint32Array
  readonly codes: { ok: number; refused: number; failed: number; tooMany: number }
  watchEvents: number
  leases: number
  attempts: number
  writes: number
  fsyncs: number[]
}

/** `now` is being counted, `last` is over. */
export interface Traffic { now: Second; last: Second; second: number }

export const createTraffic = ({ names }: Blocks): Traffic => ({ now: newSecond(names.length), last: newSecond(names.length), second: -1 })

const newSecond = (blocks: number): Second => ({
  requests: new Uint32Array(blocks * blocks), watches: new Uint32Array(blocks * blocks), verbs: new Uint32Array(FLEET_VERBS.length), codes: { ok: 0, refused: 0, failed: 0, tooMany: 0 },
  watchEvents: 0, leases: 0, attempts: 0, writes: 0, fsyncs: [],
})

/** Begins to count another second. */
export function turnTo(traffic: Traffic, second: number, { names }: Blocks): void {
  traffic.last = second === traffic.second + 1 ? traffic.now : newSecond(names.length)
  traffic.now = newSecond(names.length)
  traffic.second = second
}

export function countMessage({ now }: Traffic, blocks: Blocks, { from, to, msg }: Delivery<Message>): void {
  const source = blocks.of.get(from)
  const target = blocks.of.get(to)
  if (source === undefined || target === undefined || source === target) return
  const line = source * blocks.names.length + target
  switch (msg.type) {
    case 'watch-event': {
      now.watches[line]!++
      now.watchEvents++
      return
    }
    case 'api-request': {
      now.requests[line]!++
      const { method, path, query } = msg as ApiRequest
      now.verbs[FLEET_VERBS.indexOf(verbOf(method, path, query))]!++
      if (method === 'PUT' && path.includes('/leases/')) now.leases++
      return
    }
    case 'api-response': {
      now.requests[line]!++
      countCode(now, (msg as ApiResponse).code)
      return
    }
    default: now.requests[line]!++
  }
}

function countCode({ codes }: Second, code: number): void {
  if (code === 429) codes.tooMany++
  else if (code >= 500 || code === 0) codes.failed++
  else if (code >= 400) codes.refused++
  else codes.ok++
}

/** A path that ends with a name is a GET: collections have plural names, so the number of words tells. */
function verbOf(method: string, path: string, query: ApiRequest['query']): FleetVerb {
  if (method !== 'GET') return method as FleetVerb
  if (query?.['watch'] === 'true' || query?.['watch'] === '1') return 'WATCH'
  const words = path.split('/').length - (path.startsWith('/apis/') ? 4 : 3)
  const inNamespace = path.includes('/namespaces/')
  return words === (inNamespace ? 3 : 1) ? 'LIST' : 'GET'
}

export function flowsOf({ last }: Traffic, { names }: Blocks): FleetFlow[] {
  const flows: FleetFlow[] = []
  for (const [kind, counts] of [['request', last.requests], ['watch', last.watches]] as const) {
    for (let line = 0; line < counts.length; line++) {
      if (counts[line]! > 0) flows.push({ from: names[Math.floor(line / names.length)]!, to: names[line % names.length]!, kind, perSecond: counts[line]! })
    }
  }
  return flows
}

export function ratesOf({ last }: Traffic): Pick<FleetGauges, 'requests' | 'codes' | 'watchEvents' | 'leases' | 'attempts' | 'fsyncMs' | 'fsyncMaxMs'> {
  const fsyncs = [...last.fsyncs].sort((a, b) => a - b)
  return {
    requests: Object.fromEntries(FLEET_VERBS.map((verb, index) => [verb, last.verbs[index]!])) as Record<FleetVerb, number>, codes: { ...last.codes },
    watchEvents: last.watchEvents, leases: last.leases, attempts: last.attempts, fsyncMs: (fsyncs[fsyncs.length >> 1] ?? 0) / 1000, fsyncMaxMs: (fsyncs.at(-1) ?? 0) / 1000,
  }
}
