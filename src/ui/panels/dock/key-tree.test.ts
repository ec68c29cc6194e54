import { expect, test } from 'vitest'
import { keyTree } from './key-tree.ts'
import { lineDiff } from './line-diff.ts'

test('keys are folded by kind and namespace, and every folder counts what is in it', () => {
  const tree = keyTree([{ key: '/registry/pods/default/a' }, { key: '/registry/pods/kube-system/b' }, { key: '/registry/minions/node-a' }])
  expect(tree.folders.map(({ path, count }) => `${path} ${count}`)).toEqual(['/registry/minions 1', '/registry/pods 2'])
  expect(tree.folders[1]!.folders.map(({ path }) => path)).toEqual(['/registry/pods/default', '/registry/pods/kube-system'])
  expect(tree.folders[0]!.keys).toEqual([{ key: '/registry/minions/node-a' }])
})

test('a version shows what it changed, and keeps the order of the lines', () => {
  expect(lineDiff('a\nb\nc\nd', 'a\nB\nc\nd\ne').map(({ change, text }) => `${change[0]}${text}`)).toEqual(['sa', 'rb', 'aB', 'sc', 'sd', 'ae'])
})

test('equal values differ in nothing', () => {
  expect(lineDiff('a\nb', 'a\nb').every(({ change }) => change === 'same')).toBe(true)
})
