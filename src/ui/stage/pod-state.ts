import type { NodeView, PodView } from '../../protocol/index.ts'
import type { TextKey } from '../i18n/text.ts'

export function podStateKey(pod: Pick<PodView, 'fill' | 'terminating' | 'ghost'>): TextKey {
  if (pod.terminating) return 'pod.terminating'
  if (pod.ghost) return 'pod.binding'
  return `pod.${pod.fill}`
}

export function nodeStateKey(node: NodeView): TextKey {
  if (!node.powered) return 'node.off'
  if (!node.registered) return 'node.none'
  if (node.ready === 'True') return node.unschedulable ? 'node.cordoned' : 'node.ready'
  return node.ready === 'False' ? 'node.notReady' : node.ready === 'Unknown' ? 'node.unknown' : 'node.none'
}

/** 'off' without power, 'lost' when nobody knows, so that the card can be hatched. */
export function nodeHatch(node: NodeView): 'off' | 'lost' | 'fine' {
  if (!node.powered) return 'off'
  return node.ready === 'True' || !node.registered ? 'fine' : 'lost'
}

/** What a system Pod is, without the parts that make its name unique. */
export function systemName(pod: Pick<PodView, 'name' | 'node'>): string {
  const name = pod.node !== '' && pod.name.endsWith(`-${pod.node}`) ? pod.name.slice(0, -pod.node.length - 1) : pod.name.replace(GENERATED, '')
  return name.replace(/^kube-flannel(-ds)?$/, 'flannel')
}

/** A template hash and five characters of the alphabet that has no vowels, or the five alone. */
const GENERATED = /(-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$/

export const imageName = (image: string): string => image.replace(/^(docker\.io\/(library\/)?|registry\.k8s\.io\/)/, '').replace(/@sha256:.*$/, '')
