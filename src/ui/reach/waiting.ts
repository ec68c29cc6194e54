import type { Said } from './embedding.ts'
import styles from './waiting.module.css'

const WORDS = {
  en: { start: 'Start this cluster', from: (hop: string) => `begins at ${hop}`, still: 'A picture of a run. Nothing runs until you start it.' },
  zh: { start: '启动这个集群', from: (hop: string) => `从 ${hop} 开始`, still: '这是一次运行的画面。点击之前什么都不会运行。' },
} as const

/** In somebody else's page a drawing of a real run stands until a reader touches it or the page around it speaks: until then there is no engine. `begin` gets what was said. */
export async function waitToBegin(root: HTMLElement, { scenario, from }: { readonly scenario: string; readonly from?: string }, begin: (early: readonly Said[]) => void): Promise<void> {
  const lang = new URLSearchParams(location.search).get('lang') ?? navigator.language
  const words = WORDS[lang.toLowerCase().startsWith('zh') ? 'zh' : 'en']
  document.documentElement.lang = words === WORDS.zh ? 'zh-CN' : 'en'
  const place = document.createElement('main')
  place.setAttribute('aria-label', 'Glass Cluster')
  place.className = styles.waiting ?? ''
  place.innerHTML = await drawing(scenario)
  const button = document.createElement('button')
  button.type = 'button'
  button.append('▶ ', words.start)
  const small = document.createElement('small')
  small.textContent = from === undefined ? words.still : `${words.still} · ${words.from(from.replace(/^([A-Z]+)/, '$1 '))}`
  place.append(button, small)
  root.replaceChildren(place)
  const said: Said[] = []
  const go = () => {
    removeEventListener('message', hear)
    button.disabled = true
    begin(said)
  }
  const hear = ({ data, source }: MessageEvent<Said>) => {
    if (source !== parent || typeof data !== 'object' || data === null || !('glass' in data)) return
    said.push(data)
    go()
  }
  place.addEventListener('click', () => {
    if (from === undefined) said.push({ glass: 'begin' })
    go()
  }, { once: true })
  addEventListener('message', hear)
  if (parent !== window) parent.postMessage({ glass: 'waiting' }, '*')
}

/** Our own build's file, drawn by the engine (`src/build/posters.ts`). A fleet has none: it would be thousands of cells. */
async function drawing(scenario: string): Promise<string> {
  if (!/^[a-z0-9-]+$/.test(scenario)) return ''
  try {
    const answer = await fetch(`./posters/${scenario}.svg`)
    return answer.ok ? await answer.text() : ''
  } catch {
    // NB: without a network and a cache there is no picture; the button stands all the same.
    return ''
  }
}
