import { podTerminal, type ApiObject, type Pod } from '../api/index.ts'
import type { Kernel } from '../kernel/index.ts'
import type { GapRow } from '../protocol/index.ts'
import { gapsOfOne } from './object-answer.ts'
import { objectsNow } from './objects.ts'

/** Where desired and observed differ anywhere in the cluster. Pods that have ended, and what has no wish, have no gap. */
export function clusterGaps(kernel: Kernel): readonly GapRow[] {
  const objects = objectsNow(kernel)
  const kinds = [objects.list('', 'nodes'), objects.list('apps', 'deployments'), objects.list('apps', 'replicasets'), objects.list<Pod>('', 'pods').filter((pod) => !podTerminal(pod)) as unknown as readonly ApiObject[]]
  return kinds.flat().flatMap(gapsOfOne).filter(({ state }) => state !== 'settled')
}
