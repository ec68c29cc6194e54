import { Clock3, SquareTerminal, Zap } from 'lucide-react'
import { memo } from 'react'
import type { ChainLink } from '../../../protocol/index.ts'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { glyphOfPlace } from '../../glyphs/kind-paths.ts'
import { VerbGlyph } from '../../glyphs/VerbGlyph.tsx'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useText } from '../../i18n/text.ts'
import { useEngine, useSettings } from '../../store/glass.ts'
import { placeName, seconds, shortPlace } from '../names.ts'
import styles from './inspector.module.css'

/** Root on top, newest at the bottom; each link leads to its moment. */
export const Chain = memo(function Chain({ links }: { readonly links: readonly ChainLink[] }) {
  const t = useText()
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  return (
    <ol className={styles.chain} aria-label={t('inspector.chain')}>
      {links.map((link, index) => (
        <li key={`${link.event} ${link.text}`} data-last={index === links.length - 1}>
          <span className={styles.mark}><Mark link={link} /></span>
          <button type="button" title={t('inspector.seek')} onClick={() => engine.command({ do: 'seek', to: { event: link.event } })}>
            <b>{link.verb === 'user' ? t('inspector.you') : link.verb === 'fault' ? t('inspector.fault') : link.verb === 'timer' ? `${t('inspector.clock')} · ${placeName(link.place)}` : route(link)}</b><time>{seconds(link.at)} s</time>
            <span>{say(language, link.text, paramsOf(link))}{link.stored !== undefined && <em>{t('inspector.stored', { revision: link.stored })}</em>}</span>
            {link.merged > 0 && <small>{t('inspector.merged', { count: link.merged })}</small>}
          </button>
        </li>
      ))}
    </ol>
  )
})

/** A link's parameters, with the places by the names that people use. */
export const paramsOf = (link: ChainLink): Readonly<Record<string, string>> => ({ ...link.params, from: placeName(link.place), to: placeName(link.to ?? '') })

const route = ({ place, to, verb }: ChainLink): string => (to === undefined || verb === 'decision' ? placeName(place) : `${shortPlace(place)} → ${shortPlace(to)}`)

function Mark({ link }: { readonly link: ChainLink }) {
  switch (link.verb) {
    case 'user': return <i data-root="true"><SquareTerminal size={15} aria-hidden="true" /></i>
    case 'fault': return <i data-root="fault"><Zap size={15} aria-hidden="true" /></i>
    case 'timer': return <i data-root="true"><Clock3 size={15} aria-hidden="true" /></i>
    case 'decision': return <KindGlyph kind={glyphOfPlace(link.place)} size={22} />
    default: return <VerbGlyph verb={link.verb} size={18} />
  }
}
