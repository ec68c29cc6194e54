import { complain, print, type Conversation } from './conversation.ts'
import { parseFlags } from './flags.ts'
import { wordsOf } from './lexer.ts'
import type { Command } from './commands/command.ts'
import { commandOf, helpText, unknown } from './commands/commands.ts'
import { createDeployment } from './commands/create-deployment.ts'
import { wrongValue } from './commands/wrong-value.ts'
import { failed } from './targets.ts'

/** What `-f` may read. */
export interface CommandFiles { readonly files: Readonly<Record<string, string>>; readonly stdin: string | undefined }

/** Whether a line may read the field documentation, so that the engine can have it there before. A line too many does no harm. */
export const readsFieldDocs = (line: string): boolean => /explain|openapi/.test(line.replace(/["'\\]/g, ''))

/** Whether a line may describe an object, likewise. */
export const describes = (line: string): boolean => /describe/.test(line.replace(/["'\\]/g, ''))

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
  if (!found) return yield* unknown(plainOf(words).map(({ word }) => word))
  const { command, rest } = found
  if (command.nearest !== undefined) return yield* failed(`kubectl ${command.path} is not supported in this terminal. ${command.nearest}`)
  // 'create service' alone is no file to create.
  if (command.path === 'create' && /^(service|svc|secret)$/.test(plainOf(rest)[0]?.word ?? '')) return yield* unknown(plainOf(words).map(({ word }) => (word === 'svc' ? 'service' : word)))
  const args = parseFlags(rest, command.flags)
  if ('problem' in args) {
    yield* complain(`error: ${args.problem}\nSee 'kubectl ${command.path} --help' for usage.\n`)
    return 1
  }
  if (args.is('help')) {
    yield* print(`Usage:\n  kubectl ${command.usage}\n\nFlags: ${Object.keys(command.flags).sort().map((flag) => `--${flag}`).join(' ')}\n`)
    return 0
  }
  const wrong = rest.some((word) => /^-(o|-dry-run|-output|-context|-cluster|-user)/.test(word)) ? wrongValue(args, command.flags) : undefined
  if (wrong !== undefined) return yield* failed(wrong)
  yield { ask: 'fact', stage: 'parsed', params: { command: command.path } }
  const conversation = unbroken(command.run(args, { files, server }))
  return yield* args.text('as') === undefined ? conversation : impersonating(conversation, { 'impersonate-user': args.text('as')!, ...(args.list('as-group').length > 0 ? { 'impersonate-group': args.list('as-group').join(',') } : {}) })
}

/** A bug of ours ends the command, as a panic ends the real one, and not the simulation. */
function* unbroken(conversation: Conversation): Conversation {
  try {
    return yield* conversation
  } catch (error) {
    yield* complain(`panic: ${error instanceof Error ? error.message : String(error)}\nThis is a bug of Glass Cluster; the cluster goes on.\n`)
    return 2
  }
}

/** Every request says as whom. */
function* impersonating(conversation: Conversation, headers: Readonly<Record<string, string>>): Conversation {
  let step = conversation.next()
  while (!step.done) step = conversation.next(yield 'request' in step.value ? { ...step.value, request: { ...step.value.request, headers: { ...step.value.request.headers, ...headers } } } : step.value)
  return step.value
}

const TAKES_VALUE: readonly string[] = ['-n', '--namespace', '--context', '--kubeconfig', '--request-timeout', '-v', '--user', '--cluster', '--as', '--as-group']

/** What is neither a flag nor its value: `-n NAMESPACE` may stand before the command. */
const plainOf = (words: readonly string[]): readonly { readonly word: string; readonly index: number }[] => words.flatMap((word, index) => (word.startsWith('-') || TAKES_VALUE.includes(words[index - 1] ?? '') ? [] : [{ word, index }]))

const isNamed = ({ path, aliases }: Command, name: string): boolean => path === name || aliases?.includes(name) === true

/** The longest command that the words begin with; flags may stand between. */
export function commandNamed(words: readonly string[]): { readonly command: Command; readonly rest: readonly string[] } | undefined {
  const plain = plainOf(words)
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
