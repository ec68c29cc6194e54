/** Sizes as registries and disks tell them, in powers of ten: '320 kB', '44.7 MB', '1.9 GB'. */
export function megabytes(bytes: number): string {
  if (bytes >= 1e9) return `${trimmed(bytes / 1e9)} GB`
  return bytes >= 1e6 ? `${trimmed(bytes / 1e6)} MB` : `${Math.round(bytes / 1e3)} kB`
}

const trimmed = (value: number): string => (value >= 100 ? String(Math.round(value)) : String(Number(value.toFixed(1))))
