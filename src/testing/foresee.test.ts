import { expect, test } from 'vitest'
import { lessonNamed } from '../lessons/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const rollout = lessonNamed('rollout')!

function foreseen(page: TestPage, card: string): string | undefined {
  const answer = page.ask({ ask: 'foresee', card })
  if (answer.answer !== 'foresee') throw new Error(JSON.stringify(answer))
  return answer.option
}

/** Steps from hop to hop; at each question says what was foreseen, and at its end what the run answered. */
function steppedThrough(page: TestPage, command: string): Map<string, { foreseen: string | undefined; right: string }> {
  const told = new Map<string, { foreseen: string | undefined; right: string }>()
  const open = new Map<string, string | undefined>()
  page.command({ do: 'pace', pace: 'story', speed: 900 })
  page.command({ do: 'kubectl', line: command })
  page.command({ do: 'pause' })
  for (let count = 0; count < 60; count++) {
    page.command({ do: 'step', by: 'milestone', direction: 1 })
    page.untilRest()
    const [chapter] = page.last().story!.chapters
    const prediction = page.last().story?.prediction
    if (prediction === undefined) continue
    if (prediction.right === undefined && !open.has(prediction.card)) {
      const before = kernelOf(page.session).hash()
      open.set(prediction.card, foreseen(page, prediction.card))
      expect(kernelOf(page.session).hash()).toBe(before)
    } else if (prediction.right !== undefined && open.has(prediction.card)) told.set(prediction.card, { foreseen: open.get(prediction.card), right: prediction.right })
    if (chapter!.done === chapter!.hops) break
  }
  return told
}

test('whoever presents is told what the run will answer, before it has, and the run then answers that', () => {
  const page = testPage('rollout', 7)
  const told = steppedThrough(page, rollout.chapters[0]!.command)
  expect(told.size).toBeGreaterThan(2)
  for (const { foreseen: option, right } of told.values()) expect(option).toBe(right)
})

test('what waits for a command that nobody gave is not foreseen', () => {
  expect(foreseen(testPage('rollout', 7), 'B-first')).toBeUndefined()
})
