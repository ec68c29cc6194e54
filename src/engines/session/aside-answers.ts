import { clusterGaps, objectsNow } from '../../projection/index.ts'
import { insideOf, whatIf } from '../../projection/inside/inside.ts'
import { clusterWaits } from '../../projection/waits/waits.ts'
import type { Node, Pod } from '../../api/index.ts'
import { SECOND } from '../../kernel/index.ts'
import type { AnyAnswer } from '../../protocol/index.ts'
import { lastWrites } from './answers.ts'
import { asideAt, stageMoment } from './aside.ts'
import type { AsideQuestion } from './aside-door.ts'
import { blamedThroughout } from './blame.ts'
import { compare } from './compare.ts'
import { readCondition, type Names } from './condition-language.ts'
import { sinceBegin } from './fleet-frame.ts'
import { foresee } from './foresee.ts'
import { kernelOf, type Session } from './session.ts'
import type { Branch } from './timeline.ts'
import { waits, whereOf, why } from './why.ts'

export { answerOwn } from './own-answer.ts'

const OF_FLEETS: readonly AsideQuestion['ask'][] = ['why', 'blame', 'waits', 'gaps', 'condition', 'compare-counts']

/** Answers about other moments than the head's, about what is behind the walls of a place, and about what could come. */
export function answerAside(session: Session, question: AsideQuestion): AnyAnswer {
  // A fleet is told in columns, and a second one would not fit beside it; one of its machines can be looked into.
  const ofMachine = question.ask === 'inside' && /^(node|pod|dns)\b/.test(question.place)
  if (session.plan.fleet && !ofMachine && !OF_FLEETS.includes(question.ask)) return { answer: 'error', message: 'not of a fleet' }
  const branchNamed = (id: number): Branch | undefined => session.timeline.branches.find((one) => one.id === id)
  switch (question.ask) {
    case 'why': return why(session, question.event, question.object, question.fields)
    case 'blame': return { answer: 'blame', lines: blamedThroughout(session, question.object) }
    case 'waits': return { answer: 'waits', waits: waits(session, question.event, question.object, question.place) }
    case 'gaps': {
      const gaps = clusterGaps(kernelOf(session))
      return { answer: 'gaps', gaps: gaps.slice(0, 50), waits: clusterWaits(whereOf(session), gaps) }
    }
    case 'moment': {
      const branch = question.branch === undefined ? session.timeline.current : branchNamed(question.branch)
      return branch ? { answer: 'moment', ...stageMoment(asideAt(session, branch, question.at)) } : { answer: 'error', message: 'no such branch' }
    }
    case 'compare-counts': {
      const countedIn = (branch: number) => {
        const counted = session.fleetSamples.get(branch)?.findLast(({ sample }) => sample.second * SECOND <= question.at + session.beganAt)?.sample
        return counted && sinceBegin(session, counted)
      }
      const [a, b] = question.branches
      return { answer: 'compare-counts', sides: [countedIn(a), countedIn(b)] }
    }
    case 'compare': {
      const [a, b] = question.branches.map(branchNamed)
      return a && b ? { answer: 'compare', ...compare(session, [a, b], question.at) } : { answer: 'error', message: 'no such branch' }
    }
    case 'inside': return insideOf({ kernel: kernelOf(session), plan: session.plan, trace: session.timeline.current.trace, beganAt: session.beganAt, place: question.place, of: question.of, writes: () => lastWrites(session) })
    case 'what-if': return whatIf({ kernel: kernelOf(session), beganAt: session.beganAt }, question)
    case 'foresee': return { answer: 'foresee', option: foresee(session, question.card) }
    case 'condition': return { answer: 'condition', ...readCondition(question.text, namesIn(session)) }
  }
}

/** What there is to name at the head. */
function namesIn(session: Session): Names {
  const objects = objectsNow(kernelOf(session))
  const pods = objects.list<Pod>('', 'pods').filter(({ metadata }) => metadata.namespace === 'default')
  return {
    nodes: objects.list<Node>('', 'nodes').map(({ metadata }) => metadata.name!).sort(),
    deployments: objects.list('apps', 'deployments').filter(({ metadata }) => metadata.namespace === 'default').map(({ metadata }) => metadata.name!).sort(),
    namespaces: objects.list('', 'namespaces').map(({ metadata }) => metadata.name!).sort(),
    selectors: [...new Set(pods.flatMap(({ metadata }) => Object.entries(metadata.labels ?? {}).filter(([key]) => key !== 'pod-template-hash').map(([key, value]) => `${key}=${value}`)))].sort(),
    revision: objects.revision, pods: pods.length,
  }
}
