import type { Micros } from '../../../kernel/index.ts'
import type { Ticket } from './ticket.ts'

/** What comes due at its moment, earliest first, ties in the order in which it was planned: a binary heap. */
export interface Schedule { readonly heap: Due[]; planned: number }
export interface Due { readonly at: Micros; readonly order: number; readonly ticket: Ticket }

export const createSchedule = (): Schedule => ({ heap: [], planned: 0 })

export const nextDue = ({ heap }: Schedule): Micros => heap[0]?.at ?? Infinity

export function plan(schedule: Schedule, at: Micros, ticket: Ticket): void {
  const { heap } = schedule
  const due: Due = { at, order: schedule.planned++, ticket }
  let i = heap.length
  while (i > 0) {
    const parent = (i - 1) >> 1
    if (isBefore(heap[parent]!, due)) break
    heap[i] = heap[parent]!
    i = parent
  }
  heap[i] = due
}

/** Takes what is due by `now`, the earliest first. */
export function dueBy({ heap }: Schedule, now: Micros): Due | undefined {
  const top = heap[0]
  if (top === undefined || top.at > now) return undefined
  const last = heap.pop()!
  if (last === top) return top
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
    if (isBefore(last, heap[child]!)) break
    heap[i] = heap[child]!
    i = child
  }
  heap[i] = last
  return top
}

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
