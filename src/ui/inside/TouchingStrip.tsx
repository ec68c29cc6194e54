import { memo } from 'react'
import type { PlaceId, Touching } from '../../protocol/index.ts'
import { VerbGlyph } from '../glyphs/VerbGlyph.tsx'
import { useText } from '../i18n/text.ts'
import { placeName, seconds, shortPlace } from '../panels/names.ts'
import { useFleet, useSession } from '../store/glass.ts'
import { useAskWhy } from '../actions/ask-why.ts'
import styles from './frame.module.css'
import { useFlights } from './touching.ts'

/** The door of a place: what is on its way in or out, then what came and left last. A message asks why it was sent. */
export const TouchingStrip = memo(function TouchingStrip({ place, touching }: { readonly place: PlaceId; readonly touching: readonly Touching[] }) {
  const t = useText()
  const now = useSession(session => session.clock.at)
  const askWhy = useAskWhy()
  const flights = useFlights()
  const large = useFleet(fleet => fleet.plan !== undefined)
  return (
    <section className={styles.touching} aria-label={t('inside.touching')}>
      <h3>{t('inside.touching.short')}</h3>
      {touching.length === 0 && <p>{t(large ? 'inside.touching.fleet' : 'inside.touching.none')}</p>}
      <ul>
        {touching.map(one => (
          <li key={one.event} data-state={one.state} data-way={one.way}>
            <button type="button" title={t('inside.touching.why')} onClick={() => askWhy(one.event)}>
              <VerbGlyph verb={one.verb} size={16} />
              <span>
                <b>{one.label}{one.count > 1 && ` ×${one.count}`}</b>
                <small><span aria-hidden="true">{one.way === 'in' ? '←' : '→'}</span> <span className="hidden-visually">{t(one.way === 'in' ? 'inside.from' : 'inside.to')}</span>{shortPlace(one.other)} · {one.state === 'done' ? `${seconds(one.at)} s` : t(`inside.state.${one.state}`)}</small>
              </span>
              {one.state === 'flying' && <i aria-hidden="true"><u data-flies={flights.has(one.event)} style={flights.has(one.event) ? { animationDuration: `${flights.get(one.event)}ms` } : { width: `${Math.round(100 * progress(one, now))}%` }} /></i>}
            </button>
          </li>
        ))}
      </ul>
      <span className="hidden-visually">{placeName(place)}</span>
    </section>
  )
})

const progress = ({ sentAt, at }: Touching, now: number): number => (at <= sentAt ? 1 : Math.min(1, Math.max(0, (now - sentAt) / (at - sentAt))))
