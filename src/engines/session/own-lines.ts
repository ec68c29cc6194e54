import { wordsOf } from '../../cluster/index.ts'

// `kubectl why` and `kubectl blame` are no commands of kubectl: the session knows them by their first word and answers beside the run.

export const OWN = ['why', 'blame'] as const
export type OwnCommand = (typeof OWN)[number]

export const TAKES_VALUE: readonly string[] = ['-n', '--namespace']

/** The words behind `kubectl`; undefined for any other line. */
export function wordsBehind(line: string): readonly string[] | undefined {
  const lexed = wordsOf(line.replace(/^\s*\$\s+/, ''))
  if ('problem' in lexed) return undefined
  const [program, ...words] = lexed.words
  return program === 'kubectl' || program === 'k' ? words : undefined
}

export const isPlain = (word: string, index: number, words: readonly string[]): boolean => !word.startsWith('-') && !TAKES_VALUE.includes(words[index - 1] ?? '')

export function ownCommand(line: string): OwnCommand | undefined {
  const words = wordsBehind(line)
  const first = words?.find(isPlain)
  return OWN.find((own) => own === first)
}

/** Lines behind whose answer the page's own commands are told of. */
export function asksForHelp(line: string): boolean {
  const words = wordsBehind(line)
  if (!words) return false
  const plain = words.filter(isPlain)
  return words.length === 0 || (plain.length === 1 && plain[0] === 'help') || (plain.length === 0 && words.some((word) => word === '--help' || word === '-h'))
}
