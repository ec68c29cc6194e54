import { expect, test } from 'vitest'
import type { Pod } from '../api/index.ts'
import { SCENARIOS, THEMES } from '../lessons/index.ts'
import * as en from '../lessons/texts/en.ts'
import * as zh from '../lessons/texts/zh.ts'
import { objectsNow } from '../projection/index.ts'
import { bareWords } from './bare-words.ts'
import { kernelOf, testPage } from './session.ts'

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

test('spread: while one node is cordoned two of six Pods have a place, and all six when it is not', () => {
  const page = testPage('spread', 7)
  page.command({ do: 'pace', pace: 'story', speed: 1000 })
  const placed = SCENARIOS.find(({ id }) => id === 'spread')!.offers!.map((offer) => {
    if (offer.offer === 'run') page.command({ do: 'kubectl', line: offer.line, ...(offer.files ? { files: offer.files } : {}) })
    page.untilRest()
    return objectsNow(kernelOf(page.session)).list<Pod>('', 'pods').filter(({ metadata, spec }) => metadata.namespace === 'default' && spec.nodeName !== undefined).length
  })
  expect(placed).toEqual([2, 6])
})

test('every scenario and every theme has words in both languages', () => {
  const ids = [...SCENARIOS.flatMap(({ id }) => [`scenario.${id}`, `scenario.${id}.about`]), ...THEMES.map((theme) => `theme.${theme}`)]
  expect(ids.filter((id) => !en.has(id) || !zh.has(id))).toEqual([])
  expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length)
})
