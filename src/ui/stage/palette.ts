import type { Palette } from './paint.ts'

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    write: token('--v-write'), watch: token('--v-watch'), raft: token('--v-raft'), cri: token('--v-cri'), net: token('--v-net'), bad: token('--s-failed'),
    stage: token('--stage'), ink: token('--accent-ink'), text: token('--text'), t2: token('--t2'), soft: token('--soft'), mono: token('--mono'),
  }
}
