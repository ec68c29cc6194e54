import { X } from 'lucide-react'
import { memo } from 'react'
import type { Command } from '../../protocol/index.ts'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { useEngine, useSession, useSettings } from '../store/glass.ts'
import { forgetSession } from '../reach/keeping.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import styles from './overlays.module.css'

/** Commands that the engine refused, and why. */
export const Toasts = memo(function Toasts() {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  const refusals = useSession(session => session.refusals)
  const store = useStageStore()
  const notice = useStageUi(ui => ui.notice)
  const update = useStageUi(ui => ui.update)
  const again = (wanted: Command) => void import('../reach/go-back.ts').then(({ liveAgain }) => liveAgain(engine, wanted))
  const close = () => store.setState({ notice: undefined })
  return (
    <div role="status"><ul className={styles.toasts}>
      {notice !== undefined && <li>{t(notice.text, notice.params)}{notice.startOver === true && <button type="button" className={controls.button} onClick={startOver}>{t('restore.over')}</button>}<button type="button" aria-label={t('toast.close')} onClick={close}><X size={14} aria-hidden="true" /></button></li>}
      {update !== undefined && <li>{t('update.here')}<button type="button" className={controls.button} onClick={update}>{t('update.load')}</button><button type="button" aria-label={t('toast.close')} onClick={() => store.setState({ update: undefined })}><X size={14} aria-hidden="true" /></button></li>}
      {refusals.map(({ key, text, params, command }) => <li key={key}>{say(language, text, params)}{text === 'refused.past' && command.do !== 'fork' && <button type="button" className={controls.button} onClick={() => again(command)}>{t('past.again')}</button>}<button type="button" aria-label={t('toast.close')} onClick={() => engine.dismiss(key)}><X size={14} aria-hidden="true" /></button></li>)}
    </ul></div>
  )
})

/** The same address without what was done in it. */
function startOver(): void {
  forgetSession()
  location.reload()
}
