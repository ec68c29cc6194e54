import { Tabs } from 'radix-ui'
import { useEffect, useRef } from 'react'
import type { ContainerInside, LogTail } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { seconds } from '../../panels/names.ts'
import room from '../room.module.css'
import styles from './container.module.css'

/** What the process printed: this one's lines, and those of the one before it as `kubectl logs --previous` has them. */
export function LogPanel({ inside: { log, previousLog } }: { readonly inside: ContainerInside }) {
  const t = useText()
  return (
    <Tabs.Root className={`${room.panel} ${styles.wide} ${styles.logs}`} defaultValue="log">
      <Tabs.List className={styles.tabs} aria-label={t('inside.log.title')}>
        <Tabs.Trigger value="log">{t('inside.log.title')} <small>{log.lines.length + log.dropped}</small></Tabs.Trigger>
        {previousLog && <Tabs.Trigger value="previous">{t('inside.log.previous')} <small>{previousLog.lines.length + previousLog.dropped}</small></Tabs.Trigger>}
      </Tabs.List>
      <Tabs.Content value="log"><Lines log={log} /></Tabs.Content>
      {previousLog && <Tabs.Content value="previous"><Lines log={previousLog} /></Tabs.Content>}
    </Tabs.Root>
  )
}

/** It stays at its end while lines come, unless somebody has scrolled away from there. */
function Lines({ log: { lines, dropped } }: { readonly log: LogTail }) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  useEffect(() => { if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight }, [lines.length])
  const onScroll = () => { const { current } = box; if (current) atEnd.current = current.scrollTop + current.clientHeight > current.scrollHeight - 8 }
  if (lines.length === 0) return <p className={room.empty}>{t('inside.log.none')}</p>
  return (
    <div ref={box} className={styles.lines} role="log" aria-live="off" aria-label={t('inside.log.title')} tabIndex={0} onScroll={onScroll}>
      {dropped > 0 && <p>{t('inside.log.dropped', { count: dropped })}</p>}
      {lines.map(({ at, stream, text }, i) => <p key={`${dropped + i}`} data-stream={stream}><time>{at < 0 ? '' : seconds(at)}</time><span>{text}</span></p>)}
    </div>
  )
}
