import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsOf, matchesFields, parseFieldSelector, unsupportedField } from './field-selectors.ts'
import type { ApiObject } from './objects.ts'
import { resourceNamed } from './resources.ts'
import { matchesLabels, parseLabelSelector, selectorOf, selectorText } from './selectors.ts'
import type { Labels, Selector } from './selectors.ts'

const matches = (text: string, labels: Labels): boolean => matchesLabels(parseLabelSelector(text) as Selector, labels)
const pods = resourceNamed('', 'pods')!

test('each operator of a label selector does what its name says', () => {
  const labels = { app: 'web', tier: '', size: '5' }
  for (const text of [
    '',
    'app',
    'app=web',
    'app==web',
    'app in (web, db)',
    'app!=db',
    'other!=x',
    '!other',
    'other notin (x)',
    'tier=',
    'size>4',
    'size<6',
    'app,tier',
  ])
    expect(matches(text, labels), text).toBe(true)
  for (const text of ['other', 'app=db', 'app notin (web)', '!app', 'size>5', 'app in ()', 'other='])
    expect(matches(text, labels), text).toBe(false)
})

test('a selector that is wrong is refused with the words of upstream', () => {
  const errors: readonly (readonly [string, string])[] = [
    ['a=b,', "found '', expected: identifier after ','"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['(a)', "found '(', expected: !, identifier, or 'end of string'"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
  ]
  for (const [text, error] of errors) expect(parseLabelSelector(text)).toEqual({ error })
  expect((parseLabelSelector('-a=b') as { error: string }).error).toMatch(
    /^unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of alphanumeric characters/,
  )
})

test('no selector matches nothing, an empty one everything', () => {
  expect(matchesLabels(selectorOf(undefined), { a: 'b' })).toBe(false)
  expect(matchesLabels(selectorOf({}), undefined)).toBe(true)
})

test('a label called like a method of objects is only a label', () => {
  expect(matches('constructor', {})).toBe(false)
})

test('a selector written out and read again selects the same', () => {
  const name = fc.constantFrom('a', 'b', 'c')
  const requirement = fc.oneof(
    fc.tuple(name, fc.constantFrom('=', '!='), name).map((parts) => parts.join('')),
    fc
      .tuple(name, fc.constantFrom('in', 'notin'), fc.array(name, { minLength: 1 }))
      .map(([key, operator, values]) => `${key} ${operator} (${values.join(',')})`),
    name,
    name.map((key) => `!${key}`),
  )
  fc.assert(
    fc.property(fc.array(requirement), fc.dictionary(name, name), (parts, labels) => {
      const selector = parseLabelSelector(parts.join(',')) as Selector
      expect(matchesLabels(parseLabelSelector(selectorText(selector)) as Selector, labels)).toBe(matchesLabels(selector, labels))
    }),
  )
})

test('pods are found by their node, and by nothing that upstream does not index', () => {
  const pod: ApiObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'd' },
    spec: { nodeName: 'node-a' },
    status: { phase: 'Running' },
  }
  const select = (text: string): boolean => matchesFields(parseFieldSelector(text) as never, fieldsOf(pods, pod))
  expect(select('spec.nodeName=node-a,status.phase!=Failed')).toBe(true)
  expect(select('spec.nodeName=')).toBe(false)
  expect(select('spec.hostNetwork=false,metadata.namespace==d')).toBe(true)
  expect(unsupportedField(pods, parseFieldSelector('spec.foo=bar') as never)).toBe('field label not supported: spec.foo')
  expect(unsupportedField(resourceNamed('apps', 'deployments')!, parseFieldSelector('spec.foo=bar') as never)).toBe(
    '"spec.foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
  )
  expect(parseFieldSelector('spec')).toEqual({ error: "invalid selector: 'spec'; can't understand 'spec'" })
})
