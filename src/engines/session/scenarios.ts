import { buildCluster, isWarm, planCluster, settledCluster, transcriptOf, type ClusterPlan, type ClusterShape } from '../../cluster/index.ts'
import { SECOND, type Kernel, type Observer } from '../../kernel/index.ts'
import { FIRST_SCENARIO, lessonNamed, scenarioNamed, type Lesson, type ScenarioLine } from '../../lessons/index.ts'
import { clusterGaps, type Fleet } from '../../projection/index.ts'
import { keepingOf, watchFleet } from './fleet-watch.ts'
import { beginHere, createTimeline, createTimelineObserver, ringOf, type Timeline } from './timeline.ts'

export interface Opened {
  readonly timeline: Timeline
  readonly plan: ClusterPlan
  readonly scenario: string
  readonly seed: number
  readonly lesson: string
  readonly lessonData: Lesson | undefined
  readonly beganAt: number
  readonly beganHandled: number
  /** Another kernel with the same components, in which nothing has happened yet. */
  readonly rebuild: (observers?: readonly Observer[]) => Kernel
  /** What is counted of a large cluster; a small one is shown message by message. */
  readonly fleet: Fleet | undefined
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
  const scenario = id === FIRST_SCENARIO.id ? FIRST_SCENARIO : scenarioNamed(id) ?? FIRST_SCENARIO
  const { observer, attach } = createTimelineObserver()
  const options = { seed, ...(shape ?? scenario.shape), startUs }
  const planned = planCluster(options)
  // Clusters whose nodes have a card each are shown message by message.
  const counting = planned.fleet ? watchFleet(planned) : undefined
  const build = (observers: readonly Observer[]): { kernel: Kernel; plan: ClusterPlan } => {
    const built = scenario.workloads && !shape ? settledCluster({ ...options, workloads: scenario.workloads, observers }) : buildCluster({ ...options, observers })
    prepare?.(built.kernel, built.plan)
    return built
  }
  const { kernel, plan } = build(counting ? [observer, counting.observer] : [observer])
  if (scenario.workloads) kernel.run(kernel.now + WAKE_US)
  while (!isWarm(kernel, plan) && kernel.now < startUs + BOOT_LIMIT_US) kernel.run(kernel.now + SECOND)
  for (const line of scenario.prelude ?? []) carryOut(kernel, line)
  kernel.run(Math.ceil(kernel.now / ROUND_US) * ROUND_US)
  const timeline = createTimeline(kernel, counting ? keepingOf(plan, scenario) : ringOf(plan.nodes.length))
  attach(timeline)
  beginHere(timeline)
  counting?.begin(timeline)
  return { timeline, plan, scenario: scenario.id, seed, lesson: scenario.lesson ?? '', lessonData: lessonNamed(scenario.lesson ?? ''), beganAt: kernel.now, beganHandled: kernel.handled, rebuild: (observers = []) => build(observers).kernel, fleet: counting?.fleet }
}

/** Processes over disks that were made before find their way within this time. */
const WAKE_US = 14 * SECOND

const PRELUDE_LIMIT_US = 120 * SECOND

/** What was typed before the visitor came: each line is done, and wish and fact agree, before the next. */
function carryOut(kernel: Kernel, { line, files }: ScenarioLine): void {
  kernel.input({ type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line, files, background: true } as never })
  const limit = kernel.now + PRELUDE_LIMIT_US
  const isDone = (): boolean => transcriptOf(kernel.inspect('kubectl') as never).at(-1)?.entry === 'done'
  do kernel.run(kernel.now + SECOND)
  while (kernel.now < limit && !(isDone() && clusterGaps(kernel).length === 0))
}
