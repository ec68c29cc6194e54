const FLOWS_MAX = 20_000

/**
 * The queues that a flow may wait in, dealt like cards. What is kept is a pure function of its key, so that checkpoints and branches may share it,
 * and forgetting it changes nothing.
 */
export class Hands {
  private readonly known = new Map<string, readonly number[]>()

  /** Models shuffle sharding: every flow has its own few queues, so that one that fills its own rarely fills all of another's. */
  of(schema: string, flow: string, queues: number, size: number): readonly number[] {
    const key = `${queues}/${size}/${schema}\u0000${flow}`
    const found = this.known.get(key)
    if (found) return found
    if (this.known.size >= FLOWS_MAX) this.known.clear()
    const hand = deal(flowHash(schema, flow), queues, size)
    this.known.set(key, hand)
    return hand
  }

  clone(): Hands {
    return this
  }
}

/** 53 bits out of a text. NB: upstream's come from SHA-256; nobody sees which. */
export function flowHash(schema: string, flow: string): number {
  const text = `${schema}\u0000${flow}`
  let [a, b] = [0x811c9dc5, 0x9e3779b9]
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b)
    b ^= b >>> 13
  }
  return (mixed(a ^ b) >>> 0) * 0x200000 + (mixed(b) >>> 11)
}

function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

/** A hand of different cards out of a deck, decided by the hash alone. */
export function deal(hash: number, deck: number, size: number): readonly number[] {
  const picks: number[] = []
  let rest = hash
  for (let i = 0; i < size; i++) {
    picks.push(rest % (deck - i))
    rest = Math.floor(rest / (deck - i))
  }
  return picks.map((pick, i) => {
    let card = pick
    for (let j = i; j > 0; j--) if (card >= picks[j - 1]!) card++
    return card
  })
}
