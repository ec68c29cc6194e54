import type { Micros } from '../../kernel/index.ts'

/** The processors of the control plane, each by the time at which it is done with what it was given. */
export type Cores = Micros[]

export const createCores = (count: number): Cores => new Array<Micros>(count).fill(0)

/** Gives work to the processor that is free first. Returns how long from now until it is done: longer than the work where all are busy. */
export function work(cores: Cores, now: Micros, us: Micros): Micros {
  if (us === 0) return 0
  let best = 0
  for (let i = 0; i < cores.length && cores[best]! > now; i++) if (cores[i]! < cores[best]!) best = i
  const done = Math.max(cores[best]!, now) + us
  cores[best] = done
  return done - now
}
