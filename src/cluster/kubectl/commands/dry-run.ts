import type { Args } from '../flags.ts'

export const DRY_RUN = { kind: 'string', alone: 'client', default: 'none' } as const
export const suffix = (args: Args): string => ({ server: ' (server dry run)', client: ' (dry run)' })[args.text('dry-run') ?? ''] ?? ''
/** NB: also for a client-side dry run, where upstream sends nothing: what matters is that nothing is stored. */
export const dryQuery = (args: Args): Record<string, string> => ((args.text('dry-run') ?? 'none') === 'none' ? {} : { dryRun: 'All' })

/** `-o` of a command that prints what it changed. */
export const OUTPUT = { kind: 'string', short: 'o' } as const
