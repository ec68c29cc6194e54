import { expect, test } from 'vitest'
import { initials, score } from './matching.ts'

test('Chinese is found by the initials of its pinyin', () => {
  expect(initials('调度器')).toBe('ddq')
  expect(initials('弄坏东西')).toBe('nhdx')
  expect(initials('etcd 与 raft')).toBe('etcd y raft')
  expect(score('ddq', { en: 'kube-scheduler', zh: '调度器' })).toBeGreaterThan(50)
})

test('a whole beginning comes before a word inside, and that before letters in order', () => {
  const named = (en: string) => ({ en, zh: '' })
  expect(score('pod', named('pods'))).toBeGreaterThan(score('pod', named('delete pod')))
  expect(score('pod', named('delete pod'))).toBeGreaterThan(score('pod', named('tripod')))
  expect(score('tripod', named('tripod'))).toBeGreaterThan(score('trp', named('tripod')))
  expect(score('pod delete', named('Delete this Pod'))).toBeGreaterThan(0)
  expect(score('xyz', named('Delete this Pod'))).toBe(0)
})

test('nothing typed finds everything', () => expect(score('  ', { en: 'a', zh: '' })).toBe(1))
