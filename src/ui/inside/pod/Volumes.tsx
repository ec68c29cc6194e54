import type { VolumeRow } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import room from '../room.module.css'
import styles from './pod.module.css'

/** What is plugged into the containers, from where and to which path. */
export function Volumes({ volumes }: { readonly volumes: readonly VolumeRow[] }) {
  const t = useText()
  return (
    <section className={room.panel} aria-label={t('inside.node.volumes')}>
      <h3>{t('inside.node.volumes')}</h3>
      {volumes.length === 0 && <p className={room.note}>{t('inside.pod.noVolumes')}</p>}
      <ul className={styles.volumes}>
        {volumes.map(({ name, source, state, mounts }) => (
          <li key={name} data-state={state}>
            <p><b>{name}</b><span className={room.state} data-good={state === 'mounted' ? true : state === 'missing' ? false : undefined}>{t(`inside.volume.${state}`)}</span></p>
            <code>{source}</code>
            {mounts.map(one => <small key={`${one.container} ${one.path}`}>→ {one.container}:{one.path}{one.readOnly && ` (${t('inside.volume.readOnly')})`}</small>)}
          </li>
        ))}
      </ul>
    </section>
  )
}
