import { expect, test } from 'vitest'
import { cursorPlace, fieldOnLine } from './cursor-path.ts'
import type { Lines } from './lines.ts'

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

test('nothing is completed in a comment, in a block of text, behind a closed bracket or on a separator', () => {
  for (const text of ['kind: Pod # ▮', '# ▮', 'data:\n  a: |\n    te▮', 'data:\n  a: |\n    b: {▮', 'spec: {} ▮', 'spec: { # ▮', '---▮']) expect(placeOf(text), text).toBeUndefined()
})

test('between brackets the fields around the cursor are those of the brackets', () => {
  expect(placeOf('kind: Pod\nspec: {▮}')).toMatchObject({ kind: 'Pod', path: ['spec'], at: 'key', typed: '', column: 7, siblings: [], flow: true })
  expect(placeOf('kind: Pod\nspec: { restartPolicy: Always, host▮ }')).toMatchObject({ path: ['spec'], at: 'key', typed: 'host', column: 31, siblings: ['restartPolicy'] })
  expect(placeOf('kind: Pod\nspec: { ho▮, restartPolicy: Always, containers: [{ name: a }] }')).toMatchObject({ path: ['spec'], typed: 'ho', siblings: ['restartPolicy', 'containers'] })
  expect(placeOf('kind: Pod\nspec:\n  containers:\n  - { name: web, ports: [{ containerPort: 80, ▮ }] }')).toMatchObject({ path: ['spec', 'containers', '[]', 'ports', '[]'], at: 'key', siblings: ['containerPort'] })
  expect(placeOf('kind: Pod\nspec: { restartPolicy: Al▮ }')).toMatchObject({ path: ['spec'], at: 'value', key: 'restartPolicy', typed: 'Al', column: 23 })
  expect(placeOf('kind: Pod\nspec: { containers: [{ imagePullPolicy: "If▮" }] }')).toMatchObject({ path: ['spec', 'containers', '[]'], at: 'value', key: 'imagePullPolicy', typed: 'If', quote: '"' })
  expect(placeOf('kind: PersistentVolumeClaim\nspec:\n  accessModes: [ReadOnlyMany, Read▮]')).toMatchObject({ path: ['spec', 'accessModes'], at: 'value', key: '[]', typed: 'Read' })
})

test('brackets may reach over lines; one that is not closed yet does not swallow the lines below', () => {
  expect(placeOf('kind: Pod\nspec: {\n  restartPolicy: Always,\n  host▮\n}')).toMatchObject({ path: ['spec'], at: 'key', typed: 'host', siblings: ['restartPolicy'] })
  expect(placeOf('kind: Pod\nmetadata: { name: a, labels: {\nspec:\n  host▮')).toMatchObject({ path: ['spec'], at: 'key', typed: 'host' })
  expect(placeOf('kind: Pod\nmetadata: { name: a, ▮\nspec:\n  hostNetwork: true')).toMatchObject({ path: ['metadata'], siblings: ['name'] })
  expect(placeOf('kind: ConfigMap\ndata:\n  page: |\n    body { color: red\n  b▮')).toMatchObject({ path: ['data'], typed: 'b', siblings: ['page'] })
})

test('JSON is written between brackets as well, with its names in quotes', () => {
  const text = '{\n  "apiVersion": "apps/v1",\n  "kind": "Deployment",\n  "spec": {\n    "replicas": 2,\n    "▮"\n  }\n}'
  expect(placeOf(text)).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment', path: ['spec'], at: 'key', typed: '', quote: '"', siblings: ['replicas'] })
  expect(placeOf('{ "spec": { "▮" }, "apiVersion": "v1", "kind": "Pod" }')).toMatchObject({ apiVersion: 'v1', kind: 'Pod', path: ['spec'] })
})

test('an item of a List is an object of its own', () => {
  const list = (items: string) => `apiVersion: v1\nkind: List\nitems:\n${items}`
  expect(placeOf(list('- apiVersion: v1\n  kind: Secret\n- apiVersion: apps/v1\n  kind: Deployment\n  metadata:\n    name: a\n  spec:\n    repl▮\n- kind: Pod'))).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment', path: ['spec'], typed: 'repl', siblings: [] })
  expect(placeOf(list('  - metadata:\n      name: a\n    spec:\n      ▮\n    kind: Service\n    apiVersion: v1'))).toMatchObject({ apiVersion: 'v1', kind: 'Service', path: ['spec'] })
  expect(placeOf(list('- kind: Pod\n  spec:\n    containers:\n    - name: web\n      im▮'))).toMatchObject({ kind: 'Pod', path: ['spec', 'containers', '[]'], typed: 'im' })
  expect(placeOf(list('- ▮'))).toMatchObject({ apiVersion: '', kind: '', path: [], at: 'key' })
  expect(placeOf(list('- { apiVersion: v1, kind: Pod, spec: { ▮ } }'))).toMatchObject({ apiVersion: 'v1', kind: 'Pod', path: ['spec'] })
  expect(placeOf('{ kind: List, apiVersion: v1, items: [{ spec: {▮}, kind: Pod, apiVersion: v1 }] }')).toMatchObject({ apiVersion: 'v1', kind: 'Pod', path: ['spec'] })
  expect(placeOf(`${list('- kind: Pod')}\n---\nkind: Service\nspec:\n  ▮`)).toMatchObject({ kind: 'Service', path: ['spec'] })
  expect(placeOf('apiVersion: v1\nkind: List\nitems:\n▮')).toMatchObject({ kind: 'List', path: [] })
})

test('a line tells which field it names', () => {
  const lines = linesOf(DEPLOYMENT.replace('        ▮\n', ''))
  expect(fieldOnLine(lines, 11)).toMatchObject({ place: { path: ['spec', 'template', 'spec', 'containers', '[]'], key: 'image' }, from: 8, until: 13 })
  expect(fieldOnLine(lines, 10)).toMatchObject({ place: { path: ['spec', 'template', 'spec', 'containers', '[]'], key: 'name' }, from: 8 })
  expect(fieldOnLine(linesOf('- x'), 1)).toBeUndefined()
})
