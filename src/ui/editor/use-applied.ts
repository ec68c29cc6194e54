import { useCallback, useRef, useState } from 'react'
import { useEngine } from '../store/glass.ts'

export interface Applied { readonly text: string; readonly failed: boolean }

const LINE = 'kubectl apply -f -'

/** Applies a text as a command of the terminal like any other, and tells what kubectl printed. */
export function useApplied(): readonly [applied: Applied | undefined, apply: (text: string, done: () => void) => void] {
  const engine = useEngine()
  const [applied, setApplied] = useState<Applied>()
  const leave = useRef<(() => void) | undefined>(undefined)
  const apply = useCallback((text: string, done: () => void) => {
    leave.current?.()
    setApplied(undefined)
    const last = engine.session.getState().terminal.at(-1)?.key ?? 0
    leave.current = engine.session.subscribe(({ terminal }) => {
      const begun = terminal.findIndex(({ key, kind, text: line }) => key > last && kind === 'command' && line === LINE)
      const ended = begun < 0 ? -1 : terminal.findIndex(({ kind }, index) => index > begun && kind === 'done')
      if (ended < 0) return
      leave.current?.()
      const failed = (terminal[ended]!.exitCode ?? 0) !== 0
      setApplied({ text: terminal.slice(begun + 1, ended).map(({ text: said }) => said.trimEnd()).join('\n'), failed })
      if (!failed) done()
    })
    engine.command({ do: 'kubectl', line: LINE, stdin: text })
  }, [engine])
  return [applied, apply]
}
