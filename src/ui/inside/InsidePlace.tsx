import { ArrowLeft, ChevronLeft, ChevronRight } from 'lucide-react'
import { lazy, memo, Suspense, useEffect, useMemo, useRef, type ComponentType, type KeyboardEvent, type MouseEvent } from 'react'
import type { Inside, InsideOf, PlaceId } from '../../protocol/index.ts'
import { KindGlyph } from '../glyphs/KindGlyph.tsx'
import { glyphOfPlace } from '../glyphs/kind-paths.ts'
import { useText } from '../i18n/text.ts'
import { useAnswer, useEngine, useEntities, useFleet } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { crumbsTo, type Crumb } from './crumbs.ts'
import styles from './frame.module.css'
import { leaveInside, zoomTo } from './levels.ts'
import { useMakingRoom } from './making-room.ts'
import { Simplified } from './Simplified.tsx'
import { TouchingContext } from './touching.ts'
import { TouchingStrip } from './TouchingStrip.tsx'
import { useLast } from './use-last.ts'
import { zoomOut } from './zoom.ts'

/** What each kind of inside is drawn by; each is fetched when somebody goes in. */
const ROOMS: { readonly [Kind in Inside['inside']]: ComponentType<RoomProps<InsideOf<Kind>>> } = {
  'apiserver': lazy(async () => ({ default: (await import('./apiserver/ApiServerRoom.tsx')).ApiServerRoom })),
  'controller-manager': lazy(async () => ({ default: (await import('./controllers/ControllersRoom.tsx')).ControllersRoom })),
  'scheduler': lazy(async () => ({ default: (await import('./scheduler/SchedulerRoom.tsx')).SchedulerRoom })),
  'etcd': lazy(async () => ({ default: (await import('./etcd/EtcdRoom.tsx')).EtcdRoom })),
  'proxy': lazy(async () => ({ default: (await import('./proxy/ProxyRoom.tsx')).ProxyRoom })),
  'node': lazy(async () => ({ default: (await import('./node/NodeRoom.tsx')).NodeRoom })),
  'pod': lazy(async () => ({ default: (await import('./pod/PodRoom.tsx')).PodRoom })),
  'container': lazy(async () => ({ default: (await import('./container/ContainerRoom.tsx')).ContainerRoom })),
  'dns': lazy(async () => ({ default: (await import('./dns/DnsRoom.tsx')).DnsRoom })),
}

export interface RoomProps<Kind> { readonly place: PlaceId; readonly inside: Kind; readonly of: string | undefined; readonly onOf: (of: string | undefined) => void }

/** The stage while it is zoomed into a place: the way back, what is behind the walls, and the messages that touch it. */
export const InsidePlace = memo(function InsidePlace() {
  const inside = useStageUi(ui => ui.inside)
  useMakingRoom()
  useComingBack()
  return inside === undefined ? null : <Zoomed key={inside.place} place={inside.place} />
})

/** On the way out whoever came by the keyboard stands where they were. */
function useComingBack(): void {
  const store = useStageStore()
  const last = useRef(store.getState().inside)
  useEffect(() => store.subscribe(({ inside }) => { if (inside !== undefined) last.current = inside }), [store])
  useEffect(() => () => {
    const { current } = last
    if (current?.byKeys) setTimeout(() => document.querySelector<HTMLElement>(`[data-mirror="${CSS.escape(current.from)}"]`)?.focus(), 0)
  }, [])
}

function Zoomed({ place }: { readonly place: PlaceId }) {
  const t = useText()
  const store = useStageStore()
  const of = useStageUi(ui => ui.inside?.of)
  const self = useRef<HTMLElement>(null)
  // What had the focus is gone behind the walls.
  useEffect(() => { if (document.activeElement === document.body) self.current?.focus({ preventScroll: true }) }, [])
  const answer = useAnswer({ ask: 'inside', place, ...(of === undefined ? {} : { of }) } as const)
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    zoomOut(store)
  }
  const deeper = (event: MouseEvent) => {
    const next = (event.target as Element).closest<HTMLElement>('[data-place]')?.dataset['place']
    if (next !== undefined && next !== place) zoomTo(store, next)
  }
  const onOf = (chosen: string | undefined) => store.setState(({ inside }) => ({ inside: inside && { ...inside, of: chosen } }))
  const Room = answer?.inside && roomOf(answer.inside)
  const crumbs = useCrumbs(place, answer?.inside)
  const title = crumbs.at(-1)!.name
  return (
    <section ref={self} id="inside" tabIndex={-1} className={styles.inside} aria-label={t('inside.title', { place: title })} onKeyDown={leave} onDoubleClick={deeper}>
      <h2 className="hidden-visually">{t('inside.title', { place: title })}</h2>
      <Crumbs place={place} steps={crumbs} />
      <div className={styles.room}>
        {answer !== undefined && (Room === undefined ? <p className={styles.nothing}>{t(place.startsWith('pod/') ? 'inside.nobody' : 'inside.nothing')}</p> : <TouchingContext value={answer.touching}><Suspense fallback={null}><Room place={place} inside={answer.inside!} of={of} onOf={onOf} /></Suspense></TouchingContext>)}
        {answer?.inside !== undefined && <Simplified sentences={answer.simplified} />}
      </div>
      <TouchingStrip place={place} touching={answer?.touching ?? []} />
    </section>
  )
}

export const roomOf = ({ inside }: Inside): ComponentType<RoomProps<Inside>> => ROOMS[inside] as ComponentType<RoomProps<Inside>>

/** The way to a place. Which node a Pod is on is what its inside says, or the last that was known. */
function useCrumbs(place: PlaceId, inside: Inside | undefined): readonly Crumb[] {
  const store = useStageStore()
  const told = inside !== undefined && 'node' in inside && place.startsWith('pod/') ? inside.node : undefined
  // Until the answer is here, the picture knows where the Pod stands.
  const engine = useEngine()
  const seen = useMemo(() => [...engine.entities.getState().views.values()].find(view => view.kind === 'pod' && place.startsWith(`pod/${view.namespace}/${view.name}`)), [engine, place])
  const node = useLast(told ?? (inside === undefined && seen?.kind === 'pod' ? seen.node : undefined), inside === undefined)
  const crumbs = useMemo(() => crumbsTo(place, node), [place, node])
  const around = crumbs.at(-2)?.place
  useEffect(() => store.setState(({ inside: now }) => ({ inside: now && { ...now, around } })), [store, around])
  return crumbs
}

function Crumbs({ place, steps }: { readonly place: PlaceId; readonly steps: readonly Crumb[] }) {
  const t = useText()
  const store = useStageStore()
  const large = useFleet(fleet => fleet.plan !== undefined)
  return (
    <nav className={styles.crumbs} aria-label={t('inside.way')}>
      <button type="button" className={styles.back} onClick={() => leaveInside(store)}><ArrowLeft size={15} aria-hidden="true" />{t(large ? 'inside.fleet' : 'inside.cluster')}</button>
      {steps.map((step, i) => (
        <span key={step.place} className={styles.step}>
          <span aria-hidden="true">›</span>
          {i === steps.length - 1 ? <b aria-current="page"><KindGlyph kind={glyphOfPlace(place)} size={20} /><span>{step.name}</span></b> : <button type="button" className={styles.back} onClick={() => zoomTo(store, step.place)}>{step.name}</button>}
        </span>
      ))}
      <Neighbours place={place} />
      <span className={styles.leave}><kbd className={controls.kbd}>Esc</kbd> {t('inside.back')}</span>
    </nav>
  )
}

/** Beside a node stand its neighbours, as in the cluster. */
function Neighbours({ place }: { readonly place: PlaceId }) {
  const t = useText()
  const store = useStageStore()
  const nodes = useEntities(entities => entities.nodes)
  const at = nodes.indexOf(place as `node/${string}`)
  if (at < 0) return null
  return (
    <span className={styles.neighbours}>
      {([[at - 1, 'inside.before'], [at + 1, 'inside.after']] as const).map(([index, words]) => {
        const id = nodes[index]
        const name = id?.slice('node/'.length)
        return name !== undefined && <button key={words} type="button" className={styles.back} aria-label={t(words, { node: name })} onClick={() => zoomTo(store, id!)}>{index < at && <ChevronLeft size={14} aria-hidden="true" />}{name}{index > at && <ChevronRight size={14} aria-hidden="true" />}</button>
      })}
    </span>
  )
}
