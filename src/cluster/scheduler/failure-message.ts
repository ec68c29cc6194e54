/** FitError: how many nodes said what. Models its Error(), sorted as text, so "10 …" comes before "2 …". */
export function fitMessage(nodes: number, reasons: Iterable<readonly string[]>, rest: { readonly nodes: number; readonly reason: string }, afterwards = ''): string {
  const counts = new Map<string, number>()
  for (const all of reasons) for (const reason of all) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  if (rest.nodes > 0 && rest.reason) counts.set(rest.reason, (counts.get(rest.reason) ?? 0) + rest.nodes)
  const parts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort()
  return `0/${nodes} nodes are available:${parts.length ? ` ${parts.join(', ')}.` : ''}${afterwards ? ` ${afterwards}` : ''}`
}

export const NO_NODES = 'no nodes available to schedule pods'

/** An Event's message has room for 1024 characters; the condition keeps the whole sentence. */
export const truncated = (message: string): string => (message.length <= NOTE_MAX ? message : `${message.slice(0, NOTE_MAX - ELLIPSIS.length)}${ELLIPSIS}`)

const NOTE_MAX = 1024
const ELLIPSIS = ' ...'
