import type { Poke } from '../../protocol/index.ts'
import type { Translate } from '../i18n/text.ts'

/** What was broken, as a flag says it. */
export const pokeText = (poke: Poke, t: Translate): string => t(`flag.${poke.poke}`, paramsOf(poke))

/** What the menu offers to do. */
export function pokeOffer(poke: Poke, t: Translate): string {
  const kind = poke.poke === 'cut-link' && poke.oneWay === true ? 'cut-link.oneWay' : poke.poke
  return t(`poke.${kind}`, paramsOf(poke))
}

function paramsOf(poke: Poke): Record<string, string | number> {
  const params: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(poke)) params[key] = key === 'from' || key === 'to' || key === 'process' ? last(String(value)) : value
  return params
}

const last = (place: string) => place.split('/').at(-1) ?? place
