import { memo, useLayoutEffect, useRef } from 'react'
import type { BlameLine, ChainLink, OwnAnswer, WaitsFor } from '../../../protocol/index.ts'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useSettings } from '../../store/glass.ts'
import { placeName, seconds } from '../names.ts'
import styles from './terminal.module.css'

type Say = (id: string, params?: Readonly<Record<string, string>>) => string

/** What `kubectl why` and `kubectl blame` print. Ours, so it says so; text like kubectl's, so it can be selected and copied. */
export const OwnLine = memo(function OwnLine({ answer }: { readonly answer: OwnAnswer }) {
  const texts = useLessonText()
  const language = useSettings(settings => settings.language)
  const say: Say = (id, params) => texts(language, id, params)
  const self = useRef<HTMLDivElement>(null)
  // It comes a moment after its line, and what is printed last is what stands at the bottom.
  useLayoutEffect(() => { self.current?.scrollIntoView({ block: 'nearest' }) }, [])
  return <div ref={self}><Body answer={answer} say={say} /></div>
})

function Body({ answer, say }: { readonly answer: OwnAnswer; readonly say: Say }) {
  if (answer.own === 'problem') return <pre data-kind="stderr">{say(answer.text, answer.params)}</pre>
  if (answer.own === 'help') return <Help about={answer.about} say={say} />
  const { kind, object: { name } } = answer
  return (
    <div className={styles.own} role="group" aria-label={say('own.mark')}>
      <p className={styles.mark} title={say('own.mark')}>◆ {answer.own === 'blame' ? say('own.blame', { kind, name }) : answer.not ? say(answer.waits.length > 0 ? 'own.not' : 'own.not.nothing', { kind, name }) : say(answer.links.length > 0 ? 'own.why' : 'own.why.gone', { kind, name })}</p>
      {answer.own === 'blame' ? <Blame lines={answer.lines} say={say} /> : (
        <>
          {!answer.not && answer.links.length > 0 && <ol>{answer.links.map(link => <Link key={`${link.event} ${link.text}`} link={link} say={say} />)}</ol>}
          {!answer.not && answer.waits.length > 0 && <p className={styles.mark}>◆ {say('own.not', { kind, name })}</p>}
          {answer.waits.length > 0 && <ul>{answer.waits.map((wait, index) => <Wait key={index} wait={wait} say={say} />)}</ul>}
        </>
      )}
    </div>
  )
}

function Link({ link, say }: { readonly link: ChainLink; readonly say: Say }) {
  const { at, place, to, verb, text, params, stored, merged } = link
  const who = verb === 'user' || verb === 'fault' ? '' : to === undefined || verb === 'decision' || verb === 'timer' ? `${placeName(place)}: ` : `${placeName(place)} → ${placeName(to)}: `
  const more = [...(stored === undefined ? [] : [say('own.stored', { revision: String(stored) })]), ...(merged > 0 ? [say('own.merged', { count: String(merged) })] : [])]
  return <li><pre><time>{seconds(at).padStart(10)} s  </time><b>{who}</b>{say(text, { ...params, from: placeName(place), to: placeName(to ?? '') })}{more.length > 0 && <i>  ({more.join('; ')})</i>}</pre></li>
}

function Wait({ wait, say }: { readonly wait: WaitsFor; readonly say: Say }) {
  const { depth, since, until, text, params } = wait
  const times = [...(since === undefined || since < 0 ? [] : [say('own.since', { seconds: seconds(since) })]), ...(until === undefined ? [] : [say('own.until', { seconds: seconds(until) })])]
  return <li><pre>{'  '.repeat(depth)}{depth > 0 ? '← ' : '  '}<b>{wait.waiter}: </b>{say(text, params)}{times.length > 0 && <i>  ({times.join(', ')})</i>}</pre></li>
}

const TEXT_MOST = 44

/** Revision and time before the line, as they are short; behind it who manages the field and whose request it was. */
function Blame({ lines, say }: { readonly lines: readonly BlameLine[]; readonly say: Say }) {
  const times = lines.map(({ at, revision }) => (revision === undefined ? '' : at === undefined ? say('own.before') : `${seconds(at)} s`))
  const [digits, long] = [Math.max(...lines.map(({ revision }) => String(revision ?? '').length)), Math.max(...times.map(time => time.length))]
  const text = Math.min(TEXT_MOST, Math.max(...lines.map(line => line.text.length)))
  return (
    <pre className={styles.blame}>{lines.map((line, index) => (
      <span key={index} data-revision={line.revision}><i>{String(line.revision ?? '').padStart(digits)}  {times[index]!.padStart(long)} │ </i>{line.text.padEnd(text)}{line.manager !== undefined && <i>  # {[line.manager, line.user].filter(Boolean).join(', ')}</i>}{'\n'}</span>
    ))}</pre>
  )
}

function Help({ about, say }: { readonly about: 'why' | 'blame' | undefined; readonly say: Say }) {
  const commands = about === undefined ? (['why', 'blame'] as const) : [about]
  return <div className={styles.own} role="group" aria-label={say('own.mark')}><p className={styles.mark}>◆ {say('own.help')}</p>{commands.map(one => <pre key={one}>  {say(`own.help.${one}`)}{'\n'}      {say(`own.help.${one}.about`)}</pre>)}</div>
}
