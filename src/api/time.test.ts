import fc from 'fast-check'
import { expect, test } from 'vitest'
import { humanDuration, microTimeText, parseTimeUs, timeText } from './time.ts'

test('virtual time 0 is the first second of 2026', () => {
  expect(timeText(0)).toBe('2026-01-01T00:00:00Z')
  expect(timeText(5_999_999)).toBe('2026-01-01T00:00:05Z')
  expect(microTimeText(123)).toBe('2026-01-01T00:00:00.000123Z')
})

test('times agree with the calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }), (seconds) => {
      expect(timeText(seconds * 1_000_000)).toBe(`${new Date((seconds + 1_767_225_600) * 1000).toISOString().slice(0, 19)}Z`)
      expect(parseTimeUs(timeText(seconds * 1_000_000))).toBe(seconds * 1_000_000)
    }),
  )
})

test('an offset is taken off, and nonsense is no time', () => {
  expect(parseTimeUs('2026-01-01T02:00:00.5+02:00')).toBe(500_000)
  for (const text of ['yesterday', '2026-02-30T00:00:00Z', '2026-01-01', undefined]) expect(parseTimeUs(text)).toBeNaN()
})

test('ages are printed as kubectl prints them', () => {
  const ages: readonly (readonly [number, string])[] = [
    [-2, '<invalid>'],
    [-1, '0s'],
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [185, '3m5s'],
    [600, '10m'],
    [10_799, '179m'],
    [11_100, '3h5m'],
    [28_800, '8h'],
    [172_800, '2d'],
    [183_600, '2d3h'],
    [691_200, '8d'],
    [63_072_000, '2y'],
    [63_936_000, '2y10d'],
    [252_288_000, '8y'],
  ]
  for (const [seconds, text] of ages) expect(humanDuration(seconds)).toBe(text)
})
