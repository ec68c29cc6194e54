import { memo } from 'react'
import type { WaitsFor } from '../../../protocol/index.ts'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useEngine, useSettings } from '../../store/glass.ts'
import { seconds } from '../names.ts'
import styles from './inspector.module.css'

const DEEPEST = 4

/** The walk of the reasons: what stands further in is why the one above it waits. An object among them can be asked itself. */
export const Waits = memo(function Waits({ waits }: { readonly waits: readonly WaitsFor[] }) {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  return (
    <ul className={styles.waits}>
      {waits.map((wait, index) => {
        const { object, since, until } = wait
        const times = [...(since === undefined || since < 0 ? [] : [t('waits.since', { seconds: seconds(since) })]), ...(until === undefined ? [] : [t('waits.until', { seconds: seconds(until) })])]
        return (
          <li key={`${index} ${wait.waiter} ${wait.text}`} data-deep={wait.depth > 0} style={{ marginLeft: 14 * Math.min(DEEPEST, wait.depth) }}>
            {object === undefined ? <b className="mono">{wait.waiter}</b> : <button type="button" className="mono" onClick={() => engine.command({ do: 'select', object })}>{wait.waiter}</button>}
            {say(language, wait.text, wait.params)}
            {times.length > 0 && <time>{times.join(' · ')}</time>}
          </li>
        )
      })}
    </ul>
  )
})
