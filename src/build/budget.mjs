// Fails when what the page loads outgrows its budget.  node src/build/budget.mjs [dist]   (after `vite build`)
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = process.argv[2] ?? 'dist'
const KB = 1000
const ENTRY_MAX = 190 * KB
const WORKER_MAX = 180 * KB
const LAZY_MAX = 160 * KB

const html = readFileSync(`${dist}/index.html`, 'utf8')
const first = new Set([...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.js)"/g)].map((match) => match[1]))
const sizes = readdirSync(`${dist}/assets`).filter((name) => name.endsWith('.js')).map((name) => ({ name, bytes: gzipSync(readFileSync(`${dist}/assets/${name}`)).length }))
const worker = sizes.filter(({ name }) => name.startsWith('worker'))
const entry = sizes.filter(({ name }) => first.has(name))
const lazy = sizes.filter((one) => !worker.includes(one) && !entry.includes(one))
const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0)

const rows = [['entry', sum(entry), ENTRY_MAX], ['worker', sum(worker), WORKER_MAX], ...lazy.map(({ name, bytes }) => [`lazy ${name}`, bytes, LAZY_MAX])]
let over = 0
for (const [what, bytes, most] of rows) {
  if (bytes > most) over++
  if (bytes > most || !what.startsWith('lazy') || bytes > 10 * KB) console.log(`${bytes > most ? 'OVER ' : 'ok   '}${what.padEnd(44)} ${(bytes / KB).toFixed(1).padStart(7)} kB gzip of ${most / KB}`)
}
if (entry.length === 0 || worker.length === 0) {
  console.error('The build has no entry or no worker: nothing was measured.')
  process.exit(1)
}
process.exit(over > 0 ? 1 : 0)
