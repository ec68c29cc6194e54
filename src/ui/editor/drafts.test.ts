import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { draftOf, keepDraft, lastDraft } from './drafts.ts'

/** The storage of a tab, with room for so many characters. */
function storage(room: number) {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, text: string) {
      if (text.length > room) throw new Error('no room')
      kept.set(key, text)
    },
  }
}

beforeEach(() => vi.stubGlobal('sessionStorage', storage(300)))
afterEach(() => vi.unstubAllGlobals())

test('a draft is kept under what it is of, until it is forgotten', () => {
  keepDraft('a', 'one')
  keepDraft('b', 'two')
  expect([draftOf('a'), draftOf('b'), lastDraft()]).toEqual(['one', 'two', 'b'])
  keepDraft('a', undefined)
  expect([draftOf('a'), draftOf('b')]).toEqual([undefined, 'two'])
})

test('where there is no room for all, the oldest draft goes first', () => {
  keepDraft('a', 'x'.repeat(200))
  keepDraft('b', 'y'.repeat(200))
  expect([draftOf('a'), draftOf('b')]).toEqual([undefined, 'y'.repeat(200)])
})
