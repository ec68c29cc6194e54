import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { cursorPlace, type CursorPlace } from './cursor-path.ts'
import type { Knowledge } from './knowledge.ts'
import { linesOf } from './lines.ts'
import { fieldAt, fieldOptions, knownValues } from './schema.ts'

/** Names of fields and values, from the schema and the validation of the engine. */
export const completion = (knowledge: Knowledge): Extension => autocompletion({ override: [context => complete(context, knowledge)], icons: false, activateOnCompletion: () => true, activateOnTypingDelay: 60 })

async function complete(context: CompletionContext, knowledge: Knowledge): Promise<CompletionResult | null> {
  const line = context.state.doc.lineAt(context.pos)
  const place = cursorPlace(linesOf(context.state.doc), line.number, context.pos - line.from)
  if (place === undefined || (!context.explicit && place.typed === '' && place.at === 'key')) return null
  const options = place.at === 'key' ? await fields(place, knowledge) : await values(place, knowledge)
  // Nothing is offered that stands there already, or Enter would not end the line.
  if (options.length === 0 || options.some(({ label }) => label === place.typed)) return null
  const behind = place.quote === context.state.sliceDoc(context.pos, context.pos + 1) ? 1 : 0
  return { from: line.from + place.column, ...(place.at === 'key' && behind > 0 ? { to: context.pos + behind } : {}), options, ...(place.at === 'key' ? { validFor: /^[\w./-]*$/ } : {}) }
}

async function fields(place: CursorPlace, knowledge: Knowledge): Promise<readonly Completion[]> {
  const schema = await knowledge.schema(place.apiVersion, place.kind)
  if (schema === undefined) return unknownFields(place)
  return fieldOptions(schema, place).map(({ label, detail, info, text, back, required }) => ({ label, detail: required ? `${detail} *` : detail, apply: back === 0 ? text : within(text, back), boost: required ? 2 : 0, ...(info === undefined ? {} : { info: () => words(info) }) }))
}

/** What every object has; and a List, which has no type of its own, its items. */
function unknownFields({ path, kind, siblings, flow, quote = '' }: CursorPlace): readonly Completion[] {
  const item = kind === 'List' && path.join() === 'items' && flow === undefined
  if (path.length > 0 && !item) return []
  const named = ['apiVersion', ...(item ? [] : ['kind', kind === 'List' ? 'items' : 'metadata'])].filter(name => !siblings.includes(name))
  return named.map(name => ({ label: name, apply: item ? `- ${name}: ` : name === 'items' && flow === undefined ? `${name}:\n- ` : `${name}${quote}: ` }))
}

/** Puts a text in, and the cursor between the brackets at its end. */
const within = (text: string, back: number) => (view: EditorView, _: Completion, from: number, to: number): void => view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length - back }, scrollIntoView: true, userEvent: 'input.complete' })

/** An object of several others; the API server knows no such kind, kubectl takes it apart. */
const LIST = { apiVersion: 'v1', kind: 'List' }

async function values(place: CursorPlace, knowledge: Knowledge): Promise<readonly Completion[]> {
  if (place.path.length === 0 && (place.key === 'kind' || place.key === 'apiVersion')) {
    const kinds = [...await knowledge.kinds(), LIST]
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
