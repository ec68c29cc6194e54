import type { ControllerLane, InformerRow } from '../../../protocol/index.ts'
import { useText, type Translate } from '../../i18n/text.ts'
import { seconds } from '../../panels/names.ts'
import styles from './controllers.module.css'

/** Each cache with how far it has heard; those that a controller of its own reads come first. */
export function Informers({ informers, controllers }: { readonly informers: readonly InformerRow[]; readonly controllers: readonly ControllerLane[] }) {
  const t = useText()
  const readers = (name: string): readonly string[] => controllers.filter(one => one.informers.includes(name)).map(one => one.name)
  return (
    <ul className={styles.informers} tabIndex={0} aria-label={t('inside.ctl.informers')}>
      {[...informers].sort((a, b) => readers(b.name).length - readers(a.name).length).map(one => (
        <li key={one.name} data-behind={one.behind > 0 || one.delayed > 0 || one.phase !== 'watching'} title={`${t('inside.ctl.readBy', { controllers: readers(one.name).join(', ') })} · ${t('inside.ctl.events', { count: one.events })} · ${t('inside.ctl.watchSince')} ${one.since < 0 ? t('time.before') : `${seconds(one.since)} s`}`}>
          <b>{one.resource}</b>
          <span>{t('inside.ctl.informer', { objects: one.objects, version: one.resourceVersion })}</span>
          <small>{stateOf(one, t)}</small>
        </li>
      ))}
    </ul>
  )
}

function stateOf({ phase, behind, delayed }: InformerRow, t: Translate): string {
  if (phase !== 'watching') return t(`inside.ctl.${phase}`)
  if (delayed > 0) return t('inside.ctl.lagging', { count: delayed })
  return behind > 0 ? t('inside.ctl.behind', { count: behind }) : t('inside.ctl.fresh')
}
