import { closeBrackets, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { EditorState, Prec, type Extension } from '@codemirror/state'
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder, tooltips } from '@codemirror/view'
import type { LineBlame, ManifestProblem } from '../../protocol/index.ts'
import { blameAt, blameGutter } from './blame-gutter.ts'
import { completion } from './completion.ts'
import { fieldDocs } from './field-docs.ts'
import type { Language } from '../store/settings.ts'
import type { Knowledge } from './knowledge.ts'
import { createSearch, find } from './search.ts'
import { theme } from './theme.ts'

/** What the area tells the panel around it. Texts are asked for when they are needed, so that another language needs no new area. */
export interface AreaEvents {
  readonly changed: () => void
  readonly moved: (line: number, blame: LineBlame | undefined) => void
  readonly blamed: (blame: LineBlame) => void
  readonly apply: () => void
  readonly leave: () => void
  readonly file: (file: File) => void
}

export interface AreaTexts { readonly title: string; readonly hint: string; readonly unknown: string; readonly language: Language }

export interface Area { readonly view: EditorView; readonly open: (text: string) => void; /** Shows the words about the field at the cursor. */ readonly explain: () => void; /** Opens find and replace. */ readonly find: () => void; readonly speak: (language: Language) => void }

/** CodeMirror for manifests. Tab leaves it, Escape too; what is typed is told to the panel. */
export function createArea(parent: HTMLElement, knowledge: Knowledge, events: AreaEvents, texts: () => AreaTexts): Area {
  const docs = fieldDocs(knowledge, { unknown: () => texts().unknown })
  const searching = createSearch(() => texts().language)
  const act = (run: () => void) => () => { run(); return true }
  const files = (list: FileList | undefined, event: Event): boolean => {
    const file = list?.[0]
    if (file === undefined) return false
    event.preventDefault()
    events.file(file)
    return true
  }
  const extensions = (): Extension => [
    Prec.high(keymap.of([{ key: 'Mod-Enter', run: act(events.apply), preventDefault: true }])),
    blameGutter(events.blamed), lineNumbers(), lintGutter(), highlightActiveLineGutter(), highlightActiveLine(), history(), indentOnInput(), bracketMatching(), closeBrackets(), indentUnit.of('  '), yaml(), EditorView.lineWrapping,
    completion(knowledge), docs.extension, theme,
    // Cards and lists may reach out of the dock; they belong to its region, or to the window around.
    tooltips({ parent: parent.closest<HTMLElement>('[role="dialog"], section') ?? parent }),
    keymap.of([...completionKeymap, ...docs.keys]), searching.extension,
    keymap.of([ ...lintKeymap, ...defaultKeymap, ...historyKeymap, { key: 'Escape', run: act(events.leave) }]),
    EditorView.contentAttributes.of(() => ({ 'aria-label': texts().title, tabindex: '0', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false' })), placeholder(texts().hint),
    EditorView.domEventHandlers({ drop: event => files(event.dataTransfer?.files, event), paste: event => files(event.clipboardData?.files, event) }),
    EditorView.updateListener.of(update => {
      if (update.docChanged) events.changed()
      const { head } = update.state.selection.main
      if (update.docChanged || update.selectionSet || update.transactions.some(({ effects }) => effects.length > 0)) events.moved(update.state.doc.lineAt(head).number, blameAt(update.view, head))
    }),
  ]
  const stateOf = (text: string) => EditorState.create({ doc: text, extensions: extensions() })
  const view = new EditorView({ parent, state: stateOf('') })
  return { view, open: text => view.setState(stateOf(text)), explain: () => { docs.explain(view) }, find: () => { find(view) }, speak: language => searching.speak(view, language) }
}

/** Marks what is wrong where it stands. */
export function showProblems(view: EditorView, problems: readonly ManifestProblem[]): void {
  const end = view.state.doc.length
  view.dispatch(setDiagnostics(view.state, problems.map(({ from, until, message, source }) => ({ from: Math.min(from, end), to: Math.min(until, end), severity: 'error', message, source }))))
}

export function goToLine(view: EditorView, line: number): void {
  const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines))
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
  view.focus()
}
