import { podRequests, type Pod } from '../../api/index.ts'
import { explain, schedulerDetail } from '../../cluster/details.ts'
import { schedulerView, type SchedulingReport } from '../../cluster/index.ts'
import type { AnswerTo, Evaluation, PodAsk, SchedulerInside, WaitingPod, WhatIf } from '../../protocol/index.ts'
import { objectsNow } from '../objects.ts'
import { isUp, state } from '../views.ts'
import type { Looking } from './inside.ts'

const SCHEDULER = 'kube-scheduler'

export function insideScheduler({ kernel, beganAt, of }: Looking): SchedulerInside {
  const view = schedulerView(state(kernel, SCHEDULER))
  const detail = schedulerDetail(state(kernel, SCHEDULER))
  const report = of === undefined ? detail.reports[0] : detail.reports.find(({ pod }) => pod === of)
  const asks = asksOf(podNamed(kernel, of ?? report?.pod ?? ''))
  const waiting = (all: typeof view.active): readonly WaitingPod[] =>
    all.map(({ sinceUs, untilUs, ...rest }) => ({ ...rest, since: sinceUs - beganAt, ...(untilUs === undefined ? {} : { until: untilUs - beganAt }) }))
  return {
    inside: 'scheduler', up: isUp(kernel, SCHEDULER), leading: view.leading, paused: view.paused,
    ...(view.current ? { current: { pod: view.current.pod, since: view.current.sinceUs - beganAt } } : {}),
    active: waiting(view.active), backoff: waiting(view.backoff), unschedulable: waiting(view.unschedulable), binding: view.binding, nominated: view.nominated,
    cache: { nodes: detail.nodes.length, pods: detail.pods, assumed: detail.assumed },
    attempts: detail.reports.map(({ pod, atUs, outcome, node }) => ({ pod, at: atUs - beganAt, outcome, node })),
    ...(report ? { attempt: evaluationOf(report, report.atUs - beganAt) } : {}), ...(asks ? { asks } : {}),
    nodes: detail.nodes.map(({ node, unschedulable, controlPlane, cpu, memory, pods, taints }) => ({ node, controlPlane, unschedulable, taints, cpuMilli: room(cpu), memoryBytes: room(memory), pods: room(pods) })),
    weights: detail.weights,
  }
}

const room = ([used, max]: readonly [number, number]): { readonly used: number; readonly max: number } => ({ used, max })

/** The scheduler's own evaluation over its own cache, with other wishes. Nothing is written anywhere. */
export function whatIf({ kernel, beganAt }: Pick<Looking, 'kernel' | 'beganAt'>, { pod: name, requests, tolerations, weights }: WhatIf): AnswerTo<'what-if'> {
  const pod = podNamed(kernel, name)
  if (!pod) return { answer: 'what-if' }
  const defaults = schedulerDetail(state(kernel, SCHEDULER)).weights
  const report = explain(state(kernel, SCHEDULER), pod, { requests, tolerations, ...(weights ? { weights: { ...defaults, ...weights } } : {}) })
  return { answer: 'what-if', asks: asksOf(pod), evaluation: evaluationOf(report, kernel.now - beganAt) }
}

function podNamed(kernel: Looking['kernel'], key: string): Pod | undefined {
  const [namespace = '', name = ''] = key.split('/')
  return objectsNow(kernel).get({ group: '', resource: 'pods', namespace, name }) as Pod | undefined
}

function asksOf(pod: Pod | undefined): PodAsk | undefined {
  if (!pod) return undefined
  const { cpu = 0, memory = 0 } = podRequests(pod)
  return { cpuMilli: cpu, memoryBytes: memory / 1000, tolerations: pod.spec.tolerations ?? [], node: pod.spec.nodeName ?? '' }
}

const evaluationOf = ({ pod, attempt, outcome, node, best, message, nominatedNode, victims, nodes }: SchedulingReport, at: number): Evaluation =>
  ({ pod, at, attempt, outcome, node, best, message, nominatedNode, victims, nodes })

