import { expect, test } from 'vitest'
import { createSession, hear, join, take, tick, type Session, type Viewer } from '../engines/session/session.ts'
import type { Frame } from '../protocol/index.ts'
import './late-parts.ts'

// What crosses the border is counted, never timed: a slow machine tells the same.

function look(scenario: string): { readonly session: Session; readonly viewer: Viewer; next(): Frame } {
  const session = createSession(scenario, 7, 0)
  const viewer = join(session)
  let wall = 0
  return {
    session, viewer,
    next() {
      session.dirty = true
      wall += 40
      tick(session, wall, Infinity, () => 0)
      const frame = take(session, viewer, wall).find(({ type }) => type === 'frame') as Frame
      hear(session, viewer, { type: 'shown', seq: frame.seq }, wall)
      return frame
    },
  }
}

const bytes = (frame: Frame): number => JSON.stringify(frame).length

test('a frame in which nothing changed tells no view, no story and no mark again', () => {
  const page = look('rollout')
  const first = page.next()
  expect(first.story?.lesson).toBe('rollout')
  const second = page.next()
  expect(second.story).toBeUndefined()
  expect([second.upserts, second.removes, second.timeline?.marks]).toEqual([[], [], []])
  expect(bytes(second)).toBeLessThan(1_200)
})

test('while a Deployment is rolled out the story is told only in frames in which it went on', () => {
  const page = look('rollout')
  let known = JSON.stringify(page.next().story)
  hear(page.session, page.viewer, { type: 'command', command: { do: 'kubectl', line: 'kubectl create deployment httpd-app --image=httpd --replicas=2' } }, 40)
  const told: string[] = []
  for (let i = 0; i < 200; i++) {
    const { story } = page.next()
    if (story === undefined) continue
    told.push(JSON.stringify(story))
    expect(told.at(-1)).not.toBe(known)
    known = told.at(-1)!
  }
  expect(told.length).toBeGreaterThan(5)
  expect(told.length).toBeLessThan(100)
})

test('of forty nodes with 360 Pods a frame tells those that changed', () => {
  const page = look('forty-nodes')
  const first = page.next()
  expect(first.upserts.filter(({ kind }) => kind === 'pod').length).toBeGreaterThanOrEqual(360)
  expect(page.next().upserts).toEqual([])
  hear(page.session, page.viewer, { type: 'command', command: { do: 'kubectl', line: 'kubectl rollout restart deployment/web' } }, 80)
  const upserts = Array.from({ length: 60 }, () => page.next().upserts.length)
  expect(Math.max(...upserts)).toBeLessThan(120)
})
