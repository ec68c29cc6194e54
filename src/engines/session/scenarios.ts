import { buildCluster, isWarm, type ClusterPlan, type ClusterShape } from '../../cluster/index.ts'
import { SECOND, type Kernel } from '../../kernel/index.ts'
import { lessonNamed, type Lesson } from '../../lessons/index.ts'
import { beginHere, createTimeline, createTimelineObserver, type Timeline } from './timeline.ts'

/** A cluster to begin with. Booted from nothing by its own components; the lesson begins when it is warm. */
interface Scenario { readonly id: string; readonly shape: ClusterShape; readonly lesson: string }

const SCENARIOS: readonly Scenario[] = [
  { id: 'rollout', lesson: 'rollout', shape: { workers: 3, etcd: 3 } },
  { id: 'sandbox', lesson: '', shape: { workers: 3, etcd: 3 } },
]

export const scenarioNamed = (id: string): Scenario | undefined => SCENARIOS.find((one) => one.id === id)

export interface Opened {
  readonly timeline: Timeline
  readonly plan: ClusterPlan
  readonly scenario: string
  readonly seed: number
  readonly lesson: string
  readonly lessonData: Lesson | undefined
  readonly beganAt: number
  readonly beganHandled: number
}

const BOOT_LIMIT_US = 300 * SECOND
/** Lessons begin on a whole second, so that the clock reads well. */
const ROUND_US = SECOND

/** What the Node engine asks for besides: another shape, another time to begin at, and actors of its own. */
export interface Opening {
  readonly shape?: ClusterShape
  readonly startUs?: number
  readonly prepare?: (kernel: Kernel, plan: ClusterPlan) => void
}

export function openScenario(id: string, seed: number, { shape, startUs = 0, prepare }: Opening = {}): Opened {
  const scenario = scenarioNamed(id) ?? SCENARIOS[0]!
  const { observer, attach } = createTimelineObserver()
  const { kernel, plan } = buildCluster({ seed, ...(shape ?? scenario.shape), startUs, observers: [observer] })
  prepare?.(kernel, plan)
  while (!isWarm(kernel, plan) && kernel.now < startUs + BOOT_LIMIT_US) kernel.run(kernel.now + SECOND)
  kernel.run(Math.ceil(kernel.now / ROUND_US) * ROUND_US)
  const timeline = createTimeline(kernel)
  attach(timeline)
  beginHere(timeline)
  return { timeline, plan, scenario: scenario.id, seed, lesson: scenario.lesson, lessonData: lessonNamed(scenario.lesson), beganAt: kernel.now, beganHandled: kernel.handled }
}
