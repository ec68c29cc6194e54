import { Play, Skull } from 'lucide-react'
import { memo } from 'react'
import { scenarioNamed, type Offer } from '../../../lessons/index.ts'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useChange, useEngine, useSession, useSettings } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import { pokeText } from '../../transport/poke-text.ts'
import styles from './story.module.css'

/** A scenario without a lesson: what it is about, and what there is to try, in a good order. */
export const Offers = memo(function Offers({ phone = false }: { readonly phone?: boolean }) {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const id = useSession(session => session.scenario)
  const offers = scenarioNamed(id)?.offers ?? []
  if (id === '') return null
  return (
    <>
      <header className={styles.head}><p className={controls.heading}>{t('story.scenario')}</p><h2 className={styles.title}>{say(language, `scenario.${id}`)}</h2></header>
      <p className={styles.about}>{say(language, `scenario.${id}.about`)}</p>
      {offers.length > 0 && <section className={styles.offers}><h3 className={controls.heading}>{t('story.try')}</h3><ol>{offers.map((offer, index) => <li key={index}><Try offer={offer} phone={phone} /></li>)}</ol></section>}
    </>
  )
})

/** Commands whose output is all they are for. */
const READS = /^kubectl (get|describe|logs|top|explain|auth|rollout (status|history))\b/

function Try({ offer, phone }: { readonly offer: Offer; readonly phone: boolean }) {
  const t = useText()
  const change = useChange()
  const engine = useEngine()
  if (offer.offer === 'poke') return <button type="button" className={styles.offer} data-breaks="true" onClick={() => engine.command({ do: 'poke', poke: offer.poke })}><Skull size={15} aria-hidden="true" /><span>{pokeText(offer.poke, t)}</span></button>
  const { line, files } = offer
  const carryOut = () => {
    engine.command({ do: 'kubectl', line, ...(files ? { files } : {}) })
    // What it prints should be seen. On a phone the terminal takes the place of what there is to try.
    if (!phone || READS.test(line)) change(draft => { draft.dockOpen = true; draft.dockTab = 'terminal' })
  }
  return <button type="button" className={styles.offer} onClick={carryOut}><Play size={14} aria-hidden="true" /><code>{line}</code></button>
}
