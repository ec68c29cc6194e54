import { expect, test } from 'vitest'
import { translateFrom } from './text.ts'

const say = translateFrom({ 'pod.onNode': 'on {{node}}', 'rail.cache': '{{revision}} of {{revision}} {{gone}}|', 'tree.nodes': 'Nodes' }) as (key: string, params?: Readonly<Record<string, string | number>>) => string

test('a text gets its parameters, each as often as it is named, and they are text as they are', () => {
  expect(say('pod.onNode', { node: '<b>$& {{node}}</b>' })).toBe('on <b>$& {{node}}</b>')
  expect(say('rail.cache', { revision: 9 })).toBe('9 of 9 |')
})

test('a key without a text stands for itself, so that a gap is seen', () => {
  expect(say('no.such.key', { count: 2 })).toBe('no.such.key')
  expect(say('tree.nodes')).toBe('Nodes')
})
