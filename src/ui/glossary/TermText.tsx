import { Popover } from 'radix-ui'
import { memo, useMemo } from 'react'
import type { Term } from '../../lessons/glossary.ts'
import { termsIn } from '../../lessons/terms-in.ts'
import { useText } from '../i18n/text.ts'
import { useSettings } from '../store/glass.ts'
import type { Language } from '../store/settings.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { Meaning } from './Meaning.tsx'
import styles from './glossary.module.css'

/** A sentence whose words of the field are dotted: a click, or Enter, explains them. */
export const TermText = memo(function TermText({ text, language }: { readonly text: string; readonly language: Language }) {
  const pieces = useMemo(() => termsIn(text, language), [text, language])
  return pieces.map((piece, index) => {
    if (typeof piece === 'string') return typeof pieces[index - 1] === 'object' ? piece.slice(tailOf(piece).length) : piece
    const next = pieces[index + 1]
    return <span key={index} className={styles.held}><Word words={piece.words} term={piece.term} />{typeof next === 'string' && tailOf(next)}</span>
  })
})

/** A button is a box of its own: what is written close to a word, a full stop or an ’s, would begin the next line. */
const tailOf = (text: string): string => /^[^\s\p{L}\p{N}]+(?:s\b)?/u.exec(text)?.[0] ?? ''

function Word({ words, term }: { readonly words: string; readonly term: Term }) {
  const t = useText()
  const store = useStageStore()
  const language = useSettings(settings => settings.language)
  const embed = useSettings(settings => settings.embed)
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.word} title={term.means[language]}>{words}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={`${controls.menu} ${styles.card}`} sideOffset={6} collisionPadding={8} aria-label={term[language]}>
          <h2>{term[language]}</h2>
          <Meaning term={term} language={language} />
          {!embed && <Popover.Close className={controls.button} onClick={() => store.setState({ glossary: term.id })}>{t('glossary.open')}</Popover.Close>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
