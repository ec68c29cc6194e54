import { Check, Copy, Pencil } from 'lucide-react'
import { memo, useEffect, useState } from 'react'
import type { ObjectRef, YamlLine } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { useAnswer } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import { BlamedLines } from './BlamedLines.tsx'
import styles from './inspector.module.css'

export interface YamlTabProps { readonly object: ObjectRef; readonly lines: readonly YamlLine[]; readonly onEdit: () => void }

/** The object as kubectl prints it; the gutter names who wrote each field last, and leads to why. */
export const YamlTab = memo(function YamlTab({ object, lines, onEdit }: YamlTabProps) {
  const t = useText()
  const blame = useAnswer({ ask: 'blame', object } as const)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  if (lines.length === 0) return <p className={styles.quiet}>{t('inspector.noYaml')}</p>
  const copy = () => void navigator.clipboard?.writeText(`${lines.map(line => line.text).join('\n')}\n`).then(() => setCopied(true))
  return (
    <>
      <p className={styles.bar}><span>{t('inspector.fields')}</span><button type="button" className={controls.button} onClick={onEdit}><Pencil size={14} aria-hidden="true" />{t('inspector.edit')}</button><button type="button" className={controls.button} onClick={copy}>{copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}<span aria-live="polite">{t(copied ? 'inspector.copied' : 'inspector.copy')}</span></button></p>
      <BlamedLines object={object} lines={blame && blame.lines.length > 0 ? blame.lines : lines} label={t('tab.yaml')} />
    </>
  )
})
