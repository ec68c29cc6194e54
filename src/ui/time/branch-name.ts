import { useCallback } from 'react'
import type { TimelineDelta } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import { useSession } from '../store/glass.ts'
import { pokeText } from '../transport/poke-text.ts'

/** What a branch is called: by the visitor, else after what was done first on it. */
export function useBranchName(): (branch: Pick<TimelineDelta['branches'][number], 'id' | 'name'> | undefined) => string {
  const t = useText()
  const marks = useSession(session => session.timeline.marks)
  return useCallback(branch => {
    if (branch === undefined || branch.id === 0) return branch === undefined || branch.name === 'main' ? t('transport.branch.main') : branch.name
    if (branch.name === '') return t('time.fork', { number: branch.id })
    const fault = marks.find(mark => mark.mark === 'fault' && mark.branch === branch.id && mark.poke.poke === branch.name)
    return fault?.mark === 'fault' ? t('time.fork.after', { number: branch.id, what: pokeText(fault.poke, t) }) : branch.name
  }, [t, marks])
}
