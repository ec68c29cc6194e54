import { hmacSha256 } from './sha256.ts'

/** The claims of a service account token, as upstream's pkg/serviceaccount/claims.go writes them. Times are Unix seconds. */
export interface Claims {
  readonly aud: readonly string[]
  readonly exp: number
  readonly iat: number
  readonly iss: string
  readonly jti: string
  readonly 'kubernetes.io': {
    readonly namespace: string
    readonly node?: Bound
    readonly pod?: Bound
    readonly secret?: Bound
    readonly serviceaccount: Bound
    readonly warnafter?: number
  }
  readonly nbf: number
  readonly sub: string
}

interface Bound { readonly name: string; readonly uid: string }

const HEADER = base64url('{"alg":"HS256","kid":"glass-cluster"}')

/** A JWT. NB: signed with HMAC instead of RSA, because the one server that verifies it is the one that signs. */
export function signToken(claims: Claims, key: string): string {
  const input = `${HEADER}.${base64url(JSON.stringify(claims))}`
  return `${input}.${signature(input, key)}`
}

/** The claims of a token that was signed with this key; undefined for any other text. */
export function readToken(token: string, key: string): Claims | undefined {
  const parts = token.split('.')
  if (parts.length !== 3 || parts[0] !== HEADER || signature(`${parts[0]}.${parts[1]}`, key) !== parts[2]) return undefined
  return JSON.parse(atob(parts[1]!.replaceAll('-', '+').replaceAll('_', '/'))) as Claims
}

function signature(input: string, key: string): string {
  const encoder = new TextEncoder()
  let binary = ''
  for (const byte of hmacSha256(encoder.encode(key), encoder.encode(input))) binary += String.fromCharCode(byte)
  return base64url(binary)
}

function base64url(binary: string): string {
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
