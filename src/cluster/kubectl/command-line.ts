import { complain, type Conversation } from './conversation.ts'

/** What `-f` may read. */
export interface CommandFiles { readonly files: Readonly<Record<string, string>>; readonly stdin: string | undefined }

/** The conversation that a line typed in the terminal begins. */
export function* conversationOf(line: string, _files: CommandFiles, _server: string): Conversation {
  yield* complain(`error: unknown command ${JSON.stringify(line)}\n`)
  return 1
}
