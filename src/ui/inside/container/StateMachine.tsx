import type { ContainerInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { seconds } from '../../panels/names.ts'
import styles from './container.module.css'

/** Waiting, running, terminated: the one it is in is filled; the way back is the restart. */
export function StateMachine({ inside: { state, waiting, backOff, exitCode, reason, startedAt, finishedAt, restarts, ready, role } }: { readonly inside: ContainerInside }) {
  const t = useText()
  const told = state === 'running' ? 'running' : state === 'exited' && !waiting ? 'terminated' : 'waiting'
  const box = (name: 'waiting' | 'running' | 'terminated', x: number, below: string) => (
    <g data-on={told === name} data-bad={name === 'terminated' ? (exitCode ?? 0) !== 0 : name === 'waiting' && backOff !== undefined}>
      <rect x={x} y="26" width="132" height="52" rx="12" />
      <text x={x + 66} y="48" textAnchor="middle">{t(`inside.state.${name}`)}</text>
      <text x={x + 66} y="66" textAnchor="middle" data-small="">{below}</text>
    </g>
  )
  const end = exitCode === undefined ? '' : `${reason || 'Exited'} · ${exitCode}`
  return (
    <svg viewBox="0 0 520 118" className={styles.machine} role="img" aria-label={`${t(`inside.state.${told}`)}${told === 'terminated' || waiting ? `, ${waiting?.reason ?? end}` : ''}`}>
      <path d="M134 52h54m-8-5 8 5-8 5M326 52h54m-8-5 8 5-8 5" />
      <path d="M452 82c0 32-60 32-190 32S72 114 72 84m-5 9 5-9 5 9" data-back="" data-on={restarts > 0} />
      {restarts > 0 && <text x="262" y="108" textAnchor="middle" data-small="" data-plate="">↻ {restarts}</text>}
      {box('waiting', 2, waiting?.reason ?? (told === 'waiting' ? (state === 'created' ? t('inside.box.created') : t('inside.box.none')) : ''))}
      {box('running', 194, told === 'running' ? `${role !== 'init' && ready ? '✓ ' : ''}${startedAt === undefined || startedAt < 0 ? '' : `${seconds(startedAt)} s`}` : '')}
      {box('terminated', 386, finishedAt === undefined ? '' : end)}
    </svg>
  )
}
