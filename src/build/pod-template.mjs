// Writes src/api/pod-template-hash/go-types.json: the order and Go types of the fields that the hash of a pod template covers.
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
const lines = Object.keys(structs).sort().map((name) => `${JSON.stringify(name)}:${JSON.stringify(structs[name].join(';'))}`)
writeFileSync('src/api/pod-template-hash/go-types.json', `{\n${lines.join(',\n')}\n}\n`)
console.log(`${lines.length} structs`)
