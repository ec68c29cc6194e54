import type { AnyAnswer, EditingQuestion, Question } from '../../../protocol/index.ts'
import type { Session } from '../session.ts'

// What an editor asks is a late part of the engine: it brings the reader of YAML and the words of every field.

const EDITING: readonly string[] = ['manifest', 'manifest-of', 'kinds', 'schema', 'values'] satisfies readonly EditingQuestion['ask'][]
type Answerer = (session: Session, question: EditingQuestion) => AnyAnswer

let answerer: Answerer | undefined

export const isEditingQuestion = (question: Question): question is EditingQuestion => EDITING.includes(question.ask)
export const hasEditing = (): boolean => answerer !== undefined
export const provideEditing = (provided: Answerer): void => void (answerer = provided)

export function answerEditing(session: Session, question: EditingQuestion): AnyAnswer {
  if (!answerer) throw new Error('asked about a manifest before the engine has provided the answers')
  return answerer(session, question)
}
