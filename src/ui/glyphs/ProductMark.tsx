/** Our own mark: a glass hub with its spokes, one of them a message under way. */
export function ProductMark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flex: 'none', display: 'block' }}>
      <rect x="1.5" y="1.5" width="29" height="29" rx="9" fill="#326ce5" />
      <path d="M2 13C8 3 22 1 30 8V6.500C30 4 28 2 25.5 2H8C4.5 2 2 4.5 2 8z" fill="#fff" opacity=".16" />
      <g stroke="#fff" strokeWidth="2" strokeLinecap="round" fill="none">
        <path d="M16 11.500V7.500M11.8 18.500L8.5 20.600M20.2 18.500l3.3 2.1" />
        <circle cx="16" cy="16" r="4.6" />
      </g>
      <circle cx="16" cy="6.6" r="2.4" fill="#fff" /><circle cx="7.6" cy="21.3" r="2.4" fill="#fff" /><rect x="22" y="18.9" width="5.2" height="4.8" rx="1.5" fill="#ffd166" />
      <circle cx="16" cy="16" r="1.6" fill="#fff" />
    </svg>
  )
}
