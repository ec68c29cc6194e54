import { Maximize2, X, Zap } from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import type { AnswerTo, ObjectRef } from '../../../protocol/index.ts'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { glyphOfResource } from '../../glyphs/kind-paths.ts'
import { PodGlyph } from '../../glyphs/PodGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { zoomInto } from '../../inside/zoom.ts'
import { useChange, useEngine } from '../../store/glass.ts'
import { useStageStore } from '../../store/stage-ui.ts'
import controls from '../../styles/controls.module.css'
import styles from './inspector.module.css'
import { statusOf } from './status-of.ts'

export interface HeaderProps { readonly object: ObjectRef | undefined; readonly answer: AnswerTo<'object'> | undefined }

/** Kind, name and state of what is inspected, and the way to break it. */
export const Header = memo(function Header({ object, answer }: HeaderProps) {
  const t = useText()
  const change = useChange()
  const engine = useEngine()
  const stage = useStageStore()
  const status = object === undefined || answer === undefined ? undefined : statusOf(answer, object)
  const thing = object === undefined ? undefined : object.resource === 'nodes' ? `node/${object.name}` : object.resource === 'pods' && status?.uid ? `pod/${status.uid}` : undefined
  const breakIt = (event: MouseEvent<HTMLButtonElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    if (thing !== undefined) stage.setState({ poke: { thing, x: Math.max(8, box.right - 200), y: box.bottom + 4 } })
  }
  return (
    <header className={styles.head}>
      <KindGlyph kind={object === undefined ? 'apiserver' : glyphOfResource(object.resource)} size={34} />
      <div>
        <h2>
          {object === undefined ? t('inspector.message') : status?.kind ?? object.resource}
          {status?.word && <span className={styles.status}>{status.fill && <PodGlyph fill={status.fill} size={13} terminating={status.terminating} graceLeft={1} />}{status.word}</span>}
          {answer !== undefined && !answer.found && <span className={styles.status}>{t('inspector.gone')}</span>}
        </h2>
        <p className="mono">{object === undefined ? t('inspector.messageHint') : object.name}</p>
      </div>
      {thing !== undefined && answer?.found && <button type="button" className={controls.icon} aria-label={t('inside.enter')} title={t('inside.open')} onClick={event => zoomInto(stage, thing, engine.entities.getState(), event.detail === 0)}><Maximize2 size={15} aria-hidden="true" /></button>}
      {thing !== undefined && answer?.found && <button type="button" className={`${controls.icon} ${controls.danger}`} aria-label={t('inspector.break')} title={t('inspector.break')} onClick={breakIt}><Zap size={15} aria-hidden="true" /></button>}
      <button type="button" className={controls.icon} aria-label={t('inspector.close')} title={t('inspector.close')} onClick={() => change(draft => { draft.inspectorOpen = false })}><X size={15} aria-hidden="true" /></button>
    </header>
  )
})
