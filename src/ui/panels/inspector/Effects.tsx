import { memo, useState } from 'react'
import type { EffectNode } from '../../../protocol/index.ts'
import { useLessonText } from '../../i18n/lesson-texts.ts'
import { useEngine, useSettings } from '../../store/glass.ts'
import { seconds } from '../names.ts'
import { paramsOf } from './Chain.tsx'
import styles from './inspector.module.css'

const OPEN_DEPTH = 2

/** What an event set off: branches open as they are asked for, so that a storm of effects costs nothing. */
export const Effects = memo(function Effects({ nodes, depth = 0 }: { readonly nodes: readonly EffectNode[]; readonly depth?: number }) {
  return <ul className={styles.effects}>{nodes.map(node => <Effect key={node.link.event} node={node} depth={depth} />)}</ul>
})

function Effect({ node: { link, count, children }, depth }: { readonly node: EffectNode; readonly depth: number }) {
  const say = useLessonText()
  const engine = useEngine()
  const language = useSettings(settings => settings.language)
  // A chain without forks does not need a level for each of its links.
  const deeper = children.length > 1 ? depth + 1 : depth
  const [open, setOpen] = useState(depth < OPEN_DEPTH)
  return (
    <li>
      <div>
        {children.length > 1 && <button type="button" aria-expanded={open} aria-label={`${children.length}`} onClick={() => setOpen(!open)}>{open ? '−' : `+${children.length}`}</button>}
        <button type="button" onClick={() => engine.command({ do: 'seek', to: { event: link.event } })}>{say(language, link.text, paramsOf(link))}{count > 1 && ` ×${count}`}</button>
        <time>{seconds(link.at)}</time>
      </div>
      {children.length > 0 && open && (children.length > 1 ? <Effects nodes={children} depth={deeper} /> : <ul>{children.map(node => <Effect key={node.link.event} node={node} depth={deeper} />)}</ul>)}
    </li>
  )
}
