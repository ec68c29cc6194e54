import { hasFieldDocs, hasYamlReader, provideFieldDocs, provideYamlReader } from '../api/index.ts'
import { readsFieldDocs } from '../cluster/index.ts'
import { scenarioNamed } from '../lessons/index.ts'
import type { Question, ToEngine } from '../protocol/index.ts'
import { hasAsides, isAsideQuestion, provideAsides } from './session/aside-door.ts'
import { hasEditing, isEditingQuestion, provideEditing } from './session/editing/door.ts'

// Large parts of the engine that few visitors need are fetched when something needs them. What needs one waits for it, so that no run can
// tell when it came.

export type LatePart = 'field-docs' | 'yaml' | 'asides' | 'editing'

const IS_HERE: Readonly<Record<LatePart, () => boolean>> = { 'field-docs': hasFieldDocs, yaml: hasYamlReader, asides: hasAsides, editing: hasEditing }
const LOAD: Readonly<Record<LatePart, () => Promise<void>>> = {
  'field-docs': async () => provideFieldDocs((await import('virtual:field-docs')).default),
  asides: async () => provideAsides((await import('./session/aside-answers.ts')).answerAside),
  editing: async () => provideEditing((await import('./session/editing/editing-answers.ts')).answerEditing),
  yaml: async () => provideYamlReader((await import('../api/yaml-reader.ts')).readYaml),
}
export const ALL_PARTS: readonly LatePart[] = ['field-docs', 'yaml', 'asides', 'editing']

/** What this needs and is not here yet. */
export const missingParts = (message: ToEngine): readonly LatePart[] => {
  const lines = linesOf(message)
  const asked = message.type === 'question' ? ofQuestion(message.question) : []
  return ALL_PARTS.filter((part) => !IS_HERE[part]() && (asked.includes(part) || lines.some((line) => needs(part, line))))
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
    default: return []
  }
}

function needs(part: LatePart, { line, files, stdin }: Line): boolean {
  switch (part) {
    case 'field-docs': return readsFieldDocs(line)
    case 'yaml': return stdin !== undefined || Object.keys(files ?? {}).length > 0
    case 'asides': case 'editing': return false
  }
}
