import { createSession, hear, isActive, isOwing, join, take, tick } from '../engines/session/session.ts'
import { lessonNamed } from '../lessons/index.ts'

/** The lesson's own run up to the end of its first line, looked at all along: what the engine's first part is for. Run by the build (`build/rest.mjs`). */
export function firstRun(): void {
  const lesson = lessonNamed('rollout')!
  let wall = 0
  const session = createSession(lesson.scenario, lesson.seed, wall)
  const viewer = join(session)
  const look = (): void => {
    wall += 40
    tick(session, wall, 0, () => wall + 1)
    isActive(session)
    isOwing(session)
    for (const message of take(session, viewer, wall)) if (message.type === 'frame') hear(session, viewer, { type: 'shown', seq: message.seq }, wall)
  }
  look()
  hear(session, viewer, { type: 'command', command: { do: 'pace', pace: 'story', speed: 1 } }, wall)
  hear(session, viewer, { type: 'command', command: { do: 'kubectl', line: lesson.chapters[0]!.command } }, wall)
  while (!session.settled) look()
  look()
}
