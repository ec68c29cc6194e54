import { parseArgs } from 'node:util'

export interface Flags {
  /** Virtual seconds in a second on the wall. */
  readonly speed: number
  readonly seed: number
  /** Workers. */
  readonly nodes: number
  /** Undefined: the first free one from 6443. */
  readonly port: number | undefined
  readonly host: string
  readonly kubeconfig: string
}

export const USAGE = 'Usage: npm run cluster -- [--nodes 3] [--seed 7] [--speed 1] [--port 6443] [--host 127.0.0.1] [--kubeconfig glass-cluster.kubeconfig]'

/** What was asked for on the command line, or what is wrong with it. */
export function flagsOf(args: readonly string[]): Flags | { readonly problem: string } {
  const text = { type: 'string' } as const
  let values: Readonly<Record<string, string | undefined>>
  try {
    values = parseArgs({ args: [...args], options: { speed: text, seed: text, nodes: text, port: text, host: text, kubeconfig: text }, allowPositionals: false }).values
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
  const speed = Number(values.speed ?? 1)
  if (!(speed >= 0.01 && speed <= 1000)) return { problem: `--speed is how many times faster than the wall clock the cluster lives, from 0.01 to 1000, not "${values.speed}"` }
  const seed = whole(values.seed ?? '7', 0, 2 ** 31)
  if (seed === undefined) return { problem: `--seed is a whole number from 0 to ${2 ** 31}, not "${values.seed}"` }
  const nodes = whole(values.nodes ?? '3', 1, 5000)
  if (nodes === undefined) return { problem: `--nodes is how many workers there are, from 1 to 5000, not "${values.nodes}"` }
  const port = values.port === undefined ? undefined : whole(values.port, 1, 65535)
  if (values.port !== undefined && port === undefined) return { problem: `--port is a number from 1 to 65535, not "${values.port}"` }
  return { speed, seed, nodes, port, host: values.host ?? '127.0.0.1', kubeconfig: values.kubeconfig ?? 'glass-cluster.kubeconfig' }
}

function whole(text: string, least: number, most: number): number | undefined {
  const value = Number(text)
  return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined
}
