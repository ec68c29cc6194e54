import { expect, test } from 'vitest'
import { testCluster } from '../../testing/cluster.ts'
import { parseFlags } from './flags.ts'

const cluster = testCluster({ seed: 22 })
const typed = (line: string, files: Readonly<Record<string, string>> = {}): { readonly exitCode: number; readonly stderr: string; readonly stdout: string } => cluster.kubectl(`kubectl ${line}`, files)

test('a line about an object that has no Pods or replicas is refused, and the cluster goes on', () => {
  expect(typed('scale cm kube-root-ca.crt --replicas=1').stderr).toBe('Error from server (NotFound): the server could not find the requested resource\n')
  expect(typed('expose cm kube-root-ca.crt --port=80').stderr).toBe('error: cannot expose a ConfigMap\n')
  expect(typed('logs cm/kube-root-ca.crt').stderr).toBe('error: cannot get the logs from *v1.ConfigMap: selector for *v1.ConfigMap not implemented\n')
  expect(typed('set image cm/kube-root-ca.crt a=b').exitCode).toBe(1)
  expect(typed('get cm').stdout).toContain('kube-root-ca.crt')
})

test('a file without objects, of one word or of wrong metadata is refused, and the cluster goes on', () => {
  const files = { 'empty.yaml': '# nothing\n', 'word.yaml': 'hello\n', 'list.yaml': '- a\n', 'metadata.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: x\n', 'numbers.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n, labels: {a: 1}}\n' }
  expect(typed('get -f empty.yaml', files)).toMatchObject({ stderr: 'No resources found in default namespace.\n', exitCode: 0 })
  expect(typed('describe -f empty.yaml', files)).toMatchObject({ stderr: 'No resources found in default namespace.\n', exitCode: 0 })
  for (const verb of ['expose', 'scale --replicas=1', 'wait --for=delete', 'delete', 'patch -p {}', 'label a=b', 'rollout status', 'set image a=b']) expect(typed(`${verb} -f empty.yaml`, files).exitCode, verb).toBeLessThan(2)
  expect(typed('apply -f word.yaml', files).stderr).toContain('invalid object to validate')
  expect(typed('create -f list.yaml', files).stderr).toContain('invalid object to validate')
  expect(typed('apply -f metadata.yaml', files).stderr).toContain('unable to decode "metadata.yaml"')
  expect(typed('apply -f numbers.yaml', files).stderr).toContain('cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string')
})

test('one wrong document of a file does not hold up the others', () => {
  const three = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: t1}\n---\napiVersion: v1\nkind: Ghost\nmetadata: {name: t2}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: t3}\n'
  expect(typed('apply -f three.yaml', { 'three.yaml': three })).toMatchObject({ stdout: 'configmap/t1 created\nconfigmap/t3 created\n', stderr: expect.stringContaining('no matches for kind "Ghost"'), exitCode: 1 })
})

test('a misspelt dry run, a revision that cannot be, two names and a selector beside a name do nothing', () => {
  typed('create deployment web --image=httpd')
  for (const line of ['create deployment b --image=httpd --dry-run=clinet', 'create namespace a b', 'scale deploy web --replicas=3 --dry-run=servr', 'rollout undo deploy/web --to-revision=-1', 'delete deploy web -l app=web', 'delete deploy web --all', 'label deploy web a=b a-']) expect(typed(line).exitCode, line).toBe(1)
  expect(typed('get deploy --show-labels --no-headers').stdout).toMatch(/^web .* app=web\n$/)
})

test('drain leaves Pods alone that its selector does not find', () => {
  typed('run alone --image=nginx')
  typed('wait pod/alone --for=condition=Ready --timeout=60s')
  const { stdout: node } = typed('get pod alone -o jsonpath={.spec.nodeName}')
  expect(typed(`drain ${node} --pod-selector=app=nothing`).stdout).toBe(`node/${node} cordoned\nnode/${node} drained\n`)
  expect(typed('get pod alone --no-headers').stdout).toContain('Running')
  typed(`uncordon ${node}`)
})

test('--as asks as somebody else, who may not', () => {
  expect(typed('get pods --as=bob').stderr).toBe('Error from server (Forbidden): pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"\n')
  expect(typed('auth can-i list pods --as=bob --as-group=system:masters').stdout).toBe('yes\n')
})

test('a wait without time looks once, and several share their time', () => {
  expect(typed('wait deploy/web --for=condition=Nope --timeout=0s').stderr).toBe('error: condition not met for deployments/web\n')
  expect(typed('wait deploy/web pod/alone --for=condition=Nope --timeout=1s').stderr).toBe('timed out waiting for the condition on deployments/web\ntimed out waiting for the condition on pods/alone\n')
})

test('durations and numbers are refused in the words of Go', () => {
  const problem = (text: string): unknown => parseFlags([`--for=${text}`], { for: { kind: 'duration' } })
  expect(problem('1')).toEqual({ problem: 'invalid argument "1" for "--for" flag: time: missing unit in duration "1"' })
  expect(problem('x')).toEqual({ problem: 'invalid argument "x" for "--for" flag: time: invalid duration "x"' })
  for (const good of ['0', '1h30m', '-1s', '1.5s']) expect(problem(good), good).not.toHaveProperty('problem')
  expect(parseFlags(['--n=99999999999999999999'], { n: { kind: 'int' } })).toEqual({ problem: 'invalid argument "99999999999999999999" for "--n" flag: strconv.ParseInt: parsing "99999999999999999999": value out of range' })
})
