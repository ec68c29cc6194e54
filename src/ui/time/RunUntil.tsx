import { useState } from 'react'
import type { ConditionReading } from '../../protocol/index.ts'
import { useText, type TextKey } from '../i18n/text.ts'
import { useEngine } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import { useLatestAnswer } from './latest-answer.ts'
import styles from './time.module.css'

/** Time runs until what is typed or picked here comes true. */
export function RunUntil({ close }: { readonly close: () => void }) {
  const t = useText()
  const engine = useEngine()
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const reading = useLatestAnswer({ ask: 'condition', text })
  const run = async (line: string) => {
    const asked = await engine.ask({ ask: 'condition', text: line })
    setTried(true)
    if (asked?.condition === undefined) return
    engine.command({ do: 'run-until', until: asked.condition })
    close()
  }
  const { problem } = reading ?? {}
  // A word that is still being typed is not wrong yet.
  const unfinished = problem !== undefined && (problem.from === text.length || (problem.until === text.length && (reading?.options.length ?? 0) > 0))
  const shown = text !== '' && (tried || !unfinished) ? problem : undefined
  return (
    <>
      <form className={styles.form} onSubmit={event => { event.preventDefault(); void run(text) }}>
        <input className={`${styles.field} mono`} value={text} spellCheck={false} autoComplete="off" placeholder="pods ready app=web >= 3" aria-label={t('time.until.condition')} aria-invalid={shown !== undefined} aria-describedby="until-problem"
          onChange={event => { setText(event.target.value); setTried(false) }} />
        <button type="submit" className={controls.primary}>{t('time.until.run')}</button>
      </form>
      <div className={styles.chips} aria-label={t('time.until.next')} role="group">
        {reading?.options.slice(0, 12).map(option => <button key={option} type="button" className={`${controls.chip} mono`} onClick={() => { setText(`${text.slice(0, reading.from)}${option} `); document.querySelector<HTMLElement>(`.${styles.field}`)?.focus() }}>{option}</button>)}
      </div>
      <p id="until-problem" role="status" className={styles.problem}>{shown !== undefined && <Problem text={text} problem={shown} />}</p>
      <h3 className={controls.heading}>{t('time.until.pick')}</h3>
      <ul className={styles.list}>
        {reading?.examples.map(line => <li key={line}><button type="button" className={styles.grow} onClick={() => void run(line)}><code>{line}</code> <small>{t(meaningOf(line))}</small></button></li>)}
      </ul>
    </>
  )
}

function Problem({ text, problem }: { readonly text: string; readonly problem: NonNullable<ConditionReading['problem']> }) {
  const t = useText()
  const { from, until, params } = problem
  return <><code>{text.slice(0, from)}<mark>{text.slice(from, until) || '▯'}</mark>{text.slice(until)}</code> {t(`time.problem.${problem.text}` as TextKey, { found: params['found'] ?? '', expected: params['expected'] ?? '' })}</>
}

function meaningOf(line: string): TextKey {
  const [first] = line.split(' ')
  switch (first) {
    case 'pods': return line.includes('>=') ? 'time.means.count' : 'time.means.pods'
    case 'deployment': return 'time.means.deployment'
    case 'node': return 'time.means.node'
    case 'rev': return 'time.means.rev'
    case 'warning': return 'time.means.warning'
    default: return 'time.means.idle'
  }
}
