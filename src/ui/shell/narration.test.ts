import { expect, test } from 'vitest'
import type { Caption } from '../../protocol/index.ts'
import type { Narration } from '../store/settings.ts'
import { hear, nothingHeard, type Heard } from './narration.ts'

const caption = (text: string, hop?: number): Caption => ({ text, params: {}, event: 1, at: 0, ...(hop === undefined ? {} : { hop }) })

/** Plays captions at their moments and returns what was said, with the moment. */
function played(narration: Narration, captions: readonly (readonly [number, Caption])[], until: number, playing = true): string[] {
  const said: string[] = []
  let heard: Heard = nothingHeard
  const tell = (now: number, one: Caption | undefined) => {
    const next = hear(heard, one, { narration, playing, now })
    heard = next.heard
    if (next.say !== undefined) said.push(`${now} ${next.say.text}`)
  }
  for (let now = 0; now <= until; now += 100) tell(now, captions.find(([at]) => at === now)?.[1])
  return said
}

test('while time plays, at most one sentence is said in two seconds, and the hops of the lesson come first', () => {
  const story = [[100, caption('generic')], [200, caption('A1', 1)], [900, caption('A2', 2)], [1000, caption('A3', 3)], [1100, caption('later')], [5000, caption('A4', 4)]] as const
  expect(played('milestones', story, 8000)).toEqual(['200 A1', '2200 A3', '5000 A4'])
  expect(played('every', story, 8000)).toEqual(['100 generic', '2100 A3', '5000 A4'])
})

test('a step that the visitor takes is told at once, whatever it is', () => {
  const steps = [[100, caption('generic')], [200, caption('A1', 1)]] as const
  expect(played('milestones', steps, 400, false)).toEqual(['100 generic', '200 A1'])
})

test('who wants silence hears nothing', () => {
  expect(played('off', [[0, caption('A1', 1)]], 4000)).toEqual([])
  expect(played('off', [[0, caption('A1', 1)]], 4000, false)).toEqual([])
})
