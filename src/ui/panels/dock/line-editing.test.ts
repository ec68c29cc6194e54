import { expect, test } from 'vitest'
import { commandsOf, completed, controlled, recalled, remembered } from './line-editing.ts'

test('!! is the command before', () => {
  expect(recalled('!! -o wide', ['kubectl get pods'])).toBe('kubectl get pods -o wide')
})

test('the only way to go on is taken, with a space behind it', () => {
  expect(completed('kubectl desc', 12, 8, ['describe'])).toEqual({ text: 'kubectl describe ', cursor: 17 })
})

test('a completion in the middle keeps what stands behind the cursor', () => {
  expect(completed('kubectl ge pods', 10, 8, ['get'])).toEqual({ text: 'kubectl get  pods', cursor: 12 })
})

test('of several ways the common beginning is taken', () => {
  expect(completed('kubectl get pod/', 16, 12, ['pod/web-a', 'pod/web-b']).text).toBe('kubectl get pod/web-')
})

test('nothing that was typed is lost when the options have nothing in common', () => {
  expect(completed('kubectl ', 8, 8, ['get', 'apply']).text).toBe('kubectl ')
})

test('control keys edit as a shell does', () => {
  const line = { text: 'kubectl get pods', cursor: 12 }
  expect(controlled(line, 'a')?.cursor).toBe(0)
  expect(controlled(line, 'e')?.cursor).toBe(16)
  expect(controlled(line, 'w')).toEqual({ text: 'kubectl pods', cursor: 8 })
  expect(controlled(line, 'u')).toEqual({ text: 'pods', cursor: 0 })
  expect(controlled(line, 'k')?.text).toBe('kubectl get ')
  expect(controlled(line, 'z')).toBeUndefined()
})

test('a pasted block becomes one command a line', () => {
  expect(commandsOf('$ kubectl create deployment a \\\n  --image=httpd\n\n# then\nkubectl get pods\n')).toEqual(['kubectl create deployment a  --image=httpd', 'kubectl get pods'])
})

test('the same command twice is one line of history', () => {
  expect(remembered(['a', 'b'], 'b')).toEqual(['a', 'b'])
})
