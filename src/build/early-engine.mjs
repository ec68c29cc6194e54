/**
 * Lets the engine begin while the page's own code is still on its way: a phone then waits for the longer of the two and not for both. The script stands in the document, before all
 * others, and guesses from the address what the page will ask first; where it guessed wrong the page just asks (`src/app.tsx`).
 */
export function earlyEngine() {
  return {
    name: 'early-engine',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((name) => /(^|\/)worker-[^/]+\.js$/.test(name))
        if (!file) throw new Error('the build has no worker to begin with')
        return [{ tag: 'script', children: `(${begin})(${JSON.stringify(`./${file}`)})`, injectTo: 'head' }]
      },
    },
  }
}

/** Runs in the document. A shared link names its own scenario, an embedded page waits until it is seen, a live cluster has its engine elsewhere, a speaker’s window that of the audience. */
function begin(file) {
  const words = new URLSearchParams(location.search)
  if (window.__GLASS_SOCKET__ || words.get('engine') === 'socket' || words.get('embed') === '1' || words.has('presenter') || location.hash.startsWith('#s=')) return
  const command = { do: 'open', scenario: words.get('scenario') ?? 'rollout', seed: Number(words.get('seed') ?? 7) }
  const worker = new Worker(file, { type: 'module', name: 'glass-cluster' })
  const early = { worker, opened: JSON.stringify(command), heard: [] }
  worker.onmessage = ({ data }) => { early.heard.push(data) }
  worker.onerror = ({ message }) => { early.heard.push({ type: 'failed', message, seed: 0, event: 0 }) }
  worker.postMessage({ type: 'command', command })
  window.earlyEngine = early
}
