import { useEffect, useRef, useState } from 'react'
import type { Question } from '../../protocol/index.ts'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { seconds } from '../panels/names.ts'
import type { Entities } from '../store/entities.ts'
import { useAnswer, useEngine, useSession, useSettings } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import { objectOf } from './thing.ts'
import styles from './stage.module.css'

const STAYS_MS = 260
const TOLD = 5

interface Spot { readonly thing: string; readonly x: number; readonly y: number; readonly below: boolean }

/** What a thing waits for, said beside it: under the pointer when it stays there, or where the keyboard stands. Who waits for nothing has no note. */
export function WaitNote() {
  const store = useStageStore()
  const [spot, setSpot] = useState<Spot>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    const stage = document.querySelector<HTMLElement>('#stage')
    const show = (thing: string | undefined, wait: number) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setSpot(thing === undefined || stage === null ? undefined : spotOf(stage, thing)), wait)
    }
    const over = (event: PointerEvent) => { if (event.pointerType !== 'touch') show((event.target as Element).closest<HTMLElement>('[data-thing]')?.dataset['thing'], STAYS_MS) }
    const out = () => show(undefined, 0)
    stage?.addEventListener('pointerover', over)
    stage?.addEventListener('pointerleave', out)
    stage?.addEventListener('pointerdown', out)
    const leave = store.subscribe((ui, old) => { if (ui.ring !== old.ring || (ui.ring && ui.focused !== old.focused)) show(ui.ring ? ui.focused : undefined, ui.ring ? STAYS_MS : 0) })
    return () => {
      stage?.removeEventListener('pointerover', over)
      stage?.removeEventListener('pointerleave', out)
      stage?.removeEventListener('pointerdown', out)
      leave()
      clearTimeout(timer.current)
    }
  }, [store])
  return spot === undefined ? null : <Note key={spot.thing} spot={spot} />
}

function Note({ spot }: { readonly spot: Spot }) {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  const playing = useSession(session => session.transport.playing)
  const question = questionOf(engine.entities.getState(), spot.thing)
  const answer = useAnswer(question)
  if (answer === undefined || answer.waits.length === 0) return null
  return (
    <div role="note" aria-live={playing ? 'off' : 'polite'} aria-label={t('inspector.waits')} className={styles.note} style={{ left: spot.x, ...(spot.below ? { top: spot.y } : { bottom: `calc(100% - ${spot.y}px)` }) }}>
      <ul>
        {answer.waits.slice(0, TOLD).map((wait, index) => (
          <li key={index} style={{ marginLeft: 10 * wait.depth }}><b>{wait.waiter}</b> {say(language, wait.text, wait.params)}{wait.until !== undefined && <time>{t('waits.until', { seconds: seconds(wait.until) })}</time>}</li>
        ))}
      </ul>
      {answer.waits.length > TOLD && <small>{t('inside.more', { count: answer.waits.length - TOLD })}</small>}
    </div>
  )
}

function questionOf(entities: Entities, thing: string): Extract<Question, { ask: 'waits' }> | undefined {
  const object = objectOf(entities, thing)
  if (object !== undefined) return { ask: 'waits', object }
  return PLACES.test(thing) ? { ask: 'waits', place: thing.replace(/^controller\//, 'controller-manager/').replace(/^agent\//, 'node/') } : undefined
}

const PLACES = /^(etcd|apiserver|scheduler|controller|controller-manager|agent)(\/|$)/

const WIDTH = 320
const GAP = 8

/** Below the thing, or above it where there is no room. */
function spotOf(stage: HTMLElement, thing: string): Spot | undefined {
  const box = stage.querySelector(`[data-thing="${CSS.escape(thing.split('#')[0] ?? '')}"]`)?.getBoundingClientRect()
  if (box === undefined) return undefined
  const home = stage.getBoundingClientRect()
  const below = box.bottom - home.top < home.height * .62
  return { thing, x: Math.max(GAP, Math.min(box.left - home.left, home.width - WIDTH - GAP)), y: below ? box.bottom - home.top + GAP : box.top - home.top - GAP, below }
}
