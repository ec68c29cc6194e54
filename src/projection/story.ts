import type { Chapter, Hop, Lesson, Prediction } from '../lessons/index.ts'
import type { EventId, Fact } from '../kernel/index.ts'
import { summaryOf, type Summary } from './describe.ts'
import { matches, type TraceRecord } from './match.ts'
import type { Row, Trace } from './trace.ts'

/** How far a lesson came on one branch: which hops happened, and where. Grows as the run is recorded, and is cut where a branch forks. */
export interface Story {
  readonly lesson: Lesson
  chapters: ChapterProgress[]
}

export interface ChapterProgress {
  readonly chapter: Chapter
  /** The user's input that this chapter follows; 0 until the command was given. */
  root: EventId
  /** When the command was given. */
  handled: number
  at: number
  hits: Map<string, HopHit>
  /** Where each hop's predicate matched. */
  matched: Map<string, number[]>
  /** The option that the run gave, by card. */
  graded: Map<string, { readonly option: string; readonly handled: number }>
}

export interface HopHit {
  readonly hop: string
  readonly event: EventId
  readonly handled: number
  readonly at: number
  readonly params: Readonly<Record<string, string>>
}

export const createStory = (lesson: Lesson): Story => ({
  lesson, chapters: lesson.chapters.map((chapter) => ({ chapter, root: 0, handled: 0, at: 0, hits: new Map(), matched: new Map(), graded: new Map() })),
})

/** The learner gave a command: the first chapter that waits for it begins. */
export function commandGiven(story: Story, line: string, root: EventId, handled: number, at: number): void {
  const words = normal(line)
  const waiting = story.chapters.find((one) => one.root === 0 && normal(one.chapter.command) === words)
  if (!waiting) return
  waiting.root = root
  waiting.handled = handled
  waiting.at = at
}

/** When something was done. Neither says it alone: several events may share a microsecond, and several acts may stand between two events. */
export interface Done { readonly handled: number; readonly at: number }
export const isPast = (done: Done, handled: number, at: number): boolean => done.handled <= handled && done.at <= at

/** Whether a chapter's command had been given by a moment. */
export const hasBegun = (one: ChapterProgress, handled: number, at: number): boolean => one.root !== 0 && isPast(one, handled, at)

/** Looks for hops in one event. `root` is the root of the event, `handled` its place. Returns the hops that happened here. */
export function look(story: Story, root: EventId, event: EventId, handled: number, at: number, records: readonly TraceRecord[]): HopHit[] {
  const found: HopHit[] = []
  for (const progress of story.chapters) {
    if (progress.root === 0 || progress.root !== root) continue
    for (const record of records) {
      for (const hop of progress.chapter.hops) {
        const hit = lookForHop(progress, hop, record, event, handled, at)
        if (hit) found.push(hit)
      }
      for (const prediction of progress.chapter.predictions) grade(progress, prediction, record, handled)
    }
  }
  return found
}

/** Which hop a message on its way will be when it arrives, if any. */
export function wouldHit(story: Story, trace: Trace, row: Row): string | undefined {
  const progress = story.chapters.find(({ root }) => root !== 0 && root === row.root)
  if (!progress) return undefined
  const record = deliveredRecord(summaryOf(trace, row))
  for (const hop of progress.chapter.hops) {
    if (progress.hits.has(hop.id) || (hop.on.after !== undefined && !progress.hits.has(hop.on.after))) continue
    if (matches(hop.on, record) && (progress.matched.get(hop.id)?.length ?? 0) + 1 === (hop.pick ?? 1)) return hop.id
  }
  return undefined
}

export function paramsOfHop(story: Story, id: string, trace: Trace, row: Row): Record<string, string> {
  const hop = story.lesson.chapters.flatMap(({ hops }) => hops).find((one) => one.id === id)
  return hop ? paramsOf(hop, deliveredRecord(summaryOf(trace, row))) : {}
}

/** The same lesson on a branch that began at `handled`. */
export function storyUpTo(story: Story, handled: number, at: number): Story {
  return {
    lesson: story.lesson,
    chapters: story.chapters.map((one) => {
      const begun = hasBegun(one, handled, at)
      const hits = new Map([...one.hits].filter(([, hit]) => begun && hit.handled <= handled))
      const matched = new Map([...one.matched].map(([hop, places]) => [hop, places.filter((place) => begun && place <= handled)]))
      return { chapter: one.chapter, root: begun ? one.root : 0, handled: begun ? one.handled : 0, at: begun ? one.at : 0, hits, matched, graded: new Map([...one.graded].filter(([, { handled: when }]) => begun && when <= handled)) }
    }),
  }
}

/** A text of words, as a comparison of commands sees it. */
export const normal = (line: string): string => line.replaceAll(/\s+/g, ' ').trim()

function lookForHop(progress: ChapterProgress, hop: Hop, record: TraceRecord, event: EventId, handled: number, at: number): HopHit | undefined {
  if (hop.on.after !== undefined && !progress.hits.has(hop.on.after)) return undefined
  if (!matches(hop.on, record)) return undefined
  const matched = progress.matched.get(hop.id) ?? []
  matched.push(handled)
  progress.matched.set(hop.id, matched)
  if (matched.length !== (hop.pick ?? 1)) return undefined
  const hit: HopHit = { hop: hop.id, event, handled, at, params: paramsOf(hop, record) }
  progress.hits.set(hop.id, hit)
  return hit
}

function paramsOf(hop: Hop, record: TraceRecord): Record<string, string> {
  const params: Record<string, string> = {}
  for (const [name, path] of Object.entries(hop.params ?? {})) params[name] = textOf(path, record)
  return params
}

/** 'object.name', 'label', 'fact.node'; ' /1000000' after a path divides, ' |last' takes the part after the last dash. */
function textOf(path: string, record: TraceRecord): string {
  const [source, ...changes] = path.split(' ')
  let value: unknown = record.record === 'fact' ? { fact: record.fact } : record.summary
  for (const part of source!.split('.')) value = (value as Record<string, unknown> | undefined)?.[part]
  for (const change of changes) {
    if (change.startsWith('/')) value = (Math.round((Number(value) / Number(change.slice(1))) * 10) / 10).toFixed(1)
    else if (change === '|last') value = String(value).split('-').at(-1)
    else if (change === '|name') value = String(value).split('/').at(-1)
    else if (change === '|hash') value = String(value).split('-').at(-2)
  }
  return value === undefined ? '?' : String(value)
}

function grade(progress: ChapterProgress, prediction: Prediction, record: TraceRecord, handled: number): void {
  if (progress.graded.has(prediction.id)) return
  const askedAfter = hopBefore(progress.chapter, prediction.before)
  if (askedAfter && !progress.hits.has(askedAfter)) return
  for (const { option, on } of prediction.answeredBy) {
    if (on.after !== undefined && !progress.hits.has(on.after)) continue
    if (!matches(on, record)) continue
    progress.graded.set(prediction.id, { option, handled })
    return
  }
}

export function hopBefore(chapter: Chapter, hop: string): string | undefined {
  const index = chapter.hops.findIndex(({ id }) => id === hop)
  return index > 0 ? chapter.hops[index - 1]!.id : undefined
}

export const factRecords = (facts: readonly { readonly fact: Fact }[], place: string): TraceRecord[] => facts.map(({ fact }) => ({ record: 'fact', fact, place }))
export const deliveredRecord = (summary: Summary): TraceRecord => ({ record: 'delivered', summary })
export type { TraceRecord }
