import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testCluster, type TestCluster } from '../../testing/cluster.ts'
import { RESOURCES } from '../../api/index.ts'
import { COMMANDS } from './commands/commands.ts'

const VERBS = ['create', 'run', 'get', 'describe', 'apply', 'delete', 'scale', 'set', 'rollout', 'logs', 'label', 'annotate', 'taint', 'cordon', 'uncordon', 'drain', 'expose', 'explain', 'api-resources', 'api-versions', 'version', 'cluster-info', 'events', 'wait', 'patch', 'replace', 'edit', 'auth', 'config', 'diff', 'top', 'exec', 'completion', 'options', 'help']
const SECOND = ['deployment', 'namespace', 'service', 'configmap', 'secret', 'generic', 'clusterip', 'nodeport', 'loadbalancer', 'externalname', 'serviceaccount', 'role', 'clusterrolebinding', 'token', 'quota', 'image', 'env', 'resources', 'status', 'history', 'undo', 'pause', 'resume', 'restart', 'can-i', 'whoami', 'view', 'current-context', 'use-context', 'get-contexts', 'pods', 'po', 'nodes', 'deploy', 'rs', 'svc', 'cm', 'ns', 'ev', 'all', 'leases', 'endpointslices', 'pod/web', 'deploy/web', 'deployment.apps/web', 'rs/', '/web', 'svc/web', 'node/node-a', 'nodes/ghost', 'cm/kube-root-ca.crt', 'pods,svc', 'pods.v1', 'pods.spec', 'pod.spec.containers']
const WORDS = ['web', 'kube-root-ca.crt', 'node-a', 'a', 'b', 'httpd=httpd:2.4', 'app=web', 'app-', 'a=b:NoSchedule', 'key:NoExecute-', 'ghost', '', '-', '--', '\'\'', '"', '{}', '*', '../x', '字', 'a/b/c', '=', ',', '80:8080', '<script>']
const FLAGS = ['-A', '-n kube-system', '-n', '-n ghost', '-o yaml', '-o json', '-o name', '-o wide', '-o jsonpath={.items[*].metadata.name}', '-o jsonpath={.items[', '-o custom-columns=A:.metadata.name,B:.x[0].y', '-o ghost', '-o', '-l app=web', '-l app in (', '-l !app', '--field-selector=status.phase=Running', '--field-selector=a', '--sort-by=.metadata.name', '--sort-by={.x', '--show-labels', '--no-headers', '--all', '--force', '--grace-period=0', '--grace-period=-1', '--cascade=orphan', '--cascade=x', '--replicas=3', '--replicas=-1', '--replicas=x', '--current-replicas=9', '--image=httpd', '--image=', '--port=80', '--port=x', '--target-port=http', '--type=NodePort', '--type=merge', '-p {"spec":null}', '-p {"metadata":{"labels":{"a":1}}}', '-p []', '-p x', '--type=json', '-f one.yaml', '-f empty.yaml', '-f word.yaml', '-f many.yaml', '-f wrong.yaml', '-f ghost.yaml', '-f', '--dry-run=client', '--dry-run=server', '--dry-run=x', '--server-side', '--force-conflicts', '--overwrite', '--for=condition=Ready', '--for=delete', '--for=jsonpath={.status}=x', '--for=x', '--timeout=1s', '--timeout=x', '--from-literal=a=b', '--from-literal=a', '--from-file=one.yaml', '--restart=Never', '--command', '-- sleep 1', '--previous', '--tail=1', '--since=1s', '-c x', '--to-revision=1', '--revision=99', '--requests=cpu=1', '--limits=memory=x', '--recursive', '--verb=get', '--resource=pods', '--clusterrole=view', '--user=bob', '--as=bob', '--as-group=system:masters', '--raw /version', '--raw /ghost', '--subresource=status', '--ignore-daemonsets', '--delete-emptydir-data', '--watch=false', '--chunk-size=1', '--context=x', '-h', '--help', '-v=9', '--ghost', '-z']
const FILES = {
  'one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: b}\n', 'empty.yaml': '', 'word.yaml': 'hello\n', 'wrong.yaml': 'apiVersion: v1\nkind: [\n',
  'many.yaml': 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: nginx}]}}\n- {apiVersion: v1, kind: Service, metadata: {name: p}, spec: {ports: [{port: 80}]}}\n- null\n- {kind: Pod}\n',
}

/** Lines that may wait longer than a test looks. */
const WAITS = /^(rollout|wait|delete|drain|get|logs|events|replace)/

const word = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...SECOND, ...RESOURCES.map(({ resource }) => resource)) }, { weight: 2, arbitrary: fc.constantFrom(...WORDS) }, { weight: 4, arbitrary: fc.constantFrom(...FLAGS) })
const anyhow = fc.tuple(fc.constantFrom(...VERBS), fc.array(word, { maxLength: 5 })).map(([verb, rest]) => [verb, ...rest].join(' '))
/** Lines that are nearly right come further than nonsense does: a command's own flags, with values that may fit. */
const VALUES = ['', 'x', '1', '0', '-1', 'a=b', 'web', 'true', '1s', '80', 'yaml', 'name', 'json', 'server', 'client', '{"metadata":{"labels":{"a":"b"}}}', 'app=web', 'one.yaml', 'many.yaml', 'httpd', 'condition=Available', 'delete', '100Mi', 'NodePort', 'default', 'view']
const WHAT = ['', 'web', 'deploy/web', 'deploy web', 'svc/kubernetes', 'node/node-a', 'node-c', 'cm/kube-root-ca.crt', 'pods', 'pods -l app=web', 'rs', 'all', 'events', 'clusterrole/view', 'priorityclasses', 'sa/default', 'deploy/web a=b', 'node node-a a=b:NoSchedule', 'deploy/web httpd=nginx', '-f many.yaml', '-f one.yaml', 'get pods', 'new --image=nginx', 'new --tcp=80', 'new --port=80']
const nearly = fc.constantFrom(...COMMANDS).chain(({ path, flags }) => {
  const flag = fc.tuple(fc.constantFrom('', ...Object.keys(flags)), fc.option(fc.constantFrom(...VALUES))).map(([name, value]) => (name === '' ? '' : `--${name}${value === null ? '' : `='${value}'`}`))
  return fc.tuple(fc.oneof(fc.constantFrom(...WHAT), word), flag, flag).map((words) => [path, ...words].join(' '))
})
const line = fc.oneof(anyhow, { weight: 3, arbitrary: nearly })

test('no line that is typed stops the simulation: each ends with an exit code, and an error says something', { timeout: 600_000 }, () => {
  let cluster: TestCluster | undefined
  let typed = 0
  fc.assert(fc.property(line, (one) => {
    // What lines have made is used by later ones, for a while.
    if (cluster === undefined || typed++ % 60 === 0) {
      cluster = testCluster({ seed: 5 })
      cluster.kubectl('kubectl create deployment web --image=httpd')
    }
    const { exitCode, stderr, stdout } = cluster.kubectl(`kubectl ${one}`, FILES)
    // A shell's own refusal is 2; what waits for others has no end here.
    expect([0, 1, 2, ...(WAITS.test(one) ? [-1] : [])]).toContain(exitCode)
    if (exitCode === -1) cluster = undefined
    expect(stderr + stdout).not.toMatch(/panic:|undefined|\[object |TypeError|NaN/)
    if (exitCode !== 0) expect(stderr + stdout).not.toBe('')
  }), { numRuns: Number(process.env['LINES'] ?? 300) })
})
