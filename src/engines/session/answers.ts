import { completionsOf, fidelity, historyOf, keysUnder, type SchedulingReport } from '../../cluster/index.ts'
import { RESOURCES, toYaml } from '../../api/index.ts'
import { effectsOf, logRow, objectAnswer, objectsNow, rowOf, swimlanes } from '../../projection/index.ts'
import type { AnyAnswer, Question, SchedulerReport } from '../../protocol/index.ts'
import { answerAside, isAsideQuestion } from './aside-door.ts'
import { answerEditing, isEditingQuestion } from './editing/door.ts'
import { lastOfKey, PASSING } from './fleet-writes.ts'
import { followed } from './following.ts'
import { completed } from './own-asks.ts'
import { recordOf } from './replay.ts'
import { annalsOf, kernelOf, memberOf, type Session } from './session.ts'

/** Answers as of the head of time. A question about something that is not there gets an empty answer, never a failure. */
export function answer(session: Session, question: Question): AnyAnswer {
  const { timeline, beganAt } = session
  const { trace } = timeline.current
  const kernel = kernelOf(session)
  if (isAsideQuestion(question)) return answerAside(session, question)
  if (isEditingQuestion(question)) return answerEditing(session, question)
  switch (question.ask) {
    case 'effects': return { answer: 'effects', ...shifted(effectsOf(trace, question.event), beganAt) }
    case 'object': return objectAnswer(kernel, question.object, beganAt, fidelity(), lastWrites(session))
    case 'swimlanes': {
      const root = question.event === undefined ? followed(session) : rowOf(trace, question.event)?.root ?? question.event
      return swimlanes(trace, root === 'all' ? lastCommand(session) : root, root === 'all', kernel.handled, beganAt, question.limit)
    }
    case 'etcd-log': return etcdLog(session, question.beforeRevision ?? Infinity, question.limit, question.news === true)
    case 'etcd-keys': {
      const { keys, more } = keysUnder(memberOf(session), question.prefix, 500)
      return { answer: 'etcd-keys', keys: keys.map((key) => {
        const latest = historyOf(memberOf(session), key)[0]
        return { key, modRevision: latest?.revision ?? 0, version: latest?.version ?? 0, bytes: latest?.bytes ?? 0, more }
      }) }
    }
    case 'etcd-history': return {
      answer: 'etcd-history',
      versions: historyOf(memberOf(session), question.key).map(({ revision, version, value, event }) => ({ revision, version, deleted: event === 'delete', yaml: event === 'delete' ? '' : toYaml(value) })),
    }
    case 'scheduler': return schedulerAnswer(session, question.pod)
    case 'complete': return { answer: 'complete', ...completed(question.line, (line) => completionsOf(kernel.inspect('kubectl') as never, line, (resource, namespace) => namesOf(session, resource, namespace))) }
    case 'record': return { answer: 'record', record: recordOf(session) }
  }
}

function etcdLog(session: Session, before: number, limit: number, news: boolean): AnyAnswer {
  const { trace } = session.timeline.current
  const here = kernelOf(session).handled
  const rows = []
  const { writes } = annalsOf(session)
  for (let i = writes.length - 1; i >= 0 && rows.length < limit; i--) {
    const { place, key, revision, event } = writes[i]!
    if (place > here || revision >= before || (news && PASSING.test(key))) continue
    const row = logRow(trace, event, revision, key, session.beganAt)
    if (row) rows.push(row)
  }
  return { answer: 'etcd-log', rows, compactRevision: 0 }
}

/** Finds the event that wrote a key last before the head. */
export function lastWrites(session: Session): (key: string) => number | undefined {
  const here = kernelOf(session).handled
  const { byKey } = annalsOf(session)
  if (byKey) return (key) => lastOfKey(byKey, key, here)
  const latest = new Map<string, number>()
  for (const { place, key, event } of annalsOf(session).writes) if (place <= here) latest.set(key, event)
  return (key) => latest.get(key)
}

function lastCommand(session: Session): number {
  const { now } = kernelOf(session)
  const { marks } = annalsOf(session)
  for (let i = marks.length - 1; i >= 0; i--) {
    const mark = marks[i]!
    if ((mark.mark === 'command' || mark.mark === 'fault') && mark.at <= now) return mark.event
  }
  return 0
}

function schedulerAnswer(session: Session, pod: string | undefined): AnyAnswer {
  const { reports } = kernelOf(session).inspect('kube-scheduler') as { readonly reports: readonly SchedulingReport[] }
  const pods = reports.map((report) => report.pod)
  const found = (pod === undefined ? reports : reports.filter((report) => report.pod === pod)).at(-1)
  if (!found) return { answer: 'scheduler', pods }
  const scoring = found.nodes.find(({ total }) => total !== undefined)?.plugins ?? []
  const report: SchedulerReport = {
    pod: found.pod, at: found.atUs - session.beganAt, outcome: found.node === undefined ? 'unschedulable' : 'scheduled', chosen: found.node, message: found.message ?? '',
    plugins: scoring.filter(({ weight }) => weight !== undefined).map(({ plugin, weight }) => ({ name: plugin, weight: weight! })),
    nodes: found.nodes.map(({ node, refusedBy, reasons, plugins, total }) => ({
      node, rejectedBy: refusedBy, reason: reasons?.join(', '), total: total ?? 0,
      scores: plugins.filter(({ weighted }) => weighted !== undefined).map(({ plugin, raw, normalised, weighted }) => ({ plugin, raw: raw ?? 0, normalised: normalised ?? 0, weighted: weighted! })),
    })),
  }
  return { answer: 'scheduler', report, pods }
}

function namesOf(session: Session, resource: string, namespace: string): readonly string[] {
  const objects = objectsNow(kernelOf(session))
  const info = RESOURCES.find((one) => one.resource === resource)
  if (!info) return []
  return objects.list(info.group, resource).filter(({ metadata }) => !info.namespaced || metadata.namespace === namespace).map(({ metadata }) => metadata.name!)
}

function shifted(found: ReturnType<typeof effectsOf>, beganAt: number): ReturnType<typeof effectsOf> {
  const shift = (nodes: typeof found.tree): typeof found.tree => nodes.map((node) => ({ ...node, link: { ...node.link, at: node.link.at - beganAt }, children: shift([...node.children]) }))
  return { total: found.total, tree: shift(found.tree) }
}
