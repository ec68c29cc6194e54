import { useEffect, useRef, useState } from 'react'
import type { AnswerTo, Question } from '../../protocol/index.ts'
import { useEngine } from '../store/glass.ts'

/** The answer to a question that changes while a pointer moves: one is under way at a time, and the last one asked is always answered. The old answer stays until then. */
export function useLatestAnswer<Q extends Question>(question: Q | undefined): AnswerTo<Q['ask']> | undefined {
  const engine = useEngine()
  const [answer, setAnswer] = useState<AnswerTo<Q['ask']>>()
  const wanted = useRef<string>('')
  const busy = useRef(false)
  const gone = useRef(false)
  const key = question === undefined ? '' : JSON.stringify(question)
  useEffect(() => {
    gone.current = false
    return () => { gone.current = true }
  }, [])
  useEffect(() => {
    wanted.current = key
    const next = () => {
      const asking = wanted.current
      if (busy.current || asking === '' || gone.current) return
      busy.current = true
      void engine.ask(JSON.parse(asking) as Q).then(found => {
        busy.current = false
        if (gone.current) return
        if (found !== undefined) setAnswer(found)
        if (wanted.current !== asking) next()
      })
    }
    next()
  }, [engine, key])
  return answer
}
