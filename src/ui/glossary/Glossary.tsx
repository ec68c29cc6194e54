import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { GLOSSARY, type Term } from '../../lessons/glossary.ts'
import { useText } from '../i18n/text.ts'
import { score } from '../palette/matching.ts'
import { useSettings } from '../store/glass.ts'
import type { Language } from '../store/settings.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { Meaning } from './Meaning.tsx'
import styles from './glossary.module.css'

/** The words of the field, each in a sentence, found by either language, by pinyin, and by what older texts call them. */
export const Glossary = memo(function Glossary() {
  const t = useText()
  const store = useStageStore()
  const asked = useStageUi(ui => ui.glossary)
  const language = useSettings(settings => settings.language)
  const [typed, setTyped] = useState('')
  const [onlyPast, setOnlyPast] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const found = useMemo(() => sorted(typed, language).filter(term => !onlyPast || term.past !== undefined), [typed, language, onlyPast])
  const close = () => store.setState({ glossary: undefined })
  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <Dialog.Overlay className={controls.scrim} />
        <Dialog.Content className={styles.glossary} aria-describedby={undefined} onOpenAutoFocus={event => { event.preventDefault(); field.current?.focus() }}>
          <header className={styles.head}>
            <Dialog.Title asChild><h2>{t('glossary.title')}</h2></Dialog.Title>
            <Dialog.Close className={controls.icon} aria-label={t('glossary.close')}><X size={16} aria-hidden="true" /></Dialog.Close>
            <input ref={field} type="search" value={typed} placeholder={t('glossary.hint')} aria-label={t('glossary.search')} spellCheck={false} onChange={event => setTyped(event.target.value)} />
            <button type="button" className={controls.button} aria-pressed={onlyPast} data-on={onlyPast} onClick={() => setOnlyPast(!onlyPast)}>{t('glossary.past')}</button>
          </header>
          <p role="status" className={styles.count}>{t(found.length === 0 ? 'glossary.none' : 'glossary.count', { count: found.length })}</p>
          <dl className={styles.list} tabIndex={0} aria-label={t('glossary.title')}>{found.map(term => <Entry key={term.id} term={term} asked={term.id === asked} language={language} />)}</dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
})

const Entry = memo(function Entry({ term, asked, language }: { readonly term: Term; readonly asked: boolean; readonly language: Language }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => { if (asked) place.current?.scrollIntoView({ block: 'center' }) }, [asked])
  const [own, other] = language === 'en' ? [term.en, term.zh] : [term.zh, term.en]
  return (
    <div ref={place} data-term={term.id} data-asked={asked} className={styles.entry}>
      <dt>{own}{other !== own && <span lang={language === 'en' ? 'zh-CN' : 'en'}>{other}</span>}</dt>
      <dd><Meaning term={term} language={language} /></dd>
    </div>
  )
})

/** What is typed may be a name, a word of an old text, or any word of the explanation. */
function sorted(typed: string, language: Language): readonly Term[] {
  if (typed.trim() === '') return [...GLOSSARY].sort((a, b) => a[language].localeCompare(b[language], language === 'en' ? 'en' : 'zh-Hans-CN-u-co-pinyin'))
  const points = (term: Term) => Math.max(score(typed, { en: term.en, zh: term.zh }), score(typed, { en: term.past?.word.en ?? '', zh: term.past?.word.zh ?? '' }) * .98, contains(term, typed) ? 5 : 0)
  return GLOSSARY.map(term => ({ term, points: points(term) })).filter(one => one.points > 0).sort((a, b) => b.points - a.points).map(({ term }) => term)
}

const contains = ({ means, past, words = [] }: Term, typed: string): boolean =>
  [means.en, means.zh, past?.en ?? '', past?.zh ?? '', ...words].some(text => text.toLowerCase().includes(typed.trim().toLowerCase()))
