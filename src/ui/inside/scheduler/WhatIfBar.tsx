import { RotateCcw, SlidersHorizontal } from 'lucide-react'
import { useId, useState } from 'react'
import type { Evaluation, PodAsk, SchedulerInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import controls from '../../styles/controls.module.css'
import { cpuText, memoryText } from '../amounts.ts'
import { difference } from './columns.ts'
import styles from './scheduler.module.css'
import { isWish, noWish, type Wish } from './wish.ts'

const CPU_STEP = 50
const MEMORY_STEP = 64 * 1024 * 1024

interface WhatIfProps { readonly inside: SchedulerInside; readonly asked: PodAsk; readonly wish: Wish; readonly before: Evaluation | undefined; readonly after: Evaluation | undefined; readonly onWish: (wish: Wish) => void }

/** The same Pod with other wishes. The engine answers with the scheduler's own evaluation; nothing reaches the cluster. */
export function WhatIfBar({ inside, asked, wish, before, after, onWish }: WhatIfProps) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const taints = [...new Set(inside.nodes.flatMap(({ taints: all }) => all.filter(({ effect }) => effect !== 'PreferNoSchedule').map(({ key, effect }) => `${key}:${effect}`)))]
  const cpuMax = Math.max(1000, ...inside.nodes.map(({ cpuMilli }) => cpuMilli.max))
  const memoryMax = Math.max(MEMORY_STEP, ...inside.nodes.map(({ memoryBytes }) => memoryBytes.max))
  const tolerate = (taint: string, on: boolean) => onWish({ ...wish, tolerate: on ? [...wish.tolerate, taint] : wish.tolerate.filter(one => one !== taint) })
  return (
    <section className={styles.whatIf} aria-label={t('inside.whatIf.title')}>
      <b>{t('inside.whatIf')}</b>
      <Slider label={t('inside.whatIf.cpu')} value={wish.cpuMilli ?? asked.cpuMilli} was={asked.cpuMilli} max={cpuMax} step={CPU_STEP} text={cpuText} onValue={cpuMilli => onWish({ ...wish, cpuMilli })} />
      <Slider label={t('inside.whatIf.memory')} value={wish.memoryBytes ?? asked.memoryBytes} was={asked.memoryBytes} max={memoryMax} step={MEMORY_STEP} text={memoryText} onValue={memoryBytes => onWish({ ...wish, memoryBytes })} />
      {taints.slice(0, 3).map(taint => (
        <label key={taint} className={styles.tolerate}><input type="checkbox" role="switch" checked={wish.tolerate.includes(taint)} onChange={event => tolerate(taint, event.target.checked)} /><span>{t('inside.whatIf.tolerate', { taint: shortTaint(taint) })}</span></label>
      ))}
      <button type="button" className={controls.button} aria-expanded={open} onClick={() => setOpen(!open)}><SlidersHorizontal size={13} aria-hidden="true" />{t('inside.whatIf.weights')}</button>
      {isWish(wish) && <button type="button" className={controls.button} onClick={() => onWish(noWish)}><RotateCcw size={13} aria-hidden="true" />{t('inside.whatIf.reset')}</button>}
      {open && <Weights weights={inside.weights} wish={wish} onWish={onWish} />}
      <p className={styles.outcome} role="status">{before && after ? outcome(t, before, after) : ''}</p>
    </section>
  )
}

/** 'node-role.kubernetes.io/control-plane:NoSchedule' is known by its last part. */
const shortTaint = (taint: string): string => taint.slice(taint.lastIndexOf('/') + 1).split(':')[0] ?? taint

interface SliderProps { readonly label: string; readonly value: number; readonly was: number; readonly max: number; readonly step: number; readonly text: (value: number) => string; readonly onValue: (value: number) => void }

function Slider({ label, value, was, max, step, text, onValue }: SliderProps) {
  const id = useId()
  return (
    <span className={styles.slider}>
      <label htmlFor={id}>{label}</label>
      <span style={{ '--was': `${Math.min(100, (100 * was) / max)}%`, '--now': `${Math.min(100, (100 * value) / max)}%` } as React.CSSProperties}><input id={id} type="range" min={0} max={max} step={step} value={value} aria-valuetext={text(value)} onChange={event => onValue(Number(event.target.value))} /></span>
      <b aria-hidden="true">{text(value)}</b>
    </span>
  )
}

function Weights({ weights, wish, onWish }: { readonly weights: Readonly<Record<string, number>>; readonly wish: Wish; readonly onWish: (wish: Wish) => void }) {
  const weigh = (plugin: string, value: number) => {
    const { [plugin]: _, ...rest } = wish.weights
    onWish({ ...wish, weights: value === weights[plugin] ? rest : { ...rest, [plugin]: value } })
  }
  return (
    <div className={styles.weights}>
      {Object.entries(weights).map(([plugin, weight]) => (
        <label key={plugin}>{plugin}<input type="number" min={0} max={100} value={wish.weights[plugin] ?? weight} onChange={event => weigh(plugin, Math.max(0, Math.min(100, Math.round(Number(event.target.value)))))} /></label>
      ))}
    </div>
  )
}

function outcome(t: ReturnType<typeof useText>, before: Evaluation, after: Evaluation): string {
  const { gained, lost, winner, moved } = difference(before, after)
  const parts = [
    ...(gained.length > 0 ? [t('inside.whatIf.gained', { nodes: gained.join(', ') })] : []), ...(lost.length > 0 ? [t('inside.whatIf.lost', { nodes: lost.join(', ') })] : []),
    ...(winner.length === 0 ? [t('inside.whatIf.none')] : moved ? [t('inside.whatIf.moved', { node: winner.join(' / ') })] : []),
  ]
  return parts.length === 0 ? t('inside.whatIf.same') : parts.join(t('inside.whatIf.and'))
}
