import { ChevronRight } from 'lucide-react'
import { memo, useEffect, useState } from 'react'
import type { AnswerTo, BlameLine, ObjectRef } from '../../../protocol/index.ts'
import { useWhy, useWhyStore } from '../../actions/ask-why.ts'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useChange, useFleet, useSession } from '../../store/glass.ts'
import { BlamedLines } from './BlamedLines.tsx'
import { Chain } from './Chain.tsx'
import { Effects } from './Effects.tsx'
import { Gaps } from './Gaps.tsx'
import styles from './inspector.module.css'
import { Section } from './Section.tsx'
import { Waits } from './Waits.tsx'

export interface WhyTabProps { readonly object: ObjectRef | undefined; readonly answer: AnswerTo<'object'> | undefined }

/** The chain of causes back to a person, a fault or a clock; what it caused; and what is being waited for. */
export const WhyTab = memo(function WhyTab({ object, answer }: WhyTabProps) {
  const t = useText()
  const subject = useWhy()
  const store = useWhyStore()
  const change = useChange()
  const showLanes = (lanes: number) => {
    store.setState({ lanes })
    change(draft => { draft.dockOpen = true; draft.dockTab = 'swimlanes'; draft.stageOnly = false; draft.present = false })
  }
  const large = useFleet(fleet => fleet.plan !== undefined)
  const caption = useSession(session => session.caption?.event)
  const predicting = useSession(session => session.story?.prediction !== undefined && session.story.prediction.right === undefined)
  const event = subject.event ?? (object === undefined ? caption : undefined)
  const why = useAnswer(event === undefined && object === undefined ? undefined : ({ ask: 'why', event, object, fields: subject.fields } as const))
  const last = subject.event ?? why?.links.at(-1)?.event
  const [wanted, setWanted] = useState(subject.effects ?? false)
  useEffect(() => { setWanted(subject.effects ?? false) }, [subject])
  const effects = useAnswer(wanted && !predicting && last !== undefined ? ({ ask: 'effects', event: last } as const) : undefined)
  if (event === undefined && object === undefined) return <p className={styles.quiet}>{t('inspector.empty')}</p>
  if (why === undefined) return null
  return (
    <>
      <p className={styles.question}>{object !== undefined && subject.said !== undefined ? t('inspector.whySaid', { name: object.name, said: subject.said }) : subject.event !== undefined || object === undefined ? t('inspector.whyMessage') : t('inspector.whyOf', { name: object.name })}</p>
      {why.waits.length > 0 && <Section title={t('inspector.waits')}><Waits waits={why.waits} /></Section>}
      {why.waits.length > 0 && why.links.length > 0 && <h3 className={styles.chainHead}>{t('inspector.chainTitle')}</h3>}
      {why.links.length === 0 ? <p className={styles.quiet}>{t(large ? 'fleet.noWhy' : 'inspector.noWhy')}</p> : <Chain links={why.links} />}
      {why.links.length > 0 && (
        <p className={styles.effectsHead}>
          <button type="button" disabled={predicting} aria-expanded={wanted && !predicting} onClick={() => setWanted(!wanted)}><ChevronRight size={15} aria-hidden="true" />{t('inspector.select')}</button>
          {last !== undefined && !predicting && <button type="button" onClick={() => showLanes(last)}>{t('inspector.lanes')}</button>}
          <small>{predicting ? t('inspector.effectsHidden') : effects ? t('inspector.count', { count: effects.total }) : ''}</small>
        </p>
      )}
      {effects && !predicting && <Effects nodes={effects.tree} />}
      {answer && answer.gaps.length > 0 && <Section title={t('inspector.gapTitle')}>{answer.gaps.every(({ state }) => state === 'settled') ? <p className={styles.quiet}>{t('inspector.noGap')}</p> : <Gaps answer={answer} brief />}</Section>}
      {object && answer?.found && <Fields object={object} />}
    </>
  )
})

function Fields({ object }: { readonly object: ObjectRef }) {
  const t = useText()
  const blame = useAnswer({ ask: 'blame', object } as const)
  const lines = latest(blame?.lines ?? [])
  return lines.length === 0 ? null : <Section title={t('inspector.fields')}><BlamedLines object={object} lines={lines} label={t('inspector.fields')} /></Section>
}

/** The fields that were written last, in the order of the object. */
function latest(lines: readonly BlameLine[]): readonly BlameLine[] {
  const fields = lines.filter(({ path, text, revision }) => revision !== undefined && /^\.(spec|status|data)\b/.test(path) && !/[:[{]$/.test(text.trimEnd()))
  const kept = [...fields].sort((a, b) => b.revision! - a.revision!).slice(0, 6)
  return fields.filter(line => kept.includes(line)).map(line => ({ ...line, text: line.text.trim() }))
}
