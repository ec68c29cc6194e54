import { expect, test } from 'vitest'
import { completed, recalled } from './line-editing.ts'

test('!! is the command before', () => {
  expect(recalled('!! -o wide', ['kubectl get pods'])).toBe('kubectl get pods -o wide')
})

test('the only way to go on is taken, with a space behind it', () => {
  expect(completed('kubectl desc', 12, 8, ['describe'])).toBe('kubectl describe ')
})

test('of several ways the common beginning is taken', () => {
  expect(completed('kubectl get pod/', 16, 12, ['pod/web-a', 'pod/web-b'])).toBe('kubectl get pod/web-')
})

test('nothing that was typed is lost when the options have nothing in common', () => {
  expect(completed('kubectl ', 8, 8, ['get', 'apply'])).toBe('kubectl ')
})
