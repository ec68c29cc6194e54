import { writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { flagsOf, USAGE } from './flags.ts'
import { kubeconfig } from './kubeconfig.ts'
import { startCluster } from './start.ts'

// `npm run cluster`: the same cluster as in the page, for a real kubectl.

function fail(problem: string, code = 2): never {
  console.error(problem)
  process.exit(code)
}

const flags = flagsOf(process.argv.slice(2))
if ('problem' in flags) fail(`${flags.problem}\n${USAGE}`)

const dist = resolve(dirname(fileURLToPath(import.meta.url)), '../dist')
try {
  const { address, token, stop } = await startCluster(flags, dist, (report) => fail(`The engine has a bug and stopped.\n${report}`, 1))
  const file = resolve(flags.kubeconfig)
  writeFileSync(file, kubeconfig(address, token), { mode: 0o600 })
  console.log(`A cluster of ${flags.nodes} worker${flags.nodes === 1 ? '' : 's'} lives at ${flags.speed} times the pace of the wall clock.

  See it     ${address}/
  Command it export KUBECONFIG='${file}'
             kubectl get nodes
             kubectl create deployment httpd-app --image=httpd --replicas=2

Ctrl-C ends it; nothing is kept.`)
  if (!['127.0.0.1', 'localhost', '::1'].includes(flags.host)) console.log(`Whoever reaches ${flags.host} may look at the page and type in its terminal: only the API asks for the token.`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => {
    stop()
    process.exit(0)
  })
} catch (error) {
  fail(`The cluster cannot be served: ${error instanceof Error ? error.message : String(error)}`, 1)
}
