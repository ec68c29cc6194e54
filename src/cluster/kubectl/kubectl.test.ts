import { expect, test } from 'vitest'
import { SECOND, type Message } from '../../kernel/index.ts'
import { testCluster } from '../../testing/cluster.ts'
import { parseFlags } from './flags.ts'
import { jsonPath } from './jsonpath.ts'
import { transcriptOf, type KubectlState } from './kubectl.ts'
import { wordsOf } from './lexer.ts'

const cluster = testCluster({ seed: 21 })
const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: nginx}]
`

test('words are split as a shell splits them', () => {
  expect(wordsOf(`kubectl get pods -o 'jsonpath={.items[*].metadata.name}' # names`)).toEqual({ words: ['kubectl', 'get', 'pods', '-o', 'jsonpath={.items[*].metadata.name}'] })
  expect(wordsOf('kubectl get pods | grep web')).toHaveProperty('problem')
  expect(wordsOf(`kubectl label pod x 'a=b`)).toHaveProperty('problem')
})

test('flags may stand anywhere, joined or apart, and what kubectl would refuse is refused in its words', () => {
  const args = parseFlags(['pods', '-nkube-system', '--output=wide', '-A', 'x', '--', '-l'], { output: { kind: 'string', short: 'o' }, 'all-namespaces': { kind: 'bool', short: 'A' } })
  if ('problem' in args) throw new Error(args.problem)
  expect([args.positional, args.text('namespace'), args.text('output'), args.is('all-namespaces'), args.rest]).toEqual([['pods', 'x'], 'kube-system', 'wide', true, ['-l']])
  expect(parseFlags(['--bogus'], {})).toEqual({ problem: 'unknown flag: --bogus' })
  expect(parseFlags(['--replicas', 'two'], { replicas: { kind: 'int' } })).toHaveProperty('problem')
})

test('jsonpath reads fields, all items, filters, slices, depth and ranges', () => {
  const value = { items: [{ name: 'a', n: 1, tags: ['x', 'y'] }, { name: 'b', n: 2, tags: [] }] }
  const text = (template: string): unknown => jsonPath(template, value)
  expect(text('{.items[*].name}')).toEqual({ text: 'a b' })
  expect(text('{.items[?(@.n>1)].name}')).toEqual({ text: 'b' })
  expect(text('{.items[?(@.name=="a")].tags[-1]}')).toEqual({ text: 'y' })
  expect(text('{range .items[*]}{.name}={.n}{"\\n"}{end}')).toEqual({ text: 'a=1\nb=2\n' })
  expect(text('{..name}')).toEqual({ text: 'a b' })
  expect(text("{.items[0]['name','n']}")).toEqual({ text: 'a 1' })
  expect(text('{.items[0].tags[0:2:2]}')).toEqual({ text: 'x' })
  expect(text('{.items[0]}')).toEqual({ text: '{"n":1,"name":"a","tags":["x","y"]}' })
  expect(text('{.items[7].name}')).toMatchObject({ problem: expect.stringContaining('array index out of bounds: index 7, length 2') })
  expect(text('{.items[}')).toEqual({ problem: 'error parsing jsonpath {.items[}, unterminated array' })
})

test('applying a manifest creates its object, applying it again changes nothing, and applying a change configures it', () => {
  const files = { 'web.yaml': MANIFEST }
  expect(cluster.kubectl('kubectl apply -f web.yaml', files)).toEqual({ stdout: 'deployment.apps/web created\n', stderr: '', exitCode: 0 })
  expect(cluster.kubectl('kubectl apply -f web.yaml', files).stdout).toBe('deployment.apps/web unchanged\n')
  expect(cluster.kubectl('kubectl apply -f web.yaml', { 'web.yaml': MANIFEST.replace('replicas: 2', 'replicas: 3') }).stdout).toBe('deployment.apps/web configured\n')
  expect(cluster.kubectl('kubectl rollout status deploy/web').stdout).toContain('deployment "web" successfully rolled out\n')
  expect(cluster.kubectl('kubectl get deployment web').stdout).toMatch(/^NAME {3}READY {3}UP-TO-DATE {3}AVAILABLE {3}AGE\nweb {4}3\/3 {5}3 {12}3 {11}\d+s\n$/)
})

test('broken YAML is refused with its line and column, and nothing is stored', () => {
  const broken = cluster.kubectl('kubectl apply -f broken.yaml', { 'broken.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x\n' })
  expect(broken.exitCode).toBe(1)
  expect(broken.stderr).toMatch(/error parsing broken\.yaml: .*line \d+, column \d+/)
  expect(cluster.kubectl('kubectl get configmap x').stderr).toBe('Error from server (NotFound): configmaps "x" not found\n')
})

test('unknown fields and wrong types are refused by the API server in its own words', () => {
  expect(cluster.kubectl('kubectl apply -f f.yaml', { 'f.yaml': MANIFEST.replace('name: web\n', 'name: other\n').replace('replicas: 2', 'replicaz: 2') }).stderr).toContain('strict decoding error: unknown field "spec.replicaz"')
  expect(cluster.kubectl('kubectl apply -f f.yaml', { 'f.yaml': MANIFEST.replace('name: web\n', 'name: other\n').replace('replicas: 2', 'replicas: two') }).stderr).toContain('json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32')
  expect(cluster.kubectl('kubectl apply -f f.yaml', { 'f.yaml': MANIFEST.replace('kind: Deployment', 'kind: Deploymint') }).stderr).toContain('no matches for kind "Deploymint" in version "apps/v1"')
})

test('a manifest of 1.5 MB meets etcd\'s limit and leaves everything as it was', () => {
  const big = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata:\n  text: "${'x'.repeat(1_600_000)}"\n`
  const refused = cluster.kubectl('kubectl create -f big.yaml', { 'big.yaml': big })
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toMatch(/too large|Too long|limit/i)
  expect(cluster.kubectl('kubectl get configmap big').exitCode).toBe(1)
})

test('unknown commands and resource types are named, with what is near', () => {
  expect(cluster.kubectl('kubectl gte pods').stderr).toBe('error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n')
  expect(cluster.kubectl('kubectl get foos').stderr).toBe('error: the server doesn\'t have a resource type "foos"\n')
  expect(cluster.kubectl('kubectl exec web -- ls').stderr).toContain('not supported')
  expect(cluster.kubectl('ls').exitCode).toBe(127)
})

test('deleting waits until the Pod is really gone', () => {
  const pod = cluster.pods()[0]!.metadata.name!
  const deleted = cluster.kubectl(`kubectl delete pod ${pod}`)
  expect(deleted.stdout).toBe(`pod "${pod}" deleted from default namespace\n`)
  expect(cluster.pods().some(({ metadata }) => metadata.name === pod)).toBe(false)
})

test('draining evicts what runs on a node, and its Pods come up elsewhere', () => {
  const node = cluster.pods()[0]!.spec.nodeName!
  const drained = cluster.kubectl(`kubectl drain ${node} --ignore-daemonsets`)
  expect([drained.exitCode, drained.stdout.split('\n').at(-2)]).toEqual([0, `node/${node} drained`])
  expect(cluster.kubectl('kubectl wait --for=condition=available deployment/web --timeout=120s').stdout).toBe('deployment.apps/web condition met\n')
  expect(cluster.pods().every((pod) => pod.spec.nodeName !== node)).toBe(true)
  cluster.kubectl(`kubectl uncordon ${node}`)
})

test('an API server that is down refuses the connection in kubectl\'s words', () => {
  const { kernel } = cluster
  kernel.input({ type: 'crash', actor: 'apiserver' })
  cluster.run(SECOND)
  expect(cluster.kubectl('kubectl get pods').stderr).toBe('The connection to the server 192.168.0.10:6443 was refused - did you specify the right host or port?\n')
  kernel.input({ type: 'restart', actor: 'apiserver' })
  cluster.run(5 * SECOND)
})

for (const line of ['kubectl set image deployment/web web=nginx:1.27', 'kubectl rollout status deployment/web', 'kubectl rollout undo deployment/web', 'kubectl get pods -A']) {
  test(`${line} prints the same when time was rewound to its middle`, () => {
    const { kernel } = cluster
    const state = (): KubectlState => kernel.inspect('kubectl') as KubectlState
    const from = transcriptOf(state()).length
    const done = (): boolean => transcriptOf(state()).slice(from).some(({ entry }) => entry === 'done')
    kernel.input({ type: 'message', to: 'kubectl', msg: { type: 'kubectl-command', line } as Message })
    cluster.runUntil(() => [...state().runs.values()].some(({ answers }) => answers.some(({ answer }) => answer === 'response' || answer === 'now')) || done(), 60 * SECOND)
    const middle = kernel.checkpoint()
    cluster.runUntil(done, 120 * SECOND)
    const first = JSON.stringify(transcriptOf(state()).slice(from))
    const hash = kernel.hash()
    kernel.restore(middle)
    cluster.runUntil(done, 120 * SECOND)
    expect(JSON.stringify(transcriptOf(state()).slice(from))).toBe(first)
    expect(kernel.hash()).toBe(hash)
  })
}
