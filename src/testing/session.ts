import { createSession, hear, join, kernelOf, take, tick, type Session } from '../engines/session/session.ts'
import type { AnyAnswer, Command, Frame, FromEngine, Question } from '../protocol/index.ts'
import './late-parts.ts'

/** A page without a screen: it shows frames at once and its clock runs as fast as it is asked to. */
export interface TestPage {
  readonly session: Session
  readonly frames: readonly Frame[]
  readonly refused: readonly FromEngine[]
  command(command: Command): void
  ask(question: Question): AnyAnswer
  /** Lets the page's wall clock run until the story has come to rest. */
  untilRest(): void
  /** Lets the wall clock run for so many milliseconds. */
  wait(ms: number): void
  last(): Frame
}

export function testPage(scenario = 'rollout', seed = 7): TestPage {
  let wall = 0
  let question = 1
  const frames: Frame[] = []
  const refused: FromEngine[] = []
  const answers = new Map<number, AnyAnswer>()
  const session = createSession(scenario, seed, wall)
  const viewer = join(session)
  const turn = (): void => {
    wall += 16
    tick(session, wall, Infinity, () => 0)
    for (const message of take(session, viewer, wall)) {
      if (message.type === 'frame') {
        // What is not told again stays as it was, as on the page.
        frames.push(message.story === undefined && !message.fresh ? { ...message, story: frames.at(-1)?.story } : message)
        hear(session, viewer, { type: 'shown', seq: message.seq }, wall)
      } else if (message.type === 'answer') answers.set(message.id, message.answer)
      else refused.push(message)
    }
  }
  const settle = (): void => {
    session.dirty = true
    for (let i = 0; i < 4; i++) turn()
  }
  settle()
  return {
    session, frames, refused,
    command(command) { hear(session, viewer, { type: 'command', command }, wall) },
    ask(asked) {
      const id = question++
      hear(session, viewer, { type: 'question', id, question: asked }, wall)
      turn()
      return answers.get(id)!
    },
    untilRest() {
      for (let i = 0; i < 400_000 && (session.playing || session.motion.motion !== 'none'); i++) turn()
      settle()
    },
    wait(ms) { for (let i = 0; i < ms / 16; i++) turn() },
    last: () => frames.at(-1)!,
  }
}

export { kernelOf }
