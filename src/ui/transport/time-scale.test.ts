import { expect, test } from 'vitest'
import type { TimelineMark } from '../../protocol/index.ts'
import { idlesOf, niceRange, planScale, scaleOf, secondsText, timeScale } from './time-scale.ts'

const SECOND = 1_000_000
const idle: TimelineMark = { mark: 'idle', branch: 0, at: 3 * SECOND, until: 300 * SECOND }

test('a click on the scrubber goes to the time that is drawn there', () => {
  const scale = timeScale([idle], 0, 0, 310 * SECOND, 700)
  for (const at of [0, 1 * SECOND, 2.5 * SECOND, 301 * SECOND, 310 * SECOND]) expect(Math.abs(scale.timeOf(scale.xOf(at)) - at)).toBeLessThan(SECOND / 1000)
})

test('idle time is folded, busy time keeps its proportions', () => {
  const scale = timeScale([idle], 0, 0, 310 * SECOND, 700)
  const [fold] = scale.folds
  expect(fold?.width).toBeLessThan(100)
  expect(scale.xOf(2 * SECOND) - scale.xOf(1 * SECOND)).toBeCloseTo(scale.xOf(305 * SECOND) - scale.xOf(304 * SECOND))
})

test('idle stretches of another branch fold nothing here', () => {
  expect(timeScale([{ ...idle, branch: 1 }], 0, 0, 310 * SECOND, 700).folds).toEqual([])
})

test('time never runs backwards on the scrubber', () => {
  const scale = timeScale([idle, { ...idle, at: 2 * SECOND, until: 4 * SECOND }], 0, 0, 310 * SECOND, 700)
  let last = -1
  for (let at = 0; at <= 310; at += 1) {
    const x = scale.xOf(at * SECOND)
    expect(x).toBeGreaterThanOrEqual(last)
    last = x
  }
})

test('the scale rests while time runs and then makes one step', () => {
  expect(niceRange(10.1 * SECOND)).toBe(niceRange(10.9 * SECOND))
  expect(niceRange(200 * SECOND)).toBeGreaterThan(200 * SECOND)
})

test('the clock shows milliseconds', () => expect(secondsText(12_106_400)).toBe('12.106'))

test('while time runs on, all that is drawn already stays where it is', () => {
  const plans = [310.2, 310.9, 311.3].map(end => planScale(idlesOf([idle], 0), 0, end * SECOND, 700))
  expect(new Set(plans.map(({ key }) => key)).size).toBe(1)
  expect(scaleOf(plans[0]!).xOf(313 * SECOND)).toBeGreaterThan(scaleOf(plans[0]!).xOf(311 * SECOND))
})
