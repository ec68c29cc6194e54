import { memo, useEffect, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react'
import { useAskWhy } from '../../actions/ask-why.ts'
import { useText } from '../../i18n/text.ts'
import { useEngine, useSession } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import { completed, recalled } from './line-editing.ts'
import { Manifest, useManifest } from './Manifest.tsx'
import styles from './dock.module.css'

/** kubectl's terminal. The screen is what the engine printed up to the head of time: rewinding takes it back too. */
export const Terminal = memo(function Terminal() {
  const t = useText()
  const engine = useEngine()
  const lines = useSession(session => session.terminal)
  const suggestion = useSession(session => session.story?.suggestion)
  const askWhy = useAskWhy()
  const manifest = useManifest()
  const [typed, setTyped] = useState<string>()
  const [recall, setRecall] = useState(0)
  const [options, setOptions] = useState<readonly string[]>([])
  const screen = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLTextAreaElement>(null)
  const history = lines.flatMap(line => (line.kind === 'command' ? [line.text] : []))
  const text = typed ?? suggestion ?? ''

  useEffect(() => { screen.current?.scrollTo({ top: screen.current.scrollHeight }) }, [lines.length, options.length])

  const run = () => {
    setTyped('')
    setRecall(0)
    setOptions([])
    for (const line of commandsOf(recalled(text, history))) engine.command({ do: 'kubectl', line, files: manifest.files() })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const at = event.currentTarget.selectionStart
    if (event.key === 'Enter' && !event.shiftKey && !text.trimEnd().endsWith('\\')) run()
    else if (event.key === 'c' && event.ctrlKey && event.currentTarget.selectionStart === event.currentTarget.selectionEnd) engine.command({ do: 'interrupt' })
    else if (event.key === 'u' && event.ctrlKey) setTyped(text.slice(at))
    else if (event.key === 'ArrowUp' && !text.includes('\n') && recall < history.length) { setTyped(history[history.length - 1 - recall]); setRecall(recall + 1) }
    else if (event.key === 'ArrowDown' && recall > 0) { setTyped(recall === 1 ? '' : history[history.length + 1 - recall]); setRecall(recall - 1) }
    else if (event.key === 'Tab' && !event.shiftKey && text.trim() !== '') {
      void engine.ask({ ask: 'complete', line: text.slice(0, at) }).then(answer => {
        if (answer === undefined || answer.options.length === 0) return
        setTyped(completed(text, at, answer.from, answer.options))
        setOptions(answer.options.length > 1 ? answer.options : [])
      })
    } else if (event.key === 'Escape') event.currentTarget.blur()
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
  return (
    <div id="terminal" className={styles.terminal} tabIndex={-1} onDrop={onDrop} onDragOver={event => { event.preventDefault() }}>
      <div ref={screen} className={styles.screen} tabIndex={0} role="log" aria-label={t('terminal.output')} onMouseUp={() => { if (getSelection()?.isCollapsed) input.current?.focus({ preventScroll: true }) }}>
        {lines.map(line => (line.kind === 'command'
          ? <div key={line.key} className={styles.command}><b aria-hidden="true">$</b><span>{line.text}</span>{line.event !== undefined && <button type="button" aria-label={`${t('help.effects')} ${line.text}`} onClick={() => { engine.command({ do: 'seek', to: { event: line.event! } }); askWhy({ event: line.event!, effects: true }) }}>{t('terminal.trace')}</button>}</div>
          : line.text !== '' && <pre key={line.key} data-kind={line.kind}>{line.text.replace(/\n$/, '')}</pre>))}
        {options.length > 0 && <p className={styles.completions}>{options.map(option => <span key={option}>{option}</span>)}</p>}
        <div className={styles.prompt}>
          <b aria-hidden="true">$</b>
          <textarea ref={input} rows={Math.max(1, text.split('\n').length)} value={text} spellCheck={false} autoCapitalize="off" autoComplete="off" aria-label={t('terminal.input')} onChange={event => { setTyped(event.target.value); setOptions([]) }} onKeyDown={onKeyDown} onPaste={onPaste} />
          <button type="button" className={`${suggestion !== undefined && text === suggestion ? controls.primary : controls.button} ${styles.run}`} disabled={text.trim() === ''} onClick={run}>{t('terminal.run')} ↵</button>
        </div>
      </div>
      <Manifest manifest={manifest} onApply={name => engine.command({ do: 'kubectl', line: `kubectl apply -f ${name}`, files: manifest.files() })} />
    </div>
  )
})

/** A pasted block is one command a line; a backslash at the end joins the next. */
const commandsOf = (text: string): readonly string[] => text.replaceAll(/\\\n\s*/g, ' ').split('\n').map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'))
