import { RangeSet, RangeSetBuilder, StateEffect, StateField, type Extension } from '@codemirror/state'
import { gutter, GutterMarker, type EditorView } from '@codemirror/view'
import type { LineBlame } from '../../protocol/index.ts'
import { beginsAnother, hues, shortManager } from '../panels/blame-text.ts'
import styles from './editor.module.css'

class BlameMarker extends GutterMarker {
  constructor(readonly blame: LineBlame, readonly hue: number, readonly named: boolean, readonly title: string, readonly why: string) { super() }
  override eq(other: BlameMarker): boolean { return other.blame.revision === this.blame.revision && other.blame.manager === this.blame.manager && other.named === this.named && other.title === this.title }
  override toDOM(): Node {
    const mark = document.createElement('div')
    mark.className = styles.blame!
    mark.dataset.hue = String(this.hue)
    mark.dataset.manager = this.blame.manager
    mark.dataset.revision = String(this.blame.revision)
    mark.title = this.title
    if (this.blame.event !== undefined) mark.dataset.why = this.why
    mark.textContent = this.named ? shortManager(this.blame) : ''
    return mark
  }
}

const setBlame = StateEffect.define<RangeSet<BlameMarker>>()

/** A line that was touched says what nobody wrote yet. */
const field = StateField.define<RangeSet<BlameMarker>>({
  create: () => RangeSet.empty,
  update(markers, transaction) {
    let next = markers.map(transaction.changes)
    if (transaction.docChanged) {
      const touched: [number, number][] = []
      const { doc } = transaction.state
      transaction.changes.iterChangedRanges((_from, _until, from, until) => touched.push([doc.lineAt(from).from, doc.lineAt(until).to]))
      next = next.update({ filter: from => !touched.some(([start, end]) => from >= start && from <= end) })
    }
    for (const effect of transaction.effects) if (effect.is(setBlame)) next = effect.value
    return next
  },
})

/** Tells the gutter who wrote each line. */
export function showBlame(view: EditorView, blame: readonly LineBlame[], titleOf: (blame: LineBlame) => string, why: string): void {
  const { doc } = view.state
  const hueOf = hues(blame)
  const builder = new RangeSetBuilder<BlameMarker>()
  for (const [index, one] of blame.entries()) {
    if (one.line > doc.lines) break
    const before = blame[index - 1]
    const named = before?.line !== one.line - 1 || beginsAnother(one, before)
    builder.add(doc.line(one.line).from, doc.line(one.line).from, new BlameMarker(one, hueOf(one), named, titleOf(one), why))
  }
  view.dispatch({ effects: setBlame.of(builder.finish()) })
}

/** Who wrote the line at an offset; undefined where nobody did. */
export function blameAt(view: EditorView, offset: number): LineBlame | undefined {
  const { from } = view.state.doc.lineAt(offset)
  let found: LineBlame | undefined
  view.state.field(field).between(from, from, (_from, _until, marker) => { found = marker.blame })
  return found
}

export const blameGutter = (onClick: (blame: LineBlame) => void): Extension => [
  field,
  gutter({
    class: 'cm-blame', markers: view => view.state.field(field),
    domEventHandlers: {
      click(view, line) {
        const blame = blameAt(view, line.from)
        if (blame) onClick(blame)
        return blame !== undefined
      },
    },
  }),
]
