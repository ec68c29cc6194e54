import { ArrowLeft } from 'lucide-react'
import { lazy, memo, Suspense, useEffect, useRef, type ComponentType, type KeyboardEvent } from 'react'
import type { Inside, InsideOf, PlaceId } from '../../protocol/index.ts'
import { KindGlyph } from '../glyphs/KindGlyph.tsx'
import { glyphOfPlace } from '../glyphs/kind-paths.ts'
import { useText } from '../i18n/text.ts'
import { useAnswer } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import { crumbsTo } from './crumbs.ts'
import styles from './frame.module.css'
import { useMakingRoom } from './making-room.ts'
import { TouchingContext } from './touching.ts'
import { TouchingStrip } from './TouchingStrip.tsx'
import { zoomInto, zoomOut } from './zoom.ts'

/** What each kind of inside is drawn by; each is fetched when somebody goes in. */
const ROOMS: { readonly [Kind in Inside['inside']]: ComponentType<RoomProps<InsideOf<Kind>>> } = {
  'apiserver': lazy(async () => ({ default: (await import('./apiserver/ApiServerRoom.tsx')).ApiServerRoom })),
  'controller-manager': lazy(async () => ({ default: (await import('./controllers/ControllersRoom.tsx')).ControllersRoom })),
  'scheduler': lazy(async () => ({ default: (await import('./scheduler/SchedulerRoom.tsx')).SchedulerRoom })),
  'etcd': lazy(async () => ({ default: (await import('./etcd/EtcdRoom.tsx')).EtcdRoom })),
  'proxy': lazy(async () => ({ default: (await import('./proxy/ProxyRoom.tsx')).ProxyRoom })),
}

export interface RoomProps<Kind> { readonly place: PlaceId; readonly inside: Kind; readonly of: string | undefined; readonly onOf: (of: string | undefined) => void }

/** The stage while it is zoomed into a place: the way back, what is behind the walls, and the messages that touch it. */
export const InsidePlace = memo(function InsidePlace() {
  const inside = useStageUi(ui => ui.inside)
  useMakingRoom()
  return inside === undefined ? null : <Zoomed key={inside.place} place={inside.place} />
})

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
  const onOf = (chosen: string | undefined) => store.setState(({ inside }) => ({ inside: inside && { ...inside, of: chosen } }))
  const Room = answer?.inside && (ROOMS[answer.inside.inside] as ComponentType<RoomProps<Inside>>)
  const title = crumbsTo(place).at(-1)?.name ?? place
  return (
    <section ref={self} id="inside" tabIndex={-1} className={styles.inside} aria-label={t('inside.title', { place: title })} onKeyDown={leave}>
      <Crumbs place={place} />
      <div className={styles.room}>
        {answer !== undefined && (Room === undefined ? <p className={styles.nothing}>{t('inside.nothing')}</p> : <TouchingContext value={answer.touching}><Suspense fallback={null}><Room place={place} inside={answer.inside!} of={of} onOf={onOf} /></Suspense></TouchingContext>)}
      </div>
      <TouchingStrip place={place} touching={answer?.touching ?? []} />
    </section>
  )
}

function Crumbs({ place }: { readonly place: PlaceId }) {
  const t = useText()
  const store = useStageStore()
  const steps = crumbsTo(place)
  return (
    <nav className={styles.crumbs} aria-label={t('inside.way')}>
      <button type="button" className={styles.back} onClick={() => zoomOut(store)}><ArrowLeft size={15} aria-hidden="true" />{t('inside.cluster')}</button>
      {steps.map(({ name, thing }, i) => (
        <span key={name} className={styles.step}>
          <span aria-hidden="true">›</span>
          {thing === undefined
            ? i === steps.length - 1 ? <b aria-current="page"><KindGlyph kind={glyphOfPlace(place)} size={20} />{name}</b> : <span>{name}</span>
            : <button type="button" className={styles.back} onClick={() => zoomInto(store, thing)}>{name}</button>}
        </span>
      ))}
      <span className={styles.leave}><kbd className={controls.kbd}>Esc</kbd> {t('inside.back')}</span>
    </nav>
  )
}
