/**
 * Runs in a served document before all else: what page and engine say to each other comes late, a little or a lot by chance, and in order. A test that
 * looks too early fails then, as it would on a busy machine. Only for tests (`E2E_LATE=1 npx playwright test`): the build has none of it.
 */
function delayMessages() {
  const Own = window.Worker
  const line = () => {
    const waiting = []
    let due = 0
    return (act) => {
      const now = performance.now()
      due = Math.max(due, now + (Math.random() < 0.15 ? 40 + Math.random() * 260 : Math.random() * 20))
      waiting.push(act)
      setTimeout(() => waiting.shift()(), due - now)
    }
  }
  window.Worker = class extends Own {
    #to = line()
    #from = line()
    #hear = null
    postMessage(...message) {
      this.#to(() => super.postMessage(...message))
    }
    get onmessage() {
      return this.#hear
    }
    set onmessage(hear) {
      this.#hear = hear
      // Who listens by then hears it, as of a message that is still on its way.
      super.onmessage = (event) => this.#from(() => this.#hear?.(event))
    }
  }
}

export const withLateMessages = (html) => html.replace('<head>', `<head><script>(${delayMessages})()</script>`)
