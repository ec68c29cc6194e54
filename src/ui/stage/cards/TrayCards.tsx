import { memo } from 'react'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { PodGlyph } from '../../glyphs/PodGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { useEntities, useView } from '../../store/glass.ts'
import { useActing } from '../acting.ts'
import { podStateKey } from '../pod-state.ts'
import styles from './cards.module.css'

/** "Created but not scheduled" is a place: the dashed tray under the rail. */
export const LimboTray = memo(function LimboTray({ width, phone = false }: { readonly width: number; readonly phone?: boolean }) {
  const t = useText()
  const limbo = useEntities(entities => entities.limbo)
  const room = Math.max(1, Math.floor((width - (phone ? 96 : 170)) / (phone ? 96 : 128)))
  return (
    <div className={styles.tray} data-thing="limbo">
      <span>{phone && limbo.length > 0 ? '' : t('tray.title')}</span>
      {limbo.slice(0, room).map(id => <Mini key={id} id={id} bare={phone} />)}
      {limbo.length > room && <span className="mono">{t('tray.more', { count: limbo.length - room })}</span>}
    </div>
  )
})

function Mini({ id, bare }: { readonly id: string; readonly bare: boolean }) {
  const t = useText()
  const pod = useView('pod', id)
  if (pod === undefined) return null
  return <span className={styles.mini} data-thing={id}><PodGlyph fill="pending" size={15} /><b>{pod.shortName}</b>{!bare && (pod.ghost ? t('pod.binding') : pod.status || t(podStateKey(pod)))}</span>
}

export const RegistryCard = memo(function RegistryCard({ phone = false }: { readonly phone?: boolean }) {
  const t = useText()
  const view = useView('registry', 'registry')
  const act = useActing('registry')
  return (
    <div className={styles.registry} data-thing="registry" data-act={act} style={phone ? { padding: '0 10px' } : undefined}>
      <KindGlyph kind="registry" size={17} />{!phone && <>registry<span title={t('registry.pulls', { count: view?.pulls ?? 0 })} className="mono">{view?.pulls ?? 0}</span></>}
    </div>
  )
})
