import { memo } from 'react'
import { KindGlyph } from '../glyphs/KindGlyph.tsx'
import type { GlyphKind } from '../glyphs/kind-paths.ts'
import { useText } from '../i18n/text.ts'
import { useFleet } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import styles from './fleet.module.css'

const QUEUES_SHOWN = 2
/** Stands for queues that are never shown small: the pods of a storm fill the bar. */
const FULL = 1_000

/** The control plane as a row of gauges, its API server as the rail below. Numbers are of the last virtual second. */
export const Gauges = memo(function Gauges() {
  const t = useText()
  const gauges = useFleet(fleet => fleet.gauges)
  const number = useNumber()
  if (gauges === undefined) return null
  const busiest = [...gauges.queues].filter(({ name }) => SHOWN.includes(name) || name === 'replicaset').sort((a, b) => b.depth - a.depth || order(a.name, b.name)).slice(0, QUEUES_SHOWN)
  const asked = Object.values(gauges.requests).reduce((sum, count) => sum + count, 0)
  const { tooMany, failed, refused } = gauges.codes
  return (
    <section className={styles.gauges} aria-label={t('fleet.gauges')}>
      <Gauge kind="etcd" name="etcd" thing="etcd"><b>{number(gauges.writes)}</b> {t('fleet.writes')} · <b>{gauges.fsyncMs.toFixed(1)}</b> ms fsync</Gauge>
      {busiest.map(({ name, depth }) => <Gauge key={name} kind="controller" name={name} thing={`controller/${name}`} part={depth / FULL}><b>{number(depth)}</b></Gauge>)}
      <Gauge kind="scheduler" name="scheduler" thing="scheduler" part={gauges.schedulerWaiting / FULL}><b>{number(gauges.schedulerWaiting)}</b> · <b>{number(gauges.attempts)}</b>/s</Gauge>
      <div className={styles.rail} data-thing="apiserver">
        <KindGlyph kind="apiserver" size={20} /><Break thing="apiserver" name="kube-apiserver" />
        <span className={styles.rates}>
          <span><b data-hue="watch">{number(gauges.watchers)}</b> {t('fleet.watchers')}</span>
          <span><b data-hue="watch">{number(gauges.watchEvents)}</b> {t('fleet.watchEvents')}</span>
          <span title={Object.entries(gauges.requests).filter(([, count]) => count > 0).map(([verb, count]) => `${verb} ${count}`).join(' · ')}><b>{number(asked)}</b> {t('fleet.requests')}</span>
          <span><b>{number(gauges.leases)}</b> {t('fleet.leases')}</span>
          <span><b>{number(gauges.inFlight)}</b> {t('fleet.inFlight')}</span>
          {tooMany + failed + refused > 0 && <span data-bad="true">429 <b>{number(tooMany)}</b> · 4xx <b>{number(refused)}</b> · 5xx <b>{number(failed)}</b></span>}
          <span>rev <b>{number(gauges.revision)}</b></span>
        </span>
      </div>
    </section>
  )
})

const SHOWN = ['node-lifecycle', 'deployment', 'garbage-collector', 'taint-eviction', 'endpointslice']
const order = (a: string, b: string) => (PREFERRED.indexOf(b) - PREFERRED.indexOf(a)) || (a < b ? -1 : 1)
const PREFERRED = ['replicaset', 'node-lifecycle']

function Gauge({ kind, name, thing, part, children }: { readonly kind: GlyphKind; readonly name: string; readonly thing: string; readonly part?: number; readonly children: React.ReactNode }) {
  return (
    <div className={styles.gauge} data-thing={thing} data-kind={kind}>
      <KindGlyph kind={kind} size={18} /><Break thing={thing} name={name} />
      {part !== undefined && <i><u style={{ width: `${Math.min(100, Math.round(100 * part))}%` }} /></i>}
      <span>{children}</span>
    </div>
  )
}

/** The name is a button: what may be broken about it. */
function Break({ thing, name }: { readonly thing: string; readonly name: string }) {
  const t = useText()
  const store = useStageStore()
  return <button type="button" title={t('poke.title', { place: name })} onClick={event => { const box = event.currentTarget.getBoundingClientRect(); store.setState({ focused: thing, poke: { thing, x: box.left, y: box.bottom + 4 } }) }}>{name}</button>
}

export function useNumber(): (value: number) => string {
  return value => Math.round(value).toLocaleString('en')
}
