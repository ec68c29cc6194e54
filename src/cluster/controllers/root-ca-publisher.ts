import { sameValue, type ConfigMap, type Namespace } from '../../api/index.ts'
import { CONFIG_MAPS, createCall, namespaceTerminating, updateCall } from './calls.ts'
import { ask, decision, DONE, reconciler, type Sync } from './reconciler.ts'

const NAME = 'kube-root-ca.crt'
const DESCRIPTION = 'kubernetes.io/description'
const TEXT = 'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or ' +
  'kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

interface Snapshot { readonly namespace: string; readonly existing: ConfigMap | undefined }

/** Every namespace has the certificate of the cluster's authority, for pods to trust the API server. Models rootcacertpublisher. */
export const rootCaPublisherReconciler = (certificate: string) => reconciler<null, Snapshot>({
  name: 'root-ca-cert-publisher',
  account: 'root-ca-cert-publisher',
  workers: 1,
  informers: ['configmaps', 'namespaces'],
  createMemory: () => null,

  heard(_, { news, object }, _view, enqueue) {
    if (object.kind === 'Namespace') return news === 'deleted' ? undefined : enqueue(object.metadata.name!)
    if (object.metadata.name === NAME && news !== 'added') enqueue(object.metadata.namespace!)
  },

  look(key, view) {
    const namespace = view.get<Namespace>('namespaces', key)
    if (namespace?.status?.phase !== 'Active') return undefined
    return { namespace: key, existing: view.get<ConfigMap>('configmaps', `${key}/${NAME}`) }
  },

  *sync({ namespace, existing }): Sync {
    const data = { 'ca.crt': certificate }
    if (existing === undefined) {
      const metadata = { name: NAME, namespace, annotations: { [DESCRIPTION]: TEXT } }
      const body: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }
      const answer = yield* ask(createCall(CONFIG_MAPS, body), decision('publish-root-ca', { namespace }))
      return answer.ok || answer.code === 409 || namespaceTerminating(answer.body) ? DONE : { error: answer.message }
    }
    if (sameValue(existing.data, data) && existing.metadata.annotations?.[DESCRIPTION]) return DONE
    const annotations = { ...existing.metadata.annotations, [DESCRIPTION]: TEXT }
    const body: ConfigMap = { ...existing, metadata: { ...existing.metadata, annotations }, data }
    const answer = yield* ask(updateCall(CONFIG_MAPS, body), decision('restore-root-ca', { namespace }))
    return answer.ok ? DONE : { error: answer.message }
  },
})
