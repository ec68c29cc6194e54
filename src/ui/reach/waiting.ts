import type { Said } from './embedding.ts'
import styles from './waiting.module.css'

const WORDS = {
  en: { start: 'Start this cluster', from: (hop: string) => `begins at ${hop}`, still: 'A picture of a run. Nothing runs until you start it.', other: 'A picture of this scenario, and of another moment than the one where this begins. Nothing runs until you start it.' },
  zh: { start: '启动这个集群', from: (hop: string) => `从 ${hop} 开始`, still: '这是一次运行的画面。点击之前什么都不会运行。', other: '这是这个场景的画面，但不是将要开始的那一刻。点击之前什么都不会运行。' },
} as const

/** In somebody else's page a drawing of a real run stands until a reader touches it or the page around it speaks: until then there is no engine. `begin` gets what was said. */
export async function waitToBegin(root: HTMLElement, { scenario, from }: { readonly scenario: string; readonly from?: string }, begin: (early: readonly Said[]) => void): Promise<void> {
  const lang = new URLSearchParams(location.search).get('lang') ?? navigator.language
  const words = WORDS[lang.toLowerCase().startsWith('zh') ? 'zh' : 'en']
  document.documentElement.lang = words === WORDS.zh ? 'zh-CN' : 'en'
  const place = document.createElement('main')
  place.setAttribute('aria-label', 'Glass Cluster')
  place.className = styles.waiting ?? ''
  const { svg, exact } = await pictureOf(scenario, from)
  place.innerHTML = svg
  const button = document.createElement('button')
  button.type = 'button'
  button.append('▶ ', words.start)
  const small = document.createElement('small')
  const still = svg === '' || exact ? words.still : words.other
  small.textContent = from === undefined ? still : `${still} · ${words.from(from.replace(/^([A-Z]+)/, '$1 '))}`
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

/** The seed whose runs were drawn. */
const DRAWN_SEED = '7'

/**
 * The drawing that is nearest to where the link begins: of that hop, or of the scenario. `exact` tells whether it is what the engine will show first:
 * a recorded session stands somewhere that nobody has drawn, and another seed runs otherwise.
 */
async function pictureOf(scenario: string, from: string | undefined): Promise<{ readonly svg: string; readonly exact: boolean }> {
  const recorded = location.hash.startsWith('#s=') ? await (await import('./record-text.ts')).readLink(location.hash) : undefined
  const lived = recorded !== undefined && 'record' in recorded ? recorded.record : undefined
  const seed = new URLSearchParams(location.search).get('seed') ?? DRAWN_SEED
  const hop = lived === undefined && from !== undefined && seed === DRAWN_SEED ? await drawing(`${scenario}.${from}`) : ''
  if (hop !== '') return { svg: hop, exact: true }
  return { svg: await drawing(lived?.scenario ?? scenario), exact: lived === undefined && from === undefined && seed === DRAWN_SEED }
}

/** Our own build's file, drawn by the engine (`src/build/posters.ts`). A fleet has none: it would be thousands of cells. */
async function drawing(name: string): Promise<string> {
  if (!/^[A-Za-z0-9.-]+$/.test(name)) return ''
  try {
    const answer = await fetch(`./posters/${name}.svg`)
    const text = answer.ok ? await answer.text() : ''
    // Some hosts answer with a page of theirs where there is no such file.
    return text.startsWith('<svg') ? text : ''
  } catch {
    // NB: without a network and a cache there is no picture; the button stands all the same.
    return ''
  }
}
