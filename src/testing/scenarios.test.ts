import { expect, test } from 'vitest'
import { SCENARIOS, THEMES } from '../lessons/index.ts'
import * as en from '../lessons/texts/en.ts'
import * as zh from '../lessons/texts/zh.ts'
import { bareWords } from './bare-words.ts'
import { testPage } from './session.ts'

/** Lines of the scenarios that are meant to fail, and the words with which they do. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'api-restart kubectl get pods': /was refused - did you specify the right host or port/,
  'quorum-loss kubectl scale deployment/web --replicas=5': /etcdserver|timed out|timeout/,
}

test.each(SCENARIOS.map((scenario) => ({ scenario, id: scenario.id })))('$id begins at rest, and all that it offers can be tried in turn', ({ scenario }) => {
  const page = testPage(scenario.id, 7)
  page.command({ do: 'pace', pace: 'story', speed: 1000 })
  const begun = page.ask({ ask: 'gaps' })
  expect(begun.answer === 'gaps' && begun.gaps).toEqual([])
  for (const offer of scenario.offers ?? []) {
    const before = page.frames.length
    if (offer.offer === 'poke') page.command({ do: 'poke', poke: offer.poke })
    else page.command({ do: 'kubectl', line: offer.line, ...(offer.files ? { files: offer.files } : {}) })
    for (let i = 0; i < 8 && page.session.playing; i++) page.wait(4000)
    if (offer.offer === 'poke') continue
    if (/ -w$/.test(offer.line)) page.command({ do: 'interrupt' })
    page.wait(200)
    const printed = page.frames.slice(before).flatMap(({ terminal = [] }) => terminal)
    const errors = printed.flatMap((one) => (one.terminal === 'text' && one.stream === 'stderr' ? [one.text] : [])).join('')
    const refused = REFUSED[`${scenario.id} ${offer.line}`]
    if (refused) expect(errors).toMatch(refused)
    else expect(errors.replace(/^(Warning:.*|\^C)$/gm, '').replace(/^No resources found.*$/gm, '').trim(), offer.line).toBe('')
  }
  expect(page.refused).toEqual([])
  expect(bareWords(page.session)).toEqual([])
})

test('every scenario and every theme has words in both languages', () => {
  const ids = [...SCENARIOS.flatMap(({ id }) => [`scenario.${id}`, `scenario.${id}.about`]), ...THEMES.map((theme) => `theme.${theme}`)]
  expect(ids.filter((id) => !en.has(id) || !zh.has(id))).toEqual([])
  expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length)
})
