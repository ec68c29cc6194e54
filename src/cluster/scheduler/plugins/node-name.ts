import { unresolvable, type Plugin } from '../framework.ts'

/** Pods with a node name never reach the queue; the plugin matters to what-if questions about pods that run. */
export const nodeName: Plugin = {
  name: 'NodeName',
  filter: ({ known }, _, { name }) => (known.pod.spec.nodeName && known.pod.spec.nodeName !== name ? WRONG_NAME : undefined),
}

const WRONG_NAME = unresolvable("node(s) didn't match the requested node name")
