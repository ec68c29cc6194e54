import { execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { kubeconfig } from './kubeconfig.ts'
import { startCluster, type Started } from './start.ts'

// For tests: real kubectls of this machine, and a cluster for them.

export interface Kubectl { readonly file: string; readonly version: string; readonly minor: number }
export interface Ran { readonly stdout: string; readonly stderr: string; readonly exitCode: number }
/** Types a kubectl line, without its first word; `stdin` is what `-f -` reads. */
export type Run = (args: readonly string[], stdin?: string) => Promise<Ran>

const OLDEST_MINOR = 27
const RUN_LIMIT_MS = 60_000
/** How long a cluster may take to boot on a busy machine. */
export const START_LIMIT_MS = 120_000

/** Every kubectl from 1.27 on, oldest first: $KUBECTL, and `kubectl` and `kubectl.1.NN` on the PATH and where they lie in truth. Each file once. */
export function kubectlsHere(): readonly Kubectl[] {
  const asked = process.env.KUBECTL
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap(kubectlsIn)
  const files = [...(asked ? [asked] : []), ...onPath, ...[...(asked ? [asked] : []), ...onPath].filter((file) => existsSync(file)).flatMap((file) => kubectlsIn(dirname(realpathSync(file))))]
  const found = new Map<string, Kubectl>()
  for (const file of files) {
    if (!existsSync(file) || found.has(realpathSync(file))) continue
    const version = /"gitVersion": "(v1\.(\d+)[^"]*)"/.exec(spawnSync(file, ['version', '--client', '-o', 'json'], { encoding: 'utf8', env: {} }).stdout ?? '')
    if (version && Number(version[2]) >= OLDEST_MINOR) found.set(realpathSync(file), { file, version: version[1]!, minor: Number(version[2]) })
  }
  // Google's dispatcher calls the kubectls beside it.
  const real = [...found.values()].filter(({ version }) => !version.endsWith('-dispatcher'))
  return (real.length > 0 ? real : [...found.values()]).sort((a, b) => a.minor - b.minor)
}

const kubectlsIn = (folder: string): readonly string[] => (folder !== '' && existsSync(folder) ? readdirSync(folder).filter((name) => /^kubectl(\.1\.\d+)?$/.test(name)).map((name) => join(folder, name)) : [])

export interface ServedCluster extends Started {
  readonly run: (kubectl: Kubectl) => Run
  /** Begins a line that does not end by itself. */
  readonly follow: (kubectl: Kubectl, args: readonly string[]) => Following
  readonly folder: string
}

/** `says` waits until the text was printed, however long that takes on a busy machine. */
export interface Following { says(text: string): Promise<void>; end(): void }

/** A cluster in this process at twenty times the wall clock's pace, and a clean home for those who speak to it. */
export async function servedCluster(): Promise<ServedCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'glass-cluster-'))
  const config = join(folder, 'kubeconfig')
  const started = await startCluster({ speed: 20, seed: 7, nodes: 3, port: 0, host: '127.0.0.1', kubeconfig: config }, folder, (report) => { throw new Error(report) })
  writeFileSync(config, kubeconfig(started.address, started.token))
  const env = { HOME: folder, KUBECONFIG: config, PATH: process.env.PATH }
  return { ...started, folder, run: ({ file }) => (args, stdin) => execute(file, args, folder, env, stdin), follow: ({ file }, args) => followed(file, args, folder, env) }
}

function followed(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Following {
  const child = spawn(file, [...args], { cwd, env })
  let printed = ''
  child.stdout.on('data', (data) => { printed += String(data) })
  return {
    says: (text) => new Promise((resolve, reject) => {
      const look = (): void => { if (printed.includes(text)) resolve() }
      child.stdout.on('data', look)
      child.once('close', () => reject(new Error(`kubectl ${args.join(' ')} ended and never said ${text}`)))
      look()
    }),
    end: () => { child.kill() },
  }
}

function execute(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, stdin: string | undefined): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(file, [...args], { cwd, env, timeout: RUN_LIMIT_MS }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: error ? (typeof error.code === 'number' ? error.code : -1) : 0 })
    })
    child.stdin?.end(stdin ?? '')
  })
}
