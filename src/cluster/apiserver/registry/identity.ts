import { hexHalf, hexWord } from '../../../api/index.ts'
import type { Context } from '../context.ts'

/** A random version 4 UUID from the actor's own stream. */
export function newUid(cx: Context): string {
  const time = hexWord(cx.below(2 ** 32))
  const middle = hexHalf(cx.below(2 ** 16))
  const version = hexHalf(0x4000 + cx.below(2 ** 12))
  const variant = 8 + cx.below(4)
  // Joined, not added: a text made of pieces stays a tree of them, several times its size.
  return [time, middle, version, hexHalf((variant << 12) + cx.below(2 ** 12)), hexWord(cx.below(2 ** 32)) + hexHalf(cx.below(2 ** 16))].join('-')
}
