/** For programmer errors only. A rejected pod or a lost message is an outcome, and outcomes are values. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${what}`)
}

export function unreachable(value: never): never {
  throw new Error(`not understood: ${JSON.stringify(value)}`)
}
