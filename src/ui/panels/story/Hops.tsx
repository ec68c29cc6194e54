import { memo, useState } from 'react'
import type { StoryState } from '../../../protocol/index.ts'
import { VerbGlyph } from '../../glyphs/VerbGlyph.tsx'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useEngine, useSession, useSettings } from '../../store/glass.ts'
import styles from './story.module.css'
import { visibleHops } from './visible-hops.ts'

type Hop = StoryState['hops'][number]

/** What happened up to the head, the next hop, and no more of the future. A past hop leads back to its moment. */
export const Hops = memo(function Hops({ few = false }: { readonly few?: boolean }) {
  const t = useText()
  const hops = useSession(session => session.story?.hops)
  const [all, setAll] = useState(false)
  if (hops === undefined || hops.length === 0) return null
  const { shown, earlier, hidden } = visibleHops(hops, all ? Infinity : few ? 2 : 3)
  if (shown.length === 0) return null
  return (
    <div>
      {(earlier > 0 || all) && <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('story.fewHops') : t('story.allHops', { count: earlier + shown.filter(({ state }) => state !== 'next').length })}</button>}
      <ol className={styles.hops} aria-label={t('story.hops')}>
        {shown.map(hop => <HopRow key={hop.id} hop={hop} />)}
        {hidden !== undefined && <li data-state="hidden"><span className={styles.number}>{numberOf(hidden.id)}</span><span /><span>{t('story.hidden')}</span></li>}
      </ol>
    </div>
  )
})

const HopRow = memo(function HopRow({ hop }: { readonly hop: Hop }) {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  const { event } = hop
  return (
    <li data-state={hop.state} aria-current={hop.state === 'now' ? 'step' : undefined}>
      <span className={styles.number}>{numberOf(hop.id)}</span><VerbGlyph verb={hop.verb} size={16} />
      {event === undefined
        ? <span>{t('story.next')}</span>
        : <button type="button" title={t('story.seek', { hop: numberOf(hop.id) })} onClick={() => engine.command({ do: 'seek', to: { event } })}>{say(language, hop.id, hop.params)}</button>}
    </li>
  )
})

const numberOf = (id: string): string => id.replace(/^\D+/, '')
