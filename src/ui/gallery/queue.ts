/** Engines cost a core each: two scenarios are recorded at a time, the others wait for their turn. */
const AT_ONCE = 2
type Job = (done: () => void) => () => void

let running = 0
const waiting: { readonly job: Job; begin: () => void }[] = []

/** Returns what leaves the queue, or ends the job that is under way. */
export function queueUp(job: Job): () => void {
  let end: (() => void) | undefined
  let over = false
  const finish = () => {
    if (over) return
    over = true
    running--
    waiting.shift()?.begin()
  }
  const entry = { job, begin: () => { running++; end = job(finish) } }
  if (running < AT_ONCE) entry.begin()
  else waiting.push(entry)
  return () => {
    const at = waiting.indexOf(entry)
    if (at >= 0) waiting.splice(at, 1)
    if (end === undefined || over) return
    end()
    finish()
  }
}
