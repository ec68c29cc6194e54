import { memo, useState } from 'react'
import type { ChainLink, EffectNode, ObjectRef, Verb } from '../../../protocol/index.ts'
import { useWhy } from '../../actions/ask-why.ts'
import { VerbGlyph } from '../../glyphs/VerbGlyph.tsx'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useEngine, useSession, useSettings } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import styles from './inspector.module.css'

/** The chain of causes back to a person, a fault or a clock; what it caused; and what is being waited for. */
export const WhyTab = memo(function WhyTab({ object }: { readonly object: ObjectRef | undefined }) {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const subject = useWhy()
  const caption = useSession(session => session.caption?.event)
  const predicting = useSession(session => session.story?.prediction !== undefined && session.story.prediction.right === undefined)
  const asked = subject.event !== undefined || object !== undefined
  const answer = useAnswer({ ask: 'why', event: subject.event ?? (object === undefined ? caption : undefined), object } as const)
  const last = answer?.links.at(-1)?.event
  const [wanted, setWanted] = useState(subject.effects ?? false)
  const effects = useAnswer(wanted && !predicting && (subject.event ?? last) !== undefined ? ({ ask: 'effects', event: subject.event ?? last! } as const) : undefined)
  if (answer === undefined) return null
  return (
    <>
      {answer.links.length === 0
        ? <p className={styles.quiet}>{t(asked ? 'inspector.noWhy' : 'inspector.empty')}</p>
        : <ol className={styles.chain} aria-label={t('inspector.chain')}>{answer.links.map((link, index) => <Link key={`${link.event} ${link.text}`} link={link} last={index === answer.links.length - 1} />)}</ol>}
      {answer.links.length > 0 && !predicting && <button type="button" className={controls.button} aria-expanded={wanted} onClick={() => setWanted(!wanted)}>{t('inspector.select')}</button>}
      {predicting && <p className={styles.quiet}>{t('story.hidden')}</p>}
      {effects && <><p className={styles.quiet}>{t('inspector.count', { count: effects.total })}</p><Effects nodes={effects.tree} depth={0} /></>}
      {answer.waits.length > 0 && (
        <section className={styles.section}><h3 className={controls.heading}>{t('inspector.waits')}</h3><ul className={styles.waits}>{answer.waits.map(wait => <li key={`${wait.waiter} ${wait.text} ${JSON.stringify(wait.params)}`}>{say(language, wait.text, wait.params)}</li>)}</ul></section>
      )}
    </>
  )
})

const isVerb = (verb: ChainLink['verb']): verb is Verb => verb !== 'user' && verb !== 'fault' && verb !== 'decision'

function Link({ link, last }: { readonly link: ChainLink; readonly last: boolean }) {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  const params = { ...link.params, from: short(link.place), to: short(link.to ?? '') }
  return (
    <li data-last={last} data-verb={link.verb}>
      <span className={styles.mark} aria-hidden="true">{isVerb(link.verb) ? <VerbGlyph verb={link.verb} size={16} /> : link.verb === 'user' ? '❯' : link.verb === 'fault' ? '⚡' : '⚙'}</span>
      <button type="button" onClick={() => engine.command({ do: 'seek', to: { event: link.event } })}>
        <b>{link.verb === 'user' ? t('inspector.you') : short(link.place)}</b><time>{(link.at / 1e6).toFixed(3)} s</time>
        <span>{say(language, link.text, params)}{link.stored !== undefined && ` · ${t('inspector.stored', { revision: link.stored })}`}</span>
        {link.merged > 0 && <small>{t('inspector.merged', { count: link.merged })}</small>}
      </button>
    </li>
  )
}

function Effects({ nodes, depth }: { readonly nodes: readonly EffectNode[]; readonly depth: number }) {
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  return (
    <ul className={styles.effects}>
      {nodes.map(({ link, children }) => (
        <li key={link.event}>
          <button type="button" onClick={() => engine.command({ do: 'seek', to: { event: link.event } })}>{say(language, link.text, { ...link.params, from: short(link.place), to: short(link.to ?? '') })}</button>
          {children.length > 0 && (depth < 3 ? <Effects nodes={children} depth={depth + 1} /> : <details><summary>+{children.length}</summary><Effects nodes={children} depth={depth + 1} /></details>)}
        </li>
      ))}
    </ul>
  )
}

const short = (place: string): string => place.replace('controller-manager/', '').replace('node/', '').replace('apiserver', 'kube-apiserver')
