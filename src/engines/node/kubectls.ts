import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { kubeconfig } from './kubeconfig.ts'
import { startCluster, type Started } from './start.ts'

// For tests: real kubectls of this machine, and a cluster for them.

export interface Kubectl { readonly file: string; readonly version: string }
export interface Ran { readonly stdout: string; readonly stderr: string; readonly exitCode: number }
/** Types a kubectl line, without its first word; `stdin` is what `-f -` reads. */
export type Run = (args: readonly string[], stdin?: string) => Promise<Ran>

const OLDEST_MINOR = 27
const RUN_LIMIT_MS = 60_000

/** Every kubectl from 1.27 on: $KUBECTL, and `kubectl` and `kubectl.1.NN` on the PATH and beside it. Each file once. */
export function kubectlsHere(): readonly Kubectl[] {
  const asked = process.env.KUBECTL
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...(asked ? [dirname(asked)] : [])].filter((folder) => folder !== '' && existsSync(folder))
  const files = [...(asked ? [asked] : []), ...folders.flatMap((folder) => readdirSync(folder).filter((name) => /^kubectl(\.1\.\d+)?$/.test(name)).map((name) => join(folder, name)))]
  const found = new Map<string, Kubectl>()
  for (const file of files) {
    if (!existsSync(file) || found.has(realpathSync(file))) continue
    const version = /"gitVersion": "(v1\.(\d+)[^"]*)"/.exec(spawnSync(file, ['version', '--client', '-o', 'json'], { encoding: 'utf8', env: {} }).stdout ?? '')
    if (version && Number(version[2]) >= OLDEST_MINOR) found.set(realpathSync(file), { file, version: version[1]! })
  }
  return [...found.values()]
}

export interface ServedCluster extends Started { readonly run: (kubectl: Kubectl) => Run; readonly folder: string }

/** A cluster in this process at twenty times the wall clock's pace, and a clean home for those who speak to it. */
export async function servedCluster(): Promise<ServedCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'glass-cluster-'))
  const config = join(folder, 'kubeconfig')
  const started = await startCluster({ speed: 20, seed: 7, nodes: 3, port: 0, host: '127.0.0.1', kubeconfig: config }, folder, (report) => { throw new Error(report) })
  writeFileSync(config, kubeconfig(started.address, started.token))
  return { ...started, folder, run: ({ file }) => (args, stdin) => execute(file, args, folder, config, stdin) }
}

function execute(file: string, args: readonly string[], folder: string, config: string, stdin: string | undefined): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(file, [...args], { cwd: folder, env: { HOME: folder, KUBECONFIG: config, PATH: process.env.PATH }, timeout: RUN_LIMIT_MS }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: error ? (typeof error.code === 'number' ? error.code : -1) : 0 })
    })
    child.stdin?.end(stdin ?? '')
  })
}
