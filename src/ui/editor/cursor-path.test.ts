import { expect, test } from 'vitest'
import { cursorPlace, fieldOnLine, type Lines } from './cursor-path.ts'

const linesOf = (text: string): Lines => {
  const lines = text.split('\n')
  return { count: lines.length, line: number => lines[number - 1]! }
}
/** The place of the cursor, which is written as ▮. */
function placeOf(text: string) {
  const lines = text.split('\n')
  const number = lines.findIndex(line => line.includes('▮')) + 1
  const column = lines[number - 1]!.indexOf('▮')
  return cursorPlace(linesOf(text.replace('▮', '')), number, column)
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: web
        image: httpd
        ports:
        - containerPort: 80
        ▮
      - name: side
        image: x
`

test('the fields around the cursor are read from the indentation', () => {
  expect(placeOf(DEPLOYMENT)).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment', path: ['spec', 'template', 'spec', 'containers', '[]'], at: 'key', typed: '', siblings: ['ports', 'image', 'name'] })
  expect(placeOf(DEPLOYMENT.replace('        ▮\n', '').replace('replicas: 2', 'replicas: 2\n  stra▮'))).toMatchObject({ path: ['spec'], typed: 'stra', column: 2, siblings: ['replicas', 'template'] })
  expect(placeOf(DEPLOYMENT.replace('        ▮', '          proto▮'))).toMatchObject({ path: ['spec', 'template', 'spec', 'containers', '[]', 'ports', '[]'], typed: 'proto', siblings: ['containerPort'] })
  expect(placeOf(DEPLOYMENT.replace('        ▮', '        - ▮'))).toMatchObject({ path: ['spec', 'template', 'spec', 'containers', '[]', 'ports', '[]'], siblings: [] })
})

test('the dash of a list may stand below its name or further in', () => {
  for (const dash of ['', '  ']) expect(placeOf(`kind: Pod\nspec:\n  containers:\n  ${dash}- name: a\n  ${dash}  im▮`)).toMatchObject({ kind: 'Pod', path: ['spec', 'containers', '[]'], typed: 'im', siblings: ['name'] })
})

test('a value belongs to the field before it', () => {
  expect(placeOf('kind: Pod\nspec:\n  restartPolicy: Al▮')).toMatchObject({ path: ['spec'], at: 'value', key: 'restartPolicy', typed: 'Al', column: 17 })
  expect(placeOf('kind: Pod\nspec:\n  containers:\n  - imagePullPolicy: ▮')).toMatchObject({ path: ['spec', 'containers', '[]'], at: 'value', key: 'imagePullPolicy', typed: '' })
  expect(placeOf('ki▮')).toMatchObject({ path: [], at: 'key', typed: 'ki' })
})

test('keys with dots and slashes are one field', () => {
  expect(placeOf('kind: Pod\nmetadata:\n  labels:\n    app.kubernetes.io/name: web\n    ▮')).toMatchObject({ path: ['metadata', 'labels'], siblings: ['app.kubernetes.io/name'] })
})

test('each document is an object of its own', () => {
  expect(placeOf('apiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: Service\nspec:\n  ▮\n---\nkind: Secret\n')).toMatchObject({ kind: 'Service', path: ['spec'], siblings: [] })
})

test('nothing is completed in a comment, in a block of text, in a flow collection or on a separator', () => {
  for (const text of ['kind: Pod # ▮', '# ▮', 'data:\n  a: |\n    te▮', 'spec: {▮', '---▮', 'a: [x, ▮']) expect(placeOf(text), text).toBeUndefined()
})

test('a line tells which field it names', () => {
  const lines = linesOf(DEPLOYMENT.replace('        ▮\n', ''))
  expect(fieldOnLine(lines, 11)).toMatchObject({ place: { path: ['spec', 'template', 'spec', 'containers', '[]'], key: 'image' }, from: 8, until: 13 })
  expect(fieldOnLine(lines, 10)).toMatchObject({ place: { path: ['spec', 'template', 'spec', 'containers', '[]'], key: 'name' }, from: 8 })
  expect(fieldOnLine(linesOf('- x'), 1)).toBeUndefined()
})
