import { useCallback, useSyncExternalStore } from 'react'
import type { PlaceId, Verb } from '../../protocol/index.ts'
import { useGlass } from '../store/glass.ts'
import { keyedBy } from '../store/keyed.ts'
import type { Session } from '../store/session.ts'

/** Only the two ends of the message before and of the one now are lit or put out. */
const byPlace = keyedBy<Session>((next, before) => (next.focus === before.focus ? [] : [...placesOf(before.focus), ...placesOf(next.focus)]))

/** The verb of the message in focus when it starts or ends here, or anywhere inside with `deep`. */
export function useActing(place: PlaceId, deep = false): Verb | undefined {
  const { session } = useGlass().engine
  const watch = useCallback((wake: () => void) => byPlace(session).watch(place, wake), [session, place])
  return useSyncExternalStore(watch, () => {
    const { focus } = session.getState()
    if (focus === undefined) return undefined
    const here = (at: PlaceId) => at === place || (deep && at.startsWith(`${place}/`))
    return here(focus.from) || here(focus.to) ? focus.verb : undefined
  })
}

/** A place and all that it is inside of. */
function placesOf(focus: Session['focus']): readonly string[] {
  if (focus === undefined) return []
  return [focus.from, focus.to].flatMap(place => place.split('/').map((_, depth, parts) => parts.slice(0, depth + 1).join('/')))
}
