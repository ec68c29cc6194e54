import { KIND_PATHS, type GlyphKind } from './kind-paths.ts'

export interface KindGlyphProps {
  readonly kind: GlyphKind
  readonly size?: number
  /** The learner's own things are drawn in the text colour, everything of Kubernetes in its blue; health never recolours it. */
  readonly own?: boolean
}

const HEPTAGON = 'M16 2.4L27.1 7.75L29.84 19.76L22.16 29.39L9.84 29.39L2.16 19.76L4.9 7.75Z'

export function KindGlyph({ kind, size = 20, own = false }: KindGlyphProps) {
  const fill = own ? 'var(--text)' : 'var(--k8s)'
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flex: 'none', display: 'block' }}>
      <path d={HEPTAGON} fill={fill} stroke={fill} strokeWidth="1.6" strokeLinejoin="round" />
      <path d={KIND_PATHS[kind]} transform="translate(7.2 7.6) scale(.733)" fill="none" stroke={own ? 'var(--stage)' : 'var(--k8s-ink)'} strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
