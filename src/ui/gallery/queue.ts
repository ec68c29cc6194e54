/** Engines cost a core each: two scenarios are recorded at a time, the others wait for their turn; what stands first goes first. */
const AT_ONCE = 2
type Job = (done: () => void) => () => void
interface Entry { readonly order: number; readonly begin: () => void }

let running = 0
let waiting: readonly Entry[] = []

/** Returns what leaves the queue, or ends the job that is under way. */
export function queueUp(order: number, job: Job): () => void {
  let end: (() => void) | undefined
  let over = false
  const finish = () => {
    if (over) return
    over = true
    running--
    next()
  }
  const entry: Entry = { order, begin: () => { running++; end = job(finish) } }
  waiting = [...waiting, entry].sort((a, b) => a.order - b.order)
  // All cards that come into sight together are heard before the first is begun.
  setTimeout(next)
  return () => {
    waiting = waiting.filter(one => one !== entry)
    if (end === undefined || over) return
    end()
    finish()
  }
}

function next(): void {
  const [first, ...rest] = waiting
  if (first === undefined || running >= AT_ONCE) return
  waiting = rest
  first.begin()
}
