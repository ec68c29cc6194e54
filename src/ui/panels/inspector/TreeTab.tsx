import { memo } from 'react'
import type { AnswerTo, ObjectRef, TreeNode } from '../../../protocol/index.ts'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { glyphOfResource } from '../../glyphs/kind-paths.ts'
import { useText } from '../../i18n/text.ts'
import { useEngine } from '../../store/glass.ts'
import styles from './inspector.module.css'
import { Section } from './Section.tsx'

export interface TreeTabProps { readonly answer: AnswerTo<'object'>; readonly object: ObjectRef }

/** Owners above, dependants below, and what only a selector ties to it, dotted. */
export const TreeTab = memo(function TreeTab({ answer, object }: TreeTabProps) {
  const t = useText()
  const { owners, dependants, selected } = answer
  const base = owners.length
  return (
    <>
      <Section title={t('inspector.owners')}>
        <ul className={styles.tree}>
          {owners.map((node, depth) => <Row key={keyOf(node)} node={node} depth={depth} />)}
          <li aria-current="true" style={{ paddingLeft: 18 * base }}><span className={styles.node}><KindGlyph kind={glyphOfResource(object.resource)} size={18} /><span className="mono">{object.name}</span></span></li>
          {dependants.map(node => <Row key={keyOf(node)} node={node} depth={base + node.depth} />)}
        </ul>
        {base + dependants.length === 0 && <p className={styles.quiet}>{t('inspector.noFamily')}</p>}
      </Section>
      {selected.length > 0 && <Section title={t('inspector.matches')}><ul className={styles.tree} data-dotted="true">{selected.map(node => <Row key={keyOf(node)} node={node} depth={1} />)}</ul></Section>}
    </>
  )
})

function Row({ node, depth }: { readonly node: TreeNode; readonly depth: number }) {
  const engine = useEngine()
  return (
    <li style={{ paddingLeft: 18 * depth }}>
      <button type="button" className={styles.node} onClick={() => engine.command({ do: 'select', object: node.object })}>
        <KindGlyph kind={glyphOfResource(node.object.resource)} size={18} /><span className="hidden-visually">{node.kind} </span><span className="mono">{node.object.name}</span>
      </button>
      <em>{node.status}</em>
    </li>
  )
}

const keyOf = (node: TreeNode): string => `${node.object.resource}/${node.object.namespace}/${node.object.name}`
