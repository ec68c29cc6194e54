import { performance } from 'node:perf_hooks'

/** One line of the report. */
export function row(what: string, figure: string, note = ''): void {
  console.log(`${what.padEnd(58)} ${figure.padStart(16)}  ${note}`)
}

export const ms = (from: number): number => performance.now() - from

/** A quantile of numbers: 0.5 is the median. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export const megabytes = (): string => {
  globalThis.gc?.()
  return `${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB`
}

/** A measure beside its budget; what misses it says so. */
export const against = (measured: number, budget: number, unit: string): string => `budget ${budget} ${unit}${measured > budget ? ': MISSED' : ''}`
