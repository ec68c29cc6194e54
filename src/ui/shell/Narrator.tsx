import { memo, useEffect, useRef, useState } from 'react'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useSession, useSettings } from '../store/glass.ts'
import { hear, nothingHeard } from './narration.ts'

/** Says the caption to those who listen: at once after a step, at most every two seconds while playing, hops of the lesson first. */
export const Narrator = memo(function Narrator() {
  const say = useLessonText()
  const { language, narration } = useSettings(settings => settings)
  const caption = useSession(session => session.caption)
  const playing = useSession(session => session.transport.playing)
  const [words, setWords] = useState('')
  const heard = useRef(nothingHeard)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (fresh: typeof caption) => {
      const next = hear(heard.current, fresh, { narration, playing, now: Date.now() })
      heard.current = next.heard
      if (next.say !== undefined) setWords(say(language, next.say.text, next.say.params))
      if (next.againInMs !== undefined) timer = setTimeout(() => tell(undefined), next.againInMs)
    }
    tell(caption)
    return () => clearTimeout(timer)
  }, [caption, playing, language, narration, say])
  return <p className="hidden-visually" aria-live="polite" lang={language === 'zh' ? 'zh-CN' : 'en'}>{words}</p>
})
