import { tokensOf } from '../styles/drawn.ts'
import type { Palette } from './paint.ts'

export function readPalette(canvas: HTMLCanvasElement): Palette {
  const token = tokensOf(canvas)
  return {
    write: token('--v-write'), watch: token('--v-watch'), raft: token('--v-raft'), cri: token('--v-cri'), net: token('--v-net'), bad: token('--s-failed'),
    stage: token('--stage'), ink: token('--accent-ink'), text: token('--text'), t2: token('--t2'), soft: token('--soft'), mono: token('--mono'),
  }
}
