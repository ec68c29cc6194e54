import { Pause, Play } from 'lucide-react'
import type { ControllerLane, SyncRow } from '../../../protocol/index.ts'
import { useAskWhy } from '../../actions/ask-why.ts'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText, type Translate } from '../../i18n/text.ts'
import { controllerTitle } from '../../stage/controller-chips.ts'
import { useSettings } from '../../store/glass.ts'
import { duration, shortKey, tail } from '../amounts.ts'
import { usePause } from '../pausing.ts'
import room from '../room.module.css'
import styles from './controllers.module.css'
import { LagDial } from './LagDial.tsx'

const KEYS = 4

/** One controller from left to right: keys that need a pass, keys that have one, keys that come back, passes that are over. */
export function Lane({ lane, now }: { readonly lane: ControllerLane; readonly now: number }) {
  const t = useText()
  const { name, ready, dirty, processing, delayed, last, workers, passes, errors } = lane
  const { paused, toggle } = usePause({ poke: 'pause-controller', controller: name }, lane.paused)
  const label = t(paused ? 'inside.ctl.resumeOne' : 'inside.ctl.pauseOne', { name })
  return (
    <tr data-busy={dirty.length + processing.length > 0} data-paused={paused}>
      <th scope="row">
        <span className={styles.who}>
          <button type="button" className={styles.pause} aria-pressed={paused} aria-label={label} title={label} onClick={toggle}>{paused ? <Play size={13} aria-hidden="true" /> : <Pause size={13} aria-hidden="true" />}</button>
          <LagDial lane={lane} />
          <span><b>{controllerTitle(name)}</b><small>{!ready ? t('inside.ctl.starting') : paused ? t('box.paused') : lane.lagUs > 0 || !lane.expecting ? dials(lane, t) : lane.informers.slice(0, 3).map(one => one.replace(/^any:.*\//, '')).join(', ')}</small></span>
        </span>
      </th>
      <td>
        <span className={styles.keys}>
          {dirty.slice(0, KEYS).map(({ key, merged, again }) => (
            <span key={key} className={room.chip} data-again={again} title={again ? t('inside.ctl.againHint') : `${key}${merged > 1 ? ` · ${t('inside.ctl.merged', { count: merged })}` : ''}`}><span>{tail(shortKey(key), 20)}</span>{merged > 1 && <em>×{merged}</em>}{again && <em>{t('inside.ctl.again')}</em>}</span>
          ))}
          {dirty.length > KEYS && <small>{t('inside.more', { count: dirty.length - KEYS })}</small>}
        </span>
      </td>
      <td>
        <span className={styles.keys}>
          {processing.slice(0, KEYS).map(({ key, since, waits }) => <span key={key} className={`${room.chip} ${styles.working}`} title={t('inside.ctl.works', { time: duration(now - (since ?? now)), waits })}><i aria-hidden="true" /><span>{tail(shortKey(key), 20)}</span></span>)}
          <small className={styles.slots} title={t('inside.ctl.busyOf', { busy: processing.length, workers })}><span aria-hidden="true">{Array.from({ length: Math.min(workers, 8) }, (_, i) => <i key={i} data-on={i < processing.length} />)}</span>{t('inside.ctl.busyOf', { busy: processing.length, workers })}</small>
        </span>
      </td>
      <td><span className={styles.keys}>{delayed.slice(0, KEYS).map(one => <Later key={one.key} one={one} now={now} />)}{delayed.length > KEYS && <small>{t('inside.more', { count: delayed.length - KEYS })}</small>}</span></td>
      <td>
        <span className={styles.over}><span className={styles.syncs}>{[...last].reverse().map(sync => <Sync key={sync.event} sync={sync} most={Math.max(1_000, ...last.map(({ us }) => us))} />)}</span>
        <small className={styles.count}>{t('inside.ctl.passes', { passes })}{errors > 0 && <em>{t('inside.ctl.errors', { errors })}</em>}</small></span>
      </td>
    </tr>
  )
}

/** What was done to its hearing, and what waits because of it. */
const dials = ({ lagUs, heldBack, expecting }: ControllerLane, t: Translate): string =>
  [...(lagUs > 0 ? [t('inside.ctl.late', { time: duration(lagUs) })] : []), ...(heldBack > 0 ? [t('inside.ctl.heldBack', { count: heldBack })] : []), ...(expecting ? [] : [t('inside.ctl.blind')])].join(' · ')

/** A key that comes back by itself, with an arc that runs out. */
function Later({ one: { key, dueAt, delayUs, failures }, now }: { readonly one: ControllerLane['delayed'][number]; readonly now: number }) {
  const t = useText()
  const left = Math.max(0, dueAt - now)
  const share = delayUs === undefined || delayUs === 0 ? 1 : Math.min(1, left / delayUs)
  const words = failures > 0 ? t('inside.ctl.backoff', { failures, time: duration(left) }) : t('inside.ctl.due', { time: duration(left) })
  return (
    <span className={room.chip} data-failed={failures > 0} title={`${key}: ${words}`}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" className={styles.arc}><circle cx="8" cy="8" r="6" /><circle cx="8" cy="8" r="6" pathLength="1" strokeDasharray={`${share} 1`} transform="rotate(-90 8 8)" /></svg>
      <span>{tail(key.split('/').at(-1) ?? key, 14)}</span><em>{duration(left)}</em>
    </span>
  )
}

/** A pass that is over: as tall as it was long, with a cross when it failed. It leads to its chain of causes. */
function Sync({ sync: { event, key, us, outcome, merged, error, requeueAfterUs, decisions }, most }: { readonly sync: SyncRow; readonly most: number }) {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const askWhy = useAskWhy()
  const words = [
    t('inside.ctl.sync', { key, outcome: t(`inside.ctl.${outcome}`), time: duration(us) }), ...(merged > 1 ? [t('inside.ctl.merged', { count: merged })] : []),
    decisions.length > 0 ? t('inside.ctl.decided', { decisions: decisions.map(({ text, params }) => say(language, text, params)).join(' ') }) : outcome === 'done' ? t('inside.ctl.nothing') : '', ...(requeueAfterUs === undefined ? [] : [t('inside.ctl.due', { time: duration(requeueAfterUs) })]), ...(error === undefined ? [] : [error]),
  ].filter(Boolean).join(' · ')
  return <button type="button" data-outcome={outcome} data-idle={decisions.length === 0} aria-label={words} title={words} onClick={() => askWhy(event)}><i style={{ height: `${Math.max(16, (100 * us) / most)}%` }} /></button>
}
