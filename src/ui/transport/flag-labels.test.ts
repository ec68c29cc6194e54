import { expect, test } from 'vitest'
import { flagLabels } from './flag-labels.ts'

const texts = (...flags: readonly (readonly [number, string])[]) => flagLabels(flags.map(([x, text]) => ({ x, text }))).map(label => label?.text)

test('flags that stand apart have a label each', () => {
  expect(texts([0, 'create'], [200, 'set image'])).toEqual(['create', 'set image'])
})

test('what has no room is counted by the label before it', () => {
  expect(texts([0, 'apply'], [4, 'scale'], [9, 'create'], [300, 'delete'])).toEqual(['apply +2', undefined, undefined, 'delete'])
})

test('a long one is shortened', () => {
  expect(texts([0, 'the kubelet on node-a stopped'])).toEqual(['the kubelet on node…'])
})
