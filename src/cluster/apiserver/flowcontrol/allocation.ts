/** One who gets a part: at least `low`, at most `high`, else in proportion to `target`. low ≤ target, low ≤ high. */
export interface Claim { readonly low: number; readonly high: number; readonly target: number }

const TARGET_MIN = 0.001

/**
 * Divides `sum` so that everybody gets the same multiple of its target, bounded by its own low and high. Models computeConcurrencyAllocation.
 * Undefined where the bounds leave no solution.
 */
export function allocate(sum: number, claims: readonly Claim[]): readonly number[] | undefined {
  const lows = total(claims, ({ low }) => low)
  const highs = total(claims, ({ high }) => high)
  if (lows > sum || highs < sum) return undefined
  const targets = claims.map(({ target }) => Math.max(target, TARGET_MIN))
  // The sum grows with the multiple, straight between the points where somebody meets a bound.
  const bends = claims.flatMap(({ low, high }, i) => [low / targets[i]!, high / targets[i]!]).sort((a, b) => a - b)
  let from = bends[0]!
  for (const bend of bends) {
    if (givenAt(bend, claims, targets) >= sum) {
      const [low, high] = [givenAt(from, claims, targets), givenAt(bend, claims, targets)]
      const multiple = high === low ? bend : from + ((sum - low) / (high - low)) * (bend - from)
      return claims.map((claim, i) => share(claim, targets[i]!, multiple))
    }
    from = bend
  }
  return claims.map(({ high }) => high)
}

const share = ({ low, high }: Claim, target: number, multiple: number): number => Math.max(low, Math.min(high, multiple * target))
const givenAt = (multiple: number, claims: readonly Claim[], targets: readonly number[]): number => claims.reduce((sum, claim, i) => sum + share(claim, targets[i]!, multiple), 0)
const total = (claims: readonly Claim[], of: (claim: Claim) => number): number => claims.reduce((sum, claim) => sum + of(claim), 0)
