import { memo, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useChange, useEngine, useSettings } from '../../store/glass.ts'
import type { Narration } from '../../store/settings.ts'
import controls from '../../styles/controls.module.css'
import { placeName, seconds } from '../names.ts'
import { keyWords } from './key-words.ts'
import styles from './story.module.css'

const SHOWN = 5
const NARRATIONS = ['off', 'milestones', 'every'] as const satisfies readonly Narration[]

/** For those who look away, or hear: the last five writes as sentences, and what is read aloud. Folded it asks the engine nothing. */
export const Changes = memo(function Changes() {
  const t = useText()
  const [open, setOpen] = useState(false)
  return (
    <details className={styles.changes} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className={controls.heading}>{t('changes.title')}</summary>
      {open && <><List /><ReadAloud /></>}
    </details>
  )
})

function List() {
  const t = useText()
  const engine = useEngine()
  const log = useAnswer({ ask: 'etcd-log', limit: SHOWN, news: true } as const)
  const rows = log?.rows ?? []
  if (log !== undefined && rows.length === 0) return <p className={styles.empty}>{t('changes.none')}</p>
  return (
    <ol aria-label={t('changes.title')}>
      {rows.map(({ revision, key, verb, writer, at, event }) => (
        <li key={`${revision} ${key}`}><button type="button" onClick={() => engine.command({ do: 'seek', to: { event } })}>{t(`changes.${verb}`, { writer: placeName(writer), what: keyWords(key) })}</button><small className="mono">{seconds(at)} s · rev {revision}</small></li>
      ))}
    </ol>
  )
}

function ReadAloud() {
  const t = useText()
  const change = useChange()
  const narration = useSettings(settings => settings.narration)
  return (
    <label className={styles.aloud}>{t('narration.title')}
      <select value={narration} onChange={event => { const { value } = event.target; change(draft => { draft.narration = value as Narration }) }}>{NARRATIONS.map(one => <option key={one} value={one}>{t(`narration.${one}`)}</option>)}</select>
    </label>
  )
}
