import type { Context } from '../context.ts'

/** A random version 4 UUID from the actor's own stream. */
export function newUid(cx: Context): string {
  const hex = (bits: number): string => cx.below(2 ** bits).toString(16).padStart(bits / 4, '0')
  return `${hex(32)}-${hex(16)}-4${hex(12)}-${(8 + cx.below(4)).toString(16)}${hex(12)}-${hex(32)}${hex(16)}`
}
