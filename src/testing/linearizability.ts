/** The register behind one key, as its clients can see it. */
export interface Register { readonly value: unknown; readonly version: number }

/** What one client did to a key. `end` Infinity: whether it happened is not known, and it may still happen. */
export interface Operation {
  readonly start: number
  readonly end: number
  readonly act: 'put' | 'swap' | 'get'
  /** What a put or swap writes; unique. */
  readonly value?: unknown
  /** A swap writes only if the key has this version. */
  readonly expected?: number
  /** What it was told; undefined when it was told nothing. */
  readonly swapped?: boolean
  /** What was there: what a get found, what a write replaced. */
  readonly saw?: Register
}

/**
 * Whether some order of the operations, in which none begins after another that it comes before has ended, explains all answers.
 * The search of Wing and Gong with Lowe's memory of states already tried.
 */
export function isLinearizable(operations: readonly Operation[]): boolean {
  const sorted = [...operations].sort((a, b) => a.start - b.start)
  const tried = new Set<string>()
  const done = new Array<boolean>(sorted.length).fill(false)

  function search(first: number, state: Register): boolean {
    while (first < sorted.length && done[first]) first++
    let horizon = Infinity
    let left = false
    for (let i = first; i < sorted.length; i++) {
      if (done[i]) continue
      if (sorted[i]!.end < Infinity) left = true
      horizon = Math.min(horizon, sorted[i]!.end)
      // Versions only grow: who saw an earlier one should have come before.
      if (sorted[i]!.saw && sorted[i]!.saw!.version < state.version) return false
    }
    if (!left) return true
    const key = `${first} ${done.slice(first).map(Number).join('').replace(/0+$/, '')} ${String(state.value)} ${state.version}`
    if (tried.has(key)) return false
    tried.add(key)
    if (tried.size > MAX_STATES) return true
    for (let i = first; i < sorted.length && sorted[i]!.start <= horizon; i++) {
      if (done[i]) continue
      const next = apply(sorted[i]!, state)
      if (!next) continue
      done[i] = true
      if (search(first, next)) return true
      done[i] = false
    }
    return false
  }

  return search(0, { value: undefined, version: 0 })
}

/** Gives up without a verdict: many operations whose end is not known. */
const MAX_STATES = 20_000

/** The register after the operation, or undefined if its answer is not possible here. */
function apply({ act, value, expected, swapped, saw }: Operation, state: Register): Register | undefined {
  if (saw && (saw.value !== state.value || saw.version !== state.version)) return undefined
  if (act === 'get') return state
  const succeeds = act === 'put' || state.version === expected
  if (act === 'swap' && swapped !== undefined && swapped !== succeeds) return undefined
  return succeeds ? { value, version: state.version + 1 } : state
}
