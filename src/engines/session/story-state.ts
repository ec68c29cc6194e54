import { hasBegun, hopBefore, type ChapterProgress, type HopHit } from '../../projection/index.ts'
import type { StoryState, Verb } from '../../protocol/index.ts'
import { lastAt } from './annals.ts'
import { holds } from './conditions.ts'
import { invitationOf } from './invitation.ts'
import { annalsOf, kernelOf, restsHere, type Session } from './session.ts'

/** How far the lesson came at the head of time. Hops beyond the next one stay hidden. */
export function storyState(session: Session): StoryState | undefined {
  const annals = annalsOf(session)
  const { story } = annals
  if (!story) return undefined
  const here = kernelOf(session).handled
  const begun = chaptersBegun(session)
  const current = begun.at(-1) ?? story.chapters[0]!
  const waiting = story.chapters.find((one) => !begun.includes(one))
  const done = (one: ChapterProgress): number => [...one.hits.values()].filter(({ handled }) => handled <= here).length
  const whole = done(current) >= current.chapter.hops.length || restsHere(session)
  return {
    lesson: story.lesson.id, chapter: current.chapter.id,
    chapters: story.chapters.map((one) => ({ id: one.chapter.id, hops: one.chapter.hops.length, done: done(one), begun: begun.includes(one) })),
    hops: hopsOf(session, current, here), prediction: predictionOf(session, current, here),
    goals: story.lesson.goals.map(({ id, condition }) => {
      const verdict = holds(condition, kernelOf(session), annals)
      return { id, state: verdict.broken ? 'broken' : verdict.met ? 'met' : verdict.partial ? 'partial' : 'open', detail: verdict.detail }
    }),
    invitation: whole ? invitationOf(session, current, waiting) : undefined,
    suggestion: waiting && (begun.length === 0 || whole) ? waiting.chapter.command : undefined,
  }
}

/** The chapters whose commands have been given at the head. */
export function chaptersBegun(session: Session): readonly ChapterProgress[] {
  const { handled, now } = kernelOf(session)
  return annalsOf(session).story?.chapters.filter((one) => hasBegun(one, handled, now)) ?? []
}

export const lastHop = (session: Session): HopHit | undefined => lastAt(annalsOf(session).hits, kernelOf(session).handled, ({ handled }) => handled)

/** The hops of one event: of a request, who asks, whether they may, what is filled in and checked. */
export const hopsAt = (session: Session, place: number): readonly HopHit[] => annalsOf(session).hits.filter(({ handled }) => handled === place)

/** Of the last event that held any, the one that is being told. */
export function hopTold(session: Session): HopHit | undefined {
  const { place, count } = session.told
  return lastHop(session)?.handled === place ? hopsAt(session, place)[count - 1] : undefined
}

/** The question that stands at the head and that neither the visitor nor the run has answered. */
export function openQuestion(session: Session): string | undefined {
  const here = kernelOf(session).handled
  const current = chaptersBegun(session).at(-1)
  const open = current && predictionOf(session, current, here)
  return open && open.right === undefined && open.chosen === undefined ? open.card : undefined
}

function hopsOf(session: Session, progress: ChapterProgress, here: number): StoryState['hops'] {
  const hits = progress.chapter.hops.map(({ id }) => progress.hits.get(id))
  const past = hits.filter((hit) => hit && hit.handled <= here)
  const latest = hopTold(session) ?? past.reduce((best, hit) => (hit && (!best || hit.handled >= best.handled) ? hit : best), undefined as (typeof hits)[number])
  const next = progress.chapter.hops.find(({ id }) => !((progress.hits.get(id)?.handled ?? Infinity) <= here))
  const asking = predictionOf(session, progress, here)
  return progress.chapter.hops.map((hop, index) => {
    const hit = hits[index]
    const verb = verbOf(hop.on.verb, hop.on.record)
    if (hit && hit.handled <= here) return { id: hop.id, state: hit === latest ? 'now' : 'done', event: hit.event, at: hit.at - session.beganAt, params: hit.params, verb }
    const open = hop.id === next?.id && !(asking && asking.right === undefined)
    return { id: hop.id, state: open ? 'next' : 'hidden', params: {}, verb }
  })
}

const verbOf = (verb: string | undefined, record: string): Verb => (verb as Verb | undefined) ?? (record === 'fact' ? 'timer' : 'write')

/** The question that is open at the head: the hop before it has happened, its own has not (or has just been answered). */
function predictionOf(session: Session, progress: ChapterProgress, here: number): StoryState['prediction'] {
  let open: StoryState['prediction']
  for (const card of progress.chapter.predictions) {
    const before = hopBefore(progress.chapter, card.before)
    const asked = progress.root !== 0 && (before === undefined || (progress.hits.get(before)?.handled ?? Infinity) <= here)
    if (!asked) continue
    const graded = progress.graded.get(card.id)
    const right = graded && graded.handled <= here ? graded.option : undefined
    open = { card: card.id, chosen: session.predictions.get(card.id), right, options: card.options, beforeHop: card.before }
    if (right === undefined) return open
  }
  return open
}
