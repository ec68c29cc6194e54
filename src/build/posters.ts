import { stageMoment } from '../engines/session/aside.ts'
import { createSession, hear, join, take, tick } from '../engines/session/session.ts'
import '../testing/late-parts.ts'
import { lessonNamed, SCENARIOS } from '../lessons/index.ts'
import { text as english } from '../lessons/texts/en.ts'
import { text as chinese } from '../lessons/texts/zh.ts'
import { posterOf } from '../ui/reach/poster.ts'

const SEED = 7
/** A lesson is shown where it is in full swing, everything else as it begins. */
const HOPS_IN = .8
const TURNS_MOST = 200_000

/** A poster of every scenario that has cards, by its file's name. Each is a moment of a run that really happens here. */
export function posters(): readonly { readonly file: string; readonly svg: string }[] {
  return SCENARIOS.filter(({ workloads }) => workloads === undefined).map(({ id, lesson }) => {
    const session = createSession(id, SEED, 0)
    const chapter = lessonNamed(lesson ?? '')?.chapters[0]
    if (chapter !== undefined) runTo(session, chapter.command, chapter.hops[Math.floor(chapter.hops.length * HOPS_IN)]!.id)
    const moment = stageMoment(session)
    const { text, params }: { readonly text: string; readonly params: Readonly<Record<string, string>> } = moment.caption ?? { text: `scenario.${id}.about`, params: {} }
    const words = (said: (id: string) => string) => said(text).replaceAll(/\{([\w.-]+)\}/g, (whole, name: string) => params[name] ?? whole)
    return { file: `posters/${id}.svg`, svg: posterOf(moment, { en: words(english), zh: words(chinese) }) }
  })
}

function runTo(session: ReturnType<typeof createSession>, line: string, hop: string): void {
  const viewer = join(session)
  let wall = 0
  hear(session, viewer, { type: 'command', command: { do: 'kubectl', line } }, wall)
  hear(session, viewer, { type: 'command', command: { do: 'run-until', until: { is: 'hop', id: hop } } }, wall)
  for (let turn = 0; turn < TURNS_MOST && (session.playing || session.motion.motion !== 'none'); turn++) {
    wall += 16
    tick(session, wall, Infinity, () => 0)
    for (const message of take(session, viewer, wall)) if (message.type === 'frame') hear(session, viewer, { type: 'shown', seq: message.seq }, wall)
  }
}
