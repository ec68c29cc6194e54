import { expect, test } from 'vitest'
import { swiped } from './touch.ts'

test('a swipe to the left shows the next node, and stops at the last one', () => {
  expect(swiped(0, 4, -80, 5)).toBe(1)
  expect(swiped(3, 4, -80, 5)).toBe(3)
  expect(swiped(0, 4, 80, 5)).toBe(0)
})

test('scrolling the page is no swipe', () => expect(swiped(1, 4, -50, 90)).toBe(1))
