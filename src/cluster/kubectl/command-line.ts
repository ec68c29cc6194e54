import { complain, print, type Conversation } from './conversation.ts'
import { parseFlags } from './flags.ts'
import { wordsOf } from './lexer.ts'
import { COMMANDS, UNSUPPORTED } from './commands/commands.ts'
import type { Command } from './commands/command.ts'

/** What `-f` may read. */
export interface CommandFiles { readonly files: Readonly<Record<string, string>>; readonly stdin: string | undefined }

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
    yield* print(`kubectl controls the Kubernetes cluster manager.\n\nCommands of this terminal:\n${[...COMMANDS].map(({ path }) => `  ${path}`).sort().join('\n')}\n`)
    return 0
  }
  if (!found) return yield* unknown(words)
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

/** The longest command that the words begin with; flags may stand between. */
export function commandNamed(words: readonly string[]): { readonly command: Command; readonly rest: readonly string[] } | undefined {
  // `-n NAMESPACE` may stand before the command; its value is no command word.
  const plain = words.flatMap((word, index) => (word.startsWith('-') || TAKES_VALUE.includes(words[index - 1] ?? '') ? [] : [{ word, index }]))
  for (const depth of [3, 2, 1]) {
    const names = plain.slice(0, depth)
    if (names.length < depth) continue
    const path = names.map(({ word }) => word).join(' ')
    const command = COMMANDS.find((one) => one.path === path || one.aliases?.includes(path))
    if (command) return { command, rest: words.filter((_, index) => !names.some((name) => name.index === index)) }
  }
  return undefined
}

function* unknown(words: readonly string[]): Conversation {
  const [first = '', ...rest] = words.filter((word, index) => !word.startsWith('-') && !TAKES_VALUE.includes(words[index - 1] ?? ''))
  const nearest = UNSUPPORTED[first]
  if (nearest) {
    yield* complain(`error: kubectl ${first} is not supported in this terminal. ${nearest}\n`)
    return 1
  }
  const group = COMMANDS.filter(({ path }) => path.startsWith(`${first} `))
  if (group.length > 0) {
    yield* complain(rest.length === 0
      ? `error: kubectl ${first} needs one of: ${group.map(({ path }) => path.slice(first.length + 1)).join(', ')}\n`
      : `error: unknown command "${rest.join(' ')}"\nSee 'kubectl ${first} -h' for help and examples\n`)
    return 1
  }
  const near = [...new Set(COMMANDS.map(({ path }) => path.split(' ')[0]!))].filter((name) => distance(name, first) <= 2 || name.startsWith(first))
  yield* complain(`error: unknown command "${first}" for "kubectl"\n${near.length > 0 ? `\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}` : ''}`)
  return 1
}

/** Letters to change, add or drop. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}
