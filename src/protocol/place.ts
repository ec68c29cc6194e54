/**
 * Where a message starts and ends on the stage. The stage gives each place its fixed spot; the engine knows no coordinates.
 * 'etcd' | 'etcd/<member>' | 'apiserver' | 'controller-manager' | 'controller-manager/<controller>' | 'scheduler' | 'kubectl' | 'user' |
 * 'node/<node>' | 'node/<node>/kubelet' | 'node/<node>/runtime' | 'node/<node>/cni' | 'node/<node>/proxy' | 'registry'
 * To be looked into, but no end of a message: 'pod/<namespace>/<name>' | 'pod/<namespace>/<name>/<container>' | 'dns'
 */
export type PlaceId = string

/** What a message is, drawn by shape, line and hue: `ux.md` 3.3. 'reply' is the answer to a request; 'error' one that refuses. */
export type Verb = 'write' | 'read' | 'reply' | 'error' | 'watch' | 'raft' | 'cri' | 'packet' | 'timer'

/** group/resource of an object and its name: how the page names any API object. `group` is '' for core. */
export interface ObjectRef {
  readonly group: string
  readonly resource: string
  readonly namespace: string
  readonly name: string
}

export const refKey = ({ group, resource, namespace, name }: ObjectRef): string => `${group}/${resource}/${namespace}/${name}`
