import { ArrowLeft } from 'lucide-react'
import { memo, useState } from 'react'
import type { AnswerTo } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { useAnswer, useEngine } from '../../store/glass.ts'
import styles from './etcd.module.css'
import { keyTree, type KeyFolder } from './key-tree.ts'
import { lineDiff } from './line-diff.ts'

type Key = AnswerTo<'etcd-keys'>['keys'][number]
type Version = AnswerTo<'etcd-history'>['versions'][number]

export interface KeyBrowserProps { readonly chosen: string | undefined; readonly onChoose: (key: string | undefined) => void }

/** The keys as a tree of folders, or one key with all the values it had. */
export const KeyBrowser = memo(function KeyBrowser({ chosen, onChoose }: KeyBrowserProps) {
  return chosen === undefined ? <Keys onChoose={onChoose} /> : <History key={chosen} name={chosen} onBack={() => onChoose(undefined)} />
})

function Keys({ onChoose }: { readonly onChoose: (key: string) => void }) {
  const t = useText()
  const [filter, setFilter] = useState('')
  const answer = useAnswer({ ask: 'etcd-keys', prefix: '/registry/' } as const)
  const keys = answer?.keys.filter(({ key }) => key.includes(filter.trim())) ?? []
  return (
    <div className={styles.log}>
      <p className={styles.filter}><input type="search" value={filter} placeholder={t('etcd.keyFilter')} aria-label={t('etcd.keyFilter')} onChange={event => setFilter(event.target.value)} /><small>{t('etcd.count', { count: keys.length })}</small></p>
      <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('etcd.keys')}>
        {answer && <Folder folder={keyTree(keys)} depth={0} open={filter !== ''} onChoose={onChoose} />}
        {answer?.keys.at(-1)?.more === true && <p className={styles.empty}>{t('etcd.moreKeys', { count: answer.keys.length })}</p>}
      </div>
    </div>
  )
}

function Folder({ folder, depth, open, onChoose }: { readonly folder: KeyFolder<Key>; readonly depth: number; readonly open: boolean; readonly onChoose: (key: string) => void }) {
  return (
    <details className={styles.folder} open={open || depth === 0}>
      <summary><span className="mono">{depth === 0 ? folder.path : folder.path.slice(folder.path.lastIndexOf('/') + 1)}</span> <small>{folder.count}</small></summary>
      <div>
        {folder.folders.map(one => <Folder key={one.path} folder={one} depth={depth + 1} open={open} onChoose={onChoose} />)}
        {folder.keys.map(one => <button key={one.key} type="button" className={styles.leaf} onClick={() => onChoose(one.key)}><span className="mono">{one.key.slice(folder.path.length + 1)}</span><small>v{one.version} · {one.modRevision}</small></button>)}
      </div>
    </details>
  )
}

function History({ name, onBack }: { readonly name: string; readonly onBack: () => void }) {
  const t = useText()
  const engine = useEngine()
  const answer = useAnswer({ ask: 'etcd-history', key: name } as const)
  return (
    <div className={styles.log}>
      <p className={styles.filter}><button type="button" className={styles.back} aria-label={t('etcd.back')} title={t('etcd.back')} onClick={onBack}><ArrowLeft size={15} aria-hidden="true" /></button><b className="mono">{name}</b></p>
      <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('etcd.history')}>
        {answer?.versions.map((version, index) => (
          <details key={version.revision} className={styles.version} open={index === 0}>
            <summary>{t('box.etcd.rev', { revision: version.revision })} · {version.deleted ? t('etcd.deleted') : t('etcd.version', { version: version.version })}</summary>
            <button type="button" className={styles.seek} onClick={() => engine.command({ do: 'seek', to: { revision: version.revision } })}>{t('etcd.seek', { revision: version.revision })}</button>
            <Value version={version} before={answer.versions[index + 1]} />
          </details>
        ))}
      </div>
    </div>
  )
}

/** The value, with what the write before it had otherwise. */
function Value({ version, before }: { readonly version: Version; readonly before: Version | undefined }) {
  const lines = before === undefined || before.deleted ? version.yaml.trimEnd().split('\n').map(text => ({ text, change: 'same' as const })) : lineDiff(before.yaml.trimEnd(), version.yaml.trimEnd())
  return <pre className={styles.value} tabIndex={0}>{lines.map((line, index) => <span key={index} data-change={line.change}><i>{line.change === 'added' ? '+' : line.change === 'removed' ? '−' : ' '}</i>{line.text}{'\n'}</span>)}</pre>
}
