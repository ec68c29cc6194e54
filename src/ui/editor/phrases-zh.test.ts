import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PHRASES_ZH } from './phrases-zh.ts'

test('what CodeMirror itself says is said in Chinese too', () => {
  const said = ['search', 'autocomplete', 'lint', 'commands', 'view'].flatMap(name => [...readFileSync(`node_modules/@codemirror/${name}/dist/index.js`, 'utf8').matchAll(/phrase\((?:view, )?"([^"]+)"/g)].map(match => match[1]!))
  expect(said.length).toBeGreaterThan(15)
  expect([...new Set(said)].filter(phrase => PHRASES_ZH[phrase] === undefined)).toEqual([])
  // And nothing is left over that it says no more.
  expect(Object.keys(PHRASES_ZH).filter(phrase => !said.includes(phrase))).toEqual([])
})
