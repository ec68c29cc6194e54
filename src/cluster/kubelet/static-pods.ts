import { applyDefaults, type ApiObject, type Pod, type Toleration } from '../../api/index.ts'
import { call } from '../client/client.ts'
import { hex, sha256 } from '../network/sha256.ts'
import { podPath, reconcile, report } from './reporting.ts'
import type { KubeletCx, KubeletState, PodWorker } from './state.ts'

const EVERYTHING: Toleration = { effect: 'NoExecute', operator: 'Exists' }

/** A manifest of this node as a pod: its own name, an identity made of its content, tolerating everything that would evict it. */
export function staticPod(manifest: Pod, node: string): Pod {
  // NB: upstream hashes Go's rendering of the object with FNV-128a; ours is another hash of the same things.
  const uid = hex(sha256(`${JSON.stringify(manifest)}host:${node}file:/etc/kubernetes/manifests/${manifest.metadata.name}.yaml`)).slice(0, 32)
  const { metadata, spec } = manifest
  return applyDefaults({
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      ...metadata, name: `${metadata.name}-${node.toLowerCase()}`, namespace: metadata.namespace ?? 'default', uid,
      annotations: { ...metadata.annotations, 'kubernetes.io/config.hash': uid, 'kubernetes.io/config.seen': '2026-01-01T00:00:00Z', 'kubernetes.io/config.source': 'file' },
    },
    spec: { ...spec, nodeName: node, tolerations: [...(spec.tolerations ?? []), EVERYTHING] },
    status: { phase: 'Pending' },
  } as ApiObject) as unknown as Pod
}

/** The object that shows a static pod at the API server. Deleting it does not touch the pod: it is made again. */
export function createMirror(state: KubeletState, worker: PodWorker, cx: KubeletCx): void {
  const { object } = state.node
  if (!state.node.registered || !object?.metadata.uid || worker.mirrorUid !== undefined || worker.patchUnderWay) return
  const { metadata, spec } = worker.pod
  worker.patchUnderWay = true
  const body = {
    apiVersion: 'v1', kind: 'Pod', spec,
    metadata: {
      name: metadata.name, namespace: metadata.namespace, labels: metadata.labels, annotations: { ...metadata.annotations, 'kubernetes.io/config.mirror': worker.uid },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: state.node.name, uid: object.metadata.uid, controller: true }],
    },
  }
  call(state.client, cx, { method: 'POST', path: `/api/v1/namespaces/${metadata.namespace}/pods`, body }, { for: 'mirror', uid: worker.uid })
}

export function mirrorSeen(state: KubeletState, worker: PodWorker, mirror: Pod, cx: KubeletCx): void {
  if (mirror.metadata.deletionTimestamp !== undefined || mirror.metadata.annotations?.['kubernetes.io/config.mirror'] !== worker.uid) {
    if (worker.deleteUnderWay) return
    worker.deleteUnderWay = true
    const preconditions = { uid: mirror.metadata.uid! }
    call(state.client, cx, { method: 'DELETE', path: podPath(mirror), body: { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions } }, { for: 'mirror-delete', uid: worker.uid })
    return
  }
  if (worker.mirrorUid !== undefined) return reconcile(state, worker, mirror, cx)
  worker.mirrorUid = mirror.metadata.uid
  worker.reported = mirror.status ?? {}
  report(state, worker, cx)
}

export function mirrorGone(state: KubeletState, worker: PodWorker, cx: KubeletCx): void {
  worker.mirrorUid = undefined
  worker.deleteUnderWay = false
  worker.reported = {}
  createMirror(state, worker, cx)
}
