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
      handler(html, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((name) => /(^|\/)worker-[^/]+\.js$/.test(name))
        if (!file) throw new Error('the build has no worker to begin with')
        const texts = Object.fromEntries(['en', 'zh'].map((language) => [language, `./${catalogue(bundle, language)}`]))
        // A script behind the style sheet would wait for it.
        const [before, after] = html.split(/(?=<script type="module")/)
        return `${before}<script>(${begin})(${JSON.stringify(`./${file}`)});(${fetchTexts})(${JSON.stringify(texts)})</script>\n    ${after}`
      },
    },
  }
}

function catalogue(bundle, language) {
  const [file] = Object.entries(bundle).find(([, { moduleIds = [] }]) => moduleIds.some((id) => id.endsWith(`/ui/i18n/${language}.json`))) ?? []
  if (!file) throw new Error(`the build has no texts in '${language}'`)
  return file
}

/** Runs in the document. The page waits for its texts before it draws anything; which language it will ask for is known as early (`src/ui/store/settings.ts`). */
function fetchTexts(files) {
  const words = new URLSearchParams(location.search)
  if (words.get('embed') === '1') return
  let kept
  try {
    kept = JSON.parse(localStorage.getItem('glass-cluster.settings') ?? '{}').language
  } catch {
    // Nothing is kept, or nothing that can be read.
  }
  const link = document.createElement('link')
  link.rel = 'modulepreload'
  link.href = files[words.get('lang')] ?? files[kept] ?? files[navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en']
  document.head.append(link)
}

/** Runs in the document. A shared link names its own scenario, an embedded page waits until it is seen, a live cluster has its engine elsewhere, a speaker’s window that of the audience. */
function begin(file) {
  const words = new URLSearchParams(location.search)
  if (window.__GLASS_SOCKET__ || words.get('engine') === 'socket' || words.get('embed') === '1' || words.has('presenter') || location.hash.startsWith('#s=')) return
  const command = { do: 'open', scenario: words.get('scenario') ?? 'rollout', seed: Number(words.get('seed') ?? 7) }
  // With one line that imports the engine: see `beginning` in `src/app.tsx`.
  const line = `import ${JSON.stringify(new URL(file, document.baseURI).href)}`
  const worker = new Worker(URL.createObjectURL(new Blob([line], { type: 'text/javascript' })), { type: 'module', name: 'glass-cluster' })
  const early = { worker, opened: JSON.stringify(command), heard: [] }
  worker.onmessage = ({ data }) => { early.heard.push(data) }
  worker.onerror = ({ message }) => { early.heard.push({ type: 'failed', message, seed: 0, event: 0 }) }
  worker.postMessage({ type: 'command', command })
  window.earlyEngine = early
}
