import type { Plugin, PluginName } from './framework.ts'
import { balancedAllocation } from './plugins/balanced-allocation.ts'
import { imageLocality } from './plugins/image-locality.ts'
import { interPodAffinity } from './plugins/inter-pod-affinity.ts'
import { nodeAffinity } from './plugins/node-affinity.ts'
import { nodeName } from './plugins/node-name.ts'
import { nodePorts } from './plugins/node-ports.ts'
import { nodeUnschedulable } from './plugins/node-unschedulable.ts'
import { podTopologySpread } from './plugins/pod-topology-spread.ts'
import { resourcesFit } from './plugins/resources-fit.ts'
import { taintToleration } from './plugins/taint-toleration.ts'

/** The default profile, in the order in which its plugins run. States are theirs alone, so their types end here. */
export const PLUGINS: readonly Plugin[] = [
  nodeUnschedulable, nodeName, taintToleration, nodeAffinity, nodePorts, resourcesFit,
  podTopologySpread as Plugin, interPodAffinity as Plugin, balancedAllocation, imageLocality,
]

export const DEFAULT_WEIGHTS: Readonly<Partial<Record<PluginName, number>>> = {
  TaintToleration: 3, NodeAffinity: 2, NodeResourcesFit: 1, PodTopologySpread: 2, InterPodAffinity: 2, NodeResourcesBalancedAllocation: 1, ImageLocality: 1,
}
