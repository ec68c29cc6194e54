import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testCluster, type TestCluster } from '../../testing/cluster.ts'
import { kubectlsHere, servedCluster, type ServedCluster, START_LIMIT_MS } from './kubectls.ts'

// What is said of a field is the same in the page and in a real kubectl: kind, type, words and line breaks.

const LINES: readonly string[] = [
  'explain deployment',
  'explain deployment.spec.strategy',
  'explain deployment.spec.strategy.rollingUpdate.maxSurge',
  'explain deployments.apps.spec.replicas',
  'explain deploy.spec.template.spec.containers',
  'explain deploy.spec.template.spec.containers.ports.containerPort',
  'explain pods.spec.tolerations',
  'explain pod.spec.nodeSelector',
  'explain pod.status.conditions.lastTransitionTime',
  'explain node.status.capacity',
  'explain secret.data',
  'explain endpointslice.endpoints.conditions',
  'explain lease.spec',
  'explain pod.metadata.managedFields',
  'explain clusterrole',
  'explain pod --recursive',
  'explain rs.spec --recursive',
  'explain deployment.spec.nonsense',
  'explain deployment.spec.nonsense.deeper',
  'explain ghosts.spec',
  'explain deployment --api-version=apps/v1',
  'explain deployment --api-version=apps/v9',
  'explain',
  'explain pods nodes',
]

const found = kubectlsHere().filter(({ version }) => Number(version.split('.')[1]) >= 32)
if (found.length === 0) test.skip('no kubectl from 1.32 on was found: set KUBECTL, or put kubectl or kubectl.1.NN on the PATH', () => undefined)

describe.each(found.slice(-1))('beside kubectl $version', (kubectl) => {
  let cluster: ServedCluster
  let page: TestCluster
  beforeAll(async () => {
    cluster = await servedCluster()
    page = testCluster({ workers: 1, etcd: 1 })
  }, START_LIMIT_MS)
  afterAll(() => cluster?.stop())

  test.each(LINES)('kubectl %s', async (line) => {
    expect(page.kubectl(`kubectl ${line}`)).toEqual(await cluster.run(kubectl)(line.split(' ')))
  })

  test('a field is explained in words', async () => {
    const { stdout } = await cluster.run(kubectl)('explain deployment.spec.strategy'.split(' '))
    expect(stdout).toContain('DeploymentStrategy describes how to replace existing pods with new ones.')
    expect(stdout).not.toContain('<no description>')
  })
})
