// Runs the lesson's first line once, in a build that notes which functions it comes to (`testing/first-run.ts`).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { topLevel } from './top-level.mjs'

const SRC = fileURLToPath(new URL('..', import.meta.url))
const ENTRY = 'virtual:first-run'
const MARKS = 'virtual:first-marks'

/** Where a function may be left out. */
const SPLIT = /^(kernel|api|cluster|projection|lessons|protocol|engines\/session)\/.*\.ts$/

/** `files`: of which a session is made; `marks`: 'api/time.ts timeText' of every function of theirs that was come to. */
export async function firstRun() {
  const files = []
  const built = await build({
    configFile: false, root: join(SRC, '..'), logLevel: 'silent', plugins: [marking(files)], ssr: { noExternal: true },
    build: { ssr: true, write: false, minify: false, target: 'node20', rolldownOptions: { input: { run: ENTRY }, output: { codeSplitting: false } } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'glass-run-'))
  try {
    const file = join(folder, 'run.mjs')
    writeFileSync(file, [built].flat()[0].output[0].code)
    const { firstRun: run, marks } = await import(pathToFileURL(file).href)
    run()
    return { files: files.sort(), marks }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const marking = (files) => ({
  name: 'glass-first-marks',
  enforce: 'pre',
  resolveId: (source) => (source === ENTRY || source === MARKS ? `\0${source}` : undefined),
  load(id) {
    if (id === `\0${MARKS}`) return 'export const marks = new Set()'
    if (id === `\0${ENTRY}`) return `export { marks } from '${MARKS}'\nexport { firstRun } from ${JSON.stringify(join(SRC, 'testing/first-run.ts'))}`
    return undefined
  },
  transform(text, id) {
    const file = relative(SRC, id).replaceAll('\\', '/')
    if (!SPLIT.test(file)) return undefined
    files.push(file)
    let marked = text
    for (const { name, is, body, before } of topLevel(text).functions.toReversed()) {
      const mark = `__marks.add(${JSON.stringify(`${file} ${name}`)})`
      if (is === 'function' || body.type === 'BlockStatement') {
        const at = before ?? body.start + 1
        marked = `${marked.slice(0, at)} ${mark};${marked.slice(at)}`
      } else marked = `${marked.slice(0, body.start)}(${mark}, ${marked.slice(body.start, body.end)})${marked.slice(body.end)}`
    }
    return `import { marks as __marks } from '${MARKS}'; ${marked}`
  },
})
