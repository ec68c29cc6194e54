import { memo, useEffect, useRef, useState } from 'react'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useSession, useSettings } from '../store/glass.ts'

const QUIET_MS = 2000

/** Says the caption to those who listen: at once after a step, at most every two seconds while playing, hops of the lesson first. */
export const Narrator = memo(function Narrator() {
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const caption = useSession(session => session.caption)
  const playing = useSession(session => session.transport.playing)
  const [words, setWords] = useState('')
  const spoken = useRef(0)
  useEffect(() => {
    if (caption === undefined || (playing && (caption.hop === undefined || Date.now() - spoken.current < QUIET_MS))) return
    spoken.current = Date.now()
    setWords(say(language, caption.text, caption.params))
  }, [caption, playing, language, say])
  return <p className="hidden-visually" aria-live="polite" lang={language === 'zh' ? 'zh-CN' : 'en'}>{words}</p>
})
