import type { Args, FlagTable } from '../flags.ts'
import { OUTPUT } from './dry-run.ts'

const FORMATS = 'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml'

/** Flag, what it chooses in the kubeconfig, and the only one that is there. */
const CONFIG = [['context', 'context', 'kubernetes-admin@glass'], ['cluster', 'cluster', 'glass'], ['user', 'auth info', 'kubernetes-admin']] as const

/** What is wrong with the values of flags that many commands have, before anything is sent. Models GetDryRunStrategy and PrintFlags. */
export function wrongValue(args: Args, flags: FlagTable): string | undefined {
  const dry = args.text('dry-run') ?? 'none'
  if (flags['dry-run'] && !['none', 'server', 'client'].includes(dry)) return `Invalid dry-run value (${dry}). Must be "none", "server", or "client".`
  for (const [flag, what, known] of CONFIG) if (!flags[flag] && (args.text(flag) || known) !== known) return `${what} "${args.text(flag)}" does not exist`
  const output = args.text('output') ?? ''
  const format = output.split('=')[0]!
  if (flags['output'] !== OUTPUT || output === '') return undefined
  if (!FORMATS.split(',').includes(format)) return `unable to match a printer suitable for the output format "${output}", allowed formats are: ${FORMATS}`
  return unsupportedFormat(format)
}

export const unsupportedFormat = (format: string): string | undefined => (/template|-file$|kyaml/.test(format) ? `-o ${format} is not supported in this terminal. Use -o yaml, -o jsonpath or -o custom-columns.` : undefined)
