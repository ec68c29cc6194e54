import { useSyncExternalStore } from 'react'
import { useSettings } from '../store/glass.ts'

const FORCED = '(forced-colors: active)'
const QUERIES = [FORCED, '(prefers-color-scheme: dark)']

/** How drawings look now: a theme's name, or the system's where colours are forced. What is painted once is painted anew when it changes. */
export function useLook(): string {
  const theme = useSettings(settings => settings.theme)
  const system = useSyncExternalStore(watch, systemLook)
  return system || theme
}

export const areForced = (): boolean => matchMedia(FORCED).matches

const systemLook = (): string => (areForced() ? `forced ${matchMedia(QUERIES[1]!).matches}` : '')

function watch(changed: () => void): () => void {
  const lists = QUERIES.map(query => matchMedia(query))
  for (const list of lists) list.addEventListener('change', changed)
  return () => { for (const list of lists) list.removeEventListener('change', changed) }
}

/** Reads the page's colours for what is painted on a canvas, which knows no custom properties; a colour of the system as the hex that it stands for. */
export function tokensOf(canvas: HTMLCanvasElement): (name: string) => string {
  const style = getComputedStyle(canvas)
  return name => {
    const value = style.getPropertyValue(name).trim()
    if (!/^[a-z]+$/i.test(value)) return value
    canvas.style.color = value
    const seen = style.color
    canvas.style.removeProperty('color')
    return `#${(seen.match(/[\d.]+/g) ?? []).slice(0, 3).map(part => Math.round(Number(part)).toString(16).padStart(2, '0')).join('')}`
  }
}
