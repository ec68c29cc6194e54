import { hasRest, provideRest } from 'virtual:rest-doors'
import { hasFieldDocs, hasYamlReader, provideFieldDocs, provideYamlReader } from '../api/index.ts'
import { describes, hasDescribing, provideDescribing, provideExplaining, readsFieldDocs } from '../cluster/index.ts'
import { lessonNamed, scenarioNamed, type Lesson } from '../lessons/index.ts'
import type { Question, ToEngine } from '../protocol/index.ts'
import { hasAsides, isAsideQuestion, provideAsides } from './session/aside-door.ts'
import { hasEditing, isEditingQuestion, provideEditing } from './session/editing/door.ts'
import { isOwn } from './session/own-guess.ts'

// Large parts of the engine that few visitors need are fetched when something needs them. What needs one waits for it, so that no run can
// tell when it came. The rest of the engine is the largest: all that the first picture and the first line of a lesson do without. A lesson's own run,
// with its own seed, takes the same steps on every machine, so that a check of the build (`build/first-part.mjs`) can know that it does without.

export type LatePart = 'rest' | 'describe' | 'field-docs' | 'yaml' | 'asides' | 'editing'

const IS_HERE: Readonly<Record<LatePart, () => boolean>> = { rest: hasRest, describe: hasDescribing, 'field-docs': hasFieldDocs, yaml: hasYamlReader, asides: hasAsides, editing: hasEditing }
const LOAD: Readonly<Record<LatePart, () => Promise<void>>> = {
  rest: async () => provideRest((await import('virtual:rest')).default),
  describe: async () => provideDescribing(await import('../cluster/kubectl/describe/texts.ts')),
  'field-docs': async () => {
    const [docs, { layoutOf }] = await Promise.all([import('virtual:field-docs'), import('../cluster/kubectl/commands/explain-layout.ts')])
    provideExplaining(layoutOf)
    provideFieldDocs(docs.default)
  },
  asides: async () => provideAsides(await import('./session/aside-answers.ts')),
  editing: async () => provideEditing((await import('./session/editing/editing-answers.ts')).answerEditing),
  yaml: async () => provideYamlReader((await import('../api/yaml-reader.ts')).readYaml),
}
export const ALL_PARTS: readonly LatePart[] = ['rest', 'describe', 'field-docs', 'yaml', 'asides', 'editing']

/** Whether all is here that an engine may come to while it runs. */
export const isWhole = hasRest

/** What an engine was asked so far, as far as it matters here. */
export interface Asked { readonly scenario: string; readonly seed: number; readonly log: readonly unknown[] }

/** What this needs and is not here yet. Whoever has fetched it asks again: what is known of a scenario is in the rest. */
export function missingParts(message: ToEngine, asked?: Asked): readonly LatePart[] {
  if (isFirst(message, asked)) return []
  if (!hasRest()) return ['rest']
  const lines = linesOf(message)
  const needed = message.type === 'question' ? ofQuestion(message.question) : []
  return ALL_PARTS.filter((part) => !IS_HERE[part]() && (needed.includes(part) || lines.some((line) => needs(part, line))))
}

/** Whether the engine's first part is enough: for a lesson's own run up to its first line. */
function isFirst(message: ToEngine, asked: Asked | undefined): boolean {
  if (message.type !== 'command') return message.type === 'shown'
  const { command } = message
  switch (command.do) {
    case 'open': return lessonOf(command)?.seed === command.seed
    case 'kubectl': {
      const lesson = asked && lessonOf(asked)
      return lesson !== undefined && lesson.seed === asked!.seed && asked!.log.length === 0 && lesson.chapters[0]?.command === command.line
    }
    case 'pace': return asked !== undefined && asked.log.length === 0
    default: return false
  }
}

function lessonOf({ scenario }: { readonly scenario: string }): Lesson | undefined {
  const lesson = lessonNamed(scenario)
  return lesson?.scenario === scenario ? lesson : undefined
}

export async function loadParts(parts: readonly LatePart[]): Promise<void> {
  await Promise.all(parts.filter((part) => !IS_HERE[part]()).map((part) => LOAD[part]()))
}

/** What an editor asks, it asks all together. */
function ofQuestion(question: Question): readonly LatePart[] {
  return isAsideQuestion(question) ? ['asides'] : isEditingQuestion(question) ? ['editing', 'yaml', 'field-docs'] : []
}

interface Line { readonly line: string; readonly files?: Readonly<Record<string, string>>; readonly stdin?: string }

/** The lines that are typed because of this message. */
function linesOf(message: ToEngine): readonly Line[] {
  if (message.type !== 'command') return []
  switch (message.command.do) {
    case 'kubectl': return [message.command]
    case 'open': return scenarioNamed(message.command.scenario)?.prelude ?? []
    case 'replay': return message.command.record.entries.flatMap(({ command }) => (command.do === 'kubectl' ? [command] : []))
    default: return []
  }
}

function needs(part: LatePart, { line, files, stdin }: Line): boolean {
  switch (part) {
    case 'describe': return describes(line)
    case 'field-docs': return readsFieldDocs(line)
    case 'yaml': return stdin !== undefined || Object.keys(files ?? {}).length > 0
    case 'asides': return isOwn(line)
    case 'rest': case 'editing': return false
  }
}
