import { rememberedByText } from './remembered.ts'

// Object timestamps as text, and ages as kubectl prints them. Virtual time 0 is 2026-01-01T00:00:00Z.

const EPOCH_SECONDS = 1_767_225_600
const DAY_SECONDS = 86_400

// NB: caches at module level, because the text of a second never changes. All who write within a second write the same text, and so share it.
const RECENT = 256
const recentSeconds = new Float64Array(RECENT).fill(Number.NaN)
const recentTexts: string[] = new Array<string>(RECENT).fill('')

/** metav1.Time of a virtual time in microseconds: whole seconds, "2026-01-01T00:00:05Z". */
export function timeText(us: number): string {
  const second = Math.floor(us / 1_000_000)
  const slot = ((second % RECENT) + RECENT) % RECENT
  if (recentSeconds[slot] !== second) {
    recentSeconds[slot] = second
    recentTexts[slot] = `${secondText(second)}Z`
  }
  return recentTexts[slot]!
}

/** metav1.MicroTime: "2026-01-01T00:00:05.000123Z". */
export function microTimeText(us: number): string {
  const seconds = Math.floor(us / 1_000_000)
  return `${secondText(seconds)}.${digits(us - seconds * 1_000_000, 6)}Z`
}

/** Virtual microseconds of an RFC 3339 text; NaN where it is none. */
export const parseTimeUs = (text: string | undefined): number => (text === undefined ? Number.NaN : understood(text))

const understood = rememberedByText(readTimeUs)

function readTimeUs(text: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text)
  if (!match) return Number.NaN
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return Number.NaN
  const offset = match[8] ? (Number(match[9]) * 60 + Number(match[10])) * (match[8] === '+' ? 60 : -60) : 0
  const seconds = daysFromCivil(year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset
  return (seconds - EPOCH_SECONDS) * 1_000_000 + (match[7] ? Number(match[7].padEnd(6, '0').slice(0, 6)) : 0)
}

/** An age as kubectl prints it. Models apimachinery's duration.HumanDuration. */
export function humanDuration(seconds: number): string {
  const whole = Math.trunc(seconds)
  if (whole < -1) return '<invalid>'
  if (whole < 0) return '0s'
  if (whole < 120) return `${whole}s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 10) return pair(minutes, 'm', whole % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(hours / 24)
  if (days < 8) return pair(days, 'd', hours % 24, 'h')
  if (days < 730) return `${days}d`
  const years = Math.floor(days / 365)
  return years < 8 ? pair(years, 'y', days % 365, 'd') : `${years}y`
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`
}

function secondText(virtualSeconds: number): string {
  const total = virtualSeconds + EPOCH_SECONDS
  const day = Math.floor(total / DAY_SECONDS)
  const rest = total - day * DAY_SECONDS
  const clock = `${digits(Math.floor(rest / 3600), 2)}:${digits(Math.floor(rest / 60) % 60, 2)}:${digits(rest % 60, 2)}`
  return `${civilFromDays(day)}T${clock}`
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days since 1970-01-01 of the Gregorian calendar, counted in years that begin on 1 March. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function civilFromDays(days: number): string {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1, 2)}`
}
