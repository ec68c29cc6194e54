export const quorum = (members: number): number => (members >> 1) + 1

/** The highest index that a majority has: the middle of the sorted matches. */
export function committedIndex(matches: number[]): number {
  matches.sort((a, b) => b - a)
  return matches[quorum(matches.length) - 1]!
}

export function voteResult(members: readonly string[], votes: ReadonlyMap<string, boolean>): 'won' | 'lost' | 'pending' {
  let granted = 0
  let missing = 0
  for (const member of members) {
    const vote = votes.get(member)
    if (vote === undefined) missing++
    else if (vote) granted++
  }
  const needed = quorum(members.length)
  if (granted >= needed) return 'won'
  return granted + missing >= needed ? 'pending' : 'lost'
}
