import type { ClusterPlan } from '../../cluster/index.ts'
import type { Kernel } from '../../kernel/index.ts'
import type { AnswerTo, Inside, PlaceId } from '../../protocol/index.ts'
import type { Trace } from '../trace.ts'
import { aboutPod } from './about-pod.ts'
import { insideApiServer } from './apiserver.ts'
import { insideContainer } from './container.ts'
import { insideControllers } from './controllers.ts'
import { insideDns } from './dns.ts'
import { insideEtcd } from './etcd.ts'
import { insideNode } from './node.ts'
import { insidePod } from './pod.ts'
import { insideProxy } from './proxy.ts'
import { insideScheduler, whatIf } from './scheduler.ts'
import { simplifiedIn } from './simplified.ts'
import { touching } from './touching.ts'

// NB: a door of its own beside the room's index, so that engines fetch it late.
export { whatIf }

/** All that an inside may be made from: the components' states at the head, what is written down of the past, and which one is asked for. */
export interface Looking {
  readonly kernel: Kernel
  readonly plan: ClusterPlan
  readonly trace: Trace
  readonly beganAt: number
  readonly place: PlaceId
  /** One thing of those inside. */
  readonly of: string | undefined
  /** Finds the event of the last write of a key. */
  readonly writes: () => (key: string) => number | undefined
}

/** What is behind the walls of a place. Another kind of place is another line here, and a member of `Inside`. */
export function insideOf(looking: Looking): AnswerTo<'inside'> {
  const { kernel, trace, place, beganAt } = looking
  return { answer: 'inside', place, touching: touching(kernel, trace, place, beganAt, place.startsWith('pod/') ? aboutPod(looking) : undefined), inside: behind(looking), simplified: simplifiedIn(place) }
}

function behind(looking: Looking): Inside | undefined {
  const [kind, , agent, container] = looking.place.split('/')
  switch (kind) {
    case 'apiserver': return insideApiServer(looking)
    case 'controller-manager': return insideControllers(looking)
    case 'scheduler': return insideScheduler(looking)
    case 'etcd': return insideEtcd(looking)
    case 'node': return agent === undefined ? insideNode(looking) : agent === 'proxy' ? insideProxy(looking) : undefined
    case 'pod': return container === undefined ? insidePod(looking) : insideContainer(looking, container)
    case 'dns': return insideDns(looking)
    default: return undefined
  }
}
