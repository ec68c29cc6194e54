import { History } from 'lucide-react'
import type { Term } from '../../lessons/glossary.ts'
import { useText } from '../i18n/text.ts'
import { useGlass } from '../store/glass.ts'
import type { Language } from '../store/settings.ts'
import styles from './glossary.module.css'

/** What a term means now, what older texts say, and where it can be seen at work. */
export function Meaning({ term: { means, past, scene }, language }: { readonly term: Term; readonly language: Language }) {
  const t = useText()
  const { live } = useGlass()
  return (
    <>
      <p>{means[language]}</p>
      {past !== undefined && <p className={styles.then}><History size={13} aria-hidden="true" /><span><b>{t('glossary.then')} {past.word[language]}</b> {past[language]}</span></p>}
      {scene !== undefined && !live && <a className={styles.scene} href={addressOf(scene)}>{t('glossary.show')}</a>}
    </>
  )
}

/** The same page with another cluster; what else the address asks for stays. */
function addressOf(scenario: string): string {
  const query = new URLSearchParams(location.search)
  query.set('scenario', scenario)
  return `?${query.toString()}`
}
