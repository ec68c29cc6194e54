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

/** A poster of every scenario that has cards, and of every hop of its lesson, by its file's name. Each is a moment of a run that really happens here. */
export function posters(): readonly { readonly file: string; readonly svg: string }[] {
  return SCENARIOS.filter(({ workloads }) => workloads === undefined).flatMap(({ id, lesson }) => {
    const session = createSession(id, SEED, 0)
    const chapters = lessonNamed(lesson ?? '')?.chapters ?? []
    if (chapters.length === 0) return [drawn(session, id, id)]
    const hops = chapters.flatMap(({ command, hops }) => hops.map((hop, index) => {
      runTo(session, hop.id, index === 0 ? command : undefined)
      return { hop: hop.id, svg: drawn(session, id, `${id}.${hop.id}`) }
    }))
    const own = chapters[0]!.hops[Math.floor(chapters[0]!.hops.length * HOPS_IN)]!.id
    return [{ ...hops.find(({ hop }) => hop === own)!.svg, file: `posters/${id}.svg` }, ...hops.map(({ svg }) => svg)]
  })
}

function drawn(session: ReturnType<typeof createSession>, scenario: string, name: string): { readonly file: string; readonly svg: string } {
  const moment = stageMoment(session)
  const { text, params }: { readonly text: string; readonly params: Readonly<Record<string, string>> } = moment.caption ?? { text: `scenario.${scenario}.about`, params: {} }
  const words = (said: (id: string) => string) => said(text).replaceAll(/\{([\w.-]+)\}/g, (whole, name: string) => params[name] ?? whole)
  return { file: `posters/${name}.svg`, svg: posterOf(moment, { en: words(english), zh: words(chinese) }) }
}

/** As `from=` of an embedding page does it: the chapter's own command, and then up to the hop. */
function runTo(session: ReturnType<typeof createSession>, hop: string, line: string | undefined): void {
  const viewer = join(session)
  let wall = 0
  if (line !== undefined) hear(session, viewer, { type: 'command', command: { do: 'kubectl', line } }, wall)
  hear(session, viewer, { type: 'command', command: { do: 'run-until', until: { is: 'hop', id: hop } } }, wall)
  for (let turn = 0; turn < TURNS_MOST && (session.playing || session.motion.motion !== 'none'); turn++) {
    wall += 16
    tick(session, wall, Infinity, () => 0)
    for (const message of take(session, viewer, wall)) if (message.type === 'frame') hear(session, viewer, { type: 'shown', seq: message.seq }, wall)
  }
}
