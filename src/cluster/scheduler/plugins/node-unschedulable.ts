import { unresolvable, type Plugin } from '../framework.ts'
import { tolerated, UNSCHEDULABLE_TAINT } from '../taints.ts'

export const UNSCHEDULABLE = unresolvable('node(s) were unschedulable')

export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  filter: ({ known }, _, { node }) => (node.spec.unschedulable && !tolerated(UNSCHEDULABLE_TAINT, known.shape.tolerations) ? UNSCHEDULABLE : undefined),
}
