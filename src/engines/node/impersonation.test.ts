import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kubectlsHere, servedCluster, type Ran, type ServedCluster } from './kubectls.ts'

const found = kubectlsHere()
if (found.length === 0) test.skip('no kubectl from 1.27 on was found: set KUBECTL, or put kubectl or kubectl.1.NN on the PATH', () => undefined)

describe.each(found.slice(-1))('kubectl $version', (kubectl) => {
  let cluster: ServedCluster
  beforeAll(async () => { cluster = await servedCluster() })
  afterAll(() => cluster?.stop())
  const run = (line: string): Promise<Ran> => cluster.run(kubectl)(line.split(' '))

  test('whoever acts as somebody else has their rights and no others', async () => {
    expect(await run('get pods --as=jane')).toEqual({ exitCode: 1, stdout: '', stderr: 'Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"\n' })
    expect((await run('auth can-i list pods --as=jane')).stdout).toBe('no\n')
    expect((await run('create rolebinding see --clusterrole=view --group=dev,ops')).exitCode).toBe(0)
    expect((await run('auth can-i list pods --as=jane --as-group=dev,ops')).stdout).toBe('yes\n')
    expect((await run('auth whoami --as=jane --as-group=dev --as-group=ops -o jsonpath={.status.userInfo.groups}')).stdout).toBe('["dev","ops","system:authenticated"]')
  })
})
