import { expect, test } from 'vitest'
import { FLEETS, SCENARIOS } from '../../scenarios.ts'
import { NOTES as en } from './notes-en.ts'
import { NOTES as zh } from './notes-zh.ts'

const told = [...SCENARIOS, ...FLEETS].filter(({ lesson }) => lesson === undefined).map(({ id }) => id).sort()
const sentences = (text: string): number => text.split(/[.?!](?= |$)|[。？！]/).filter((part) => part.trim() !== '').length

test('every scenario has notes for who presents it, in both languages, and no others have', () => {
  for (const notes of [en, zh]) expect(Object.keys(notes).sort()).toEqual(told)
})

test('a note is short: a sentence or two of each, that can be said aloud', () => {
  for (const notes of [en, zh]) for (const [id, { watch, ask, belief }] of Object.entries(notes)) for (const text of [watch, ask, belief]) {
    expect([id, text, sentences(text) >= 1 && sentences(text) <= 3]).toEqual([id, text, true])
    expect([id, text.length <= 240]).toEqual([id, true])
  }
})

test('Chinese notes are written in Chinese, with Chinese marks', () => {
  for (const [id, { watch, ask, belief }] of Object.entries(zh)) {
    expect([id, [watch, ask, belief].filter((text) => !/[\u4e00-\u9fff]/.test(text) || /[,;?!](?!\d)/.test(text))]).toEqual([id, []])
    expect([id, ask.includes('？')]).toEqual([id, true])
  }
  for (const [id, { ask }] of Object.entries(en)) expect([id, ask.includes('?')]).toEqual([id, true])
})
