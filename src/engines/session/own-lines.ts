import { wordsOf } from '../../cluster/index.ts'

// `kubectl why` and `kubectl blame` are no commands of kubectl: the session knows them by their first word and answers beside the run.

export const OWN = ['why', 'blame'] as const
export type OwnCommand = (typeof OWN)[number]

const TAKES_VALUE: readonly string[] = ['-n', '--namespace']

/** The words behind `kubectl`; undefined for any other line. */
function wordsBehind(line: string): readonly string[] | undefined {
  const lexed = wordsOf(line.replace(/^\s*\$\s+/, ''))
  if ('problem' in lexed) return undefined
  const [program, ...words] = lexed.words
  return program === 'kubectl' || program === 'k' ? words : undefined
}

const isPlain = (word: string, index: number, words: readonly string[]): boolean => !word.startsWith('-') && !TAKES_VALUE.includes(words[index - 1] ?? '')

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

export interface OwnAsk { readonly command: OwnCommand; readonly help: boolean; readonly not: boolean; readonly namespace: string; readonly kind: string; readonly name: string; readonly unknown?: string }

/** `why TYPE/NAME` or `why TYPE NAME`, with `-n`, and `--not` for what it waits for. */
export function parseOwn(line: string): OwnAsk {
  const words = wordsBehind(line) ?? []
  const [, ...plain] = words.filter(isPlain)
  const at = words.findIndex((word) => TAKES_VALUE.includes(word))
  const named = words.find((word) => word.startsWith('--namespace='))?.slice('--namespace='.length)
  const [kind = '', name = ''] = plain[0]?.includes('/') ? plain[0].split('/') : plain
  const flags = words.filter((word) => word.startsWith('-') && !TAKES_VALUE.includes(word) && !word.startsWith('--namespace='))
  const unknown = flags.find((flag) => !['--not', '--help', '-h'].includes(flag))
  return { command: ownCommand(line)!, help: flags.some((flag) => flag === '--help' || flag === '-h'), not: flags.includes('--not'), namespace: named ?? (at < 0 ? 'default' : words[at + 1] ?? ''), kind, name, ...(unknown === undefined ? {} : { unknown }) }
}

interface Completions { readonly from: number; readonly options: readonly string[] }

/** Tab over kubectl's commands and ours: behind `why` and `blame` stand the same words as behind `describe`. */
export function completed(line: string, upstream: (line: string) => Completions): Completions {
  const own = ownCommand(line)
  const at = own === undefined ? -1 : line.search(new RegExp(`\\b${own}\\s`))
  if (own !== undefined && at >= 0) {
    const word = line.slice(line.lastIndexOf(' ') + 1)
    if (word.startsWith('-')) return { from: line.lastIndexOf(' ') + 1, options: ['--help', ...(own === 'why' ? ['--not'] : []), '--namespace'].filter((flag) => flag.startsWith(word)) }
    const { from, options } = upstream(`${line.slice(0, at)}describe${line.slice(at + own.length)}`)
    return { from: from - 'describe'.length + own.length, options }
  }
  const found = upstream(line)
  const first = /^\s*(?:kubectl|k)\s+(\S*)$/.exec(line)?.[1]
  return first === undefined ? found : { from: found.from, options: [...found.options, ...OWN.filter((one) => one.startsWith(first))].sort() }
}
