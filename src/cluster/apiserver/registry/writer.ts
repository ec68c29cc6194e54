import { timeText, trackUpdate, type ApiObject } from '../../../api/index.ts'
import type { Context } from '../context.ts'
import type { Exchange } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'

/** The name under which a client owns fields: its own choice, or its User-Agent up to the slash. */
export function managerOf({ request }: Exchange): string {
  const chosen = request.query?.fieldManager
  if (chosen) return chosen
  const agent = request.headers?.['user-agent'] ?? ''
  const slash = agent.indexOf('/')
  return (slash < 0 ? agent : agent.slice(0, slash)) || 'unknown'
}

export const writerOf = (exchange: Exchange, cx: Context) => ({
  manager: managerOf(exchange), timeText: timeText(cx.clock), subresource: exchange.info.subresource,
})

/** Keeps account of who owns which field. Leases and events are written too often for their owners to matter to anybody but upstream's accountants. */
export function tracked(state: ApiServerState, cx: Context, exchange: Exchange, old: ApiObject | undefined, next: ApiObject): ApiObject {
  if (state.config.managedFields === 'applies-only') return next
  return trackUpdate(old, next, writerOf(exchange, cx))
}
