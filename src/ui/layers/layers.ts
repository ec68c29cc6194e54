import type { SessionRecord, Verb } from '../../protocol/index.ts'
import type { Line } from '../stage/plan.ts'
import type { Shown } from '../stage/scene.ts'

/** What of the picture can be taken away by itself. What is counted and not drawn unless asked for, the background noise, is the engine's to send. */
export const LAYERS = ['calls', 'watch', 'raft', 'cri', 'packet', 'lines'] as const
export type Layer = (typeof LAYERS)[number]
export type Labels = 'none' | 'focus' | 'all'
export interface LayerChoice { readonly hidden: readonly Layer[]; readonly labels: Labels; readonly noise: boolean }

/** The layer that a message belongs to. */
export function layerOf(verb: Verb): Layer {
  switch (verb) {
    case 'watch': case 'raft': case 'cri': case 'packet': return verb
    case 'write': case 'read': case 'reply': case 'error': case 'timer': return 'calls'
  }
}

export function shownThrough(shown: Shown, hidden: readonly Layer[]): Shown {
  if (hidden.length === 0) return shown
  const seen = ({ verb }: { readonly verb: Verb }) => !hidden.includes(layerOf(verb))
  return { ...shown, packets: shown.packets.filter(seen), trail: shown.trail.filter(seen) }
}

/** Whether a line is drawn while nothing goes over it. */
export const restsVisibly = ({ kind }: Pick<Line, 'kind'>, hidden: readonly Layer[]): boolean =>
  !hidden.includes('lines') && !hidden.includes(kind === 'watch' ? 'watch' : kind === 'store' ? 'raft' : kind === 'local' ? 'cri' : 'calls')

/** Every difference from the usual picture as a word; nothing where there is none. What a link, a file and a kept session hold. */
export function layersText({ hidden, labels, noise }: LayerChoice): string | undefined {
  const words = [...LAYERS.filter(one => hidden.includes(one)).map(one => `-${one}`), ...(noise ? ['+noise'] : []), ...(labels === 'focus' ? [] : [`labels:${labels}`])]
  return words.length === 0 ? undefined : words.join(' ')
}

/** Words that this page does not know are passed over. */
export function readLayers(text: string): LayerChoice {
  const words = text.split(' ')
  return { hidden: LAYERS.filter(one => words.includes(`-${one}`)), labels: words.includes('labels:none') ? 'none' : words.includes('labels:all') ? 'all' : 'focus', noise: words.includes('+noise') }
}

/** A session with the way in which it is looked at here. */
export function withView(record: SessionRecord, choice: LayerChoice): SessionRecord {
  const layers = layersText(choice)
  return layers === undefined ? record : { ...record, view: { layers } }
}
