import type { IncomingHttpHeaders } from 'node:http'
import { KUBERNETES_ADMIN, type Credentials } from '../../cluster/index.ts'

/** What to call the client, or why it is turned away at the door. */
export type Admission = { readonly credentials: Credentials } | { readonly code: 401 | 403; readonly message: string }

/** Paths that anybody may read, as system:public-info-viewer allows upstream. */
const PUBLIC: ReadonlySet<string> = new Set(['/version', '/healthz', '/livez', '/readyz'])

/** The token of the kubeconfig is kubernetes-admin; any other goes to the API server, which knows those of service accounts. */
export function admit(headers: IncomingHttpHeaders, path: string, adminToken: string): Admission {
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (token === undefined) return PUBLIC.has(path.replace(/\/$/, '')) ? { credentials: { token: '' } } : { code: 401, message: 'Unauthorized' }
  const user = headers['impersonate-user']
  if (typeof user !== 'string') return { credentials: token === adminToken ? KUBERNETES_ADMIN : { token } }
  // NB: only the admin may act as somebody else, because the API server of the simulation does not look at who asks to impersonate.
  if (token !== adminToken) return { code: 403, message: `users "${user}" is forbidden: only kubernetes-admin may impersonate here` }
  return { credentials: { certificate: { commonName: user, organizations: [...groupsOf(headers['impersonate-group']), ...accountGroups(user)] } } }
}

const groupsOf = (header: string | string[] | undefined): readonly string[] => (header === undefined ? [] : Array.isArray(header) ? header : header.split(', '))

function accountGroups(user: string): readonly string[] {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? []
  return namespace !== undefined && name !== undefined ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] : []
}

/** kubectl sends no token over plain HTTP (client-go reads a user's credentials for https only), so the kubeconfig says it in the server's path. */
export const secretPath = (adminToken: string): string => `/as/${adminToken}`
