import { lazy, memo, Suspense, useEffect, useLayoutEffect, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react'
import { useAskWhy } from '../../actions/ask-why.ts'
import { useText } from '../../i18n/text.ts'
import { useEngine, useSession } from '../../store/glass.ts'
import type { TerminalLine } from '../../store/terminal-lines.ts'
import controls from '../../styles/controls.module.css'
import { commandsOf, completed, controlled, recalled, remembered, type Edited } from './line-editing.ts'
import { Manifest, useManifest } from './Manifest.tsx'
import styles from './terminal.module.css'

const OwnLine = lazy(async () => ({ default: (await import('./OwnLine.tsx')).OwnLine }))

/** kubectl's terminal. The screen is what the engine printed up to the head of time: rewinding takes it back too. */
export const Terminal = memo(function Terminal() {
  const t = useText()
  const engine = useEngine()
  const lines = useSession(session => session.terminal)
  const suggestion = useSession(session => session.story?.suggestion)
  const manifest = useManifest()
  const [typed, setTyped] = useState<string>()
  const [history, setHistory] = useState<readonly string[]>([])
  const [recall, setRecall] = useState(0)
  const [options, setOptions] = useState<readonly string[]>([])
  const screen = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLTextAreaElement>(null)
  const cursor = useRef<number>(undefined)
  const text = typed ?? suggestion ?? ''
  // What the page itself answers while a command runs does not end it.
  const last = lines.findLast(line => line.kind !== 'own')
  const running = last !== undefined && last.kind !== 'done'

  useEffect(() => { screen.current?.scrollTo({ top: screen.current.scrollHeight }) }, [lines, options])
  // A new suggestion is shown only where nothing was typed.
  useEffect(() => { if (suggestion !== undefined) setTyped(old => (old === '' ? undefined : old)) }, [suggestion])
  useLayoutEffect(() => {
    if (cursor.current === undefined) return
    input.current?.setSelectionRange(cursor.current, cursor.current)
    cursor.current = undefined
  })

  const edit = ({ text: next, cursor: at }: Edited) => { setTyped(next); setOptions([]); cursor.current = at }
  const run = () => {
    const commands = commandsOf(recalled(text, history))
    setTyped('')
    setRecall(0)
    setOptions([])
    setHistory(commands.reduce(remembered, history))
    for (const line of commands) engine.command({ do: 'kubectl', line, files: manifest.files() })
  }
  const walk = (to: number) => {
    const line = to === 0 ? '' : history[history.length - to] ?? ''
    setRecall(to)
    edit({ text: line, cursor: line.length })
  }
  const complete = (at: number) => {
    void engine.ask({ ask: 'complete', line: text.slice(0, at) }).then(answer => {
      if (answer === undefined || answer.options.length === 0) return
      edit(completed(text, at, answer.from, answer.options))
      if (answer.options.length > 1) setOptions(answer.options)
    })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter and the arrows belong to it.
    if (event.nativeEvent.isComposing) return
    const { selectionStart: at, selectionEnd: end } = event.currentTarget
    const control = event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key === 'Enter' && !event.shiftKey && !text.trimEnd().endsWith('\\')) run()
    else if (control && event.key === 'c' && at === end) { engine.command({ do: 'interrupt' }); edit({ text: '', cursor: 0 }) }
    else if (control && controlled({ text, cursor: at }, event.key) !== undefined) edit(controlled({ text, cursor: at }, event.key)!)
    else if (event.key === 'ArrowUp' && !text.includes('\n') && recall < history.length) walk(recall + 1)
    else if (event.key === 'ArrowDown' && recall > 0) walk(recall - 1)
    else if (event.key === 'Tab' && !event.shiftKey && text.trim() !== '' && at === end) complete(at)
    else if (event.key === 'Escape') event.currentTarget.blur()
    else return
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!/^(apiVersion|kind):/m.test(pasted)) return
    event.preventDefault()
    manifest.open(pasted)
  }
  const onDrop = (event: DragEvent) => {
    const file = event.dataTransfer.files[0]
    if (!file) return
    event.preventDefault()
    void file.text().then(content => { manifest.open(content, file.name) })
  }
  const glows = suggestion !== undefined && text === suggestion
  return (
    <div id="terminal" data-done={lines.filter(line => line.kind === 'done' || line.text !== '' && line.kind === 'own').length} className={styles.terminal} tabIndex={-1} onDrop={onDrop} onDragOver={event => { event.preventDefault() }}>
      <div ref={screen} className={styles.screen} onMouseUp={() => { if (getSelection()?.isCollapsed) input.current?.focus({ preventScroll: true }) }}>
        <div role="log" aria-label={t('terminal.output')} tabIndex={0}>{lines.map(line => <Line key={line.key} line={line} />)}</div>
        {options.length > 0 && <p className={styles.completions} role="status">{options.slice(0, 60).map(option => <span key={option}>{option}</span>)}</p>}
        <div className={styles.prompt}>
          <b aria-hidden="true">{running ? '…' : '$'}</b>
          <textarea ref={input} rows={Math.max(1, text.split('\n').length)} value={text} spellCheck={false} autoCapitalize="off" autoComplete="off" autoCorrect="off" aria-label={t('terminal.input')} title={t('terminal.hint')}
            onChange={event => { setTyped(event.target.value); setOptions([]) }} onKeyDown={onKeyDown} onPaste={onPaste} />
          <button type="button" className={glows ? `${controls.primary} ${styles.glow}` : controls.button} disabled={text.trim() === ''} onClick={run}>{t('terminal.run')} ↵</button>
        </div>
      </div>
      <Manifest manifest={manifest} onApply={name => { setHistory(remembered(history, `kubectl apply -f ${name}`)); engine.command({ do: 'kubectl', line: `kubectl apply -f ${name}`, files: manifest.files() }) }} />
    </div>
  )
})

const Line = memo(function Line({ line }: { readonly line: TerminalLine }) {
  const t = useText()
  const engine = useEngine()
  const askWhy = useAskWhy()
  const { event } = line
  if (line.kind === 'own') return <>{line.text !== '' && <div className={styles.command}><b aria-hidden="true">$</b><span>{words(line.text)}</span></div>}<Suspense fallback={null}><OwnLine answer={line.answer!} /></Suspense></>
  if (line.kind === 'done') return line.exitCode === 0 || line.exitCode === undefined ? null : <p className={styles.exit}>{t('terminal.exit', { code: line.exitCode })}</p>
  if (line.kind !== 'command') return line.text === '' ? null : <pre data-kind={line.kind}>{line.text.replace(/\n$/, '')}</pre>
  const trace = () => { engine.command({ do: 'seek', to: { event: event! } }); askWhy({ event: event!, effects: true }) }
  return <div className={styles.command}><b aria-hidden="true">$</b><span>{words(line.text)}</span>{event !== undefined && <button type="button" aria-label={t('terminal.traceOf', { line: line.text })} onClick={trace}>{t('terminal.trace')}</button>}</div>
})

/** A line breaks between its words and not behind a dash; copying keeps it as it was typed. */
const words = (line: string) => line.split(/(\s+)/).map((word, index) => (index % 2 === 0 ? <span key={index}>{word}</span> : word))
