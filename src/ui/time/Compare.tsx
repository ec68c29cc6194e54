import { useState } from 'react'
import type { BranchSummary } from '../../protocol/index.ts'
import { useControls } from '../actions/controls.ts'
import { useText } from '../i18n/text.ts'
import { useEngine, useFleet, useSession } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import { secondsText } from '../transport/time-scale.ts'
import { useBranchName } from './branch-name.ts'
import { Counts } from './Counts.tsx'
import { DifferenceList } from './DifferenceList.tsx'
import { HalfStage } from './HalfStage.tsx'
import { partedAt } from './lanes.ts'
import { useLatestAnswer } from './latest-answer.ts'
import styles from './time.module.css'

export interface CompareProps { readonly branches: readonly [number, number] | undefined; readonly close: () => void }

/** What was done where two futures part has the next microsecond for itself, and is the first thing that differs. */
const FIRST_ACT = 1

/** The stage split in two: the same moment on two branches, and the list of what differs. The head stays where it is until somebody goes over. */
export function Compare({ branches: asked, close }: CompareProps) {
  const t = useText()
  const act = useControls()
  const branches = useSession(session => session.timeline.branches)
  const current = useSession(session => session.transport.branch)
  const branchName = useBranchName()
  const head = useSession(session => session.clock.at)
  const [pair, setPair] = useState<readonly [number, number]>(() => asked ?? defaultPair(branches, current))
  const [moment, setMoment] = useState<number>()
  const [pointed, setPointed] = useState<string>()
  const known = branches.filter(({ id }) => pair.includes(id))
  const end = Math.max(...known.map(({ endAt }) => endAt), 0)
  const parted = partedAt(branches, ...pair)
  const at = Math.min(end, moment ?? Math.max(head, parted))
  const large = useFleet(fleet => fleet.plan !== undefined)
  const compared = useLatestAnswer(known.length === 0 || large ? undefined : { ask: 'compare', branches: pair, at })
  if (branches.length < 2) return <div className={styles.alone}><p>{t('time.compare.alone')}</p><button type="button" className={controls.primary} onClick={() => { act.fork(); close() }}>{t('transport.fork')}</button></div>
  const nameOf = (id: number) => branchName(branches.find(one => one.id === id))
  const choose = (side: 0 | 1, id: number) => setPair(side === 0 ? [id, pair[1]] : [pair[0], id])
  return (
    <>
      <label className={styles.moment}>
        <span>{t('time.compare.at')}</span>
        <input type="range" min={0} max={Math.round(end / 1000)} step={1} value={Math.round(at / 1000)} onChange={event => setMoment(Number(event.target.value) * 1000)} aria-valuetext={t('transport.scrubber.value', { seconds: secondsText(at) })} />
        <output className="mono">{secondsText(at)} s</output>
        <button type="button" className={controls.button} onClick={() => setMoment(parted + FIRST_ACT)}>{t('time.compare.parted', { seconds: secondsText(parted) })}</button>
      </label>
      <div className={styles.halves} data-counts={large}>
        {([0, 1] as const).map(side => (
          <section key={side} className={styles.half} data-side={side} aria-label={t('time.compare.side', { name: nameOf(pair[side]) })}>
            <header>
              <select className={styles.select} value={pair[side]} aria-label={t(side === 0 ? 'time.compare.left' : 'time.compare.right')} onChange={event => choose(side, Number(event.target.value))}>
                {branches.map(one => <option key={one.id} value={one.id}>{branchName(one)}</option>)}
              </select>
              <GoThere branch={pair[side]} at={compared?.sides[side].at ?? at} close={close} />
            </header>
            {compared !== undefined && <Summary side={compared.sides[side]} other={compared.sides[1 - side] ?? compared.sides[side]} />}
            {compared !== undefined && <HalfStage moment={compared.moments[side]} things={compared.things} pointed={pointed} />}
          </section>
        ))}
        {large && <Counts branches={pair} at={at} names={[nameOf(pair[0]), nameOf(pair[1])]} />}
        {compared !== undefined && <DifferenceList compared={compared} point={setPointed} names={[nameOf(compared.sides[0].branch), nameOf(compared.sides[1].branch)]} />}
      </div>
    </>
  )
}

type Branches = readonly { readonly id: number; readonly name: string; readonly parent: number }[]

/** The branch of the head, and the one that it comes from, or else the newest. */
function defaultPair(branches: Branches, current: number): readonly [number, number] {
  const parent = branches.find(({ id }) => id === current)?.parent
  const other = branches.find(({ id }) => id === parent) ?? branches.findLast(({ id }) => id !== current)
  return [other?.id ?? current, current]
}


function Summary({ side, other }: { readonly side: BranchSummary; readonly other: BranchSummary }) {
  const t = useText()
  const rows = [
    [t('time.sum.ready', { ready: side.pods.ready, total: side.pods.total }), side.pods.ready !== other.pods.ready || side.pods.total !== other.pods.total],
    [t('time.sum.leaving', { count: side.pods.terminating }), side.pods.terminating !== other.pods.terminating],
    [t('time.sum.nodes', { ready: side.nodes.ready, total: side.nodes.total }), side.nodes.ready !== other.nodes.ready],
    [side.leader === '' ? t('time.sum.noLeader') : t('time.sum.leader', { member: side.leader }), side.leader !== other.leader],
    [t('box.etcd.rev', { revision: side.revision }), side.revision !== other.revision],
  ] as const
  return (
    <ul className={styles.summary}>
      {rows.map(([text, differs], index) => <li key={index} data-differs={differs}>{text}</li>)}
      {side.ended && <li className={styles.ended}>{t('time.sum.ended', { seconds: secondsText(side.at) })}</li>}
    </ul>
  )
}

function GoThere({ branch, at, close }: { readonly branch: number; readonly at: number; readonly close: () => void }) {
  const t = useText()
  const engine = useEngine()
  const go = () => {
    engine.command({ do: 'switch-branch', branch })
    engine.command({ do: 'seek', to: { at } })
    close()
  }
  return <button type="button" className={controls.button} onClick={go}>{t('time.compare.go')}</button>
}
