import { StateEffect, StateField, type Extension } from '@codemirror/state'
import { type EditorView, hoverTooltip, type KeyBinding, showTooltip, type Tooltip } from '@codemirror/view'
import { words } from './completion.ts'
import { fieldOnLine } from './cursor-path.ts'
import styles from './editor.module.css'
import type { Knowledge } from './knowledge.ts'
import { linesOf } from './lines.ts'
import { fieldAt, typeText } from './schema.ts'

/** The words of Kubernetes about the field of a line: when the pointer rests on its name, or with a key at the cursor. */
export function fieldDocs(knowledge: Knowledge, said: { readonly unknown: () => string }): { readonly extension: Extension; readonly keys: readonly KeyBinding[]; readonly explain: (view: EditorView) => void } {
  const look = async (view: EditorView, offset: number): Promise<Tooltip | null> => {
    const line = view.state.doc.lineAt(offset)
    const found = fieldOnLine(linesOf(view.state.doc), line.number)
    if (found === undefined) return null
    const { place } = found
    const path = [...place.path, place.key]
    const schema = await knowledge.schema(place.apiVersion, place.kind)
    const field = schema && fieldAt(schema, path)
    if (schema === undefined || (field === undefined && place.path.length === 0)) return null
    const description = field && (field.description ?? (field.ref === undefined ? undefined : schema.types[field.ref]?.description))
    const title = path.reduce((text, step) => (step === '[]' ? `${text}[]` : text === '' ? step : `${text}.${step}`), '')
    return { pos: line.from + found.from, end: line.from + found.until, above: true, create: () => ({ dom: card(title, field && typeText(schema, field), description ?? said.unknown()) }) }
  }
  const show = StateEffect.define<Tooltip | null>()
  const shown = StateField.define<Tooltip | null>({
    create: () => null,
    update(tooltip, transaction) {
      for (const effect of transaction.effects) if (effect.is(show)) return effect.value
      return transaction.docChanged || transaction.selection !== undefined ? null : tooltip
    },
    provide: field => showTooltip.from(field),
  })
  const hovered = hoverTooltip(async (view, offset) => {
    const tooltip = await look(view, offset)
    return tooltip !== null && offset >= tooltip.pos && offset <= tooltip.end! ? tooltip : null
  }, { hoverTime: 250 })
  const atCursor = (view: EditorView): boolean => {
    void look(view, view.state.selection.main.head).then(tooltip => view.dispatch({ effects: show.of(tooltip) }))
    return true
  }
  const away = (view: EditorView): boolean => {
    if (view.state.field(shown) === null) return false
    view.dispatch({ effects: show.of(null) })
    return true
  }
  return { extension: [shown, hovered], explain: atCursor, keys: [{ key: 'F1', run: atCursor }, { key: 'Escape', run: away }] }
}

function card(title: string, type: string | undefined, description: string): HTMLElement {
  const dom = document.createElement('div')
  dom.className = styles.docs!
  dom.setAttribute('role', 'tooltip')
  const head = document.createElement('p')
  head.className = 'mono'
  const name = document.createElement('b')
  name.textContent = title
  head.append(name, type === undefined ? '' : ` <${type}>`)
  dom.append(head, words(description))
  return dom
}
