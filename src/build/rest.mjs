// A Vite plugin that splits the worker in two. Its first file holds what the lesson's own run does up to its first line; the rest comes later, as one part: all that
// `rest-list.mjs` names, and every function of the pure rooms that such a run does not come to. In their place stand doors: functions that pass the call on, and fail
// while the part is not here. `engines/late-parts.ts` sees to it that nobody calls so early.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { firstRun } from './first-run.mjs'
import { REST } from './rest-list.mjs'
import { topLevel } from './top-level.mjs'

const SRC = fileURLToPath(new URL('..', import.meta.url))
const DOORS = 'virtual:rest-doors'
const PART = 'virtual:rest'
const DOOR = '\0rest-door:'
/** What a module leaves out stands beside it: 'time.ts' and 'time.rest.ts'. */
const BESIDE = /\.rest\.ts$/

/** `split`: only the worker of a build is split. Elsewhere everything is here from the start. */
export function rest({ split }) {
  let known
  const plan = () => (known ??= planned())
  return {
    name: 'glass-rest',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (source === DOORS || source === PART) return `\0${source}`
      if (!split || importer === undefined) return undefined
      if (BESIDE.test(source)) return source
      if (importer.startsWith('\0') || !source.startsWith('.')) return undefined
      const { whole } = await plan()
      const to = relative(SRC, join(dirname(importer), source)).replaceAll('\\', '/')
      return whole.has(to) && !BESIDE.test(importer) && !whole.has(fileOf(importer)) ? `${DOOR}${to}` : undefined
    },
    async load(id) {
      if (id === `\0${DOORS}`) return split ? SPLIT : WHOLE
      if (id === `\0${PART}`) return partOf(split ? (await plan()).doors : [])
      if (id.startsWith(DOOR)) return doorsTo(id.slice(DOOR.length), await plan())
      if (split && BESIDE.test(id)) return leftOut(fileOf(id.replace(BESIDE, '.ts')), await plan())
      return undefined
    },
    transform: split ? async (text, id) => {
      const known = await plan()
      const file = fileOf(id)
      if (known.whole.has(file)) return { code: straightened(text, file, known), map: null }
      return known.out.has(file) ? { code: withDoors(text, file, known), map: null } : undefined
    } : undefined,
  }
}

const fileOf = (id) => relative(SRC, id.split('?')[0]).replaceAll('\\', '/')

/** `whole`: files that are late as they are; `out`: names of functions that other files leave out; `doors`: what stands behind one, by number. */
async function planned() {
  const walk = (path) => (statSync(join(SRC, path)).isDirectory() ? readdirSync(join(SRC, path)).flatMap((name) => walk(`${path}/${name}`)) : [path])
  const whole = new Set(REST.flatMap(walk).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')))
  const { files, marks } = await firstRun()
  const out = new Map()
  for (const file of files.filter((one) => !whole.has(one))) {
    const names = coldOf(readFileSync(join(SRC, file), 'utf8'), (name) => marks.has(`${file} ${name}`))
    if (names.length > 0) out.set(file, names)
  }
  const doors = [
    ...[...whole].flatMap((file) => exportsOf(file).map(({ name }) => ({ file, name, from: join(SRC, file) }))),
    ...[...out].flatMap(([file, names]) => names.map((name) => ({ file, name, from: join(SRC, file).replace(/\.ts$/, '.rest.ts') }))),
  ]
  return { whole, out, doors, places: new Map(doors.map(({ file, name }, index) => [`${file} ${name}`, index])) }
}

/** The names of the functions that a module leaves out: those not come to. A part of a constant that leaves as a whole needs no door of its own. */
function coldOf(text, isMarked) {
  const declared = topLevel(text)
  const names = declared.functions.map(({ name }) => name).filter((name) => !isMarked(name))
  const { company } = partingOf(text, declared, names)
  return declared.functions.filter(({ name, owner }) => names.includes(name) && !company.some((one) => one.name === owner)).map(({ name }) => name)
}

/** What stands behind the doors, by number. */
export const doorsNow = async () => (await planned()).doors

const WHOLE = 'export const hasRest = () => true\nexport const provideRest = () => {}\n'
const SPLIT = `let part
export const hasRest = () => part !== undefined
export const provideRest = (functions) => { part = functions }
function door(index) {
  if (!part) throw new Error('the rest of the engine was needed before it was provided: number ' + index)
  return part[index]
}
export const behind = (index) => (...given) => door(index)(...given)
export const objectBehind = (index) => new Proxy({}, { get: (_, key) => door(index)[key], ownKeys() { throw new Error('what is behind a door can be used, but not looked through') } })
`

const partOf = (doors) => `${doors.map(({ name, from }, index) => `import { ${name} as f${index} } from ${JSON.stringify(from)}`).join('\n')}
export default [${doors.map((_, index) => `f${index}`).join(', ')}]
`

function doorsTo(file, { places }) {
  const shut = ({ name, is }) => `${is === 'function' ? 'behind' : 'objectBehind'}(${places.get(`${file} ${name}`)})`
  return `import { behind, objectBehind } from '${DOORS}'\n${exportsOf(file).map((one) => `export const ${one.name} = /* @__PURE__ */ ${shut(one)}`).join('\n')}\n`
}

/** The functions and the objects of functions that a file exports. Other values cannot stand behind a door: who imports such a one from the first file is told so by the bundler. */
function exportsOf(file) {
  const text = readFileSync(join(SRC, file), 'utf8')
  return [...text.matchAll(/^export (?:function\*? (\w+)|const (\w+)(?:: .*?)? = (?:(?:<.*?>)?\(.*?=>|([{[])))/gm)].map(([, declared, assigned, object]) => ({ name: declared ?? assigned, is: object ? 'object' : 'function' }))
}

/** A module with doors where its functions left, which gives them the names that they still need of it. */
function withDoors(text, file, { out, places }) {
  const { values, exported, ...declared } = topLevel(text)
  const { leaving, company } = partingOf(text, declared, out.get(file))
  const door = ({ name }) => `/* @__PURE__ */ __behind(${places.get(`${file} ${name}`)})`
  const kept = without(text, [...leaving, ...company], door)
  const doors = leaving.filter(({ owner }) => owner === undefined).map((one) => `${one.isExported ? 'export ' : ''}const ${one.name} = ${door(one)};`)
  const hidden = needed([...leaving, ...company], values).filter((name) => !exported.has(name))
  // First of all, so that what stands above a function may name it.
  return `import { behind as __behind } from '${DOORS}'; ${doors.join(' ')} ${kept}\n${hidden.length > 0 ? `export { ${hidden.join(', ')} }\n` : ''}`
}

/** The functions that left a module, as a module of their own. */
function leftOut(file, known) {
  const text = readFileSync(join(SRC, file), 'utf8')
  const { values, imports, ...declared } = topLevel(text)
  const { leaving, company } = partingOf(text, declared, known.out.get(file))
  const gone = [...leaving.map((one) => ({ ...one, text: `${one.isExported ? '' : 'export '}${one.text}` })), ...company].sort((one, other) => one.start - other.start)
  const from = needed(gone, values)
  const head = straightened(imports.map((one) => one.text).join('\n'), file, known)
  return `${head}\n${from.length > 0 ? `import { ${from.join(', ')} } from ${JSON.stringify(join(SRC, file))}\n` : ''}${gone.map((one) => one.text).join('\n')}\n`
}

/** What leaves a module: the functions named, and in their company what they alone use. */
function partingOf(text, { functions, companions }, names) {
  const leaving = functions.filter(({ name }) => names.includes(name))
  let company = companions.filter(({ name }) => !names.includes(name))
  for (;;) {
    const words = new Set(without(text, [...leaving, ...company], () => '').match(/[\w$]+/g))
    const stays = company.filter(({ name }) => words.has(name))
    if (stays.length === 0) return { leaving, company }
    company = company.filter((one) => !stays.includes(one))
  }
}

/** A module without these. Where a part of a constant was, there is its door. */
function without(text, gone, door) {
  const outermost = gone.filter((one) => !gone.some((other) => other !== one && other.start <= one.start && one.end <= other.end))
  let kept = text
  for (const one of outermost.sort((one, other) => other.start - one.start)) kept = `${kept.slice(0, one.start)}${one.place?.(door(one)) ?? ''}${kept.slice(one.end)}`
  return kept
}

/** Within the rest nobody goes through a door: what is there is imported from where it stands. */
function straightened(text, file, known) {
  let straight = text
  for (const { start, end, source, names, isNamed } of topLevel(text).imports.toReversed()) {
    if (!source.startsWith('.') || !isNamed) continue
    const stands = names.map((one) => ({ ...one, at: whereStands(beside(file, source), one.imported, known) }))
    if (stands.every(({ at }) => at === undefined)) continue
    const lines = stands.map(({ imported, local, at }) => `import { ${at?.name ?? imported} as ${local} } from ${JSON.stringify(at?.from ?? source)}`)
    straight = `${straight.slice(0, start)}${lines.join('; ')}${straight.slice(end)}`
  }
  return straight
}

const beside = (file, source) => join(dirname(file), source).replaceAll('\\', '/')

/** Where a name that a module exports stands in the rest; undefined for what stays in the first file. */
function whereStands(file, name, known) {
  if (known.whole.has(file)) return { name, from: join(SRC, file) }
  if (known.out.get(file)?.includes(name)) return { name, from: join(SRC, file).replace(/\.ts$/, '.rest.ts') }
  if (!file.endsWith('/index.ts')) return undefined
  known.passed ??= new Map()
  if (!known.passed.has(file)) known.passed.set(file, topLevel(readFileSync(join(SRC, file), 'utf8')).passed)
  const from = known.passed.get(file).get(name)
  return from && whereStands(beside(file, from.source), from.name, known)
}

const needed = (leaving, values) => {
  const words = new Set(leaving.flatMap(({ text }) => text.match(/[\w$]+/g)))
  return [...values].filter((name) => words.has(name) && !leaving.some((one) => one.name === name))
}
