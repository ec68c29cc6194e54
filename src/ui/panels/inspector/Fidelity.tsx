import { memo, use } from 'react'
import { useText } from '../../i18n/text.ts'
import { useSettings } from '../../store/glass.ts'
import styles from './inspector.module.css'

/** What the simulation leaves out, said by its own components. */
export const Fidelity = memo(function Fidelity({ sentences }: { readonly sentences: readonly string[] }) {
  const t = useText()
  const language = useSettings(settings => settings.language)
  if (sentences.length === 0) return null
  return <details className={styles.fidelity}><summary>{t('inspector.fidelity')} <small>{sentences.length}</small></summary>{language === 'zh' ? <Translated sentences={sentences} /> : <List sentences={sentences} lang="en" />}</details>
})

function Translated({ sentences }: { readonly sentences: readonly string[] }) {
  const known = use(chinese())
  return <List sentences={sentences.map(one => known[one] ?? one)} lang="zh-CN" />
}

const List = ({ sentences, lang }: { readonly sentences: readonly string[]; readonly lang: string }) => <ul lang={lang}>{sentences.map(one => <li key={one}>{one}</li>)}</ul>

// NB: found by pattern, as the other texts of the lessons are: a leaf that only a page in Chinese needs.
const MODULES = import.meta.glob<{ readonly SIMPLIFIED_ZH: Readonly<Record<string, string>> }>('../../../lessons/texts/simplified-zh.ts')
let loading: Promise<Readonly<Record<string, string>>> | undefined
const chinese = () => (loading ??= MODULES['../../../lessons/texts/simplified-zh.ts']!().then(module => module.SIMPLIFIED_ZH))
