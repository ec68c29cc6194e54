import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { useSession } from '../store/glass.ts'
import { secondsText } from './time-scale.ts'
import styles from './transport.module.css'

export const Clock = memo(function Clock({ phone = false }: { readonly phone?: boolean }) {
  const t = useText()
  const { at, revision } = useSession(session => session.clock)
  return (
    <div className={phone ? styles.phoneClock : styles.clock}>
      <div className={styles.time}>{secondsText(at)} <small>{t('transport.seconds')}</small></div>
      <div className={styles.rev}>{phone ? t('box.etcd.rev', { revision }) : t('transport.virtual', { revision })}</div>
    </div>
  )
})
