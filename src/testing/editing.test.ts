import { expect, test } from 'vitest'
import type { AnswerTo, ObjectRef, Question } from '../protocol/index.ts'
import { kernelOf, testPage, type TestPage } from './session.ts'

const DEPLOYMENT: ObjectRef = { group: 'apps', resource: 'deployments', namespace: 'default', name: 'httpd-app' }
const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'

const ask = <Q extends Question>(page: TestPage, question: Q) => page.ask(question) as AnswerTo<Q['ask']>
const read = (page: TestPage, text: string) => ask(page, { ask: 'manifest', text })
/** The part of the text that each problem marks, and what it says. */
const marked = (page: TestPage, text: string) => read(page, text).problems.map(({ from, until, message }) => [text.slice(from, until), message])

function rolledOut(): TestPage {
  const page = testPage()
  page.command({ do: 'kubectl', line: CREATE })
  page.untilRest()
  return page
}

const web = (change: (text: string) => string = (text) => text) => change(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: httpd:2.4
        resources:
          requests:
            memory: 64Mi
`)

test('what is typed is tried out on a kernel of its own: the history at the head stays as it is', () => {
  const page = rolledOut()
  const before = [kernelOf(page.session).hash(), kernelOf(page.session).now, page.session.log.length]
  const first = read(page, web())
  expect(first.objects.map(({ outcome, name }) => [outcome, name])).toEqual([['created', 'web']])
  expect(first.problems).toEqual([])
  expect(read(page, web())).toEqual(first)
  expect([kernelOf(page.session).hash(), kernelOf(page.session).now, page.session.log.length]).toEqual(before)
})

test('a run in which somebody typed goes on like one in which nobody did', () => {
  const hashes = [true, false].map((typing) => {
    const page = testPage()
    page.command({ do: 'kubectl', line: CREATE })
    for (let turn = 0; turn < 30; turn++) {
      page.wait(160)
      if (typing) read(page, web())
    }
    page.untilRest()
    page.command({ do: 'kubectl', line: 'kubectl apply -f -', stdin: web() })
    page.untilRest()
    return kernelOf(page.session).hash()
  })
  expect(hashes[0]).toBe(hashes[1])
})

test('what would be stored shows what the server fills in, and is what is stored when it is applied', () => {
  const page = rolledOut()
  const [object] = read(page, web()).objects
  expect(object!.before).toBe('')
  for (const line of ['maxSurge: 25%', 'revisionHistoryLimit: 10', 'imagePullPolicy: IfNotPresent', 'uid: ']) expect(object!.after).toContain(line)
  page.command({ do: 'kubectl', line: 'kubectl apply -f -', stdin: web() })
  page.untilRest()
  const [again] = read(page, web()).objects
  expect(again!.outcome).toBe('unchanged')
  const spec = (yaml: string) => yaml.slice(yaml.indexOf('\nspec:'), yaml.includes('\nstatus:') ? yaml.indexOf('\nstatus:') : undefined).trim()
  expect(spec(again!.before)).toBe(spec(object!.after))
})

test('a mistake is marked where it stands: an unknown field, a wrong type, a value that is not supported, a quantity', () => {
  const page = testPage()
  expect(marked(page, web((text) => text.replace('image:', 'imag:')))).toEqual([['imag', 'unknown field "spec.template.spec.containers[0].imag"']])
  expect(marked(page, web((text) => text.replace('replicas: 2', 'replicas: two')))).toEqual([['two', expect.stringContaining('cannot unmarshal string into Go struct field')]])
  expect(marked(page, web((text) => text.replace('image: httpd:2.4', 'image: httpd:2.4\n        imagePullPolicy: Sometimes')))).toEqual([['Sometimes', expect.stringContaining('supported values: "Always", "IfNotPresent", "Never"')]])
  expect(marked(page, web((text) => text.replace('64Mi', '64Megs')))).toEqual([['64Megs', expect.stringContaining('quantities must match')]])
  expect(marked(page, web((text) => text.replace('        image: httpd:2.4\n', '')))).toEqual([['name: web\n        resources:\n          requests:\n            memory: 64Mi\n', 'spec.template.spec.containers[0].image: Required value']])
  expect(marked(page, web((text) => text.replace('kind: Deployment', 'kind: Deploymint')))).toEqual([['Deploymint', expect.stringContaining('no matches for kind "Deploymint"')]])
  expect(marked(page, web((text) => text.replace('  name: web\nspec', '  namespace: nowhere\n  name: web\nspec')))).toEqual([['nowhere', expect.stringContaining('namespaces "nowhere" not found')]])
})

test('in an object that exists, unknown fields, wrong types and immutable fields are marked as well', () => {
  const page = rolledOut()
  const { text } = ask(page, { ask: 'manifest-of', object: DEPLOYMENT })
  expect(marked(page, text)).toEqual([])
  expect(marked(page, text.replace('restartPolicy:', 'restartPolice:'))).toEqual([['restartPolice', expect.stringContaining('unknown field "spec.template.spec.restartPolice"')]])
  expect(marked(page, text.replace('replicas: 2', 'replicas: two'))).toEqual([['two', expect.stringContaining('cannot unmarshal string')]])
  const [immutable] = read(page, text.replaceAll('app: httpd-app', 'app: other')).problems
  expect([immutable!.field, immutable!.message]).toEqual(['spec.selector', expect.stringContaining('field is immutable')])
})

test('a mistake of YAML is told with its line and column, and the documents around it are tried all the same', () => {
  const page = testPage()
  const reading = read(page, `${web()}---\napiVersion: v1\nkind: [\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: 1\n`)
  expect(reading.objects.map(({ kind, outcome }) => [kind, outcome])).toEqual([['Deployment', 'created'], ['ConfigMap', 'refused']])
  const lines = reading.problems.map(({ source, line }) => [source, line])
  expect(lines).toContainEqual(['apiserver', 29])
  expect(lines.some(([source, line]) => source === 'yaml' && Number(line) >= 23 && Number(line) <= 25)).toBe(true)
})

test('an object without a name is refused where its name belongs, and nothing breaks while it is being written', () => {
  const page = testPage()
  expect(marked(page, 'apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {a: b}\n')).toEqual([['metadata', expect.stringContaining('resource name may not be empty')]])
  expect(marked(page, 'apiVersion: v1\nkind: Pod\nmetadata:\n  generateName: a-\n')[0]![1]).toBe('from a-: cannot use generate name with apply')
  const text = web()
  for (let length = 0; length <= text.length; length += 3) expect(read(page, text.slice(0, length)).problems.every(({ from, until }) => from < until || until === 0)).toBe(true)
})

test('the items of a List are objects of their own', () => {
  const page = testPage()
  const text = 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: b}\n  dat: {}\n'
  expect(read(page, text).objects.map(({ name, outcome }) => [name, outcome])).toEqual([['a', 'created'], ['b', 'refused']])
  expect(marked(page, text)).toEqual([['dat', 'unknown field "dat"']])
})

test('while the API server is down nobody can say what would be stored', () => {
  const page = testPage()
  page.command({ do: 'poke', poke: { poke: 'crash', process: 'apiserver' } })
  page.wait(200)
  const reading = read(page, web())
  expect(['refused', 'unanswered']).toContain(reading.objects[0]!.outcome)
  expect(reading.objects[0]!.after).toBe('')
  // A cut line says nothing at all; whoever types does not wait for ever.
  const far = testPage()
  far.command({ do: 'poke', poke: { poke: 'cut-link', from: 'kubectl', to: 'apiserver' } })
  far.wait(200)
  expect(read(far, web()).objects.map(({ outcome }) => outcome)).toEqual(['unanswered'])
})

test('each line of a stored object knows the write by which it came to say so', () => {
  const page = rolledOut()
  page.command({ do: 'kubectl', line: 'kubectl set image deployment/httpd-app httpd=httpd:2.4' })
  page.untilRest()
  const { text } = ask(page, { ask: 'manifest-of', object: DEPLOYMENT })
  const lines = text.split('\n')
  const { blame } = read(page, text)
  const of = (part: string) => blame.find(({ line }) => lines[line - 1]!.includes(part))!
  expect(of('image: httpd:2.4')).toMatchObject({ manager: 'kubectl-set', operation: 'Update', writer: 'kubectl', user: 'kubernetes-admin', command: 'kubectl set image deployment/httpd-app httpd=httpd:2.4' })
  expect(of('replicas: 2')).toMatchObject({ manager: 'kubectl-create', command: CREATE })
  expect(of('image: httpd:2.4').revision).toBeGreaterThan(of('replicas: 2').revision)
  const stored = ask(page, { ask: 'etcd-log', limit: 500 }).rows.find(({ revision }) => revision === of('image: httpd:2.4').revision)!
  expect([stored.event, stored.key]).toEqual([of('image: httpd:2.4').event, '/registry/deployments/default/httpd-app'])
  // A line that says something else is not what somebody wrote.
  const image = lines.findIndex((line) => line.includes('- image: httpd:2.4')) + 1
  expect(read(page, text.replace('- image: httpd:2.4', '- image: httpd:2')).blame.some(({ line }) => line === image)).toBe(false)
  expect(read(page, text.replace('replicas: 2', 'replicas: 3')).blame.some(({ line }) => lines[line - 1]!.includes('replicas: 2'))).toBe(false)
})

test('what a controller wrote is blamed on the controller, and on the command at the root of it', () => {
  const page = rolledOut()
  const replicaSet = ask(page, { ask: 'object', object: DEPLOYMENT }).dependants.find(({ kind }) => kind === 'ReplicaSet')!
  const { text } = ask(page, { ask: 'manifest-of', object: replicaSet.object })
  const { blame } = read(page, text)
  const line = text.split('\n').findIndex(one => one.includes('image: httpd')) + 1
  expect(blame.find(one => one.line === line)).toMatchObject({ manager: 'kube-controller-manager', writer: 'deployment-controller', user: 'system:serviceaccount:kube-system:deployment-controller', command: CREATE })
})

test('the notes that controllers leave on an object are not part of what one would write', () => {
  const page = rolledOut()
  const { text } = ask(page, { ask: 'manifest-of', object: DEPLOYMENT })
  expect(text).not.toContain('deployment.kubernetes.io/revision')
  for (const left of ['status:', 'uid:', 'resourceVersion:', 'managedFields:', 'generation:']) expect(text).not.toContain(left)
})

test('in the past the answer is that of the past', () => {
  const page = rolledOut()
  const { text } = ask(page, { ask: 'manifest-of', object: DEPLOYMENT })
  page.command({ do: 'seek', to: { place: 'start' } })
  expect(read(page, text).objects[0]!.outcome).toBe('created')
  page.command({ do: 'seek', to: { place: 'end' } })
  expect(read(page, text).objects[0]!.outcome).toBe('configured')
})

test('every kind that can be written has a first manifest that the API server would store', () => {
  const page = testPage()
  const { kinds } = ask(page, { ask: 'kinds' })
  expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'Service', 'ConfigMap', 'Pod', 'Role', 'PriorityClass']))
  for (const { kind, template } of kinds) {
    const { objects, problems } = read(page, template)
    expect([kind, objects.map(({ outcome }) => outcome), problems.map(({ message }) => message)]).toEqual([kind, ['created'], []])
  }
})

test('a kind is told with all its types and their words', () => {
  const { root, types } = ask(testPage(), { ask: 'schema', apiVersion: 'apps/v1', kind: 'Deployment' })
  expect(root).toBe('Deployment')
  expect(types['DeploymentSpec']!.fields['replicas']).toMatchObject({ type: 'integer', description: expect.stringContaining('Number of desired pods') })
  expect(types['Container']!.fields['image']!.description).toMatch(/^Container image name/)
  expect(types['IntOrString']!.scalar).toBe('integer or string')
})

test('the values that a field may have are those that the validation names', () => {
  const page = testPage()
  const values = (kind: string, ...path: string[]) => ask(page, { ask: 'values', apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1', kind, path }).values
  const container = ['spec', 'template', 'spec', 'containers', '[]']
  expect(values('Deployment', ...container, 'imagePullPolicy')).toEqual(['Always', 'IfNotPresent', 'Never'])
  expect(values('Deployment', 'spec', 'strategy', 'type')).toEqual(['Recreate', 'RollingUpdate'])
  expect(values('Deployment', ...container, 'ports', '[]', 'protocol')).toEqual(['SCTP', 'TCP', 'UDP'])
  expect(values('Service', 'spec', 'type')).toContain('NodePort')
  expect(values('Pod', 'spec', 'restartPolicy')).toEqual(expect.arrayContaining(['Always', 'OnFailure', 'Never']))
  expect(values('Pod', 'spec', 'tolerations', '[]', 'operator')).toEqual(expect.arrayContaining(['Equal', 'Exists']))
  expect(values('Deployment', ...container, 'image')).toEqual([])
  expect(values('Deployment', 'spec', 'nothing')).toEqual([])
})

test('a manifest of 1.5 MB is answered with what the API server says of its size', () => {
  const data = Array.from({ length: 15_000 }, (_, index) => `  key-${index}: ${'x'.repeat(85)}`).join('\n')
  const reading = read(testPage(), `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\ndata:\n${data}\n`)
  expect(reading.objects[0]!.outcome).toBe('refused')
  expect(reading.problems.map(({ message }) => message)).toContain('[]: Too long: may not be more than 1048576 bytes')
})
