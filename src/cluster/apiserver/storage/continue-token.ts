/** Where a chunked list goes on. `revision` −1 means from the newest state: an inconsistent continuation. */
export interface Continuation { readonly start: string; readonly revision: number }

/** Models apiserver's EncodeContinue: base64url of JSON. */
export function encodeContinue({ start, revision }: Continuation): string {
  return btoa(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start })).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Undefined where the token is none of ours. */
export function decodeContinue(token: string): Continuation | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(token)) return undefined
  const match = /^\{"v":"meta\.k8s\.io\/v1","rv":(-?\d+),"start":"((?:[^"\\]|\\.)*)"\}$/.exec(atob(token.replaceAll('-', '+').replaceAll('_', '/')))
  if (!match) return undefined
  const start = match[2]!.replaceAll('\\u0000', '\u0000')
  return start === '' || start.includes('\\') || start.startsWith('/') || start.includes('..') ? undefined : { start, revision: Number(match[1]) }
}
