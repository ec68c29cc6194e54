import { memo, useMemo } from 'react'
import type { ManifestObject } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { lineDiff, type DiffLine } from '../panels/dock/line-diff.ts'
import styles from './editor.module.css'

/** Lines around a change that tell where it is; and as many lines of one object as anybody reads. */
const AROUND = 3
const LINES_MAX = 400
const WIDTH_MAX = 220

/** What the server has against what it would store, object by object. */
export const Changes = memo(function Changes({ objects }: { readonly objects: readonly ManifestObject[] }) {
  return objects.map((object, index) => <Change key={`${index} ${object.kind} ${object.namespace}/${object.name}`} object={object} />)
})

function Change({ object }: { readonly object: ManifestObject }) {
  const t = useText()
  const shown = useMemo(() => (object.after === '' ? [] : folded(lineDiff(object.before.trimEnd(), object.after.trimEnd()))), [object.before, object.after])
  const name = `${object.kind === '' ? '?' : object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name === '' ? '?' : object.name}`
  return (
    <section className={styles.change} data-outcome={object.outcome}>
      <h4><b className="mono">{name}</b><span data-outcome={object.outcome}>{t(`editor.outcome.${object.outcome}`)}</span></h4>
      {shown.length > 0 && (
        <pre tabIndex={0} role="region" aria-label={t('editor.changesOf', { name })}>
          {shown.slice(0, LINES_MAX).map((line, index) => (line === undefined
            ? <span key={index} className={styles.gap}>⋯{'\n'}</span>
            : <span key={index} data-change={line.change}><i>{line.change === 'added' ? '+' : line.change === 'removed' ? '−' : ' '}</i>{line.text.length > WIDTH_MAX ? `${line.text.slice(0, WIDTH_MAX)}…` : line.text}{'\n'}</span>))}
        </pre>
      )}
      {shown.length > LINES_MAX && <p>{t('editor.moreLines', { count: shown.length - LINES_MAX })}</p>}
    </section>
  )
}

/** Only what changes and a little around it; `undefined` stands for what is left out. Nothing, where nothing changes. */
function folded(lines: readonly DiffLine[]): readonly (DiffLine | undefined)[] {
  const near = new Uint8Array(lines.length)
  for (const [index, { change }] of lines.entries()) if (change !== 'same') near.fill(1, Math.max(0, index - AROUND), index + AROUND + 1)
  const shown: (DiffLine | undefined)[] = []
  for (const [index, line] of lines.entries()) {
    if (near[index] === 1) shown.push(line)
    else if (near[index - 1] === 1 || (index === 0 && near.includes(1))) shown.push(undefined)
  }
  return shown.at(-1) === undefined ? shown.slice(0, -1) : shown
}
