import { expect, test } from 'vitest'
import { parseRecord, type AnswerTo } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'
const hash = (page: TestPage): string => kernelOf(page.session).hash()

function rested(): TestPage {
  const page = testPage('rollout', 7)
  page.command({ do: 'pace', pace: 'story', speed: 900 })
  page.command({ do: 'kubectl', line: CREATE })
  page.untilRest()
  return page
}

test('a bookmark leads back to exactly its place, also from another branch', () => {
  const page = rested()
  page.command({ do: 'seek', to: { at: 2_500_000 } })
  page.command({ do: 'step', by: 'write', direction: -1 })
  page.command({ do: 'bookmark', name: '  before the second Pod ' })
  const kept = hash(page)
  page.command({ do: 'seek', to: { at: 1_000_000 } })
  page.command({ do: 'kubectl', line: 'kubectl scale deployment httpd-app --replicas=3' })
  page.untilRest()
  page.command({ do: 'bookmark', name: '' })
  const later = hash(page)
  expect(page.session.bookmarks.map(({ id, branch, name }) => [id, branch, name])).toEqual([[1, 0, 'before the second Pod'], [2, 1, '2']])
  page.command({ do: 'seek', to: { bookmark: 1 } })
  expect([hash(page), page.session.timeline.current.id]).toEqual([kept, 0])
  page.command({ do: 'seek', to: { bookmark: 2 } })
  expect([hash(page), page.session.timeline.current.id]).toEqual([later, 1])
})

test('bookmarks are renamed and deleted, and go with their branch', () => {
  const page = rested()
  page.command({ do: 'fork', name: 'what if' })
  page.command({ do: 'bookmark', name: 'one' })
  page.command({ do: 'bookmark', name: 'two' })
  page.command({ do: 'rename-bookmark', bookmark: 1, name: 'uno' })
  page.command({ do: 'delete-bookmark', bookmark: 2 })
  page.wait(100)
  expect(page.last().timeline?.bookmarks.map(({ name }) => name)).toEqual(['uno'])
  page.command({ do: 'delete-branch', branch: 1 })
  expect(page.session.bookmarks).toEqual([])
  page.command({ do: 'seek', to: { bookmark: 1 } })
  page.wait(100)
  expect(page.refused.at(-1)).toMatchObject({ text: 'refused.bookmark' })
})

test('a session that is lived again has its bookmarks and the names of its branches', () => {
  const page = rested()
  page.command({ do: 'seek', to: { at: 2_000_000 } })
  page.command({ do: 'bookmark', name: 'here' })
  page.command({ do: 'fork' })
  page.command({ do: 'rename-branch', branch: 1, name: 'what if' })
  page.command({ do: 'bookmark', name: 'there' })
  page.command({ do: 'rename-bookmark', bookmark: 1, name: 'somewhere' })
  const answer = page.ask({ ask: 'record' }) as AnswerTo<'record'>
  expect(parseRecord(answer.record)).toEqual({ record: answer.record })
  const again = testPage('rollout', 7)
  again.command({ do: 'replay', record: answer.record })
  again.wait(100)
  expect(again.refused).toEqual([])
  expect(again.session.bookmarks).toEqual(page.session.bookmarks)
  expect(again.last().timeline?.branches.map(({ name }) => name)).toEqual(['main', 'what if'])
})

test('a branch takes another name, but not an empty one', () => {
  const page = rested()
  page.command({ do: 'fork' })
  page.command({ do: 'rename-branch', branch: 1, name: ' kubelet on b killed ' })
  page.command({ do: 'rename-branch', branch: 0, name: '   ' })
  page.wait(100)
  expect(page.last().timeline?.branches.map(({ name }) => name)).toEqual(['main', 'kubelet on b killed'])
  expect(page.refused.at(-1)).toMatchObject({ text: 'refused.branch' })
})
