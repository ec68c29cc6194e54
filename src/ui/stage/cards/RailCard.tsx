import { Fragment, memo } from 'react'
import type { Stage } from '../../../protocol/index.ts'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { useSession, useView } from '../../store/glass.ts'
import styles from './cards.module.css'

const STAGES: readonly Stage[] = ['authn', 'authz', 'admit', 'validate', 'store']

export const RailCard = memo(function RailCard({ phone = false }: { readonly phone?: boolean }) {
  const t = useText()
  const view = useView('apiserver', 'apiserver')
  const revision = useSession(session => session.clock.revision)
  const marks = new Map(view?.stages.map(mark => [mark.stage, mark.outcome]))
  return (
    <div className={styles.rail} data-thing="apiserver">
      <div><KindGlyph kind="apiserver" size={26} /><span><b>kube-apiserver</b>{!phone && <div className={styles.sub}>{view?.up === false ? t('box.down') : t('rail.sub')}</div>}</span></div>
      {!phone && <div className={styles.pipe}>{STAGES.map((stage, i) => (
        <Fragment key={stage}>{i > 0 && <em />}<span data-mark={marks.get(stage)}>{stage}</span></Fragment>
      ))}</div>}
      <div className={styles.watchers} style={phone ? { marginLeft: 'auto' } : undefined}>
        <b>{view?.watchers ?? 0}</b> {t('rail.watchers')}
        {!phone && <div className={styles.sub}>{t('rail.cache', { revision: view?.revision || revision })}</div>}
      </div>
    </div>
  )
})
