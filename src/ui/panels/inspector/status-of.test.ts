import { expect, test } from 'vitest'
import { statusOf } from './status-of.ts'

const ref = { group: '', resource: 'pods', namespace: 'default', name: 'web' }
const pod = (lines: readonly (readonly [string, string])[], ready = 'False') => statusOf({
  found: true, gaps: [], yaml: [['.kind', 'kind: Pod'], ...lines].map(([path, text]) => ({ path: path!, text: text! })),
  conditions: [{ type: 'Ready', status: ready, reason: '', message: '', at: 0 }],
}, ref)

test('a Pod is Ready only when its condition says so', () => {
  const running = ['.status.phase', '  phase: Running'] as const
  expect(pod([running])).toMatchObject({ word: 'Running', fill: 'running' })
  expect(pod([running], 'True')).toMatchObject({ word: 'Ready', fill: 'ready' })
})

test('a Pod with a node is being created, one without is only wished', () => {
  expect(pod([['.status.phase', '  phase: Pending']]).fill).toBe('pending')
  expect(pod([['.status.phase', '  phase: Pending'], ['.spec.nodeName', '  nodeName: node-b']]).fill).toBe('creating')
})

test('a Pod with a date of deletion is terminating whatever its phase', () => {
  expect(pod([['.status.phase', '  phase: Running'], ['.metadata.deletionTimestamp', '  deletionTimestamp: "2026-01-01T00:00:00Z"']], 'True')).toMatchObject({ word: 'Terminating', terminating: true })
})
