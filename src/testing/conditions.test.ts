import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCondition, textOf, type Names } from '../engines/session/condition-language.ts'
import type { AnswerTo, Condition } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const NAMES: Names = { nodes: ['node-a', 'node-b'], deployments: ['web', 'web-2'], namespaces: ['default', 'shop'], selectors: ['app=web', 'tier=front'], revision: 1187, pods: 2 }
const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'

const name = fc.constantFrom('web', 'httpd-app', 'a', 'x-1.y')
const namespace = fc.constantFrom('default', 'shop', 'kube-system')
const selector = fc.constantFrom('', 'app=web', 'app=web,tier!=front', 'app.kubernetes.io/name=web')
const count = fc.nat({ max: 500 })
const CONDITIONS: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ is: fc.constant('pods-ready' as const), namespace, selector, count, compare: fc.constantFrom('>=' as const, '<=' as const, '=' as const) }),
  fc.record({ is: fc.constant('all-ready' as const), namespace, selector }), fc.record({ is: fc.constant('rollout-complete' as const), namespace, name }),
  fc.record({ is: fc.constant('replicasets' as const), namespace, selector, count }), fc.record({ is: fc.constant('no-pods-on' as const), node: fc.constantFrom(...NAMES.nodes) }),
  fc.record({ is: fc.constant('node-ready' as const), node: fc.constantFrom(...NAMES.nodes), status: fc.constantFrom('True' as const, 'Unknown' as const, 'not-True' as const) }),
  fc.record({ is: fc.constant('revision' as const), atLeast: count }), fc.constantFrom({ is: 'warning-event' as const }, { is: 'idle' as const }),
)
const WORDS = fc.array(fc.constantFrom('pods', 'ready', 'node', 'node-b', 'NotReady', 'deployment', 'web', 'complete', 'replicasets', 'no', 'on', 'rev', '1200', '>=', '<', '=', 'app=web', '-n', 'shop', '===', '"', 'é', 'warning', 'idle'), { maxLength: 7 }).map((words) => words.join(' '))

test.each([
  ['pods ready', { is: 'all-ready', namespace: 'default', selector: '' }],
  ['pods ready app=web >= 3', { is: 'pods-ready', namespace: 'default', selector: 'app=web', count: 3, compare: '>=' }],
  ['pods ready app=web>=3', { is: 'pods-ready', namespace: 'default', selector: 'app=web', count: 3, compare: '>=' }],
  ['  pods  ready < 2 ', { is: 'pods-ready', namespace: 'default', selector: '', count: 1, compare: '<=' }],
  ['pods ready -n shop', { is: 'all-ready', namespace: 'shop', selector: '' }],
  ['node node-b NotReady', { is: 'node-ready', node: 'node-b', status: 'not-True' }],
  ['rev 1200', { is: 'revision', atLeast: 1200 }], ['rev>=1200', { is: 'revision', atLeast: 1200 }],
  ['warning', { is: 'warning-event' }], ['IDLE', { is: 'idle' }],
  ['deployment web complete', { is: 'rollout-complete', namespace: 'default', name: 'web' }],
  ['no pods on node-a', { is: 'no-pods-on', node: 'node-a' }],
])('"%s" is a condition', (text, condition) => {
  expect(readCondition(text, NAMES)).toMatchObject({ condition })
})

test.each([
  ['', 0, 'missing', ''], ['cats', 0, 'unknown', 'cats'], ['pods red', 5, 'unknown', 'red'], ['node node-z NotReady', 5, 'node', 'node-z'], ['node node-b Sleepy', 12, 'unknown', 'Sleepy'],
  ['rev soon', 4, 'number', 'soon'], ['pods ready app=web >= many', 22, 'number', 'many'], ['pods ready app=we!b', 11, 'selector', 'app=we!b'], ['warning please', 8, 'extra', 'please'],
  ['deployment Web complete', 11, 'name', 'Web'], ['deployment web', 14, 'missing', ''], ['pods ready >=', 13, 'missing-number', ''],
])('"%s" names the place that it is not understood at', (text, from, problem, found) => {
  const reading = readCondition(text, NAMES)
  expect(reading.condition).toBeUndefined()
  expect(reading.problem).toMatchObject({ from, text: problem, ...(found ? { params: { found } } : {}) })
})

test('what a condition is written as means that condition', () => {
  fc.assert(fc.property(CONDITIONS, (condition) => { expect(readCondition(textOf(condition)!, NAMES).condition).toEqual(condition) }))
})

test('any line is a condition or has a problem inside the line, never both and never neither', () => {
  fc.assert(fc.property(fc.oneof(WORDS, fc.string({ maxLength: 30 })), (text) => {
    const { condition, problem, from } = readCondition(text, NAMES)
    expect((condition === undefined) === (problem === undefined)).toBe(false)
    if (problem) expect(0 <= problem.from && problem.from <= problem.until && problem.until <= text.length).toBe(true)
    expect(from <= text.length).toBe(true)
  }), { numRuns: 500 })
})

test('a completion never makes a line worse: no problem comes before its end', () => {
  fc.assert(fc.property(WORDS, fc.boolean(), (text, spaced) => {
    const typed = spaced ? `${text} ` : text
    const { from, options } = readCondition(typed, NAMES)
    for (const option of options) {
      const completed = typed.slice(0, from) + option
      const { problem } = readCondition(completed, NAMES)
      if (problem) expect(problem.from, completed).toBe(completed.length)
    }
  }), { numRuns: 500 })
})

test('completions follow the cluster: its nodes, Deployments and labels', () => {
  const options = (text: string) => readCondition(text, NAMES).options
  expect(options('no')).toEqual(['node'])
  expect(options('node ')).toEqual(['node-a', 'node-b'])
  expect(options('deployment web')).toEqual(['web-2'])
  expect(options('pods ready ')).toEqual(['app=web', 'tier=front', '>=', '<=', '=', '-n'])
  expect(options('pods ready t')).toEqual(['tier=front'])
  expect(readCondition('', NAMES).examples).toContain('deployment web complete')
  for (const example of readCondition('', NAMES).examples) expect(readCondition(example, NAMES).condition, example).toBeDefined()
})

function begun(): TestPage {
  const page = testPage('rollout', 7)
  page.command({ do: 'pace', pace: 'story', speed: 900 })
  page.command({ do: 'kubectl', line: CREATE })
  return page
}

function runUntil(page: TestPage, text: string): void {
  const reading = page.ask({ ask: 'condition', text }) as AnswerTo<'condition'>
  expect(reading.problem).toBeUndefined()
  page.command({ do: 'run-until', until: reading.condition! })
  page.untilRest()
}

test('time runs to the very event that makes a condition true, and stops there', () => {
  const page = begun()
  runUntil(page, 'pods ready app=httpd-app >= 1')

  expect(page.last().transport).toMatchObject({ playing: false, busy: false })
  const one = kernelOf(page.session).handled
  page.command({ do: 'step', by: 'message', direction: -1 })
  expect(kernelOf(page.session).handled).toBeLessThan(one)
  page.command({ do: 'seek', to: { place: 'end' } })
  runUntil(page, 'deployment httpd-app complete')

  runUntil(page, `rev ${page.last().clock.revision + 20}`)
  expect(page.refused).toEqual([])
  page.command({ do: 'poke', poke: { poke: 'stop-kubelet', node: 'node-b' } })
  runUntil(page, 'node node-b NotReady')
  expect(page.last().clock.at).toBeGreaterThan(40_000_000)
  runUntil(page, 'idle')
  expect(page.refused).toEqual([])
})

test('what is so already is said at once, and what does not come in time is said at the end', () => {
  const page = begun()
  page.untilRest()
  const before = kernelOf(page.session).hash()
  runUntil(page, 'pods ready app=httpd-app = 2')
  expect(kernelOf(page.session).hash()).toBe(before)
  expect(page.refused.at(-1)).toMatchObject({ text: 'refused.already' })
  page.command({ do: 'run-until', until: { is: 'node-ready', node: 'node-a', status: 'not-True' }, limitUs: 5_000_000 })
  page.untilRest()
  expect(page.refused.at(-1)).toMatchObject({ text: 'refused.never', params: { seconds: '5' } })
})

test('a warning that was there before is not waited for', () => {
  const page = begun()
  page.untilRest()
  page.command({ do: 'kubectl', line: 'kubectl set image deployment/httpd-app httpd=httpd:nowhere' })
  runUntil(page, 'warning')
  const first = kernelOf(page.session).now
  runUntil(page, 'warning')
  expect(kernelOf(page.session).now).toBeGreaterThan(first)
  expect(page.refused).toEqual([])
})
