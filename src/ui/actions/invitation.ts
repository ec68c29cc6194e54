import { useCallback } from 'react'
import type { StoryState } from '../../protocol/index.ts'
import { viewOf } from '../store/entities.ts'
import { useEngine } from '../store/glass.ts'
import { useAskWhy } from './ask-why.ts'

type Invited = NonNullable<StoryState['invitation']>['pods'][number]

/** Does what the story invites to: breaks a Pod, or asks one why it is there. */
export function useAcceptInvitation(): (invite: 'break' | 'why', pod: Invited) => void {
  const engine = useEngine()
  const askWhy = useAskWhy()
  return useCallback((invite, { id, event }) => {
    const pod = viewOf(engine.entities.getState(), 'pod', id)
    if (pod === undefined) return
    if (invite === 'break') return engine.command({ do: 'poke', poke: { poke: 'delete-pod', namespace: pod.namespace, name: pod.name } })
    engine.command({ do: 'select', object: pod.ref })
    askWhy(event)
  }, [engine, askWhy])
}
