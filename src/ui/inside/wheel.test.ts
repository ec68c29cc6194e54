import { expect, test } from 'vitest'
import { crossed, growth } from './wheel.ts'

const turned = (deltas: readonly number[], pinch: boolean) => crossed(deltas.reduce((scale, delta) => scale * growth(delta, pinch), 1), pinch)

test('one click of the wheel springs back, a few of them go over the border, in or out', () => {
  expect([[-100], [-100, -100, -100, -100], [100, 100, 100, 100]].map(deltas => turned(deltas, false))).toEqual([0, 1, -1])
})

test('to and fro crosses nothing', () => {
  expect(turned([-100, 100, -100, 100, -100, 100], false)).toBe(0)
  expect(turned([-10, 10, -10, 10], true)).toBe(0)
})

test('two fingers cross at twelve hundredths', () => {
  expect([turned([-10], true), turned([-12], true), turned([12], true)]).toEqual([0, 1, -1])
})
