import { Check, Copy, Pencil } from 'lucide-react'
import { memo, useEffect, useState } from 'react'
import type { YamlLine } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import controls from '../../styles/controls.module.css'
import { seconds } from '../names.ts'
import styles from './inspector.module.css'

/** The object as kubectl prints it; the gutter names who wrote each field last. */
export const YamlTab = memo(function YamlTab({ lines, onEdit }: { readonly lines: readonly YamlLine[]; readonly onEdit: () => void }) {
  const t = useText()
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
      <BlamedLines lines={lines} label={t('tab.yaml')} />
    </>
  )
})

export interface BlamedLinesProps { readonly lines: readonly YamlLine[]; readonly label: string }

/** Lines with the colour and, where it changes, the name of their last writer. */
export function BlamedLines({ lines, label }: BlamedLinesProps) {
  const t = useText()
  const managers = [...new Set(lines.flatMap(line => (line.manager === undefined ? [] : [line.manager])))].sort()
  return (
    <div className={styles.yaml} tabIndex={0} role="region" aria-label={label}>
      {lines.map((line, index) => (
        <pre key={`${index} ${line.path}`} data-hue={line.manager === undefined ? undefined : managers.indexOf(line.manager) % 6}
          title={line.manager === undefined ? undefined : `${t('inspector.writer', { manager: line.manager })}${line.at === undefined ? '' : ` · ${seconds(line.at)} s`}${line.operation ? ` · ${line.operation}` : ''}`}>
          <i>{line.manager !== undefined && line.manager !== lines[index - 1]?.manager ? line.manager.replace('kube-controller-manager', 'controller-mgr') : ''}</i><span>{line.text}</span>
        </pre>
      ))}
    </div>
  )
}
