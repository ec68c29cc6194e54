// Writes src/api/protobuf/fields.json: how the types that we serve are encoded in protobuf, one line of fields per message.
// Run by hand when the modelled version or the list of kinds changes:  node src/build/protobuf.mjs ../shared/facts/protobuf.json
// kept-zeros.json beside this script says which plain fields show in JSON even when they are zero (Go pointers, and no `omitempty`).
import { readFileSync, writeFileSync } from 'node:fs'

const { messages } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const schema = JSON.parse(readFileSync('src/api/schema/schema.json', 'utf8'))
Object.assign(schema.types, JSON.parse(readFileSync('src/api/schema/schema-rest.json', 'utf8')))
const ids = JSON.parse(readFileSync('src/api/schema/type-ids.json', 'utf8'))
const keptZeros = JSON.parse(readFileSync(new URL('kept-zeros.json', import.meta.url), 'utf8'))

const SCALARS = { string: 's', int32: 'i', int64: 'i', bool: 'b', bytes: 'y', double: 'd' }
const SPECIAL = new Set(['Time', 'MicroTime', 'Quantity', 'IntOrString', 'FieldsV1', 'RawExtension'])
const shortNames = new Map(Object.entries(ids).map(([short, { full }]) => [full.replace(/^io\.k8s\./, 'k8s.io.'), short]))
const shortOf = (full) => shortNames.get(full) ?? full.split('.').at(-1)

const lines = new Map()
const typeOf = (name, owner) => {
  if (SCALARS[name]) return SCALARS[name]
  const full = name.startsWith('.') ? name.slice(1) : `${owner.slice(0, owner.lastIndexOf('.'))}.${name}`
  const short = shortOf(full)
  if (SPECIAL.has(short)) return short
  const fields = messages[full]
  if (!fields) throw new Error(`unknown message ${full} in ${owner}`)
  // A message that only wraps a list is that list in JSON.
  if (!shortNames.has(full) && fields.length === 1 && fields[0][1] === 'items' && fields[0][2] === 'string') return 'list'
  visit(full)
  return short
}
const visit = (full) => {
  const short = shortOf(full)
  if (lines.has(short)) return
  lines.set(short, '')
  const known = schema.types[short]?.fields
  const zeros = (keptZeros[full.replace(/^k8s\.io\./, 'io.k8s.')] ?? '').split(' ')
  lines.set(short, messages[full].map(([number, name, type, label]) => {
    const map = /^map<string,(.*)>$/.exec(type)
    const inner = typeOf(map ? map[1] : type, full)
    // A message field that JSON does not know is a Go struct embedded in its owner.
    const inline = known && !known[name] && lines.has(inner)
    // JSON and protobuf spell a few names differently: uid and uID.
    const json = known?.[name] ? name : Object.keys(known ?? {}).find((field) => field.toLowerCase() === name.toLowerCase()) ?? name
    return `${number} ${inline && json === name ? '-' : json} ${map ? '{}' : label === 'repeated' ? '[]' : ''}${inner}${zeros.includes(json) ? '!' : ''}`
  }).join(';'))
}
for (const short of [...Object.values(schema.kinds), 'DeleteOptions', 'Status']) {
  const full = ids[short].full.replace(/^io\.k8s\./, 'k8s.io.')
  if (messages[full]) visit(full)
}
const out = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, fields]) => `${JSON.stringify(name)}:${JSON.stringify(fields)}`)
writeFileSync('src/api/protobuf/fields.json', `{\n${out.join(',\n')}\n}\n`)
console.log(`${out.length} messages`)
