import { expect, test } from 'vitest'
import en from './en.json'
import zh from './zh.json'
import { filled } from './lesson-texts.ts'

test('every visible text exists in both languages, with the same parameters', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
  const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort()
  for (const [key, text] of Object.entries(en)) expect(names(zh[key as keyof typeof zh]), key).toEqual(names(text))
})

test('a caption keeps a parameter that the run did not give', () => {
  expect(filled('{a} wins with {b}', { a: 'node-a' })).toBe('node-a wins with {b}')
})
