import { memo, useEffect, useState } from 'react'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useGlass, useSession, useSettings } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import { isTyping } from '../shell/keys.ts'
import { createLaser } from './laser.ts'
import { LaserDot } from './LaserDot.tsx'
import { present } from './presenting.ts'
import styles from './presenter.module.css'

/** What a presentation adds to the audience's window: the line to the speaker, a question in large letters, and a dark screen. */
export const Audience = memo(function Audience() {
  const { engine, settings } = useGlass()
  const stage = useStageStore()
  const blank = useStageUi(ui => ui.blank === true)
  const asking = useStageUi(ui => ui.asking === true)
  const [laser] = useState(createLaser)
  const pointing = useStageUi(ui => ui.laser === true)
  useEffect(() => present(engine, settings, stage, laser), [engine, settings, stage, laser])
  useEffect(() => {
    // Heard before the page's own keys: the first Escape takes the dot away, and the next one ends the presentation.
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const { laser: on = false } = stage.getState()
      if (event.key === 'Escape' ? !on : event.key !== 'o' || !settings.getState().singleKeys) return
      event.preventDefault()
      event.stopPropagation()
      stage.setState({ laser: !on })
    }
    addEventListener('keydown', listen, true)
    return () => removeEventListener('keydown', listen, true)
  }, [stage, settings])
  return <>{pointing && !blank && <LaserDot laser={laser} />}{asking && !blank && <Question />}{blank && <div className={styles.blank} data-testid="blank" onClick={() => stage.setState({ blank: false })} />}</>
})

/** The run answers it: until then no option is marked. */
function Question() {
  const say = useLessonText()
  const { language } = useSettings(settings => settings)
  const card = useSession(session => session.story?.prediction)
  if (card === undefined) return null
  return (
    <section className={styles.question} aria-live="polite" data-testid="question">
      <h2>{say(language, `card.${card.card}`)}</h2>
      <ol>{card.options.map((option, index) => <li key={option} data-right={option === card.right}><b aria-hidden="true">{option === card.right ? '✓' : String.fromCharCode(65 + index)}</b>{say(language, `card.${card.card}.${option}`)}</li>)}</ol>
    </section>
  )
}
