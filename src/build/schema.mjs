// Writes src/api/schema/schema.json, schema-rest.json, type-ids.json and types.ts from the table of facts about Kubernetes v1.36.
// Run by hand when the modelled version or the list of kinds changes:  node src/build/schema.mjs ../shared/facts/schema.json
import { readFileSync, writeFileSync } from 'node:fs'

const KINDS = {
  'core/v1': ['Namespace', 'Node', 'Pod', 'Service', 'Event', 'ConfigMap', 'Secret', 'ServiceAccount', 'Binding'],
  'apps/v1': ['Deployment', 'ReplicaSet'],
  'discovery.k8s.io/v1': ['EndpointSlice'],
  'coordination.k8s.io/v1': ['Lease'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
  'flowcontrol.apiserver.k8s.io/v1': ['FlowSchema', 'PriorityLevelConfiguration'],
  'policy/v1': ['Eviction'],
  'autoscaling/v1': ['Scale'],
  'rbac.authorization.k8s.io/v1': ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
  'authentication.k8s.io/v1': ['TokenRequest', 'TokenReview', 'SelfSubjectReview'],
  'authorization.k8s.io/v1': ['SubjectAccessReview', 'SelfSubjectAccessReview', 'LocalSubjectAccessReview', 'SelfSubjectRulesReview'],
}
/** What a small cluster's boot and a Deployment come to. All other types are in schema-rest.json, which the engine's first part does without. */
const FIRST = new Set(`
  AggregationRule Binding ClusterRole ClusterRoleBinding ConfigMap Container ContainerImage ContainerPort DaemonEndpoint Deployment DeploymentCondition DeploymentSpec
  DeploymentStatus DeploymentStrategy Endpoint EndpointConditions EndpointPort EndpointSlice EnvVar EphemeralContainer Event EventSource ExemptPriorityLevelConfiguration
  FlowDistinguisherMethod FlowSchema FlowSchemaCondition FlowSchemaSpec FlowSchemaStatus FlowcontrolSubject GroupSubject HTTPGetAction HostAlias IntOrString LabelSelector
  Lease LeaseSpec LimitResponse LimitedPriorityLevelConfiguration LocalObjectReference ManagedFieldsEntry MicroTime Namespace NamespaceSpec Node NodeAddress NodeCondition
  NodeDaemonEndpoints NodeSpec NodeStatus NodeSystemInfo NonResourcePolicyRule ObjectMeta ObjectReference OwnerReference Pod PodCondition PodIP PodResourceClaim
  PodResourceClaimStatus PodSchedulingGate PodSecurityContext PodSpec PodStatus PodTemplateSpec PolicyRule PolicyRulesWithSubjects PriorityClass PriorityLevelConfiguration
  PriorityLevelConfigurationReference PriorityLevelConfigurationSpec Probe Quantity QueuingConfiguration ReplicaSet ReplicaSetCondition ReplicaSetSpec ReplicaSetStatus
  ResourceClaim ResourcePolicyRule ResourceRequirements Role RoleBinding RoleRef RollingUpdateDeployment Service ServiceAccount ServiceAccountSubject ServicePort
  ServiceSpec Subject Taint Time Toleration TopologySpreadConstraint UserSubject Volume VolumeDevice VolumeMount
`.split(/\s+/))
const META = ['Status', 'DeleteOptions', 'ListMeta', 'APIResource', 'APIResourceList', 'APIGroup', 'APIGroupList', 'APIVersions']

const source = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const fullNames = new Map()
for (const [name, type] of Object.entries(source.types)) for (const gvk of type.gvk ?? []) {
  const key = `${gvk.group ? `${gvk.group}/` : 'core/'}${gvk.version} ${gvk.kind}`
  if (!fullNames.has(key)) fullNames.set(key, name)
}

const roots = []
const kinds = {}
for (const [groupVersion, names] of Object.entries(KINDS)) for (const kind of names) {
  const full = fullNames.get(`${groupVersion} ${kind}`)
  if (!full) throw new Error(`no type for ${groupVersion} ${kind}`)
  roots.push(full)
  kinds[`${groupVersion.replace(/^core\//, '')} ${kind}`] = full
}
for (const name of META) roots.push(`io.k8s.apimachinery.pkg.apis.meta.v1.${name}`)

const seen = new Set()
const visit = (name) => {
  if (seen.has(name)) return
  const type = source.types[name]
  if (!type) throw new Error(`unknown type ${name}`)
  seen.add(name)
  const look = (field) => {
    if (!field) return
    if (field.ref) visit(field.ref)
    look(field.items); look(field.values)
  }
  for (const field of Object.values(type.fields)) look(field)
  look(type.values); look(type.items)
}
roots.forEach(visit)

// A short name is the last word; where two groups share it, the group is put in front.
const byShort = new Map()
for (const full of [...seen].sort()) {
  const short = full.split('.').at(-1)
  byShort.set(short, [...(byShort.get(short) ?? []), full])
}
const nameOf = new Map()
for (const [short, fulls] of byShort) for (const full of fulls) {
  const group = full.split('.').at(-3)
  nameOf.set(full, fulls.length === 1 || group === 'core' || group === 'meta' || group === 'rbac' ? short : group[0].toUpperCase() + group.slice(1) + short)
}

const fieldOut = (field) => {
  const out = {}
  if (field.ref) out.ref = nameOf.get(field.ref)
  if (field.type && field.type !== 'object') out.type = field.type
  if (field.type === 'object') out.type = field.values ? 'map' : 'object'
  for (const key of ['format', 'required', 'default', 'listType', 'mapKeys', 'mapType', 'patchStrategy', 'patchMergeKey', 'oneOf']) if (field[key] !== undefined) out[key] = field[key]
  if (field.items) out.items = fieldOut(field.items)
  if (field.values) out.values = fieldOut(field.values)
  return out
}
const types = {}
const ids = {}
for (const full of [...seen].sort((a, b) => (nameOf.get(a) < nameOf.get(b) ? -1 : 1))) {
  const type = source.types[full]
  const out = {}
  if (type.type && type.type !== 'object') out.type = type.type
  for (const key of ['format', 'oneOf', 'mapType']) if (type[key] !== undefined) out[key] = type[key]
  ids[nameOf.get(full)] = { full, gvk: type.gvk?.length === 1 ? type.gvk[0] : undefined }
  out.fields = Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, fieldOut(field)]))
  types[nameOf.get(full)] = out
}
const kindTypes = Object.fromEntries(Object.entries(kinds).map(([key, full]) => [key, nameOf.get(full)]))
const rows = (entries) => `{\n${entries.map(([name, row]) => `${JSON.stringify(name)}:${JSON.stringify(row)}`).join(',\n')}\n}`
const table = (isFirst) => rows(Object.entries(types).filter(([name]) => FIRST.has(name) === isFirst))
writeFileSync('src/api/schema/schema.json', `{"version":${JSON.stringify(source.version)},\n"kinds":${JSON.stringify(kindTypes)},\n"types":${table(true)}}\n`)
writeFileSync('src/api/schema/schema-rest.json', `${table(false)}\n`)
writeFileSync('src/api/schema/type-ids.json', `${rows(Object.entries(ids))}\n`)

const SPECIAL = { IntOrString: 'number | string', Quantity: 'string', Time: 'string', MicroTime: 'string', FieldsV1: '{ readonly [path: string]: unknown }', RawExtension: '{ readonly [field: string]: unknown }', JSON: 'unknown' }
const tsType = (field) => {
  if (field.ref) return field.ref
  switch (field.type) {
    case 'string': return 'string'
    case 'integer': case 'number': return 'number'
    case 'boolean': return 'boolean'
    case 'array': { const item = tsType(field.items); return `readonly ${/[ |]/.test(item) ? `(${item})` : item}[]` }
    case 'map': return `{ readonly [key: string]: ${tsType(field.values)} }`
    default: return 'unknown'
  }
}
let ts = '// Made by src/build/schema.mjs from the facts about Kubernetes v1.36; do not edit.\n'
for (const [name, type] of Object.entries(types)) {
  const { gvk } = ids[name]
  if (SPECIAL[name]) { ts += `\nexport type ${name} = ${SPECIAL[name]}\n`; continue }
  ts += `\nexport interface ${name} {\n`
  for (const [field, spec] of Object.entries(type.fields)) {
    const out = tsType(spec)
    let optional = spec.required ? '' : '?'
    let value = out
    if (gvk && field === 'apiVersion') { value = `'${gvk.group ? `${gvk.group}/` : ''}${gvk.version}'`; optional = '' }
    if (gvk && field === 'kind') { value = `'${gvk.kind}'`; optional = '' }
    if (gvk && ((field === 'metadata' && out === 'ObjectMeta') || field === 'spec')) optional = ''
    ts += `  readonly ${/^[A-Za-z_]\w*$/.test(field) ? field : JSON.stringify(field)}${optional}: ${value}\n`
  }
  ts += '}\n'
}
writeFileSync('src/api/schema/types.ts', ts)
console.log(`${Object.keys(types).length} types, ${Object.keys(kindTypes).length} kinds`)
