import { fieldDocs, KIND_TYPES, toYaml, typeSchema, type ApiObject, type FieldSchema } from '../../../api/index.ts'

// A manifest to begin with is grown from the schema: what it requires, and what hardly anybody leaves out.

const NAME = 'example'

/** Fields that are not required and yet belong to a first manifest of their type. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec'], ReplicaSet: ['spec'], Pod: ['spec'], Service: ['spec'], Lease: ['spec'], DeploymentSpec: ['replicas'], ReplicaSetSpec: ['replicas', 'template'], PodTemplateSpec: ['metadata', 'spec'],
  Container: ['image', 'ports'], ServiceSpec: ['selector', 'ports'], ServicePort: ['targetPort'], ConfigMap: ['data'], Secret: ['stringData'], LabelSelector: ['matchLabels'],
  Role: ['rules'], ClusterRole: ['rules'], PolicyRule: ['apiGroups', 'resources'], RoleBinding: ['subjects'], ClusterRoleBinding: ['subjects'], Subject: ['apiGroup'],
  EndpointSlice: ['ports'], EndpointPort: ['name', 'port'], FlowSchema: ['spec'], FlowSchemaSpec: ['matchingPrecedence'], PriorityLevelConfiguration: ['spec'], PriorityLevelConfigurationSpec: ['limited'], LimitedPriorityLevelConfiguration: ['nominalConcurrencyShares', 'limitResponse'], LeaseSpec: ['holderIdentity', 'leaseDurationSeconds'],
}

/** What stands in a field until its writer says better: by type and field, or by the field alone. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  '.name': NAME, 'Container.name': 'web', 'Container.image': 'httpd:2.4', '.replicas': 2, '.containerPort': 80, '.port': 80, '.targetPort': 80,
  '.matchLabels': { app: NAME }, 'ServiceSpec.selector': { app: NAME }, 'ConfigMap.data': { key: 'value' }, 'Secret.stringData': { key: 'value' },
  '.apiGroups': [''], '.resources': ['pods'], '.verbs': ['get', 'list', 'watch'], '.apiGroup': 'rbac.authorization.k8s.io', 'Subject.kind': 'User', 'RoleRef.name': 'view', 'RoleRef.kind': 'ClusterRole',
  'PriorityClass.value': 1000, 'FlowSchemaSpec.matchingPrecedence': 1000, 'PriorityLevelConfigurationReference.name': 'workload-low', 'PriorityLevelConfigurationSpec.type': 'Limited', 'LimitResponse.type': 'Reject', '.nominalConcurrencyShares': 30, 'EndpointSlice.addressType': 'IPv4', '.addresses': ['10.0.0.1'], 'EndpointPort.name': 'http', '.holderIdentity': NAME, '.leaseDurationSeconds': 15,
}

/** The text of a first manifest: what the kind is for, and the object. */
export function templateText(apiVersion: string, kind: string): string {
  const words = fieldDocs()[KIND_TYPES[`${apiVersion} ${kind}`] ?? '']?.description
  const sentence = words === undefined ? '' : `# ${/^.*?\.(?= |$)/s.exec(words.replaceAll('\n', ' '))?.[0] ?? words.replaceAll('\n', ' ')}\n`
  return `${sentence}${toYaml(templateOf(apiVersion, kind))}`
}

export function templateOf(apiVersion: string, kind: string): ApiObject {
  const type = KIND_TYPES[`${apiVersion} ${kind}`]
  return { apiVersion, kind, metadata: { name: NAME }, ...(type === undefined ? {} : grown(type, ['apiVersion', 'kind', 'metadata', 'status'])) }
}

/** The required and usual fields of a type. Metadata inside an object is there for its labels. */
export function grown(type: string, without: readonly string[] = []): Readonly<Record<string, unknown>> {
  if (type === 'ObjectMeta') return { labels: { app: NAME } }
  const { fields } = typeSchema(type)
  const wanted = Object.keys(fields).filter((name) => !without.includes(name) && (fields[name]!.required || USUAL[type]?.includes(name)))
  return Object.fromEntries(wanted.map((name) => [name, sampleOf(type, name, fields[name]!)]))
}

/** A first value for a field. */
export function sampleOf(type: string, name: string, field: FieldSchema): unknown {
  return SAMPLES[`${type}.${name}`] ?? SAMPLES[`.${name}`] ?? field.default ?? valueOf(field)
}

function valueOf({ type, ref, items }: FieldSchema): unknown {
  if (ref !== undefined) return Object.keys(typeSchema(ref).fields).length > 0 ? grown(ref) : ref === 'Quantity' ? '1' : ref === 'IntOrString' ? 80 : ''
  switch (type) {
    case 'integer': case 'number': return 1
    case 'boolean': return false
    case 'array': return items?.ref === undefined ? [] : [valueOf(items)]
    case 'map': return {}
    default: return ''
  }
}
