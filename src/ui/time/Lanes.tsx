import { Bookmark as BookmarkGlyph } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import type { Bookmark } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { useEngine, useSession } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { secondsText, type TimeScale } from '../transport/time-scale.ts'
import { useBranchName } from './branch-name.ts'
import { packChips, partedAt } from './lanes.ts'
import styles from './time.module.css'

export interface LanesProps { readonly scale: TimeScale; readonly width: number }

const BOTTOM = 37
const SHOWN_MAX = 5

/** Other lives of the same cluster leave the line where they parted from this one; bookmarks stand on it. */
export function Lanes({ scale, width }: LanesProps) {
  const t = useText()
  const branches = useSession(session => session.timeline.branches)
  const bookmarks = useSession(session => session.timeline.bookmarks)
  const current = useSession(session => session.transport.branch)
  const name = useBranchName()
  const others = branches.filter(({ id }) => id !== current).slice(-SHOWN_MAX)
  const lanes = others.map((one, row) => {
    const from = Math.min(width - 30, scale.xOf(partedAt(branches, one.id, current)))
    return { one, from, y: 44 + row * 4, until: Math.max(from + 40, Math.min(width - 6, scale.xOf(one.endAt))) }
  })
  const chips = packChips(lanes.map(({ one, from }) => ({ id: one.id, x: from + 20, width: Math.min(170, widthOf(name(one)) + 26) })), width)
  return (
    <>
      <svg className={styles.lines} width={width} height="66" aria-hidden="true">
        {lanes.map(({ one, from, until, y }) => <g key={one.id}><path d={`M${from} ${BOTTOM}C${from + 10} ${y} ${from + 10} ${y} ${from + 20} ${y}H${until}`} /><circle cx={until} cy={y} r="3.5" /></g>)}
      </svg>
      {lanes.length > 0 && (
        <ul className={styles.lanes} aria-label={t('time.lanes')}>
          {chips.map(({ id, x, width: wide }) => <li key={id} style={{ left: x, width: wide }}><Lane id={id} called={name(branches.find(one => one.id === id))} current={current} /></li>)}
        </ul>
      )}
      <ul className={styles.bookmarks} aria-label={t('time.bookmarks')}>
        {bookmarks.filter(({ branch }) => branch === current).map(one => <li key={one.id} style={{ left: scale.xOf(one.at) - 12 }}><Ribbon bookmark={one} /></li>)}
      </ul>
    </>
  )
}

const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12.5 : 6.6), 0)

function Lane({ id, called, current }: { readonly id: number; readonly called: string; readonly current: number }) {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const rename = () => store.setState({ time: { window: 'name', of: { what: 'branch', id }, name: called } })
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <button type="button" className={styles.lane} title={t('time.lane.hint', { name: called })} aria-label={t('time.lane.switch', { name: called })} onClick={event => { if (event.detail < 2) engine.command({ do: 'switch-branch', branch: id }) }} onDoubleClick={rename}
          onKeyDown={event => { if (event.key === 'F2') rename(); else if (event.key === 'Delete' && id !== 0) engine.command({ do: 'delete-branch', branch: id }) }}>{called}</button>
      </ContextMenu.Trigger>
        <ContextMenu.Content className={controls.menu} aria-label={called}>
          <ContextMenu.Item className={controls.item} onSelect={() => engine.command({ do: 'switch-branch', branch: id })}>{t('time.switch')}</ContextMenu.Item>
          <ContextMenu.Item className={controls.item} onSelect={() => store.setState({ time: { window: 'compare', branches: [current, id] } })}>{t('time.compare.with')}</ContextMenu.Item>
          <ContextMenu.Item className={controls.item} onSelect={rename}>{t('time.rename')}</ContextMenu.Item>
          {id !== 0 && <ContextMenu.Item className={`${controls.item} ${controls.danger}`} onSelect={() => engine.command({ do: 'delete-branch', branch: id })}>{t('time.delete')}</ContextMenu.Item>}
        </ContextMenu.Content>
    </ContextMenu.Root>
  )
}

function Ribbon({ bookmark }: { readonly bookmark: Bookmark }) {
  const t = useText()
  const engine = useEngine()
  const label = t('time.bookmark.go', { name: bookmark.name, seconds: secondsText(bookmark.at) })
  return <button type="button" className={styles.ribbon} title={label} aria-label={label} onClick={() => engine.command({ do: 'seek', to: { bookmark: bookmark.id } })}><BookmarkGlyph size={14} fill="currentColor" aria-hidden="true" /></button>
}
