import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const SRC = import.meta.dirname

/** Which room may import from which, and only through its door, `index.ts`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  api: [],
  protocol: ['api'],
  cluster: ['kernel', 'api'],
  invariants: ['kernel', 'api', 'cluster'],
  lessons: ['protocol'],
  projection: ['kernel', 'api', 'cluster', 'protocol', 'lessons'],
  engines: ['kernel', 'api', 'cluster', 'invariants', 'projection', 'protocol', 'lessons'],
  ui: ['api', 'protocol', 'lessons'],
  testing: ['kernel', 'api', 'cluster', 'invariants', 'projection', 'protocol', 'lessons', 'engines'],
  bench: ['kernel', 'api', 'cluster', 'invariants', 'projection', 'protocol', 'lessons', 'engines', 'testing'],
}
/** The protobuf tables stay out of the page; what reads YAML and what looks behind walls stay out of its first bundle, the glossary out of the worker. Who may ask for them past the door. */
const SIDE_DOORS: Readonly<Record<string, readonly string[]>> = {
  'api/protobuf.ts': ['engines'], 'api/yaml-reader.ts': ['engines'], 'api/yaml-places.ts': ['engines'], 'projection/inside/inside.ts': ['engines'], 'projection/waits/waits.ts': ['engines'], 'cluster/details.ts': ['projection'], 'lessons/texts/simplified-zh.ts': ['projection'],
  'lessons/glossary.ts': ['ui'], 'lessons/terms-in.ts': ['ui'],
}
const PURE = ['kernel', 'api', 'cluster', 'invariants', 'projection', 'protocol', 'lessons']
const BANNED = /\b(Math\.(random|sin|cos|tan|log\w*|exp|pow|sqrt|cbrt|hypot)|Date\.|new Date|performance\.|setTimeout|setInterval|queueMicrotask|new Promise|Promise\.|async |await |localeCompare|toLocale\w+|Intl\.|crypto\.|\bprocess\.(env|argv|exit|hrtime|nextTick|cwd)|globalThis\.|window\.|document\.)/
const LINES_MAX = 400
/** The ratchet: these may not grow. The kernel is one closure over the world's state; the Deployment controller's steps read in upstream's order. */
const LONGER: Readonly<Record<string, number>> = { 'kernel/kernel.ts': 447, 'cluster/controllers/deployment/deployment.ts': 441 }
const NAMES_BANNED = /(^|\/)(utils?|helpers?|common|manager|service|misc)(\.|\/)/

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/')).filter((file) => /\.tsx?$/.test(file) && !/\.local\.tsx?$/.test(file))
const roomOf = (file: string): string => file.split('/')[0]!
const isTest = (file: string): boolean => /\.(test|bench)\.tsx?$/.test(file)
const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')

test('rooms import each other only through their doors, and only those that the architecture allows', () => {
  const wrong: string[] = []
  for (const file of files) {
    const room = roomOf(file)
    const allowed = MAY_IMPORT[room]
    if (!allowed) continue
    for (const [, path] of readFileSync(join(SRC, file), 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      const target = normalize(join(dirname(file), path!)).replaceAll('\\', '/')
      const other = roomOf(target)
      // Invariants look into the components that they watch; nobody else may.
      if (other === room || SIDE_DOORS[target]?.includes(room) || (room === 'invariants' && other === 'cluster')) continue
      if (isTest(file) && (other === 'testing' || room === 'testing' || allowed.includes('kernel') || target in SIDE_DOORS)) continue
      if (room === 'testing' || room === 'bench') {
        if (allowed.includes(other)) continue
      } else if (allowed.includes(other) && target === `${other}/index.ts`) continue
      wrong.push(`${file} → ${target}`)
    }
  }
  expect(wrong).toEqual([])
})

test('a pure room takes nothing from the real world: no clock, luck, locale, timer or promise', () => {
  const wrong = files.filter((file) => PURE.includes(roomOf(file)) && !isTest(file))
    .flatMap((file) => {
      const found = BANNED.exec(withoutComments(readFileSync(join(SRC, file), 'utf8')))
      return found ? [`${file}: ${found[0]}`] : []
    })
  expect(wrong).toEqual([])
})

test('a pure room keeps no state in its modules', () => {
  const wrong = files.filter((file) => PURE.includes(roomOf(file)) && !isTest(file))
    .flatMap((file) => [...readFileSync(join(SRC, file), 'utf8').matchAll(/^(export )?let (\w+)/gm)].map((match) => `${file}: ${match[2]}`))
  expect(wrong).toEqual([])
})

test('no file is the whole system', () => {
  const long = files.map((file) => [file, readFileSync(join(SRC, file), 'utf8').split('\n').length] as const).filter(([file, lines]) => lines > (LONGER[file] ?? LINES_MAX) + 1 && !file.startsWith('api/schema/'))
  expect(long).toEqual([])
})

test('names tell the architecture', () => {
  expect(files.filter((file) => NAMES_BANNED.test(file))).toEqual([])
})

test('nothing is left half done', () => {
  const marks = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', '@ts-' + 'ignore', 'test\\.' + 'only', 'expect\\(true\\)'].join('|'))
  expect(files.filter((file) => marks.test(readFileSync(join(SRC, file), 'utf8')))).toEqual([])
})
