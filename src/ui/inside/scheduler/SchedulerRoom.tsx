import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import type { Evaluation, SchedulerInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { Moment } from '../../panels/Moment.tsx'
import { useAnswer, useEngine } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import { shortKey } from '../amounts.ts'
import type { RoomProps } from '../InsidePlace.tsx'
import { usePause } from '../pausing.ts'
import { useLast } from '../use-last.ts'
import { Capacity } from './Capacity.tsx'
import { Matrix } from './Matrix.tsx'
import { Queues } from './Queues.tsx'
import styles from './scheduler.module.css'
import { WhatIfBar } from './WhatIfBar.tsx'
import { asQuestion, isWish, noWish, type Wish } from './wish.ts'

/** Two gates: who may take the Pod, and who suits it best. Beside it the queues; below, how much room each node has. */
export function SchedulerRoom({ inside, of, onOf }: RoomProps<SchedulerInside>) {
  const t = useText()
  const pod = of ?? inside.attempt?.pod ?? [...inside.active, ...inside.backoff, ...inside.unschedulable][0]?.pod
  const [wished, setWished] = useState<{ readonly pod: string; readonly wish: Wish }>()
  const wish = wished !== undefined && wished.pod === pod ? wished.wish : noWish
  const asks = isWish(wish)
  // As it is now, for a Pod that was never tried and for the comparison with what is wished.
  const now = useAnswer(pod !== undefined && (asks || inside.attempt === undefined) ? ({ ask: 'what-if', pod } as const) : undefined)
  const then = useLast(useAnswer(pod !== undefined && asks ? asQuestion(pod, wish, inside.asks) : undefined), asks)
  const shown: Evaluation | undefined = asks ? then?.evaluation ?? now?.evaluation : inside.attempt ?? now?.evaluation
  return (
    <div className={styles.room}>
      <Queues inside={inside} chosen={pod} onChoose={onOf} />
      <div className={styles.main}>
        <Head inside={inside} pod={pod} shown={shown} asks={asks} onOf={onOf} />
        {pod !== undefined && inside.asks !== undefined && (
          <WhatIfBar inside={inside} asked={inside.asks} wish={wish} before={now?.evaluation} after={asks ? then?.evaluation : undefined} onWish={next => setWished({ pod, wish: next })} />
        )}
        {shown === undefined ? <p className={styles.empty}>{t('inside.sched.none')}</p> : <Matrix evaluation={shown} wished={asks} nodes={inside.nodes} />}
      </div>
      <Capacity nodes={inside.nodes} asked={inside.asks} wish={wish} shown={shown} />
    </div>
  )
}

function Head({ inside, pod, shown, asks, onOf }: { readonly inside: SchedulerInside; readonly pod: string | undefined; readonly shown: Evaluation | undefined; readonly asks: boolean; readonly onOf: (of: string | undefined) => void }) {
  const t = useText()
  const engine = useEngine()
  const { paused, toggle } = usePause({ poke: 'pause-scheduler' }, inside.paused)
  const pods = [...new Set([...(pod === undefined ? [] : [pod]), ...inside.attempts.map(one => one.pod)])]
  return (
    <div className={styles.head}>
      {pods.length > 0 && <label className={styles.pod}><span>{t('inside.sched.pod')}</span><select value={pod} onChange={event => onOf(event.target.value)}>{pods.map(one => <option key={one} value={one}>{shortKey(one)}</option>)}</select></label>}
      {shown !== undefined && <p className={styles.verdict} data-good={shown.best.length > 0}>{sentence(t, shown, asks)}</p>}
      {shown !== undefined && !asks && inside.attempt !== undefined && (
        shown.at < 0 ? <Moment at={shown.at} /> : <button type="button" className={controls.button} title={t('inside.sched.seek')} onClick={() => engine.command({ do: 'seek', to: { at: shown.at } })}><Moment at={shown.at} /></button>
      )}
      <button type="button" className={controls.button} aria-pressed={paused} onClick={toggle}>{paused ? <Play size={13} aria-hidden="true" /> : <Pause size={13} aria-hidden="true" />}{t(paused ? 'inside.resume' : 'inside.pause')}</button>
    </div>
  )
}

function sentence(t: ReturnType<typeof useText>, { nodes, best, node, victims, nominatedNode }: Evaluation, asks: boolean): string {
  const feasible = nodes.filter(one => one.feasible)
  const counts = { nodes: nodes.length, refused: nodes.length - feasible.length }
  if (feasible.length === 0) return nominatedNode ? t('inside.sched.preempts', { node: nominatedNode, count: victims?.length ?? 0 }) : t('inside.sched.nowhere', counts)
  if (asks && best.length > 1) return t('inside.sched.tie', { ...counts, node: best.join(' / ') })
  const winner = node ?? best[0] ?? ''
  if (feasible.length === 1) return t('inside.sched.only', { ...counts, node: winner })
  const second = feasible.filter(one => one.node !== winner).sort((a, b) => (b.total ?? 0) - (a.total ?? 0))[0]
  const total = feasible.find(one => one.node === winner)?.total ?? 0
  return second?.total === total ? t('inside.sched.lots', { ...counts, node: winner, other: second.node, total }) : t('inside.sched.wins', { ...counts, node: winner, total, other: second?.node ?? '', less: second?.total ?? 0 })
}
