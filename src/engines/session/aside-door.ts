import type { AnyAnswer, Question } from '../../protocol/index.ts'
import type { Session } from './session.ts'

// Looking at other moments and behind walls is a late part of the engine: few visitors need it at once, and its answers change nothing.

const ASIDE = ['compare', 'moment', 'condition', 'inside', 'what-if', 'foresee'] as const
export type AsideQuestion = Extract<Question, { readonly ask: (typeof ASIDE)[number] }>
type Answerer = (session: Session, question: AsideQuestion) => AnyAnswer

let answerer: Answerer | undefined

export const isAsideQuestion = (question: Question): question is AsideQuestion => (ASIDE as readonly string[]).includes(question.ask)
export const hasAsides = (): boolean => answerer !== undefined
export const provideAsides = (provided: Answerer): void => void (answerer = provided)

export function answerAside(session: Session, question: AsideQuestion): AnyAnswer {
  if (!answerer) throw new Error('asked about another moment before the engine has provided the answers')
  return answerer(session, question)
}
