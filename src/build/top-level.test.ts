import { expect, test } from 'vitest'
import { topLevel } from './top-level.mjs'

const names = (text: string): readonly string[] => topLevel(text).functions.map(({ name }) => name)
const LONG = '/* long enough to be worth a door of its own in another file */'

test('a function of which a constant is made can stand elsewhere, under a name of its own', () => {
  const text = `const HINTS = { Fit(one: number) { return one + 1 ${LONG} }, inner: { *each() { yield 2 ${LONG} } } }`
  const parts = topLevel(text).functions
  expect(parts.map(({ name, owner }) => [name, owner])).toEqual([['HINTS$Fit', 'HINTS'], ['HINTS$each', 'HINTS']])
  const js = parts.map((part) => part.text.replace(': number', '')).join('\n')
  expect(new Function(`${js}\nreturn [HINTS$Fit(1), ...HINTS$each()]`)()).toEqual([2, 2])
})

test('what needs its own object or the function around it stays where it is', () => {
  expect(names(`const counter = { at: 0, next() { return this.at++ ${LONG} } }`)).toEqual([])
  expect(names(`const made = (seed: number) => ({ next: () => seed ${LONG} })`)).toEqual(['made'])
})

test('a function that assigns to a variable of its module stays beside it', () => {
  expect(names(`let count = 0\nconst COUNTERS = { add: () => { count++ ${LONG} } }`)).toEqual([])
})
