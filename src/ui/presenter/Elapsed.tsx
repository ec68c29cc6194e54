import { memo, useEffect, useState } from 'react'
import { useText } from '../i18n/text.ts'
import controls from '../styles/controls.module.css'
import styles from './presenter.module.css'

/** How long the talk has been going on, by the clock on the wall. */
export const Elapsed = memo(function Elapsed() {
  const t = useText()
  const [from, setFrom] = useState(() => Date.now())
  const [now, setNow] = useState(from)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.floor((now - from) / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  return <p className={styles.clock}><b role="timer" aria-label={t('presenter.elapsed')}>{two(Math.floor(seconds / 60))}:{two(seconds % 60)}</b><button type="button" className={controls.button} onClick={() => setFrom(Date.now())}>{t('presenter.restart')}</button></p>
})
