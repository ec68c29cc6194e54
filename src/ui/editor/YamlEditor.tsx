import type { EditorView } from '@codemirror/view'
import { FilePlus2, FolderOpen, RotateCcw, Search, X } from 'lucide-react'
import { memo, useCallback, useEffect, useMemo, useRef, useState, type DragEvent } from 'react'
import type { LineBlame, ManifestKind } from '../../protocol/index.ts'
import { useAskWhy } from '../actions/ask-why.ts'
import { useText } from '../i18n/text.ts'
import { blameText } from '../panels/blame-text.ts'
import { LateMenu } from '../shell/LateMenu.tsx'
import { useEngine, useSettings } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import { showBlame } from './blame-gutter.ts'
import { Changes } from './Changes.tsx'
import { createArea, goToLine, showProblems, type Area } from './code-area.ts'
import { keepDraft } from './drafts.ts'
import styles from './editor.module.css'
import { createKnowledge, type Knowledge } from './knowledge.ts'
import { useApplied } from './use-applied.ts'
import { useReading, type Reading } from './use-reading.ts'
import { useSource } from './use-source.ts'

const DRAFT_MS = 350
/** More than the API server reads of one request. */
const FILE_MAX = 3 * 1024 * 1024

export interface YamlEditorProps { readonly leave: () => void; readonly close?: () => void; /** On a phone the text and what would change share one place. */ readonly phone?: boolean }

/** Manifests as text: completed and explained from the engine's schema, tried out while they are typed, compared with what is stored, and applied like any other. */
export const YamlEditor = memo(function YamlEditor({ leave, close, phone = false }: YamlEditorProps) {
  const t = useText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  const askWhy = useAskWhy()
  const [source, open] = useSource()
  const [area, setArea] = useState<Area>()
  const [version, setVersion] = useState(0)
  const [edited, setEdited] = useState(false)
  const [cursor, setCursor] = useState<{ readonly line: number; readonly blame: LineBlame | undefined }>()
  const [side, setSide] = useState<'text' | 'changes'>('text')
  const knowledge = useMemo(() => createKnowledge(engine), [engine])
  const { reading, busy } = useReading(source === undefined ? undefined : area?.view, version)
  const [applied, apply] = useApplied()
  const parent = useRef<HTMLDivElement>(null)
  /** Runs while a draft is to be kept. */
  const keeping = useRef<ReturnType<typeof setTimeout>>(undefined)
  const picker = useRef<HTMLInputElement>(null)

  const [tooBig, setTooBig] = useState<File>()
  const take = useCallback((file: File) => {
    setTooBig(file.size > FILE_MAX ? file : undefined)
    if (file.size <= FILE_MAX) void file.text().then(text => open({ open: 'text', name: file.name, text }))
  }, [open])
  const blamed = (blame: LineBlame) => {
    if (blame.event === undefined) return
    askWhy(blame.event)
    close?.()
  }
  const applyText = () => {
    if (area === undefined || source === undefined) return
    const text = area.view.state.doc.toString()
    if (text.trim() !== '') apply(text, () => { if (area.view.state.doc.toString() === text) { keepDraft(source.key, undefined); setEdited(false) } })
  }
  const keep = (view: EditorView, key: string | undefined) => {
    if (keeping.current === undefined || key === undefined) return
    clearTimeout(keeping.current)
    keeping.current = undefined
    const text = view.state.doc.toString()
    keepDraft(key, text === '' ? undefined : text)
  }
  // CodeMirror lives longer than a rendering; it calls what is meant now.
  const now = useRef({ t, language, source, leave, apply: applyText, blamed, keep })
  now.current = { t, language, source, leave, apply: applyText, blamed, keep }

  useEffect(() => {
    const keep = () => now.current.keep(made.view, now.current.source?.key)
    const made = createArea(parent.current!, knowledge, {
      changed: () => {
        setVersion(old => old + 1)
        setEdited(true)
        clearTimeout(keeping.current)
        keeping.current = setTimeout(keep, DRAFT_MS)
      },
      moved: (line, blame) => setCursor(old => (old?.line === line && old.blame === blame ? old : { line, blame })),
      blamed: blame => now.current.blamed(blame), apply: () => now.current.apply(), leave: () => now.current.leave(), file: take,
    }, () => ({ title: now.current.t('editor.title'), hint: now.current.t('editor.hint'), unknown: now.current.t('editor.noDocs'), language: now.current.language }))
    setArea(made)
    addEventListener('pagehide', keep)
    return () => { keep(); removeEventListener('pagehide', keep); made.view.destroy() }
  }, [knowledge, take])

  useEffect(() => { area?.speak(language) }, [area, language])

  useEffect(() => {
    if (area === undefined || source === undefined) return
    area.open(source.draft ?? source.text)
    setEdited(source.draft !== undefined)
    setVersion(old => old + 1)
    setSide('text')
    if (source.wanted) area.view.focus()
    return () => now.current.keep(area.view, source.key)
  }, [area, source])

  useEffect(() => {
    if (area === undefined || reading === undefined || reading === 'none') return
    showProblems(area.view, reading.problems)
    // While a document cannot be read, its lines keep the names that they had.
    if (!reading.problems.some(({ source: who }) => who === 'yaml')) showBlame(area.view, reading.blame, blame => blameText(t, blame), t('editor.why'))
  }, [area, reading, t])

  const restore = () => {
    if (source?.object === undefined) return
    clearTimeout(keeping.current)
    keeping.current = undefined
    keepDraft(source.key, undefined)
    open({ open: 'object', object: source.object })
  }
  const write = (kind: ManifestKind) => { if (area !== undefined) addDocument(area.view, kind.template) }
  const text = phone && side === 'text'
  return (
    <div className={styles.editor} data-phone={phone} data-busy={busy} data-version={version} id="editor" onDragOver={event => { event.preventDefault() }} onDrop={event => { dropped(event, take) }}>
      <header className={styles.head}>
        <h3 className="mono" title={source?.title}>{source === undefined || source.title === '' ? t('editor.new') : source.title}{edited && <small>{t('editor.draft')}</small>}</h3>
        <NewMenu knowledge={knowledge} choose={write} />
        <button type="button" className={controls.icon} aria-label={t('editor.file')} title={t('editor.file')} onClick={() => picker.current?.click()}><FolderOpen size={15} aria-hidden="true" /></button>
        {text || !phone ? <button type="button" className={controls.icon} aria-label={t('editor.find')} title={t('editor.find')} onClick={() => area?.find()}><Search size={15} aria-hidden="true" /></button> : null}
        <input ref={picker} type="file" hidden accept=".yaml,.yml,.json,text/*" onChange={event => { const file = event.target.files?.[0]; if (file !== undefined) take(file); event.target.value = '' }} />
        {edited && source?.object !== undefined && <button type="button" className={controls.icon} aria-label={t('editor.restore')} title={t('editor.restore')} onClick={restore}><RotateCcw size={15} aria-hidden="true" /></button>}
        {phone && <button type="button" className={controls.button} aria-pressed={side === 'changes'} onClick={() => setSide(text ? 'changes' : 'text')}>{t(text ? 'editor.changes' : 'editor.text')}</button>}
        <button type="button" className={controls.primary} disabled={area === undefined || area.view.state.doc.length === 0} onClick={applyText} title={t('editor.applyHint')}>{t('manifest.apply')}</button>
        {close && <button type="button" className={controls.icon} aria-label={t('editor.close')} title={t('editor.close')} onClick={close}><X size={16} aria-hidden="true" /></button>}
      </header>
      <div ref={parent} className={styles.area} hidden={phone && !text} />
      <aside className={styles.side} hidden={text} aria-label={t('editor.changes')}>
        <Verdict reading={reading} go={line => { setSide('text'); requestAnimationFrame(() => { if (area) goToLine(area.view, line) }) }} />
        {reading !== undefined && reading !== 'none' && <Changes objects={reading.objects} />}
      </aside>
      <footer className={styles.foot}>
        <p className={styles.who}>{phone && text && <button type="button" onClick={() => { area?.view.focus(); area?.explain() }}>{t('editor.explain')}</button>}{cursor?.blame === undefined ? !phone && <span>{t('editor.keys')}</span> : <><span>{t('editor.line', { line: cursor.line })} {blameText(t, cursor.blame)}</span>{cursor.blame.event === undefined ? null : <button type="button" onClick={() => blamed(cursor.blame!)}>{t('editor.why')}</button>}</>}</p>
        <div role="status">{tooBig && <pre className={styles.said} data-failed="true">{t('editor.tooBig', { name: tooBig.name, size: (tooBig.size / 1_048_576).toFixed(1) })}</pre>}{applied && <pre ref={toItsEnd} tabIndex={0} className={styles.said} data-failed={applied.failed}>{applied.text}</pre>}</div>
      </footer>
    </div>
  )
})

/** What is said of the whole text, and every mistake with the way to its line. */
function Verdict({ reading, go }: { readonly reading: Reading | 'none' | undefined; readonly go: (line: number) => void }) {
  const t = useText()
  if (reading === undefined) return <p className={styles.verdict} role="status">{t('editor.asking')}</p>
  if (reading === 'none') return <p className={styles.verdict} role="status">{t('editor.untried')}</p>
  const { objects, problems, unasked } = reading
  if (problems.length === 0 && objects.length === 0) return <p className={styles.verdict} role="status">{t('editor.empty')}</p>
  const silent = objects.some(({ outcome }) => outcome === 'unanswered')
  return (
    <>
      <p className={styles.verdict} role="status" data-bad={problems.length > 0 || silent}>{problems.length > 0 ? t('editor.problems', { count: problems.length }) : t(silent ? 'editor.silent' : 'editor.fine')}{unasked > 0 && ` ${t('editor.unasked', { count: unasked })}`}</p>
      {problems.length > 0 && (
        <ul className={styles.problems} aria-label={t('editor.problemList')}>
          {problems.slice(0, 50).map((problem, index) => <li key={index}><button type="button" onClick={() => go(problem.line)}><b>{t('editor.at', { line: problem.line, column: problem.column })}</b> <span>{problem.message}</span></button></li>)}
        </ul>
      )}
    </>
  )
}

function NewMenu({ knowledge, choose }: { readonly knowledge: Knowledge; readonly choose: (kind: ManifestKind) => void }) {
  const t = useText()
  const [kinds, setKinds] = useState<readonly ManifestKind[]>([])
  useEffect(() => { void knowledge.kinds().then(setKinds) }, [knowledge])
  return (
    <LateMenu className={controls.button} place={{ align: 'end', sideOffset: 5 }} groups={[{ items: kinds.map(({ kind }) => ({ value: kind, text: kind })), choose: value => choose(kinds.find(({ kind }) => kind === value)!) }]}>
      <FilePlus2 size={14} aria-hidden="true" />{t('editor.add')}
    </LateMenu>
  )
}

/** A file that falls beside the text is meant for it as well. */
function dropped(event: DragEvent, take: (file: File) => void): void {
  const file = event.dataTransfer.files[0]
  if (event.defaultPrevented || file === undefined) return
  event.preventDefault()
  take(file)
}

/** What kubectl said last tells how it went. */
const toItsEnd = (said: HTMLElement | null): void => { if (said !== null) said.scrollTop = said.scrollHeight }

/** A new document goes to the end of the text, behind a separator where there is something before it. */
function addDocument(view: EditorView, template: string): void {
  const { doc } = view.state
  const before = doc.toString().trim() === '' ? '' : doc.line(doc.lines).text === '' ? '---\n' : '\n---\n'
  const from = before === '' ? 0 : doc.length
  const insert = `${before}${template}`
  view.dispatch({ changes: { from, to: doc.length, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true })
  // The menu gives the focus back to its button first.
  setTimeout(() => view.focus(), 50)
}
