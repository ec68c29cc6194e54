// Writes src/api/pod-template-hash/go-types.json and go-types-rest.json: the order and Go types of the fields that the hash of a pod template covers.
// Run by hand when the modelled version changes:  node src/build/pod-template.mjs ../shared/facts/pod-template-go-types.json
import { readFileSync, writeFileSync } from 'node:fs'

const { types } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const structs = {
  'v1.LabelSelector': ['MatchLabels matchLabels map[string]string', 'MatchExpressions matchExpressions []v1.LabelSelectorRequirement'],
  'v1.LabelSelectorRequirement': ['Key key string', 'Operator operator v1.LabelSelectorOperator', 'Values values []string'],
}
for (const [name, { fields }] of Object.entries(types)) {
  // Time is printed by a rule of its own; what has no fields is a named string, a named map is known by name.
  if (!fields || name.startsWith('v1.Time')) continue
  // '-' stands for no JSON name: the embedded struct's fields are the outer object's own.
  structs[name.replace(' (meta)', '')] = fields.map(([field, json, type]) => `${field} ${json || '-'} ${type}`)
}
const texts = Object.keys(types).filter((name) => !types[name].fields && !name.startsWith('v1.Time'))
/** What `kubectl create deployment` comes to; the engine's first part does without the others. */
const FIRST = new Set('v1.Container v1.ContainerPort v1.HTTPGetAction v1.ObjectMeta v1.PodSecurityContext v1.PodSpec v1.PodTemplateSpec v1.Probe v1.ProbeHandler v1.ResourceRequirements v1.Toleration'.split(' '))
const table = (isFirst) => `{\n${Object.keys(structs).filter((name) => FIRST.has(name) === isFirst).sort().map((name) => `${JSON.stringify(name)}:${JSON.stringify(structs[name].join(';'))}`).join(',\n')}\n}`
writeFileSync('src/api/pod-template-hash/go-types.json', `{"texts":${JSON.stringify(['string', ...texts.map((name) => name.replace(' (meta)', ''))].join(' '))},\n"structs":${table(true)}}\n`)
writeFileSync('src/api/pod-template-hash/go-types-rest.json', `${table(false)}\n`)
console.log(`${Object.keys(structs).length} structs`)
