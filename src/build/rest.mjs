// A Vite plugin: what `rest-list.mjs` names leaves the worker's first file and comes later, as one part. What imports it from the first file gets doors instead:
// functions that pass the call on, and fail with a clear sentence while the part is not here. `engines/late-parts.ts` sees to it that nobody calls so early.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { REST } from './rest-list.mjs'

const SRC = fileURLToPath(new URL('..', import.meta.url))
const DOORS = 'virtual:rest-doors'
const PART = 'virtual:rest'
const DOOR = '\0rest-door:'

/** `split`: only the worker of a build is split. Elsewhere everything is here from the start, and the doors are never called. */
export function rest({ split }) {
  const files = split ? restFiles() : []
  const doors = split ? doorsOf() : []
  const place = new Map(doors.map(({ file, name }, index) => [`${file} ${name}`, index]))
  return {
    name: 'glass-rest',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === DOORS || source === PART) return `\0${source}`
      if (importer?.startsWith('\0') || !source.startsWith('.') || importer === undefined) return undefined
      const from = relative(SRC, importer.split('?')[0]).replaceAll('\\', '/')
      const to = relative(SRC, join(dirname(importer), source)).replaceAll('\\', '/')
      return files.includes(to) && !files.includes(from) ? `${DOOR}${to}` : undefined
    },
    load(id) {
      if (id === `\0${DOORS}`) return split ? SPLIT : WHOLE
      if (id === `\0${PART}`) return partOf(doors)
      if (!id.startsWith(DOOR)) return undefined
      const file = id.slice(DOOR.length)
      const shut = ({ name, is }) => (is === 'function' ? `(...given) => door(${place.get(`${file} ${name}`)})(...given)` : `objectBehind(${place.get(`${file} ${name}`)})`)
      return `import { door, objectBehind } from '${DOORS}'\n${exportsOf(file).map((one) => `export const ${one.name} = /* @__PURE__ */ ${shut(one)}`).join('\n')}\n`
    },
  }
}

/** What stands behind the doors, by number. */
export const doorsOf = () => restFiles().flatMap((file) => exportsOf(file).map((one) => ({ file, ...one })))

const WHOLE = 'export const hasRest = () => true\nexport const provideRest = () => {}\n'
const SPLIT = `let part
export const hasRest = () => part !== undefined
export const provideRest = (functions) => { part = functions }
export function door(index) {
  if (!part) throw new Error('the rest of the engine was needed before it was provided: number ' + index)
  return part[index]
}
export const objectBehind = (index) => new Proxy({}, { get: (_, key) => door(index)[key], ownKeys() { throw new Error('what is behind a door can be used, but not looked through') } })
`

const partOf = (doors) => `${doors.map(({ file, name }, index) => `import { ${name} as f${index} } from ${JSON.stringify(join(SRC, file))}`).join('\n')}
export default [${doors.map((_, index) => `f${index}`).join(', ')}]
`

function restFiles() {
  const walk = (path) => (statSync(join(SRC, path)).isDirectory() ? readdirSync(join(SRC, path)).flatMap((name) => walk(`${path}/${name}`)) : [path])
  return REST.flatMap(walk).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
}

/** The functions and the objects of functions that a file exports. Other values cannot stand behind a door: who imports such a one from the first file is told so by the bundler. */
function exportsOf(file) {
  const text = readFileSync(join(SRC, file), 'utf8')
  return [...text.matchAll(/^export (?:function\*? (\w+)|const (\w+)(?:: .*?)? = (?:(?:<.*?>)?\(.*?=>|(\{)))/gm)].map(([, declared, assigned, object]) => ({ name: declared ?? assigned, is: object ? 'object' : 'function' }))
}
