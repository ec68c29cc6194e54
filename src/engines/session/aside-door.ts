import type { AnyAnswer, OwnAnswer, Question } from '../../protocol/index.ts'
import type { Session } from './session.ts'

// Looking at other moments and behind walls, and asking why, is a late part of the engine: few visitors need it at once, and its answers change nothing.

const ASIDE = ['why', 'blame', 'waits', 'gaps', 'compare', 'compare-counts', 'moment', 'condition', 'inside', 'what-if', 'foresee'] as const
export type AsideQuestion = Extract<Question, { readonly ask: (typeof ASIDE)[number] }>
interface Answerer {
  readonly answerAside: (session: Session, question: AsideQuestion) => AnyAnswer
  /** A line of the page's own, such as `kubectl why`. */
  readonly answerOwn: (session: Session, line: string) => OwnAnswer
}

let answerer: Answerer | undefined

export const isAsideQuestion = (question: Question): question is AsideQuestion => (ASIDE as readonly string[]).includes(question.ask)
export const hasAsides = (): boolean => answerer !== undefined
export const provideAsides = (provided: Answerer): void => void (answerer = provided)

export const answerAside = (session: Session, question: AsideQuestion): AnyAnswer => provided().answerAside(session, question)
export const answerOwn = (session: Session, line: string): OwnAnswer => provided().answerOwn(session, line)

function provided(): Answerer {
  if (!answerer) throw new Error('asked aside before the engine has provided the answers')
  return answerer
}
