import type { CommandFiles } from '../command-line.ts'
import type { Conversation } from '../conversation.ts'
import type { Args, FlagTable } from '../flags.ts'

export interface CommandContext { readonly files: CommandFiles; readonly server: string }

export interface Command {
  /** 'get', 'create deployment'. */
  readonly path: string
  readonly aliases?: readonly string[]
  readonly usage: string
  readonly flags: FlagTable
  /** Of a command that this terminal does not have: the nearest thing. */
  readonly nearest?: string
  run(args: Args, cx: CommandContext): Conversation
}
