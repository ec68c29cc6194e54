import { useEffect, useRef, useState } from 'react'
import type { EditorView } from '@codemirror/view'
import type { AnswerTo } from '../../protocol/index.ts'
import { useEngine } from '../store/glass.ts'

export type Reading = AnswerTo<'manifest'>

/** A pause of typing after which the API server is asked; a large text is asked about less often. */
const pauseMs = (length: number): number => (length < 100_000 ? 220 : 1_200)
/** While time passes the cluster changes under a text that does not. */
const AGAIN_MS = 900

/** What the API server says of the text, asked whenever it or the cluster has changed; one question at a time. 'none': of this cluster nothing can be tried out. */
export function useReading(view: EditorView | undefined, version: number): { readonly reading: Reading | 'none' | undefined; readonly busy: boolean } {
  const engine = useEngine()
  const [reading, setReading] = useState<Reading | 'none'>()
  const [busy, setBusy] = useState(false)
  const asker = useRef<((pause: number) => void) | undefined>(undefined)
  useEffect(() => {
    if (view === undefined) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let asking = false
    let again = false
    let gone = false
    let moment = ''
    const ask = async () => {
      timer = undefined
      if (asking) { again = true; return }
      asking = true
      moment = engine.session.getState().moment
      const { doc } = view.state
      const answer = doc.length === 0 ? EMPTY : await engine.ask({ ask: 'manifest', text: doc.toString() })
      asking = false
      if (gone) return
      if (view.state.doc.eq(doc)) {
        setReading(answer ?? 'none')
        setBusy(false)
      } else again = true
      if (again) { again = false; later(pauseMs(view.state.doc.length)) }
    }
    const later = (pause: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => void ask(), pause)
    }
    asker.current = later
    const leave = engine.session.subscribe(state => { if (state.moment !== moment && timer === undefined && !asking) later(AGAIN_MS) })
    return () => { gone = true; clearTimeout(timer); leave(); asker.current = undefined }
  }, [engine, view])
  useEffect(() => {
    if (view === undefined) return
    setBusy(true)
    asker.current?.(version === 0 ? 0 : pauseMs(view.state.doc.length))
  }, [view, version])
  return { reading, busy }
}

const EMPTY: Reading = { answer: 'manifest', objects: [], problems: [], blame: [], unasked: 0 }
