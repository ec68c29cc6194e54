import { expect, test } from 'vitest'
import { visibleHops } from './visible-hops.ts'

const hops = (states: string) => [...states].map((state, i) => ({ id: `B${i + 1}`, verb: 'write' as const, params: {}, state: ({ d: 'done', n: 'now', x: 'next', h: 'hidden' } as const)[state as 'd'] }))
const ids = (states: string, most: number) => visibleHops(hops(states), most).shown.map(({ id }) => id).join(' ')

test('the future beyond one hop is not shown', () => {
  expect(ids('ddnxhhh', 3)).toBe('B1 B2 B3 B4')
})

test('older hops are folded and counted', () => {
  const { shown, earlier } = visibleHops(hops('ddddnxh'), 3)
  expect(shown.map(({ id }) => id)).toEqual(['B3', 'B4', 'B5', 'B6'])
  expect(earlier).toBe(2)
})

test('while a question is open the next hop has a number and no words', () => {
  expect(visibleHops(hops('ddnhh'), 3).hidden?.id).toBe('B4')
})

test('before anything happened there is nothing to tell of, nor to hide', () => {
  expect(ids('xhh', 3)).toBe('')
  expect(visibleHops(hops('hhh'), 3)).toEqual({ shown: [], earlier: 0, hidden: undefined })
})
