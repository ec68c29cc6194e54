import type { Verb } from '../../protocol/index.ts'

export interface VerbGlyphProps { readonly verb: Verb; readonly size?: number }

/** The shape of a message, as the packets on the stage have it: shape first, line second, hue third. */
export function VerbGlyph({ verb, size = 18 }: VerbGlyphProps) {
  return <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" style={{ flex: 'none', display: 'block' }}><VerbShape verb={verb} /></svg>
}

function VerbShape({ verb }: { verb: Verb }) {
  switch (verb) {
    case 'write': return <rect x="2.4" y="4.3" width="15.2" height="11.4" rx="2.9" fill="var(--v-write)" />
    case 'read': return <rect x="3.3" y="5.2" width="13.4" height="9.6" rx="2.5" fill="none" stroke="var(--v-write)" strokeWidth="2.2" />
    case 'reply': return <path d="M8 5.300h7.500a2 2 0 0 1 2 2v5.400a2 2 0 0 1-2 2H8L3 10z" fill="none" stroke="var(--v-write)" strokeWidth="2.2" strokeLinejoin="round" />
    case 'error': return <path d="M5 4.300h10.200a2.4 2.4 0 0 1 2.4 2.400v6.600a2.4 2.4 0 0 1-2.4 2.400H5a2.4 2.4 0 0 1-2.4-2.400v-.9L6 10 2.6 7.600v-.9A2.4 2.4 0 0 1 5 4.300z" fill="var(--s-failed)" />
    case 'watch': return <><circle cx="10" cy="10" r="6.1" fill="none" stroke="var(--v-watch)" strokeWidth="2.4" /><circle cx="10" cy="10" r="2.3" fill="var(--v-watch)" /></>
    case 'raft': return <path d="M10 3l7 7-7 7-7-7z" fill="var(--v-raft)" />
    case 'cri': return <path d="M6.4 4h7.200l3.8 6-3.8 6H6.400L2.6 10z" fill="var(--v-cri)" />
    case 'packet': return <><rect x="2.4" y="4.5" width="15.2" height="11" rx="1.8" fill="var(--v-net)" /><path d="M3.6 6.200L10 11l6.4-4.8" fill="none" stroke="var(--stage)" strokeWidth="1.7" /></>
    case 'timer': return <><circle cx="10" cy="10" r="6.6" fill="none" stroke="var(--t2)" strokeWidth="2" /><path d="M10 6.400V10l2.6 1.8" fill="none" stroke="var(--t2)" strokeWidth="2" strokeLinecap="round" /></>
  }
}
