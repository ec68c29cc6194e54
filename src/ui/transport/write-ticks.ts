import type { TimelineMark } from '../../protocol/index.ts'

/** One tick of the scrubber: some writes that lie too close to be drawn apart. */
export interface WriteTick { readonly x: number; readonly height: number }

const APART = 4
const LEAST = 6
const MOST = 13

/** Where writes are sparse a tick's height tells the bytes, where they are dense it tells how many there are. */
export function writeTicks(marks: readonly TimelineMark[], branch: number, xOf: (at: number) => number): readonly WriteTick[] {
  const buckets = new Map<number, { count: number; bytes: number }>()
  for (const mark of marks) {
    if (mark.mark !== 'write' || mark.branch !== branch || mark.at < 0) continue
    const slot = Math.floor(xOf(mark.at) / APART)
    const bucket = buckets.get(slot)
    if (bucket === undefined) buckets.set(slot, { count: 1, bytes: mark.bytes })
    else { bucket.count += 1; bucket.bytes += mark.bytes }
  }
  return [...buckets].map(([slot, { count, bytes }]) => ({ x: slot * APART, height: Math.min(MOST, LEAST + Math.min(2, bytes / count / 2_000) + Math.log2(count) * 1.5) }))
}
