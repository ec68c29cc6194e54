import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SortedTexts } from './sorted-texts.ts'

const text = fc.string({ maxLength: 3 })
const filled = (texts: readonly string[]): SortedTexts => {
  const sorted = new SortedTexts()
  for (const one of texts) sorted.add(one)
  return sorted
}
const inOrder = (texts: readonly string[]): string[] => [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1))

test('whatever is added, every text stands there once, in order, and can be read on from anywhere', () => {
  fc.assert(fc.property(fc.array(text, { maxLength: 3000, size: 'max' }), text, (texts, from) => {
    expect([...filled(texts).from('')]).toEqual(inOrder(texts))
    expect([...filled(texts).from(from)]).toEqual(inOrder(texts).filter((one) => one >= from))
  }), { numRuns: 60 })
})

test('a copy and its original know nothing of what the other is given later', () => {
  fc.assert(fc.property(fc.array(text, { maxLength: 1500, size: 'max' }), fc.array(text), fc.array(text), (texts, mine, yours) => {
    const original = filled(texts)
    const copy = original.clone()
    for (const one of mine) original.add(one)
    for (const one of yours) copy.add(one)
    expect([[...original.from('')], [...copy.from('')]]).toEqual([inOrder([...texts, ...mine]), inOrder([...texts, ...yours])])
  }), { numRuns: 60 })
})

test('a hundred thousand texts in order are added in no time that anybody notices', () => {
  const sorted = new SortedTexts()
  for (let i = 0; i < 100_000; i++) sorted.add(`/registry/pods/default/web-${String(i).padStart(6, '0')}`)
  expect([...sorted.from('/registry/pods/default/web-099998')]).toHaveLength(2)
})
