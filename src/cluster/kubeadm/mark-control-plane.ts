import { SECOND, type Component } from '../../kernel/index.ts'
import { SUPER_ADMIN } from '../identity.ts'
import type { ApiAnswer, ApiServerAddress } from '../messages.ts'
import { CONTROL_PLANE } from './plan.ts'

type KubeadmMessage = ApiAnswer | { readonly type: 'try-again' }
interface KubeadmState { tries: number; done: boolean }

/** kubeadm's phase mark-control-plane: a kubelet may not give itself these labels, so the administrator does, once the Node exists. */
export const markControlPlane = (apiserver: ApiServerAddress): Component<KubeadmState, KubeadmMessage> => ({
  kind: 'kubeadm',
  init: () => ({ tries: 0, done: false }),
  start: (_, cx) => { cx.after(SECOND, { type: 'try-again' }) },
  step(state, { msg }, cx) {
    if (msg.type === 'api-response') {
      state.done = msg.code === 200
      if (!state.done) cx.after(SECOND, { type: 'try-again' })
    } else if (msg.type === 'try-again' && !state.done) {
      cx.send(apiserver, {
        type: 'api-request', id: ++state.tries, method: 'PATCH', path: `/api/v1/nodes/${CONTROL_PLANE}`, query: { fieldManager: 'kubeadm' },
        headers: { 'content-type': 'application/strategic-merge-patch+json', 'user-agent': 'kubeadm/v1.36.3' },
        body: { metadata: { labels: { 'node-role.kubernetes.io/control-plane': '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' } } }, credentials: SUPER_ADMIN,
      })
    }
  },
})
