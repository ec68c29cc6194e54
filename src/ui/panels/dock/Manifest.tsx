import { FileText, Pencil, X } from 'lucide-react'
import { memo, useMemo, useRef, useState } from 'react'
import { useOpenEditor } from '../../actions/open-editor.ts'
import { useText } from '../../i18n/text.ts'
import controls from '../../styles/controls.module.css'
import styles from './terminal.module.css'

/** The files that `-f NAME` reads: pasted, dropped or typed here. */
export interface ManifestFiles {
  readonly shown: boolean
  readonly name: string
  readonly text: string
  readonly toggle: () => void
  readonly open: (text: string, name?: string) => void
  readonly edit: (text: string) => void
  readonly rename: (name: string) => void
  readonly files: () => Readonly<Record<string, string>>
}

export function useManifest(): ManifestFiles {
  const [shown, setShown] = useState(false)
  const [name, setName] = useState('manifest.yaml')
  const [text, setText] = useState('')
  return useMemo(() => ({
    shown, name, text,
    toggle: () => setShown(open => !open),
    open(content: string, file?: string) { setText(content); if (file) setName(file); setShown(true) },
    edit: setText, rename: setName,
    files: () => (text === '' ? {} : { [name]: text }),
  }), [shown, name, text])
}

export const Manifest = memo(function Manifest({ manifest, onApply }: { readonly manifest: ManifestFiles; readonly onApply: (name: string) => void }) {
  const t = useText()
  const edit = useOpenEditor()
  const gutter = useRef<HTMLPreElement>(null)
  if (!manifest.shown) return <div className={styles.side}><button type="button" className={controls.icon} aria-label={t('manifest.open')} title={t('manifest.open')} onClick={manifest.toggle}><FileText size={15} aria-hidden="true" /></button></div>
  return (
    <section className={styles.manifest} data-manifest="true" aria-label={t('manifest.title')}>
      <header>
        <input value={manifest.name} aria-label={t('manifest.name')} onChange={event => manifest.rename(event.target.value.trim() || 'manifest.yaml')} />
        <button type="button" className={controls.primary} disabled={manifest.text.trim() === ''} onClick={() => onApply(manifest.name)}>{t('manifest.apply')}</button>
        <button type="button" className={controls.icon} aria-label={t('manifest.editor')} title={t('manifest.editor')} onClick={() => edit(manifest.text.trim() === '' ? { open: 'new' } : { open: 'text', name: manifest.name, text: manifest.text })}><Pencil size={14} aria-hidden="true" /></button>
        <button type="button" className={controls.icon} aria-label={t('help.close')} title={t('help.close')} onClick={manifest.toggle}><X size={14} aria-hidden="true" /></button>
      </header>
      <div className={styles.editor}>
        <pre ref={gutter} className={styles.gutter} aria-hidden="true">{manifest.text.split('\n').map((_, index) => index + 1).join('\n')}</pre>
        <textarea value={manifest.text} spellCheck={false} autoCapitalize="off" aria-label={t('manifest.title')} placeholder={t('manifest.hint')} onChange={event => manifest.edit(event.target.value)}
          onScroll={event => { if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop }} />
      </div>
    </section>
  )
})
