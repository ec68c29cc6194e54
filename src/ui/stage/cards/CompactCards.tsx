import { memo } from 'react'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import type { GlyphKind } from '../../glyphs/kind-paths.ts'
import { useText } from '../../i18n/text.ts'
import { useActing } from '../acting.ts'
import styles from './cards.module.css'

type CompactPlace = 'etcd' | 'controller-manager' | 'scheduler' | 'kubectl'

const GLYPHS: Readonly<Record<CompactPlace, GlyphKind>> = { 'etcd': 'etcd', 'controller-manager': 'controller', 'scheduler': 'scheduler', 'kubectl': 'client' }

/** The same geography on a phone: a glyph and a word for each. */
export const CompactCard = memo(function CompactCard({ place }: { readonly place: CompactPlace }) {
  const t = useText()
  const title = place === 'controller-manager' ? t('box.controllers') : place === 'scheduler' ? t('box.scheduler') : place
  return (
    <div className={place === 'etcd' ? styles.compactStore : styles.compact} data-thing={place} data-act={useActing(place, true)}>
      <KindGlyph kind={GLYPHS[place]} size={24} own={place === 'kubectl'} /><b>{title}</b>
    </div>
  )
})
