import { createStore } from 'zustand/vanilla'
import type { AnswerTo, AnyAnswer, Question } from '../../protocol/index.ts'
import type { Engine } from '../store/engine.ts'
import { noEntities, type Entities } from '../store/entities.ts'
import { noFleet, type Fleet } from '../store/fleet.ts'
import { noSession, type Session } from '../store/session.ts'
import type { FromAudience, FromSpeaker } from './channel.ts'

export interface RemoteEngine extends Engine { readonly hear: (message: FromAudience) => void }

/** The audience's engine, as the speaker's window reaches it: what it says is what the other window heard, and commands are carried out there. */
export function remoteEngine(send: (message: FromSpeaker) => void): RemoteEngine {
  const session = createStore<Session>(noSession)
  const waiting = new Map<number, (answer: AnyAnswer | undefined) => void>()
  let nextQuestion = 1
  return {
    session, entities: createStore<Entities>(noEntities), fleet: createStore<Fleet>(noFleet),
    command: command => send({ say: 'command', command }),
    ask<Q extends Question>(question: Q) {
      const id = nextQuestion++
      return new Promise<AnswerTo<Q['ask']> | undefined>(resolve => {
        waiting.set(id, answer => resolve(answer?.answer === question.ask ? (answer as AnswerTo<Q['ask']>) : undefined))
        send({ say: 'question', id, question })
      })
    },
    onFrame: () => () => undefined,
    inputs: () => [],
    restart: () => undefined,
    dismiss: () => undefined,
    hear(message) {
      if (message.say === 'state') session.setState(message.session, true)
      if (message.say !== 'answer') return
      waiting.get(message.id)?.(message.answer)
      waiting.delete(message.id)
    },
  }
}
