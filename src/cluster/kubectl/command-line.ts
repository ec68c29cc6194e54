import { complain, print, type Conversation } from './conversation.ts'
import { parseFlags } from './flags.ts'
import { wordsOf } from './lexer.ts'
import type { Command } from './commands/command.ts'
import { commandOf, helpText, unknown } from './commands/commands.ts'
import { createDeployment } from './commands/create-deployment.ts'

/** What `-f` may read. */
export interface CommandFiles { readonly files: Readonly<Record<string, string>>; readonly stdin: string | undefined }

/** Whether a line may read the field documentation, so that the engine can have it there before. A line too many does no harm. */
export const readsFieldDocs = (line: string): boolean => /explain/.test(line.replace(/["'\\]/g, ''))

/** The conversation that a line typed in the terminal begins. */
export function* conversationOf(line: string, files: CommandFiles, server: string): Conversation {
  const lexed = wordsOf(line.replace(/^\s*\$\s+/, ''))
  if ('problem' in lexed) {
    yield* complain(`error: ${lexed.problem}\n`)
    return 2
  }
  const [program, ...words] = lexed.words
  if (program === undefined) return 0
  if (program !== 'kubectl' && program !== 'k') {
    yield* complain(`${program}: command not found (this terminal knows kubectl)\n`)
    return 127
  }
  const leading = words.findIndex((word) => !word.startsWith('-'))
  const found = commandNamed(words)
  if (words.length === 0 || (!found && words[leading] === 'help') || (leading < 0 && words.some((word) => word === '--help' || word === '-h'))) {
    yield* print(helpText())
    return 0
  }
  if (!found) return yield* unknown(words.filter((word, index) => !word.startsWith('-') && !TAKES_VALUE.includes(words[index - 1] ?? '')))
  const { command, rest } = found
  const args = parseFlags(rest, command.flags)
  if ('problem' in args) {
    yield* complain(`error: ${args.problem}\nSee 'kubectl ${command.path} --help' for usage.\n`)
    return 1
  }
  if (args.is('help')) {
    yield* print(`Usage:\n  kubectl ${command.usage}\n\nFlags: ${Object.keys(command.flags).sort().map((flag) => `--${flag}`).join(' ')}\n`)
    return 0
  }
  yield { ask: 'fact', stage: 'parsed', params: { command: command.path } }
  return yield* command.run(args, { files, server })
}

const TAKES_VALUE: readonly string[] = ['-n', '--namespace', '--context', '--kubeconfig', '--request-timeout', '-v', '--user', '--cluster']

const isNamed = ({ path, aliases }: Command, name: string): boolean => path === name || aliases?.includes(name) === true

/** The longest command that the words begin with; flags may stand between. */
export function commandNamed(words: readonly string[]): { readonly command: Command; readonly rest: readonly string[] } | undefined {
  // `-n NAMESPACE` may stand before the command; its value is no command word.
  const plain = words.flatMap((word, index) => (word.startsWith('-') || TAKES_VALUE.includes(words[index - 1] ?? '') ? [] : [{ word, index }]))
  // No longer path begins with these two words, so the lesson's first line asks for no other command.
  const depths = plain[0]?.word === 'create' && isNamed(createDeployment, `create ${plain[1]?.word}`) ? [2] : [3, 2, 1]
  for (const depth of depths) {
    const names = plain.slice(0, depth)
    if (names.length < depth) continue
    const path = names.map(({ word }) => word).join(' ')
    const command = isNamed(createDeployment, path) ? createDeployment : commandOf(path)
    if (command) return { command, rest: words.filter((_, index) => !names.some((name) => name.index === index)) }
  }
  return undefined
}
