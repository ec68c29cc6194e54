import { Check, Code, Copy, Download, FolderOpen, Share2 } from 'lucide-react'
import { Popover } from 'radix-ui'
import { memo, useEffect, useRef, useState } from 'react'
import type { SessionRecord } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { withView } from '../layers/layers.ts'
import { useGlass, useSession, useSettings } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import { openRecord } from './open-record.ts'
import styles from './reach.module.css'
import { fileOf, LINK_MOST, linkOf, readFile } from './record-text.ts'

/** The session as a link or a file: its inputs only. Who opens it lives the same history, and stands where you stand. */
export const Share = memo(function Share() {
  const t = useText()
  return (
    <Popover.Root>
      <Popover.Trigger className={controls.button} aria-label={t('share.button')}><Share2 size={14} aria-hidden="true" /><span className={styles.word}>{t('share.button')}</span></Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={`${controls.menu} ${styles.share}`} align="end" sideOffset={6} aria-label={t('share.title')}><SessionLink /></Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
})

export function SessionLink() {
  const t = useText()
  const { engine, settings } = useGlass()
  const moment = useSession(session => session.moment)
  const [made, setMade] = useState<{ readonly record: SessionRecord; readonly link: string }>()
  const [copied, setCopied] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const file = useRef<HTMLInputElement>(null)
  useEffect(() => {
    let gone = false
    void engine.ask({ ask: 'record' }).then(async answer => {
      if (answer === undefined) return
      const record = withView(answer.record, settings.getState())
      const link = `${location.origin}${location.pathname}${await linkOf(record)}`
      if (!gone) { setMade({ record, link }); setCopied(false) }
    })
    return () => { gone = true }
  }, [engine, settings, moment])
  if (made === undefined) return <p className={controls.label}>{t('share.making')}</p>
  const long = made.link.length > LINK_MOST
  const copy = () => void navigator.clipboard.writeText(made.link).then(() => setCopied(true), () => undefined)
  const open = async (chosen: File) => {
    const read = readFile(await chosen.text())
    if ('wrong' in read) setWrong(read.wrong)
    else await openRecord(read.record)
  }
  return (
    <>
      <p className={styles.what}>{t('share.what', { count: made.record.entries.length })}</p>
      <div className={styles.link}>
        <input readOnly aria-label={t('share.link')} value={made.link} onFocus={event => event.currentTarget.select()} />
        <button type="button" className={long ? controls.button : controls.primary} onClick={copy}>{copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}{t(copied ? 'share.copied' : 'share.copy')}</button>
      </div>
      <p className={styles.note} role="status">{t(long ? 'share.long' : 'share.size', { size: (made.link.length / 1000).toFixed(1) })}</p>
      <div className={styles.files}>
        <a className={long ? controls.primary : controls.button} download={`${made.record.scenario}.glass.json`} href={`data:application/json;charset=utf-8,${encodeURIComponent(fileOf(made.record))}`}><Download size={14} aria-hidden="true" />{t('share.save')}</a>
        <button type="button" className={controls.button} onClick={() => file.current?.click()}><FolderOpen size={14} aria-hidden="true" />{t('share.open')}</button>
        <Embed scenario={made.record.scenario} />
        <input ref={file} type="file" hidden accept=".json,application/json" aria-label={t('share.open')} onChange={event => { const [chosen] = event.target.files ?? []; if (chosen !== undefined) void open(chosen) }} />
      </div>
      {wrong !== undefined && <p className={styles.wrong} role="alert">{t('share.broken', { wrong })}</p>}
    </>
  )
}

/** The code that puts this scenario into another page. */
function Embed({ scenario }: { readonly scenario: string }) {
  const t = useText()
  const language = useSettings(settings => settings.language)
  const [copied, setCopied] = useState(false)
  const code = `<iframe src="${location.origin}${location.pathname}?embed=1&scenario=${scenario}&lang=${language}" width="100%" height="560" style="border:0" loading="lazy" title="Glass Cluster"></iframe>`
  return <button type="button" className={controls.button} title={code} onClick={() => void navigator.clipboard.writeText(code).then(() => setCopied(true), () => undefined)}><Code size={14} aria-hidden="true" />{t(copied ? 'share.embedCopied' : 'share.embed')}</button>
}
