import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kubectlsHere, servedCluster, type Ran, type ServedCluster, START_LIMIT_MS } from './kubectls.ts'

const found = kubectlsHere()
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: main, image: nginx, ports: [{containerPort: 80}]}]
`

if (found.length === 0) test.skip('no kubectl from 1.27 on was found: set KUBECTL, or put kubectl or kubectl.1.NN on the PATH', () => undefined)

describe.each(found)('kubectl $version', (kubectl) => {
  let cluster: ServedCluster
  beforeAll(async () => { cluster = await servedCluster() }, START_LIMIT_MS)
  afterAll(() => cluster?.stop())

  /** Runs a line that must succeed and returns what it printed. */
  const ok = async (line: string): Promise<string> => {
    const ran = await run(line)
    expect(`${line}: exit code ${ran.exitCode} ${ran.exitCode === 0 ? '' : ran.stderr}`.trim()).toBe(`${line}: exit code 0`)
    return ran.stdout
  }
  const run = (line: string, stdin?: string): Promise<Ran> => cluster.run(kubectl)(line.split(' '), stdin)

  test('a Deployment is created, updated, looked back at and taken back', async () => {
    expect(await ok('create deployment httpd-app --image=httpd --replicas=2')).toBe('deployment.apps/httpd-app created\n')
    expect(await ok('rollout status deployment/httpd-app')).toContain('successfully rolled out')
    expect(await ok('set image deployment/httpd-app httpd=httpd:2.4')).toBe('deployment.apps/httpd-app image updated\n')
    expect(await ok('rollout status deployment/httpd-app')).toContain('successfully rolled out')
    expect(await ok('get deployment httpd-app -o jsonpath={.spec.template.spec.containers[0].image}')).toBe('httpd:2.4')
    expect((await ok('rollout history deployment/httpd-app')).match(/^\d+ /gm)).toHaveLength(2)
    expect(await ok('rollout history deployment/httpd-app --revision=2')).toMatch(/Image:\s+httpd:2\.4\n/)
    expect(await ok('rollout undo deployment/httpd-app')).toBe('deployment.apps/httpd-app rolled back\n')
    expect(await ok('rollout status deployment/httpd-app')).toContain('successfully rolled out')
    expect(await ok('describe deployment httpd-app')).toMatch(/Image:\s+httpd\n/)
  })

  test('a manifest is applied, applied again without change, and changed', async () => {
    writeFileSync(join(cluster.folder, 'web.yaml'), WEB)
    expect(await ok('apply -f web.yaml')).toBe('deployment.apps/web created\n')
    expect(await ok('apply -f web.yaml')).toBe('deployment.apps/web unchanged\n')
    writeFileSync(join(cluster.folder, 'web.yaml'), WEB.replace('replicas: 1', 'replicas: 2'))
    expect(await ok('apply -f web.yaml')).toBe('deployment.apps/web configured\n')
    expect(await ok('apply --server-side --force-conflicts -f web.yaml')).toBe('deployment.apps/web serverside-applied\n')
    expect(await ok('wait --for=condition=Available deployment/web --timeout=60s')).toBe('deployment.apps/web condition met\n')
    expect(await ok('wait --for=jsonpath={.status.readyReplicas}=2 deployment/web --timeout=60s')).toContain('condition met')
  })

  test('patch, scale, label and expose change what they say they change', async () => {
    await ok('patch deployment web --type=merge -p {"metadata":{"annotations":{"by":"merge"}}}')
    await ok('patch deployment web --type=json -p [{"op":"add","path":"/metadata/annotations/by-json","value":"yes"}]')
    expect(await ok('get deployment web -o jsonpath={.metadata.annotations.by}{.metadata.annotations.by-json}')).toBe('mergeyes')
    expect(await ok('scale deployment web --replicas=3')).toBe('deployment.apps/web scaled\n')
    expect(await ok('get deployment web -o jsonpath={.spec.replicas}')).toBe('3')
    expect(await ok('label deployment web tier=front')).toBe('deployment.apps/web labeled\n')
    expect(await ok('get deployments -l tier=front -o name')).toBe('deployment.apps/web\n')
    expect(await ok('expose deployment web --port=80')).toBe('service/web exposed\n')
    expect(await ok('get service web -o jsonpath={.spec.selector.app}:{.spec.ports[0].port}')).toBe('web:80')
  })

  test('what runs can be looked at: tables, descriptions, logs and events', async () => {
    expect(await ok('get deployments')).toMatch(/^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\n/)
    expect(await ok('get nodes -o wide')).toMatch(/node-a +Ready +<none> +\S+ +v1\.36/)
    expect(await ok('describe deployment httpd-app')).toMatch(/Replicas: +2 desired/)
    expect(await ok('describe node node-a')).toContain('KubeletReady')
    expect(await ok('logs deployment/httpd-app')).toContain('httpd -D FOREGROUND')
    expect(await ok('get events')).toContain('ScalingReplicaSet')
  })

  test('logs are followed to the end of the container', async () => {
    await ok('run counter --image=busybox --restart=Never -- echo one')
    await ok('wait --for=jsonpath={.status.phase}=Succeeded pod/counter --timeout=60s')
    await ok('run sleeper --image=busybox --restart=Never -- sleep 60')
    await ok('wait --for=condition=Ready pod/sleeper --timeout=60s')
    expect(await ok('logs -f counter')).toBe('one\n')
    await ok('logs -f sleeper')
  })

  test('a watch shows what happens while it is open', async () => {
    const watch = cluster.follow(kubectl, ['get', 'configmaps', '-w', '-o', 'name'])
    await watch.says('configmap/kube-root-ca.crt')
    await ok('create configmap seen --from-literal=a=b')
    await watch.says('configmap/seen')
    await ok('delete configmap seen')
    watch.end()
  })

  test('a node is tainted, drained and taken back', async () => {
    expect(await ok('taint node node-a key=value:NoSchedule')).toBe('node/node-a tainted\n')
    expect(await ok('taint node node-a key-')).toBe('node/node-a untainted\n')
    expect(await ok('drain node-b --ignore-daemonsets --delete-emptydir-data --force --timeout=60s')).toContain('node/node-b drained')
    expect(await ok('get pods --field-selector=spec.nodeName=node-b,status.phase=Running -o name')).toBe('')
    expect(await ok('uncordon node-b')).toBe('node/node-b uncordoned\n')
  })

  test('the API tells what it serves: resources, schemas, version, and who one is', async () => {
    expect(await ok('api-resources')).toMatch(/deployments +deploy +apps\/v1 +true +Deployment/)
    expect(await ok('explain deployment.spec.replicas')).toMatch(/FIELD: replicas <integer>/)
    expect(await ok('version')).toMatch(/Server Version: .*v1\.36/)
    // kubectl 1.27 asks for the beta API, which v1.36 no longer has.
    if (kubectl.minor > 27) expect(await ok('auth whoami -o jsonpath={.status.userInfo.username}')).toBe('kubernetes-admin')
    expect(await ok('auth can-i delete nodes')).toBe('yes\n')
    expect((await run('auth can-i delete nodes --as=bob')).stdout).toBe('no\n')
  })

  test('what fails fails in the words of upstream', async () => {
    expect(await run('get deployment ghost')).toMatchObject({ exitCode: 1, stderr: 'Error from server (NotFound): deployments.apps "ghost" not found\n' })
    expect(await run('create configmap kube-root-ca.crt')).toMatchObject({ exitCode: 1, stderr: 'error: failed to create configmap: configmaps "kube-root-ca.crt" already exists\n' })
    expect((await run('apply -f -', WEB.replace('replicas:', 'replica:'))).stderr).toContain('unknown field "spec.replica"')
    expect((await run('create job j --image=busybox')).stderr).toContain('the server could not find the requested resource')
    expect((await run('exec deployment/httpd-app -- ls')).stderr).toContain('not simulated')
  })

  test('a Deployment is deleted with all that is its own', async () => {
    expect(await ok('delete -f web.yaml')).toMatch(/deployment\.apps "web" deleted/)
    await ok('wait --for=delete pod -l app=web --timeout=60s')
    expect(await ok('get pods,replicasets -l app=web -o name')).toBe('')
  })
})
