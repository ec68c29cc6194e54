import type { IncomingHttpHeaders } from 'node:http'
import { KUBERNETES_ADMIN, type Credentials } from '../../cluster/index.ts'

/** What to call the client, or why it is turned away at the door. */
export type Admission = { readonly credentials: Credentials } | { readonly code: 401; readonly message: string }

/** Paths that anybody may read, as system:public-info-viewer allows upstream. */
const PUBLIC: ReadonlySet<string> = new Set(['/version', '/healthz', '/livez', '/readyz'])

/** The token of the kubeconfig is kubernetes-admin; any other goes to the API server, which knows those of service accounts. */
export function admit(headers: IncomingHttpHeaders, path: string, adminToken: string): Admission {
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (token === undefined) return PUBLIC.has(path.replace(/\/$/, '')) ? { credentials: { token: '' } } : { code: 401, message: 'Unauthorized' }
  return { credentials: token === adminToken ? KUBERNETES_ADMIN : { token } }
}

/** kubectl sends no token over plain HTTP (client-go reads a user's credentials for https only), so the kubeconfig says it in the server's path. */
export const secretPath = (adminToken: string): string => `/as/${adminToken}`
