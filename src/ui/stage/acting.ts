import type { PlaceId, Verb } from '../../protocol/index.ts'
import { useSession } from '../store/glass.ts'

/** The verb of the message in focus when it starts or ends here, or anywhere inside with `deep`. */
export function useActing(place: PlaceId, deep = false): Verb | undefined {
  return useSession(({ focus }) => {
    if (focus === undefined) return undefined
    const here = (at: PlaceId) => at === place || (deep && at.startsWith(`${place}/`))
    return here(focus.from) || here(focus.to) ? focus.verb : undefined
  })
}
