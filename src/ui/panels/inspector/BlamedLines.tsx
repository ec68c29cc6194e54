import { useState, type KeyboardEvent } from 'react'
import type { BlameLine, ObjectRef } from '../../../protocol/index.ts'
import { useAskWhy } from '../../actions/ask-why.ts'
import { useText } from '../../i18n/text.ts'
import { beginsAnother, blameText, hues, shortManager } from '../blame-text.ts'
import styles from './inspector.module.css'

export interface BlamedLinesProps { readonly object: ObjectRef; readonly lines: readonly BlameLine[]; readonly label: string }

/** Lines with the colour and, where another write begins, the name of their last writer. The gutter of each leads to the chain of the request that wrote it; up and down go from line to line. */
export function BlamedLines({ object, lines, label }: BlamedLinesProps) {
  const t = useText()
  const askWhy = useAskWhy()
  const [at, setAt] = useState(0)
  const hueOf = hues(lines.filter(isWritten))
  const asked = lines.flatMap(({ event }, index) => (event === undefined ? [] : [index]))
  const reached = asked.includes(at) ? at : asked[0]
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const next = step === undefined || reached === undefined ? undefined : asked[asked.indexOf(reached) + step]
    if (step === undefined) return
    event.preventDefault()
    if (next !== undefined) event.currentTarget.querySelector<HTMLElement>(`[data-line="${next}"]`)?.focus()
  }
  return (
    <div className={styles.yaml} tabIndex={0} role="region" aria-label={label} onKeyDown={event => { if (event.target !== event.currentTarget) walk(event) }}>
      {lines.map((line, index) => {
        if (!isWritten(line)) return <pre key={`${index} ${line.path}`}><i /><span>{line.text}</span></pre>
        const name = beginsAnother(line, lines[index - 1]) ? shortManager(line) : ''
        const title = blameText(t, line)
        return (
          <pre key={`${index} ${line.path}`} data-hue={hueOf(line)} data-revision={line.revision} title={title}>
            {line.event === undefined ? <i>{name}</i> : (
              <button type="button" data-line={index} tabIndex={index === reached ? 0 : -1} aria-label={t('inspector.whyLine', { said: line.text.trim(), who: title })} onFocus={() => setAt(index)}
                onClick={() => askWhy({ object, event: line.event!, said: line.text.trim() })}>{name}<b>{t('caption.why')}</b></button>
            )}
            <span>{line.text}</span>
          </pre>
        )
      })}
    </div>
  )
}

const isWritten = ({ revision }: BlameLine): boolean => revision !== undefined
