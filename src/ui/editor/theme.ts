import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

// Colours are the page's own tokens, so that dark, light and high contrast need no second theme.

const look = EditorView.theme({
  '&.cm-editor': { height: '100%', background: 'var(--stage)', color: 'var(--text)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontVariantLigatures: 'none', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--text)', padding: '6px 0' },
  '.cm-line': { padding: '0 10px 0 6px' },
  '.cm-gutters': { background: 'var(--stage)', color: 'var(--t2)', border: '0', borderRight: '1px solid var(--soft)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 8px', minWidth: '28px' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'color-mix(in srgb, var(--hl) 45%, transparent)' },
  '.cm-activeLineGutter': { color: 'var(--text)' },
  '.cm-selectionMatch': { background: 'var(--hl)' },
  '.cm-panels': { background: 'var(--panel)', color: 'var(--text)', fontFamily: 'var(--sans)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '5px 34px 5px 8px', fontSize: '12.5px' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': { margin: '2px 6px 2px 0' },
  '.cm-panel.cm-search label': { fontSize: '12px', display: 'inline-flex', alignItems: 'center', gap: '4px', minHeight: '24px', color: 'var(--t2)' },
  '.cm-panel.cm-search input[type=checkbox]': { width: '16px', height: '16px', margin: '0', accentColor: 'var(--accent)' },
  '.cm-textfield': { minHeight: '26px', padding: '2px 8px', border: '1px solid var(--line)', borderRadius: '7px', background: 'var(--stage)', color: 'var(--text)', fontFamily: 'var(--mono)', fontSize: '12px' },
  '.cm-button': { minHeight: '26px', padding: '2px 9px', border: '1px solid var(--line)', borderRadius: '7px', backgroundImage: 'none', background: 'var(--card2)', color: 'var(--text)', fontSize: '12px' },
  '.cm-button:active': { backgroundImage: 'none', background: 'var(--hl)' },
  '.cm-panel.cm-search [name=close]': { top: '5px', right: '6px', margin: '0', width: '26px', height: '26px', borderRadius: '7px', textAlign: 'center', fontSize: '17px', lineHeight: '1', color: 'var(--t2)' },
  '.cm-searchMatch': { background: 'color-mix(in srgb, var(--warn) 26%, transparent)', outline: '1px solid var(--warn)' },
  '.cm-searchMatch-selected': { background: 'color-mix(in srgb, var(--warn) 55%, transparent)' },
  '.cm-placeholder': { color: 'var(--t2)' },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--hl)', outline: '1px solid var(--edge)' },
  '.cm-tooltip': { zIndex: '80', background: 'var(--panel)', color: 'var(--text)', border: '1px solid var(--line)', borderRadius: '10px', boxShadow: 'var(--shadow)', fontFamily: 'var(--sans)', fontSize: '12.5px' },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '12.5px', maxHeight: '14em', minWidth: '220px', borderRadius: '9px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '1.5', display: 'flex', gap: '14px', justifyContent: 'space-between' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--hl)', color: 'var(--text)' },
  '.cm-completionDetail': { fontStyle: 'normal', color: 'var(--t2)', marginLeft: '0' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionInfo': { padding: '8px 11px', maxWidth: '340px', lineHeight: '1.45', whiteSpace: 'pre-line', maxHeight: '15em', overflow: 'auto', background: 'var(--panel)', border: '1px solid var(--line)', borderRadius: '10px' },
  '.cm-diagnostic': { padding: '6px 11px', borderLeft: '4px solid var(--bad)', maxWidth: '520px', overflowWrap: 'anywhere' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad) 1.5px', textUnderlineOffset: '3px', background: 'color-mix(in srgb, var(--bad) 14%, transparent)' },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--bad)' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 1px' },
  '.cm-lint-marker-error': { content: '""', width: '10px', height: '10px', borderRadius: '3px', background: 'var(--bad)', marginTop: '5px' },
  '.cm-blame': { borderRight: '1px solid var(--soft)' },
  '.cm-blame .cm-gutterElement': { padding: '0', cursor: 'pointer' },
  '@media (forced-colors: active)': { '.cm-lint-marker-error': { forcedColorAdjust: 'none', background: 'CanvasText' } },
  '@media (pointer: coarse)': { '&.cm-editor': { fontSize: '16px' } },
})

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: 'var(--v-raft)' },
  { tag: [tags.comment, tags.lineComment, tags.meta, tags.documentMeta], color: 'var(--t2)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--t2)' },
  { tag: [tags.labelName, tags.typeName], color: 'var(--v-cri)' },
])

export const theme: Extension = [look, syntaxHighlighting(colours)]
