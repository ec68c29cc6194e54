import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { API_GROUPS } from './resources.ts'
import { aggregatedDiscovery, legacyDiscovery } from './discovery.ts'
import { openApiV3, openApiV3Index } from './openapi.ts'
import { RESOURCES } from './resources.ts'
import '../testing/late-parts.ts'

interface Discovered {
  items: { metadata: { name?: string }; versions: { version: string; resources: { resource: string; subresources?: object[] }[] }[] }[]
}

const FACTS = new URL('../../../shared/facts/discovery-aggregated-v2.json', import.meta.url).pathname

test('every resource is discoverable in both forms', () => {
  for (const group of API_GROUPS) {
    const list = legacyDiscovery(group === '' ? '/api/v1' : `/apis/${group}/v1`) as { resources: { name: string }[] }
    expect(list.resources.filter(({ name }) => !name.includes('/')).length).toBe(RESOURCES.filter((info) => info.group === group).length)
  }
  expect(legacyDiscovery('/apis/none')).toBeUndefined()
})

test.skipIf(!existsSync(FACTS))('what is said of each resource is what a real API server says', () => {
  const real = JSON.parse(readFileSync(FACTS, 'utf8')) as Discovered
  for (const group of (aggregatedDiscovery('named') as Discovered).items) {
    const same = real.items.find(({ metadata }) => metadata.name === group.metadata.name)
    for (const resource of group.versions[0]!.resources) {
      const upstream = same?.versions
        .find(({ version }) => version === 'v1')
        ?.resources.find((other) => other.resource === resource.resource)
      expect(resource).toEqual(upstream)
    }
  }
})

test('every type that a schema refers to is in the same document', () => {
  for (const path of Object.keys((openApiV3Index() as { paths: object }).paths)) {
    const document = openApiV3(path) as { components: { schemas: Record<string, unknown> } }
    const refs = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)
    for (const [, name] of refs) expect(document.components.schemas).toHaveProperty([name!])
  }
})

test('kubectl finds the kind, its merge keys and the fieldValidation parameter', () => {
  const document = openApiV3('apis/apps/v1') as {
    paths: Record<string, { patch: { parameters: { name: string }[] } }>
    components: { schemas: Record<string, { properties: Record<string, object> }> }
  }
  const { patch } = document.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']!
  expect(patch).toMatchObject({
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind: 'Deployment' },
  })
  expect(patch.parameters.map(({ name }) => name)).toContain('fieldValidation')
  expect(document.components.schemas['io.k8s.api.core.v1.PodSpec']!.properties.containers).toMatchObject({
    'x-kubernetes-patch-merge-key': 'name',
    'x-kubernetes-patch-strategy': 'merge',
  })
  expect(document.components.schemas['io.k8s.api.apps.v1.DeploymentSpec']!.properties.replicas).toEqual({
    description: expect.stringMatching(/^Number of desired pods\./),
    type: 'integer',
    format: 'int32',
  })
})

test('every field of every kind that is served is documented', () => {
  const silent: string[] = []
  for (const path of Object.keys((openApiV3Index() as { paths: object }).paths)) {
    const { schemas } = (openApiV3(path) as { components: { schemas: Record<string, { description?: string; properties?: Record<string, { description?: string }> }> } }).components
    for (const [name, { description, properties = {} }] of Object.entries(schemas)) {
      if (!description) silent.push(name)
      for (const [field, documented] of Object.entries(properties)) if (!documented.description) silent.push(`${name}.${field}`)
    }
  }
  // The sources of volumes that are no longer mounted, and what only nodes of other systems report.
  expect([...new Set(silent)].filter((one) => !/\.(Volume|NodeConfigStatus|NodeStatus|NodeConfigSource|NodeSpec|PodStatus|VolumeMountStatus|VolumeStatus|CSIVolumeSource|ResourceAttributes|PersistentVolumeClaimSpec)\./.test(one))).toEqual([])
})
