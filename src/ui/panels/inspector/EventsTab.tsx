import { memo } from 'react'
import type { EventRow } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { useAskWhy } from '../../actions/ask-why.ts'
import { Moment } from '../Moment.tsx'
import styles from './inspector.module.css'
import { Section } from './Section.tsx'

/** The Events of an object, by who reported them, each source in the order of time. */
export const EventsTab = memo(function EventsTab({ events }: { readonly events: readonly EventRow[] }) {
  const t = useText()
  const askWhy = useAskWhy()
  if (events.length === 0) return <p className={styles.quiet}>{t('inspector.noEvents')}</p>
  const sources = [...new Set(events.map(({ source }) => source))]
  return (
    <>
      {sources.map(source => (
        <Section key={source} title={source || t('inspector.unknownSource')}>
          <ol className={styles.events}>
            {events.filter(one => one.source === source).map((one, index) => (
              <li key={`${one.at} ${one.reason} ${index}`} data-type={one.type}>
                <b>{one.type === 'Warning' && '⚠ '}{one.reason}{one.count > 1 && <small>{t('inspector.times', { count: one.count })}</small>}</b><Moment at={one.at} />
                <p>{one.message}</p>
                {one.event !== undefined && <button type="button" className={styles.link} onClick={() => askWhy({ event: one.event })}>{t('caption.why')}</button>}
              </li>
            ))}
          </ol>
        </Section>
      ))}
    </>
  )
})
