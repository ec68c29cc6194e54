import { matchesLabels, sameValue, type Node } from '../../api/index.ts'
import { matchesNode } from './plugins/node-affinity.ts'
import { portsClash } from './plugins/node-ports.ts'
import { insufficient } from './plugins/resources-fit.ts'
import { amountsOf, resourcesOf } from './resources.ts'
import { termMatches, type KnownPod, type Labels } from './shape.ts'
import { tolerated, UNSCHEDULABLE_TAINT, untoleratedTaint } from './taints.ts'

/** A change in the cluster that may help a pod that was refused. */
export type ClusterEvent =
  | { readonly event: 'node-added' | 'node-allocatable' | 'node-labels' | 'node-taints'; readonly node: Node; readonly old?: Node }
  | { readonly event: 'node-deleted'; readonly old: Node }
  | { readonly event: 'pod-added'; readonly pod: KnownPod }
  | { readonly event: 'pod-labels' | 'pod-scaled-down' | 'pod-tolerations' | 'pod-gates'; readonly pod: KnownPod; readonly old: KnownPod }
  | { readonly event: 'pod-deleted'; readonly old: KnownPod }

type Hint = (waiting: KnownPod, event: ClusterEvent, namespaces: ReadonlyMap<string, Labels>) => boolean

/** Which plugins may change their mind on which event. Models EventsToRegister. */
export const INTERESTED: Readonly<Record<ClusterEvent['event'], readonly string[]>> = {
  'node-added': ['NodeUnschedulable', 'NodeName', 'TaintToleration', 'NodeAffinity', 'NodePorts', 'NodeResourcesFit', 'PodTopologySpread', 'InterPodAffinity'],
  'node-allocatable': ['NodeResourcesFit'],
  'node-labels': ['NodeAffinity', 'PodTopologySpread', 'InterPodAffinity'],
  'node-taints': ['NodeUnschedulable', 'TaintToleration', 'PodTopologySpread'],
  'node-deleted': ['PodTopologySpread'],
  'pod-added': ['PodTopologySpread', 'InterPodAffinity'],
  'pod-labels': ['PodTopologySpread', 'InterPodAffinity'],
  'pod-scaled-down': ['NodeResourcesFit'],
  'pod-tolerations': ['NodeUnschedulable', 'TaintToleration', 'PodTopologySpread'],
  'pod-gates': ['SchedulingGates'],
  'pod-deleted': ['NodePorts', 'NodeResourcesFit', 'PodTopologySpread', 'InterPodAffinity'],
}

/** Could this plugin accept the pod after this event? Models its QueueingHintFn. */
export const mayHelp = (plugin: string, waiting: KnownPod, event: ClusterEvent, namespaces: ReadonlyMap<string, Labels>): boolean =>
  INTERESTED[event.event].includes(plugin) && (HINTS[plugin]?.(waiting, event, namespaces) ?? true)

/** What about a node changed that any plugin looks at. */
export function nodeChanges(node: Node, old: Node): readonly ClusterEvent[] {
  const events: ClusterEvent[] = []
  const uncordoned = old.spec.unschedulable === true && !node.spec.unschedulable
  if (!sameValue(old.status?.allocatable, node.status?.allocatable)) events.push({ event: 'node-allocatable', node, old })
  if (!sameValue(old.metadata.labels, node.metadata.labels)) events.push({ event: 'node-labels', node, old })
  if (uncordoned || !sameValue(old.spec.taints, node.spec.taints)) events.push({ event: 'node-taints', node, old })
  return events
}

export function podChanges(pod: KnownPod, old: KnownPod): readonly ClusterEvent[] {
  if (pod.shape === old.shape && pod.pod.spec === old.pod.spec) return []
  const events: ClusterEvent[] = []
  if (!sameValue(pod.shape.labels, old.shape.labels)) events.push({ event: 'pod-labels', pod, old })
  if (scaledDown(pod, old)) events.push({ event: 'pod-scaled-down', pod, old })
  if (!pod.pod.spec.schedulingGates?.length && old.pod.spec.schedulingGates?.length) events.push({ event: 'pod-gates', pod, old })
  if (pod.shape.tolerations.length !== old.shape.tolerations.length) events.push({ event: 'pod-tolerations', pod, old })
  return events
}

const HINTS: Readonly<Record<string, Hint>> = {
  SchedulingGates: (waiting, event) => about(event)?.uid === waiting.uid,

  NodeUnschedulable(waiting, event) {
    switch (event.event) {
      case 'node-added': return !event.node.spec.unschedulable
      case 'node-taints': return event.old?.spec.unschedulable === true && !event.node.spec.unschedulable
      default: return about(event)?.uid === waiting.uid && tolerated(UNSCHEDULABLE_TAINT, about(event)!.shape.tolerations)
    }
  },

  TaintToleration(waiting, event) {
    if (event.event === 'pod-tolerations') return event.pod.uid === waiting.uid
    if (event.event !== 'node-added' && event.event !== 'node-taints') return false
    const before = !event.old || untoleratedTaint(event.old.spec.taints, waiting.shape.tolerations)
    return !!before && !untoleratedTaint(event.node.spec.taints, waiting.shape.tolerations)
  },

  NodeAffinity(waiting, event) {
    if (event.event !== 'node-added' && event.event !== 'node-labels') return false
    return matchesNode(waiting.shape, event.node) && (!event.old || !matchesNode(waiting.shape, event.old))
  },

  NodePorts: (waiting, event) => event.event !== 'pod-deleted' || (hasPlace(event.old) && portsClash(waiting.shape.ports, event.old.shape.ports)),

  NodeResourcesFit(waiting, event) {
    switch (event.event) {
      case 'pod-deleted': return hasPlace(event.old)
      case 'pod-scaled-down': return event.pod.uid === waiting.uid || !!event.pod.pod.spec.nodeName
      case 'node-added': return fitsAlone(waiting, event.node)
      case 'node-allocatable': return fitsAlone(waiting, event.node) && moreOfWhatItNeeds(waiting, event.node, event.old!)
      default: return false
    }
  },

  PodTopologySpread(waiting, event) {
    const { hardSpread, namespace, ownSpread } = waiting.shape
    const complete = (node: Node | undefined): boolean => !!node && hardSpread.every(({ topologyKey }) => node.metadata.labels?.[topologyKey] !== undefined)
    const matched = (pod: KnownPod): boolean => hardSpread.some(({ selector }) => matchesLabels(selector, pod.shape.labels))
    const involved = (pod: KnownPod): boolean => pod.uid === waiting.uid || (hasPlace(pod) && pod.shape.namespace === namespace)
    if (!ownSpread) return false
    switch (event.event) {
      case 'node-added': case 'node-labels': case 'node-taints': return complete(event.node) || complete(event.old)
      case 'node-deleted': return complete(event.old)
      case 'pod-added': return involved(event.pod) && matched(event.pod)
      case 'pod-deleted': return involved(event.old) && matched(event.old)
      case 'pod-labels': {
        const { pod, old } = event
        return involved(pod) && hardSpread.some(({ selector }) => matchesLabels(selector, pod.shape.labels) !== matchesLabels(selector, old.shape.labels))
      }
      case 'pod-tolerations': return event.pod.uid === waiting.uid && hardSpread.some(({ honorTaints }) => honorTaints)
      default: return false
    }
  },

  InterPodAffinity(waiting, event, namespaces) {
    const { requiredAffinity, requiredAntiAffinity } = waiting.shape
    const all = (terms: typeof requiredAffinity, pod: KnownPod): boolean =>
      terms.length > 0 && terms.every(term => termMatches(term, pod.shape, namespaces.get(pod.shape.namespace)))
    switch (event.event) {
      case 'pod-added': return hasPlace(event.pod) && all(requiredAffinity, event.pod)
      case 'pod-deleted': return hasPlace(event.old) && (all(requiredAntiAffinity, event.old) || all(event.old.shape.requiredAntiAffinity, waiting))
      case 'pod-labels': {
        const { pod, old } = event
        if (pod.uid === waiting.uid) return true
        return hasPlace(pod) && ((!all(requiredAffinity, old) && all(requiredAffinity, pod)) || (all(requiredAntiAffinity, old) && !all(requiredAntiAffinity, pod)))
      }
      case 'node-added': return requiredAntiAffinity.length > 0 || requiredAffinity.some(({ topologyKey }) => event.node.metadata.labels?.[topologyKey] !== undefined)
      case 'node-labels': {
        const { node, old } = event
        const moved = (key: string): boolean => node.metadata.labels?.[key] !== old?.metadata.labels?.[key]
        return requiredAffinity.some(({ topologyKey }) => moved(topologyKey) && node.metadata.labels?.[topologyKey] !== undefined)
          || requiredAntiAffinity.some(({ topologyKey }) => moved(topologyKey) && old?.metadata.labels?.[topologyKey] !== undefined)
      }
      default: return false
    }
  },
}

const about = (event: ClusterEvent): KnownPod | undefined => ('pod' in event ? event.pod : undefined)

/** It occupies a node, or one is held for it. */
const hasPlace = ({ pod }: KnownPod): boolean => !!pod.spec.nodeName || !!pod.status?.nominatedNodeName

function scaledDown({ shape: { request: now } }: KnownPod, { shape: { request: before } }: KnownPod): boolean {
  if (now.cpu < before.cpu || now.memory < before.memory || now.ephemeral < before.ephemeral) return true
  return before.others.some(([name, amount]) => amount > (now.others.find(([other]) => other === name)?.[1] ?? 0))
}

function fitsAlone({ shape }: KnownPod, node: Node): boolean {
  const { pods = 0, ...amounts } = amountsOf(node.status?.allocatable)
  const { cpu, memory, ephemeral, others } = resourcesOf(amounts)
  return !insufficient(shape, {
    pods: 0, podsMax: pods, cpu: 0, cpuMax: cpu, memory: 0, memoryMax: memory, ephemeral: 0, ephemeralMax: ephemeral,
    others: new Map(others.map(([name, max]) => [name, { used: 0, max }])),
  })
}

function moreOfWhatItNeeds({ shape: { request } }: KnownPod, node: Node, old: Node): boolean {
  const now = amountsOf(node.status?.allocatable)
  const before = amountsOf(old.status?.allocatable)
  const more = (name: string): boolean => (now[name] ?? 0) > (before[name] ?? 0)
  return more('pods') || (request.cpu > 0 && more('cpu')) || (request.memory > 0 && more('memory')) || (request.ephemeral > 0 && more('ephemeral-storage'))
    || request.others.some(([name, amount]) => amount > 0 && more(name))
}
