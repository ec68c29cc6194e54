import { createStore, type StoreApi } from 'zustand/vanilla'
import { FRAMES_ON_THE_WAY, type AnswerTo, type AnyAnswer, type Command, type Frame, type FromEngine, type ObjectRef, type Question } from '../../protocol/index.ts'
import type { Connect, EngineDoor } from './door.ts'
import { applyViews, noEntities, type Entities } from './entities.ts'
import { applyFleet, noFleet, type Fleet } from './fleet.ts'
import { applyFrame, noSession, type Session } from './session.ts'

/** The page's end of the border: what it knows, and the two ways to speak. */
export interface Engine {
  readonly entities: StoreApi<Entities>
  readonly session: StoreApi<Session>
  readonly fleet: StoreApi<Fleet>
  readonly command: (command: Command) => void
  /** An answer of the question's own kind, asked as of the head of time; undefined when there is none. */
  readonly ask: <Q extends Question>(question: Q) => Promise<AnswerTo<Q['ask']> | undefined>
  /** Every frame, before the stores change: the stage's canvas takes its packets from here, past React. */
  readonly onFrame: (hear: (frame: Frame) => void) => () => void
  /** Commands sent since the last 'open': they survive a failed engine. */
  readonly inputs: () => readonly Command[]
  readonly restart: () => void
  readonly dismiss: (refusal: number) => void
}

export function createEngine(connect: Connect, opening: Command): Engine {
  const entities = createStore<Entities>(noEntities)
  const session = createStore<Session>(noSession)
  const fleet = createStore<Fleet>(noFleet)
  const frameListeners = new Set<(frame: Frame) => void>()
  const waiting = new Map<number, (answer: AnyAnswer) => void>()
  let inputs: readonly Command[] = []
  let opened = opening
  let nextQuestion = 1
  let nextRefusal = 1
  let shown = 0
  /** What was selected here shows at once; frames up to `until` may have left before the engine heard of it. */
  let chosen: { readonly object?: ObjectRef; readonly until: number } | undefined
  let door = openDoor()

  function openDoor(): EngineDoor {
    const fresh = connect()
    fresh.listen(hear)
    fresh.send({ type: 'command', command: opened })
    return fresh
  }

  function hear(message: FromEngine): void {
    switch (message.type) {
      case 'frame': return show(message)
      case 'answer': {
        const answered = waiting.get(message.id)
        waiting.delete(message.id)
        return answered?.(message.answer)
      }
      case 'refused':
        return session.setState(old => ({ refusals: [...old.refusals.slice(-2), { key: nextRefusal++, text: message.text, params: message.params, command: message.command }] }))
      case 'failed': return session.setState({ failed: message })
    }
  }

  function show(frame: Frame): void {
    for (const listener of frameListeners) listener(frame)
    entities.setState(old => applyViews(old, frame), true)
    fleet.setState(old => applyFleet(old, frame), true)
    const selected = chosen !== undefined && frame.seq <= chosen.until ? chosen.object : frame.selected
    session.setState(old => applyFrame(old, { ...frame, selected }), true)
    afterPaint(() => {
      shown = frame.seq
      door.send({ type: 'shown', seq: shown })
    })
  }

  return {
    entities,
    session,
    fleet,
    command(command) {
      if (command.do === 'open') { opened = command; inputs = []; chosen = undefined }
      if (command.do === 'select') {
        chosen = { object: command.object, until: shown + FRAMES_ON_THE_WAY }
        session.setState({ selected: command.object })
      }
      if (command.do === 'kubectl' || command.do === 'poke' || command.do === 'undo-poke') inputs = [...inputs, command]
      door.send({ type: 'command', command })
    },
    ask<Q extends Question>(question: Q) {
      const id = nextQuestion++
      return new Promise<AnswerTo<Q['ask']> | undefined>(resolve => {
        // The engine answers a question with its own kind; the type of the border cannot say so.
        waiting.set(id, answer => resolve(answer.answer === question.ask ? (answer as AnswerTo<Q['ask']>) : undefined))
        door.send({ type: 'question', id, question })
      })
    },
    onFrame(listener) {
      frameListeners.add(listener)
      return () => frameListeners.delete(listener)
    },
    inputs: () => inputs,
    restart() {
      door.close()
      for (const answered of waiting.values()) answered({ answer: 'error', message: 'restarted' })
      waiting.clear()
      inputs = []
      chosen = undefined
      shown = 0
      session.setState(noSession(), true)
      entities.setState(noEntities(), true)
      fleet.setState(noFleet(), true)
      door = openDoor()
    },
    dismiss(refusal) {
      session.setState(old => ({ refusals: old.refusals.filter(one => one.key !== refusal) }))
    },
  }
}

/** A page that is hidden paints nothing, or is hidden before it has painted; what it is told next must not depend on that. */
function afterPaint(done: () => void): void {
  if (document.hidden) return void setTimeout(done, 0)
  const late = setTimeout(() => { cancelAnimationFrame(ticket); done() }, UNPAINTED_MS)
  const ticket = requestAnimationFrame(() => {
    clearTimeout(late)
    setTimeout(done, 0)
  })
}

const UNPAINTED_MS = 500
