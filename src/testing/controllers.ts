import { kubeControllerManager } from '../cluster/controllers/controller-manager.ts'
import { standardControllers } from '../cluster/controllers/standard.ts'
import { SUPER_ADMIN } from '../cluster/identity.ts'
import { SECOND, type Fact } from '../kernel/index.ts'
import { testApiServer, type Answered, type TestApiServer } from './api-server.ts'
import { readyMaker, type ReadyMakerOptions } from './ready-maker.ts'

export const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'
export const REPLICA_SETS = '/apis/apps/v1/namespaces/default/replicasets'
export const PODS = '/api/v1/namespaces/default/pods'
export const MANAGER = 'kube-controller-manager'
export const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' }

/** An API server and the controllers as they are, with two nodes on which pods become ready and end by themselves. */
export interface Controlled extends TestApiServer {
  /** What the controllers said of themselves. */
  readonly facts: Fact[]
  get(path: string): any // Bodies are looked into freely by tests.
  post(path: string, body: unknown): Answered
  patch(path: string, body: unknown): Answered
  /** The messages of all Events, with their reasons: 'ScalingReplicaSet: Scaled up …'. */
  said(): readonly string[]
}

export function controlled(options: Partial<ReadyMakerOptions> = {}, leaderElection = false): Controlled {
  const facts: Fact[] = []
  const observer = { fact: (_event: number, actor: string, _at: number, fact: Fact) => void (actor === MANAGER && facts.push(fact)) }
  const server = testApiServer({ accounts: false, observers: [observer], config: { trusts: [MANAGER] } })
  const reconcilers = standardControllers({ rootCertificate: 'the certificate' })
  server.kernel.spawn(MANAGER, 'cp-1', kubeControllerManager({ apiserver: server.apiserver, reconcilers, leaderElection }))
  server.kernel.spawn('ready-maker', 'laptop', readyMaker(server.apiserver, { nodes: ['node-a', 'node-b'], ...options }))
  for (const name of ['node-a', 'node-b']) server.request(SUPER_ADMIN, 'POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name } })
  server.run(2 * SECOND)
  const get = (path: string): any => server.request(SUPER_ADMIN, 'GET', path).body
  return {
    ...server, facts, get,
    post: (path, body) => server.request(SUPER_ADMIN, 'POST', path, body),
    patch: (path, body) => server.request(SUPER_ADMIN, 'PATCH', path, body, {}, STRATEGIC),
    said: () => get('/api/v1/namespaces/default/events').items.map(({ reason, message }: { reason: string; message: string }) => `${reason}: ${message}`),
  }
}

export const deploymentOf = (replicas: number, image: string, spec: object = {}, annotations: object = {}): object => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', annotations },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } }, ...spec },
})

export const setImage = (server: Pick<Controlled, 'patch'>, image: string): void => {
  server.patch(`${DEPLOYMENTS}/web`, { spec: { template: { spec: { containers: [{ name: 'web', image }] } } } })
}
