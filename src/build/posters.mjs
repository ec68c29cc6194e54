// A Vite plugin: the real engine runs every scenario while the page is built, and one moment of each, and every hop of a lesson, is kept as a drawing in dist/posters.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import { fieldDocs } from './field-docs.mjs'
import { rest } from './rest.mjs'

const SRC = fileURLToPath(new URL('..', import.meta.url))
const KEPT = fileURLToPath(new URL('../../node_modules/.cache/glass-posters', import.meta.url))
/** What a poster depends on. */
const ROOMS = ['kernel', 'api', 'cluster', 'lessons', 'protocol', 'projection', 'engines', 'build', 'ui/reach', 'ui/stage']

export function posters() {
  return {
    name: 'glass-posters',
    apply: 'build',
    async generateBundle() {
      for (const { file, svg } of await drawn()) this.emitFile({ type: 'asset', fileName: file, source: svg })
    },
  }
}

/** The runs take some seconds; from the same sources they come out the same, so a build after another one takes what that one drew. */
async function drawn() {
  const kept = join(KEPT, `${fingerprint()}.json`)
  try {
    return JSON.parse(readFileSync(kept, 'utf8'))
  } catch {
    const { module } = await runnerImport(join(SRC, 'build/posters.ts'), { configFile: false, logLevel: 'warn', plugins: [fieldDocs(), rest({ split: false })] })
    const made = module.posters()
    mkdirSync(KEPT, { recursive: true })
    writeFileSync(`${kept}.${process.pid}`, JSON.stringify(made))
    renameSync(`${kept}.${process.pid}`, kept)
    return made
  }
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of ROOMS.flatMap((room) => walk(join(SRC, room))).sort()) hash.update(file.slice(SRC.length)).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

const walk = (folder) => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]))
