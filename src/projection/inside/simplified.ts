import { fidelityOf } from '../../cluster/details.ts'
import { SIMPLIFIED_ZH } from '../../lessons/texts/simplified-zh.ts'
import type { PlaceId, Simplified } from '../../protocol/index.ts'

const NODE = ['kubelet', 'runtime', 'network']
/** Which part's sentences stand at the foot of which place. */
function partsOf(place: PlaceId): readonly string[] {
  const [kind, , agent, container] = place.split('/')
  switch (kind) {
    case 'node': return agent === 'proxy' ? ['network'] : NODE
    case 'pod': return container === undefined ? ['kubelet', 'network'] : ['runtime']
    default: return [kind!]
  }
}

/** What is simplified in a place, without the name of the part that begins a sentence. */
export const simplifiedIn = (place: PlaceId): readonly Simplified[] =>
  partsOf(place).flatMap((part) => fidelityOf(part).map((sentence) => ({ en: bare(sentence), zh: SIMPLIFIED_ZH[sentence] ?? bare(sentence) })))

function bare(sentence: string): string {
  const words = sentence.replace(/^[a-z]+: /, '')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
