import { openSearchPanel, closeSearchPanel, search, searchKeymap, searchPanelOpen } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { type EditorView, keymap } from '@codemirror/view'
import type { Language } from '../store/settings.ts'
import { PHRASES_ZH } from './phrases-zh.ts'

/** Find and replace above the text, in the language of the page. */
export interface Search { readonly extension: Extension; readonly speak: (view: EditorView, language: Language) => void }

const phrases = (language: Language): Extension => (language === 'zh' ? EditorState.phrases.of(PHRASES_ZH) : [])

export function createSearch(language: () => Language): Search {
  const spoken = new Compartment()
  return {
    // A text that is opened anew is begun in the language of that moment.
    get extension() { return [search({ top: true }), keymap.of(searchKeymap), spoken.of(phrases(language()))] },
    speak(view, next) {
      view.dispatch({ effects: spoken.reconfigure(phrases(next)) })
      if (!searchPanelOpen(view.state)) return
      // The panel keeps the words that it was made with.
      closeSearchPanel(view)
      openSearchPanel(view)
    },
  }
}

export const find = (view: EditorView): boolean => openSearchPanel(view)
