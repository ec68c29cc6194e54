// Fails when the lesson's own run needs more than the worker's first file before its first line has had its effect.  node src/build/first-part.mjs [dist]   (after `vite build`)
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { doorsNow } from './rest.mjs'

const LINE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'
const PRINTED = 'deployment.apps/httpd-app created\n'
const LIMIT_MS = 120_000

const assets = join(process.argv[2] ?? 'dist', 'assets')
const worker = readdirSync(assets).find((name) => name.startsWith('worker') && name.endsWith('.js'))
if (worker === undefined) end('The build has no worker: nothing was tried.')

// Alone in a folder, it can fetch nothing else.
const alone = mkdtempSync(join(tmpdir(), 'glass-first-'))
process.on('exit', () => rmSync(alone, { recursive: true, force: true }))
copyFileSync(join(assets, worker), join(alone, worker))
writeFileSync(join(alone, 'package.json'), '{"type":"module"}')

let printed = ''
let begun = false
globalThis.self = globalThis
self.postMessage = (message) => {
  if (message.type === 'failed' || message.type === 'refused') void tell(message)
  if (message.type !== 'frame') return
  printed += (message.terminal ?? []).map(({ text = '' }) => text).join('')
  const { settled } = message.transport
  // That the first picture is shown would fetch the rest.
  if (message.seq > 1) self.onmessage({ data: { type: 'shown', seq: message.seq } })
  if (!begun && settled) {
    begun = true
    setTimeout(() => {
      say({ do: 'pace', pace: 'story', speed: 1000 })
      say({ do: 'kubectl', line: LINE })
    })
  } else if (begun && settled && printed.endsWith(PRINTED)) end()
}
setTimeout(() => end(`The lesson's first line came to no end in ${LIMIT_MS / 1000} s; it printed ${JSON.stringify(printed)}.`), LIMIT_MS).unref()

await import(pathToFileURL(join(alone, worker)).href)
say({ do: 'open', scenario: 'rollout', seed: 7 })

function say(command) {
  self.onmessage({ data: { type: 'command', command } })
}

async function tell({ message = 'it was refused' }) {
  const { file, name } = (await doorsNow())[/needed before it was provided: number (\d+)/.exec(message)?.[1]] ?? {}
  end(`The first part is not enough ${begun ? 'for the first line of the lesson' : 'to boot'}: ${file === undefined ? message : `it came to ${name} of src/${file}, which src/build/rest-list.mjs leaves out.`}`)
}

function end(problem) {
  if (problem !== undefined) console.error(problem)
  process.exit(problem === undefined ? 0 : 1)
}
