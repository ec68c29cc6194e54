import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import type { Extension, Text } from '@codemirror/state'
import { cursorPlace, type CursorPlace, type Lines } from './cursor-path.ts'
import type { Knowledge } from './knowledge.ts'
import { fieldAt, fieldOptions, knownValues } from './schema.ts'

export const linesOf = (doc: Text): Lines => ({ count: doc.lines, line: number => doc.line(number).text })

/** Names of fields and values, from the schema and the validation of the engine. */
export const completion = (knowledge: Knowledge): Extension => autocompletion({ override: [context => complete(context, knowledge)], icons: false, activateOnCompletion: () => true, activateOnTypingDelay: 60 })

async function complete(context: CompletionContext, knowledge: Knowledge): Promise<CompletionResult | null> {
  const line = context.state.doc.lineAt(context.pos)
  const place = cursorPlace(linesOf(context.state.doc), line.number, context.pos - line.from)
  if (place === undefined || (!context.explicit && place.typed === '' && place.at === 'key')) return null
  const options = place.at === 'key' ? await fields(place, knowledge) : await values(place, knowledge)
  // Nothing is offered that stands there already, or Enter would not end the line.
  if (options.length === 0 || options.some(({ label }) => label === place.typed)) return null
  return { from: line.from + place.column, options, ...(place.at === 'key' ? { validFor: /^[\w./-]*$/ } : {}) }
}

async function fields(place: CursorPlace, knowledge: Knowledge): Promise<readonly Completion[]> {
  const schema = await knowledge.schema(place.apiVersion, place.kind)
  if (schema === undefined) return place.path.length > 0 ? [] : ['apiVersion', 'kind', 'metadata'].filter(name => !place.siblings.includes(name)).map(name => ({ label: name, apply: `${name}: ` }))
  return fieldOptions(schema, place).map(({ label, detail, info, text, required }) => ({ label, detail: required ? `${detail} *` : detail, apply: text, boost: required ? 2 : 0, ...(info === undefined ? {} : { info: () => words(info) }) }))
}

async function values(place: CursorPlace, knowledge: Knowledge): Promise<readonly Completion[]> {
  if (place.path.length === 0 && (place.key === 'kind' || place.key === 'apiVersion')) {
    const kinds = await knowledge.kinds()
    const fitting = kinds.filter(({ apiVersion, kind }) => (place.key === 'kind' ? place.apiVersion === '' || apiVersion === place.apiVersion : place.kind === '' || kind === place.kind))
    return [...new Set((fitting.length > 0 ? fitting : kinds).map(one => one[place.key as 'kind' | 'apiVersion']))].map(label => ({ label }))
  }
  const schema = await knowledge.schema(place.apiVersion, place.kind)
  const field = schema && fieldAt(schema, [...place.path, place.key])
  if (field === undefined) return []
  const supported = field.type === 'string' ? await knowledge.values(place.apiVersion, place.kind, [...place.path, place.key]) : []
  return [...new Set([...supported, ...knownValues(field)])].map(label => ({ label }))
}

/** Words as text: nothing in them is ever taken for HTML. */
export function words(text: string): HTMLElement {
  const shown = document.createElement('div')
  shown.textContent = text
  return shown
}
