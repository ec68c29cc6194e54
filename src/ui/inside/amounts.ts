/** A stretch of virtual time as short as it can be told: '840 µs', '1.3 ms', '2.4 s', '5 min'. */
export function duration(us: number): string {
  const size = Math.abs(us)
  if (size < 1_000) return `${Math.round(us)} µs`
  if (size < 1_000_000) return `${trimmed(us / 1_000)} ms`
  if (size < 600_000_000) return `${trimmed(us / 1_000_000)} s`
  return `${Math.round(us / 60_000_000)} min`
}

const trimmed = (value: number): string => (Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3))))

/** The same where there is hardly room, in seconds: '0.8 s', '9.7 s', '160 s'. */
export const shortly = (us: number): string => `${us >= 99_950_000 ? Math.round(us / 1_000_000) : (us / 1_000_000).toFixed(1)} s`

/** '500m' or '2' as Kubernetes writes cpu. */
export const cpuText = (milli: number): string => (milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`)

/** '256Mi' or '1.5Gi' as Kubernetes writes memory. */
export function memoryText(bytes: number): string {
  const mebibytes = Math.round(bytes / 1_048_576)
  return mebibytes >= 1024 && mebibytes % 128 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`
}

/** 'default/httpd-app-6bc554bdb6-4jbm4' where there is little room: without the usual namespace. */
export const shortKey = (key: string): string => (key.startsWith('default/') ? key.slice('default/'.length) : key)

/** The end of a long name tells siblings apart. */
export const tail = (name: string, length = 22): string => (name.length > length ? `…${name.slice(1 - length)}` : name)
